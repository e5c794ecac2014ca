//! The bodies of the HTTP API.
//!
//! All are JSON. Times are RFC 3339 in UTC, positions WGS-84 degrees, distances metres, durations
//! seconds. A failing call answers with a [`Fault`].

mod ask;
mod drill;
mod foresight;
mod gazetteer;
mod incident;
mod media;
mod notice;
mod phone;
mod promise;
mod recording;
mod report;
mod view;
mod way;

pub use ask::{
    ArrivedByHand, BreachReason, Duty, NewClosure, NewMessage, NewOffer, NewOrder, NewPerson, NewSession,
    NewTown, NewUnit, OrderUnits, ReadMessages, Reason, Rule,
};
pub use drill::{DrillAgain, DrillDistrict, DrillScore, DrillState, DrillView, NewDrill};
pub use foresight::{
    Cause, Chance, Cure, ForecastView, ReachView, Recommendation, Recommendations, RouteView, SuggestedMove,
};
pub use gazetteer::{
    AddressView, FoundBy, FoundKind, FoundPlace, GazetteerSource, NearestAddress, PlacesFound,
};
pub use incident::{DuplicateQuestion, DuplicateView, EditIncident, IncidentView, MergeInto, NewIncident};
pub use media::{IceServer, MediaView};
pub use notice::{
    Language, NewAppPush, NewPush, NoticeReport, NoticeStatus, PushKey, PushKeys, PushNotice, PushVendor,
    Telephone,
};
pub use phone::{Challenge, EnrolmentView, NewChallenge, NewEnrolment, NewPhone, PhoneProof, PhoneView};
pub use promise::{Hole, PromiseCells, PromiseMapView, PromiseMinute};
pub use recording::{GapView, NewRecording, RecordedTrack, RecordingView};
pub use report::{KindReport, OrderKindView, Part};
pub use view::{
    BreachesView, Fault, LegsView, OrderState, OrderView, PersonView, PositionView, SeatView, SessionView,
    SignedIn, UnitView,
};
pub use way::{DrawnLine, NoWay, StreetClass, StreetView, TeamMate, WayView};
