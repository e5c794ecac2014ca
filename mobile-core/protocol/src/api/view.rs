//! What the hall answers.
//!
//! These are serialisable twins of the domain's aggregates, made for reading: the browser holds no
//! rules, so what needs a rule to be known (when the clock started, when it is due) is written out.

use domain::{
    Activity, CameraRequest, Fix, LatLon, PersonId, Reachability, Role, Timestamp, TownId, TravelMode, Unit,
    UnitId, UnitState,
};
use serde::{Deserialize, Serialize};

use crate::newer;

mod order;

pub use self::order::{BreachesView, LegsView, OrderState, OrderView};

/// Why a call failed, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// The stable name of the fault.
    pub code: String,
    /// What is wrong, and the cure, in English.
    pub message: String,
    /// The field of the body that is at fault, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The person.
    pub person: PersonId,
    /// The name they signed in with.
    pub name: String,
    /// What they may do.
    #[serde(flatten)]
    pub role: Role,
}

/// What a seat can do beyond orders and incidents, so that it offers nothing the hall would refuse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SeatView {
    /// Whether it sets the rule for choosing units, and closes and opens roads.
    pub rules_district: bool,
    /// Whether it sees the whole district, and with it the promise map.
    pub sees_district: bool,
    /// Whether the hall has roads. Without them ways are guessed from distances, and there is no promise map.
    pub has_roads: bool,
}

impl SeatView {
    /// What somebody of `role` can do in a hall with or without roads.
    pub fn new(role: Role, has_roads: bool) -> Self {
        Self {
            rules_district: role.rules_district(),
            sees_district: role.sees_district(),
            has_roads,
        }
    }
}

/// A fresh session.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The bearer token (RFC 6750) of this session.
    pub token: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub session: SessionView,
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Their identity.
    pub id: PersonId,
    /// The name they sign in with.
    pub name: String,
    /// What they may do.
    #[serde(flatten)]
    pub role: Role,
}

/// A unit on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitView {
    /// Its identity; its stream is at `/whep/{id}`.
    pub id: UnitId,
    /// What people call it.
    pub name: String,
    /// The town it belongs to.
    pub town: TownId,
    /// What it travels by.
    #[serde(default)]
    pub mode: TravelMode,
    /// Whether it can be sent.
    pub state: UnitState,
    /// Whether its picture can be watched.
    pub live: bool,
    /// Its latest position, while on duty.
    pub position: Option<PositionView>,
    /// When the hall last heard from its phone.
    pub heard_at: Option<Timestamp>,
    /// Whether an order would reach it, while on duty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub reachability: Option<Reachability>,
    /// When its shift ends, if that was said.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub shift_ends_at: Option<Timestamp>,
    /// That its officer was last asked to switch the camera on, until a picture comes or the unit goes off duty.
    #[serde(
        default,
        deserialize_with = "newer::known",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub camera_request: Option<CameraRequest>,
}

impl UnitView {
    /// A unit with its state on the board, whose camera nobody asked for.
    pub fn new(
        unit: &Unit,
        state: UnitState,
        live: bool,
        position: Option<&Fix>,
        heard_at: Option<Timestamp>,
        reachability: Option<Reachability>,
        shift_ends_at: Option<Timestamp>,
    ) -> Self {
        let Unit { id, name, town, mode } = unit.clone();
        Self {
            id,
            name,
            town,
            mode,
            state,
            live,
            position: position.map(PositionView::from),
            heard_at,
            reachability,
            shift_ends_at,
            camera_request: None,
        }
    }
}

/// Where a unit is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PositionView {
    /// Where, in WGS-84.
    #[serde(flatten)]
    pub at: LatLon,
    /// 68 % radius in metres.
    pub accuracy_m: f64,
    /// Metres a second.
    pub speed_mps: Option<f64>,
    /// Degrees clockwise from north.
    pub heading_deg: Option<f64>,
    /// Percent.
    pub battery_pct: Option<u8>,
    /// What the unit's officer was doing, if the phone knows.
    #[serde(
        default,
        deserialize_with = "newer::known",
        skip_serializing_if = "Option::is_none"
    )]
    pub activity: Option<Activity>,
    /// Whether the phone says that an app made this position up.
    pub mock: bool,
    /// When it was measured, in hall time.
    pub taken_at: Timestamp,
}

impl From<&Fix> for PositionView {
    fn from(fix: &Fix) -> Self {
        Self {
            at: fix.at,
            accuracy_m: fix.accuracy_m,
            speed_mps: fix.speed_mps,
            heading_deg: fix.heading_deg,
            battery_pct: fix.battery_pct,
            activity: fix.activity,
            mock: fix.mock,
            taken_at: fix.taken_at,
        }
    }
}
