//! A road that is closed.

use serde::{Deserialize, Serialize};

use crate::{ClosureId, LatLon, PersonId, Timestamp};

/// Streets around a point that nobody can pass until they are opened again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoadClosure {
    /// Its identity.
    pub id: ClosureId,
    /// Where, in WGS-84.
    pub at: LatLon,
    /// Everything within so many metres is closed; 0 closes the nearest street from crossing to crossing.
    pub radius_m: f64,
    /// Why.
    pub note: String,
    /// Who closed it.
    pub closed_by: PersonId,
    /// When.
    pub closed_at: Timestamp,
}

impl RoadClosure {
    /// The widest radius, in metres.
    pub const WIDEST_M: f64 = 2_000.0;

    /// Whether a radius is one that can be closed.
    pub fn is_radius(metres: f64) -> bool {
        (0.0..=Self::WIDEST_M).contains(&metres)
    }
}
