//! What the hall decides about units, incidents and orders.
//!
//! [`Dispatch`] is one machine: what happened goes in, what to do comes out, and whatever changes the
//! board is a [`Record`] that comes out *before* anything that follows from it, so that the shell can
//! commit it first. The board is the fold of those records. Sockets, the database and the clock are
//! `hall`'s; the rules of a single order are `domain`'s.

mod answering;
mod arriving;
mod asks;
mod authority;
mod board;
pub mod datum_watch;
mod deadlines;
mod input;
mod machine;
mod orders;
mod output;
mod ranking;
mod reachability;
mod record;
mod told;
mod video;

pub use asks::{Answered, Ask, Refusal, RequestId, Seat};
pub use board::{Board, IncidentOnBoard, Snapshot, UnitOnBoard};
pub use input::Input;
pub use machine::Dispatch;
pub use output::{Change, Output, UnitShown};
pub use ranking::Ranked;
pub use record::{Record, Recorded};
pub use told::{ToldRefusal, UnitTold};
