//! What a phone decides: which fixes to send, what an officer's tap means, when to ring, when to call the hall.
//!
//! [`FieldUnit`] is a machine without I/O: what happened goes in with the phone's time, what to do
//! comes out. The same machine runs in an app, in the rehearsal and in the tests. Sockets, the disk
//! and the receiver belong to `phone`; the rules of an order belong to `domain`.

mod arrivals;
mod backoff;
mod bare;
mod cadence;
mod camera_request;
mod clock;
mod condition;
mod disconnection;
mod field_unit;
mod link;
mod live;
mod measurement;
mod memory;
mod messages;
mod movement;
mod orders;
mod outbox;
mod phone_time;
mod sos;
mod talk;
mod tracking;
mod way;

pub use backoff::Backoff;
pub use bare::{Unfit, make_bare};
pub use cadence::{Cadence, Precision};
pub use clock::{HallClock, Reading, UNHEARD_ERROR_MS};
pub use disconnection::Disconnection;
pub use field_unit::FieldUnit;
pub use measurement::Measurement;
pub use memory::{Memory, Restored};
pub use messages::{Change, Input, Notice, Output, Tap};
pub use orders::ShownOrder;
pub use outbox::{CAPACITY, WINDOW};
pub use phone_time::PhoneTime;
pub use talk::{Talk, TalkTap};
pub use way::{Going, SceneWay, WAY_WITHIN, WayWanted};
