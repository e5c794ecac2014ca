//! Travel on the road network: OpenStreetMap in, routes out.
//!
//! A district's hall and its rehearsal both ask how a car gets from here to there, which street
//! lies nearest and where on a way something is after so many seconds. Everything is computed in
//! memory from the bytes of one extract. Reach, matrices and live speeds are to stand on the same
//! graph; turn costs and turn restrictions are not in it yet. Walking and riding are not known.

pub mod extract;
mod graph;
mod import;
mod network;
mod profile;
mod route;
mod search;
mod strong;

pub use extract::ExtractError;
pub use network::{RoadNetwork, RoadsError, Snap, Street};
pub use route::{Moment, Route};
