//! Travel on the road network: OpenStreetMap in; routes, reach, matrices, cover out.
//!
//! A district's hall and its rehearsal ask how somebody gets from here to there by car, by e-bike or
//! on foot, who reaches a place in time, and which places nobody does. Everything is computed in
//! memory from the bytes of one extract, with turn costs and turn restrictions.

#![cfg_attr(
    test,
    expect(
        clippy::float_cmp,
        reason = "times are whole milliseconds, which floats hold exactly"
    )
)]

mod cells;
mod class;
mod closure;
mod cover;
mod crow;
mod dial;
#[cfg(test)]
mod drawing;
pub mod extract;
mod hierarchy;
mod import;
mod lanes;
mod learner;
mod matrix;
mod metric;
mod mode;
mod network;
mod outline;
mod pieces;
mod profile;
mod reach;
#[cfg(test)]
mod reference;
mod restriction;
mod route;
mod search;
mod side;
mod sketch;
mod snap;
mod speeds;
mod spot;
mod strong;
mod turn;
mod waits;

pub use class::RoadClass;
pub use closure::{ClosedPlace, Closure};
pub use cover::{Cover, Origin};
pub use crow::{CrowFlies, CrowReach};
pub use extract::ExtractError;
pub use learner::{Sighting, SpeedLearner};
pub use network::{RoadNetwork, RoadsError, Street};
pub use reach::Reach;
pub use route::{Moment, Route};
pub use sketch::{Sketched, straightened};
pub use snap::Snap;
pub use speeds::Speeds;
