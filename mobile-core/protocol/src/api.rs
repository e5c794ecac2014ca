//! The bodies of the HTTP API.
//!
//! All are JSON. Times are RFC 3339 in UTC, positions WGS-84 degrees, distances metres, durations
//! seconds. A failing call answers with a [`Fault`].

mod ask;
mod view;

pub use ask::{Duty, NewIncident, NewOffer, NewOrder, NewPerson, NewSession, NewTown, NewUnit, Reason};
pub use view::{
    BreachesView, Fault, IncidentView, LegsView, OrderState, OrderView, PersonView, PositionView,
    Recommendation, SessionView, SignedIn, UnitView,
};
