//! Where the promise can be kept (承诺地图), as pages read it.

use domain::{LatLon, Timestamp};
use serde::{Deserialize, Serialize};

use super::SuggestedMove;

/// `GET /api/promise-map/cells`: the cells of the promise map, in the order in which it speaks of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseCells {
    /// Names this set of cells; a map with another id speaks of others.
    pub id: String,
    /// Each cell's border: its corners as latitude and longitude in turn, in millionths of a degree.
    pub borders: Vec<Vec<i32>>,
}

/// Where the promise can be kept at this moment (承诺地图).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseMapView {
    /// The set of cells that this map speaks of.
    pub cells_id: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The limit it is about, in seconds.
    pub limit_s: u32,
    /// One digit a cell: how many free units reach it in time: 0, 1, or 2 for more than one.
    pub cover: String,
    /// How much of where incidents happen a unit reaches, in thousandths.
    pub covered: u16,
    /// How much of it two units reach, in thousandths.
    pub covered_twice: u16,
    /// The largest holes, the heaviest first.
    pub holes: Vec<Hole>,
    /// The move that would close the most, if one is worth it.
    pub suggested: Option<SuggestedMove>,
}

/// A stretch of the district that no free unit reaches in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hole {
    /// A point in its middle.
    pub at: LatLon,
    /// How many cells it has.
    pub cells: u32,
    /// How much of where incidents happen lies in it, in thousandths.
    pub weight: u16,
    /// Since when it is open.
    pub since: Timestamp,
}

/// One minute of `GET /api/promise-map/history`: how much of the district was covered then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseMinute {
    /// When it was looked at.
    pub at: Timestamp,
    /// How much of where incidents happen a unit reached in time, in thousandths.
    pub covered: u16,
    /// How much of it two units reached, in thousandths.
    pub covered_twice: u16,
}
