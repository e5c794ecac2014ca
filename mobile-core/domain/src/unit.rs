//! A field unit.

use serde::{Deserialize, Serialize};

use crate::{TownId, TravelMode, UnitId};

/// A field unit (单兵): an officer with a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unit {
    /// Its identity.
    pub id: UnitId,
    /// What people call it.
    pub name: String,
    /// The town it belongs to.
    pub town: TownId,
    /// What it travels by.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub mode: TravelMode,
}

/// Whether a unit can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// Not on duty: no position, no orders, no alerts.
    OffDuty,
    /// On duty with nothing at hand.
    Available,
    /// On duty with an order accepted, or in danger.
    Busy,
    /// On duty, but the hall has not heard from it for a while.
    Unreachable,
}
