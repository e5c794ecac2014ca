//! What a caller sends.

use domain::order::{Addressee, Attachment, DispatchRule, LateReason, OrderKind};
use domain::{
    AssignmentId, CommandId, IncidentId, LatLon, OrderId, Place, Role, Timestamp, TownId, TravelMode, UnitId,
};
use serde::{Deserialize, Serialize};

/// `POST /api/session`: signs somebody in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSession {
    /// The name to sign in with.
    pub name: String,
    /// The password.
    pub password: String,
}

/// `POST /api/orders`: somebody is to be at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// Its identity, a UUID of version 7, made by the caller so that a request sent again counts once.
    #[serde(default)]
    pub id: Option<OrderId>,
    /// What kind of errand; an emergency if left out.
    #[serde(default)]
    pub kind: Option<OrderKind>,
    /// The incident it answers.
    #[serde(default)]
    pub incident: Option<IncidentId>,
    /// Where; the incident's place if left out.
    #[serde(default)]
    pub place: Option<Place>,
    /// Who is asked: `{"unit": id}`, `{"team": [id, …]}`, `{"town": id}` or `{"best_placed": how many}`.
    pub addressee: Addressee,
    /// What else there is to say, at most 4000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// `POST /api/closures`: nobody can pass here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewClosure {
    /// Where, in WGS-84.
    #[serde(flatten)]
    pub at: LatLon,
    /// Everything within so many metres, 0 to 2000; left out, the nearest street from crossing to crossing.
    #[serde(default)]
    pub radius_m: Option<f64>,
    /// Why, at most 4000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// `PUT /api/rule`: how the hall chooses among units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule from now on.
    pub rule: DispatchRule,
}

/// `POST /api/towns`: a new part of the district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTown {
    /// Its identity, a UUID of version 7; a fresh one if left out.
    #[serde(default)]
    pub id: Option<TownId>,
    /// What people call it, 1 to 64 characters.
    pub name: String,
}

/// `POST /api/units`: a new unit, off duty at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Its identity, a UUID of version 7; a fresh one if left out.
    #[serde(default)]
    pub id: Option<UnitId>,
    /// What people call it, 1 to 64 characters.
    pub name: String,
    /// The town it belongs to.
    pub town: TownId,
    /// What it travels by; a car if left out.
    #[serde(default)]
    pub mode: Option<TravelMode>,
}

/// `PUT /api/units/{id}/duty`: puts a unit on or off duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Whether it is on duty from now on.
    pub on_duty: bool,
    /// When its shift ends, within 48 hours; unknown if left out. Whoever is off duty has none.
    #[serde(default)]
    pub shift_ends_at: Option<Timestamp>,
}

/// `POST /api/orders/{id}/offers`: asks a unit; a desk gives an order on, a dispatcher offers it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOffer {
    /// The unit to ask.
    pub unit: UnitId,
}

/// `PUT /api/orders/{id}/units`: which units have an order, all at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderUnits {
    /// The units, up to 20, each once: those not asked yet are asked, from all others the order is taken back.
    pub units: Vec<UnitId>,
}

/// `POST /api/orders/{id}/cancel`, `POST /api/incidents/{id}/close`: why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why, 1 to 4000 characters.
    pub reason: String,
}

/// `POST /api/orders/{id}/breaches/{leg}/reason`: why a leg was late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BreachReason {
    /// The reason.
    pub reason: LateReason,
    /// What else there is to say, at most 4000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// `POST /api/orders/{id}/arrived`: the officer says by another way that the unit is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ArrivedByHand {
    /// The unit's part in the order.
    pub assignment: AssignmentId,
}

/// `POST /api/orders/{id}/messages`: the hall writes to the units of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Its identity, a UUID of version 7, made by the caller so that a message sent again counts once.
    pub id: CommandId,
    /// What it says, 1 to 1000 characters beside white space around it; no control characters but line breaks. With an attachment it
    /// may say nothing.
    pub text: String,
    /// What goes with it, whose bytes are sent to `/api/attachments` before or after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

/// `POST /api/orders/{id}/messages/read`: the hall has read what units wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadMessages {
    /// Which messages; those that were read before, or are not on the order, are passed over.
    pub messages: Vec<CommandId>,
}

/// `POST /api/people`: somebody new who may sign in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPerson {
    /// The name to sign in with.
    pub name: String,
    /// The password, 8 to 200 characters.
    pub password: String,
    /// What they may do.
    #[serde(flatten)]
    pub role: Role,
}
