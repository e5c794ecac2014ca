//! A pretend district: its towns, officers, incidents and cameras, in a demonstration or in a drill.
//!
//! A demonstration, a drill and the tests need sixty officers who behave like officers, on streets
//! that exist. Each part here is a machine in virtual time, so that a night of work runs in
//! milliseconds and the same seed tells the same story. Officers know only what officers know:
//! arrival, clocks and links are the phone core's business, orders are the hall's. A [`drill`] joins
//! both in memory; for a demonstration, connecting the machines to sockets and clocks is left to the shell.

pub mod camera;
mod chance;
pub mod dispatcher;
pub mod district;
pub mod drill;
pub mod ground;
pub mod incidents;
pub mod officer;
mod plane;
mod stretches;

pub use camera::{PretendCamera, VideoEncoder};
pub use dispatcher::{Decision, View, decide};
pub use district::District;
pub use ground::Ground;
pub use incidents::{PretendIncident, PretendIncidents};
pub use officer::{OfficerAction, OfficerInput, PretendOfficer};
pub use stretches::StreetPoint;

#[cfg(test)]
mod tests;
