//! What the hall decides about units, incidents and orders.
//!
//! [`Dispatch`] is one machine: what happened goes in, what to do comes out, and whatever changes the
//! board is a [`Record`] that comes out *before* anything that follows from it, so that the shell can
//! commit it first. The board is the fold of those records. Sockets, the database and the clock are
//! `hall`'s; the rules of a single order are `domain`'s.

mod answering;
mod arriving;
mod asks;
mod assign;
mod authority;
mod board;
mod camera;
mod checklists;
mod closures;
mod coverage;
mod datum;
pub mod datum_watch;
mod deadlines;
mod duplicates;
mod escalation;
pub mod floor;
mod forecast;
mod foresight;
mod habits;
mod incidents;
mod input;
mod ladder;
mod machine;
mod messages;
mod notices;
mod offers;
mod orders;
mod output;
mod presence;
#[cfg(test)]
mod races;
mod reachability;
mod recommend;
mod recommendation;
mod record;
mod recording_plan;
mod refusal;
mod report;
mod sending;
mod settings;
mod sos;
mod told;
mod travel;
mod trips;
mod units_of_order;
mod video;

pub use asks::{Answered, Ask, RequestId, Seat};
pub use assign::Costs;
pub use board::{Board, Snapshot, UnitOnBoard};
pub use camera::CameraRequestEnd;
pub use checklists::Checklists;
pub use coverage::{DEMAND_PRIOR, DEMAND_SPREAD_M, Hole, MapMemory, MapNews, Move, PromiseMap, Survey};
pub use duplicates::Duplicate;
pub use forecast::{Alarm, Cause, Cure, Forecast, Foreseen, Outlook, Stage};
pub use habits::TripSeen;
pub use incidents::{IncidentClosed, IncidentOnBoard};
pub use input::Input;
pub use machine::Dispatch;
pub use notices::NoticeWanted;
pub use output::{Change, Output, UnitShown};
pub use recommend::{Candidate, Chance, Errand};
pub use recommendation::Recommendation;
pub use record::{Record, Recorded};
pub use recording_plan::{MOST_RECORDED, Plan as RecordingPlan, Wished};
pub use refusal::Refusal;
pub use report::KindFigures;
pub use settings::Settings;
pub use told::{ToldRefusal, UnitTold};
pub use travel::Travel;
