//! What the hall and the phones agree on: the words of the glossary with the rules they carry.
//!
//! Everything here is pure. Time is an argument, randomness is an argument, and a refusal is a
//! value. Both sides run the same rules, so a phone may decide at once and the hall will agree.
//! Messages belong to `protocol`; who is asked, reminded or alarmed belongs to `dispatch`.

pub mod activity;
pub mod arrival;
pub mod camera_request;
pub mod clock;
pub mod closure;
pub mod datum;
pub mod fix;
pub mod ids;
pub mod incident;
pub mod order;
pub mod place;
pub mod reachability;
pub mod role;
pub mod source;
pub mod talk;
pub mod time;
pub mod town;
pub mod travel;
pub mod unit;

pub use activity::Activity;
pub use arrival::{ArrivalDetector, ArrivalRule};
pub use camera_request::{CameraAsked, CameraRequest, CameraRequestState};
pub use clock::ResponseClock;
pub use closure::RoadClosure;
pub use datum::Datum;
pub use fix::Fix;
pub use ids::{
    AssignmentId, ClosureId, CommandId, DrillId, IdSource, IncidentId, OrderId, PersonId, PhoneId,
    RecordingId, TalkLineId, TownId, UnitId, WallId,
};
pub use incident::{Caller, Incident, IncidentEdit, IncidentKind, RaisedBy};
pub use order::{Order, OrderEvent, OrderRefusal};
pub use place::{LatLon, Place};
pub use reachability::Reachability;
pub use role::Role;
pub use source::Source;
pub use talk::{TalkGroup, TalkRank};
pub use time::Timestamp;
pub use town::Town;
pub use travel::TravelMode;
pub use unit::{Unit, UnitState};
