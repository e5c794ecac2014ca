//! What the hall decides about units, incidents and orders.
//!
//! [`Dispatch`] is one machine: what happened goes in, what to do comes out, and whatever changes the
//! board is a [`Record`] that comes out *before* anything that follows from it, so that the shell can
//! commit it first. The board is the fold of those records. Sockets, the database and the clock are
//! `hall`'s; the rules of a single order are `domain`'s.

mod answering;
mod asks;
mod authority;
mod board;
mod deadlines;
mod duplicates;
mod incidents;
mod input;
mod machine;
mod orders;
mod output;
mod ranking;
mod record;
mod told;
mod video;

pub use asks::{Answered, Ask, Refusal, RequestId, Seat};
pub use board::{Board, Snapshot, UnitOnBoard};
pub use duplicates::Duplicate;
pub use incidents::{IncidentClosed, IncidentOnBoard};
pub use input::Input;
pub use machine::Dispatch;
pub use output::{Change, Output, UnitShown};
pub use ranking::Ranked;
pub use record::{Record, Recorded};
pub use told::{ToldRefusal, UnitTold};
