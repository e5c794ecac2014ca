//! The phone core's face for Kotlin, Swift and Python: records, conversions, nothing else.
//!
//! An app makes a [`FieldPhone`] with a [`PhoneListener`] that hears what is new, hands in what its receiver, its
//! encoders and its officer do, and gets a [`LivePicture`] while the camera is on, a [`TalkLine`] while the line to talk is
//! open. Its receiver is a [`LocationControl`] and its encoders are a [`CameraControl`], which are told what to do. A phone that
//! was enrolled by a QR code ([`enrol`]) signs in with a [`KeyStore`] of its platform's instead of a password. What an officer
//! may do is decided in `domain` and `field-unit`, how it is kept and sent in `phone`; no rule lives here. The face itself is
//! written by `uniffi` from this crate's attributes.
//!
//! # What an app can rely on
//! - Every time is an `i64` in milliseconds; names end in `_ms`. Hall times count from 1970-01-01T00:00:00Z.
//! - Ids are UUIDs in text; coordinates are WGS-84 degrees unless a [`Datum`] says otherwise.
//! - Asynchronous functions run on threads of the core's own, whoever awaits them; one that is cancelled is carried
//!   out all the same. The tap functions are done when what the officer did is stored, with or without a net.
//! - Listeners are called one call at a time, from a thread that is theirs: one that takes its time, or calls back into the
//!   core, holds up nobody else. What they throw is logged and forgotten.
//! - Nothing panics across the border: a fault is a [`PhoneFault`] with a stable [`fault_code`].
//! - After [`FieldPhone::shutdown`] no thread of the core runs and its file is closed.

mod checklist;
mod core_threads;
mod enrolment;
mod fault;
mod listening;
mod live_picture;
mod locating;
mod message;
mod notice;
mod order;
mod phone;
mod reaching;
mod settings;
mod snapshot;
mod talk;
mod talk_line;
mod unit;
mod way;
mod writing;

pub use checklist::{ChecklistItem, Tick};
pub use enrolment::{Enrolled, Enrolment, KeyStore, enrol};
pub use fault::{AppFault, PhoneFault, fault_code};
pub use live_picture::{CameraControl, LivePicture, LiveSettings, LiveState, Speaker, VideoCodec};
pub use locating::{Cadence, LocationControl};
pub use message::{Message, MessageReading};
pub use notice::{Notice, Tap};
pub use order::{Assignment, AssignmentState, DeclineReason, Order, OrderKind, OrderStatus, Place, Report};
pub use phone::{FieldPhone, PhoneListener};
pub use reaching::PushVendor;
pub use settings::{Activity, Datum, LocationPermission, Measurement, Permissions, PhoneSettings};
pub use snapshot::{CameraAsked, HallTime, Snapshot, Watcher};
pub use talk::{OwnTalk, TalkEnd, TalkGroup, TalkState, Voice};
pub use talk_line::TalkLine;
pub use unit::{TravelMode, Unit};
pub use way::{LatLon, NoWay, Street, TeamMate, Way, in_datum};
pub use writing::{Attachment, MediaType, NewAttachment};

uniffi::setup_scaffolding!();

/// The version of the core.
#[uniffi::export]
pub fn core_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
