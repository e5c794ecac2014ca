//! Incidents, as they are told and shown.

use domain::incident::{Caller, IncidentEdit, IncidentKind};
use domain::{Incident, IncidentId, LatLon, Place, Timestamp, TownId, UnitId};
use serde::{Deserialize, Serialize};

/// `POST /api/incidents`: something happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    /// Its identity, a UUID of version 7, made by the caller so that a request sent again counts once.
    #[serde(default)]
    pub id: Option<IncidentId>,
    /// What kind of thing.
    pub kind: IncidentKind,
    /// Where.
    pub place: Place,
    /// Who told of it; name and telephone number have at most 200 characters.
    #[serde(default)]
    pub caller: Option<Caller>,
    /// What else is known, at most 4000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// `PATCH /api/incidents/{id}`: something is corrected; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditIncident {
    /// What kind of thing.
    #[serde(default)]
    pub kind: Option<IncidentKind>,
    /// Where.
    #[serde(default)]
    pub place: Option<Place>,
    /// Who told of it; with an empty name and an empty number nobody did.
    #[serde(default)]
    pub caller: Option<Caller>,
    /// What else is known, at most 4000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

impl From<EditIncident> for IncidentEdit {
    fn from(edit: EditIncident) -> Self {
        let EditIncident {
            kind,
            place,
            caller,
            note,
        } = edit;
        Self {
            kind,
            place,
            caller,
            note,
        }
    }
}

/// `POST /api/incidents/{id}/merge`: the incident turned out to be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeInto {
    /// The one that goes on and takes the orders over.
    pub into: IncidentId,
}

/// `POST /api/incidents/duplicates`: what somebody is about to tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DuplicateQuestion {
    /// What kind of thing.
    pub kind: IncidentKind,
    /// Where.
    pub at: LatLon,
    /// Who tells of it.
    #[serde(default)]
    pub caller: Option<Caller>,
}

/// An open incident that may be the same, with the reasons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateView {
    /// The incident.
    pub incident: IncidentView,
    /// How likely it is the same, 0 to 1: it sorts, and is no probability.
    pub score: f64,
    /// How far away it is, in metres.
    pub distance_m: f64,
    /// How long ago it was raised, in seconds.
    pub age_s: u32,
    /// Whether it is of the same kind, not only of a related one.
    pub same_kind: bool,
    /// Whether it was told from the same telephone.
    pub same_phone: bool,
}

/// An incident on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentView {
    /// Its identity.
    pub id: IncidentId,
    /// What happened.
    pub kind: IncidentKind,
    /// Where.
    pub place: Place,
    /// Whether `place` is known; if not, it stands for nothing.
    pub place_known: bool,
    /// The unit whose officer calls for help, if the incident is that; `place` follows it.
    pub unit: Option<UnitId>,
    /// The town whose ground it is, if known.
    pub town: Option<TownId>,
    /// Who told of it, if anybody did; only for those who may give orders.
    pub caller: Option<Caller>,
    /// What else is known.
    pub note: String,
    /// When the hall learnt of it.
    pub raised_at: Timestamp,
    /// When it was last corrected, if it ever was.
    pub edited_at: Option<Timestamp>,
    /// When it was closed, if it was.
    pub closed_at: Option<Timestamp>,
    /// Why it was closed, if somebody said.
    pub closed_because: Option<String>,
    /// The incident that it turned out to be, if it did; it is closed then.
    pub merged_into: Option<IncidentId>,
}

impl IncidentView {
    /// An incident that is open and was never corrected.
    pub fn new(incident: &Incident) -> Self {
        let unit = incident.unit_in_danger();
        let Incident {
            id,
            kind,
            place,
            place_known,
            town,
            caller,
            note,
            raised_at,
            raised_by: _,
        } = incident.clone();
        Self {
            id,
            kind,
            place,
            place_known,
            unit,
            town,
            caller,
            note,
            raised_at,
            edited_at: None,
            closed_at: None,
            closed_because: None,
            merged_into: None,
        }
    }
}
