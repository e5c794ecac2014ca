//! How a unit gets about.

use serde::{Deserialize, Serialize};

/// What a unit travels by, which decides which roads are open to it and how long they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TravelMode {
    /// A car or a van.
    #[default]
    Car,
    /// An e-bike, which may go where bicycles may.
    EBike,
    /// On foot.
    Foot,
}

impl TravelMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Car, Self::EBike, Self::Foot];
}
