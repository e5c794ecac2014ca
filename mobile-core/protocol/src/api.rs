//! The bodies of the HTTP API.
//!
//! All are JSON. Times are RFC 3339 in UTC, positions WGS-84 degrees, distances metres, durations
//! seconds. A failing call answers with a [`Fault`].

mod ask;
mod gazetteer;
mod incident;
mod view;

pub use ask::{Duty, NewOffer, NewOrder, NewPerson, NewSession, NewTown, NewUnit, Reason};
pub use gazetteer::{
    AddressView, FoundBy, FoundKind, FoundPlace, GazetteerSource, NearestAddress, PlacesFound,
};
pub use incident::{DuplicateQuestion, DuplicateView, EditIncident, IncidentView, MergeInto, NewIncident};
pub use view::{
    BreachesView, Fault, LegsView, OrderState, OrderView, PersonView, PositionView, Recommendation,
    SessionView, SignedIn, UnitView,
};
