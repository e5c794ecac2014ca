//! The bodies of the HTTP API.
//!
//! All are JSON. Times are RFC 3339 in UTC, positions WGS-84 degrees, distances metres, durations
//! seconds. A failing call answers with a [`Fault`].

mod ask;
mod drill;
mod foresight;
mod report;
mod view;

pub use ask::{
    Duty, NewClosure, NewIncident, NewOffer, NewOrder, NewPerson, NewSession, NewTown, NewUnit, Reason, Rule,
};
pub use drill::{DrillScore, DrillState, DrillView, NewDrill};
pub use foresight::{
    Cause, Cure, ForecastView, Hole, PromiseCells, PromiseMapView, ReachView, Recommendation,
    Recommendations, RouteView, SuggestedMove,
};
pub use report::KindReport;
pub use view::{
    BreachesView, Fault, IncidentView, LegsView, OrderState, OrderView, PersonView, PositionView,
    SessionView, SignedIn, UnitView,
};
