//! What the hall, the phones and the browsers say to each other.
//!
//! Messages are named by their destination. They only grow: a field is added with a default, a
//! variant nobody knows is read as `Unknown` and passed over, or as the nearest known, so an old phone
//! meets a new hall in peace. What a message *means* is decided in `domain`, `field-unit` and `dispatch`.

pub mod api;
pub mod enrolment;
mod media_frames;
mod newer;
pub mod talk;
pub mod to_hall;
pub mod to_unit;
pub mod to_viewer;
pub mod viewer_to_hall;

pub use media_frames::{
    LONGEST_MEDIA_FRAME, MEDIA_FRAME_LENGTH_BYTES, media_frame_length, take_media_frames,
};
pub use talk::{CallWith, OwnTalk, TalkEnd, TalkView, VoiceView};
pub use to_hall::{Entry, ToHall, Told};
pub use to_unit::{Answer, ByeReason, Outcome, ToUnit, Watcher};
pub use to_viewer::ToViewer;
pub use viewer_to_hall::{SlotPlaced, ViewerToHall};

/// The version of these messages; the hall serves phones of this version and of all before it.
pub const VERSION: u32 = 1;

/// The WebSocket subprotocol (RFC 6455 section 1.9) of both sockets.
pub const SUBPROTOCOL: &str = "yike.v1";

/// A browser cannot set headers on a WebSocket, so its token rides as a second subprotocol: this
/// prefix with the session's token behind it.
pub const BEARER_SUBPROTOCOL: &str = "bearer.";

/// Entries in one [`ToHall::Submit`] at most.
pub const MAX_ENTRIES: usize = 64;

/// Bytes in one text message at most, either way.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// Characters in a report, a note or a reason at most.
pub const MAX_TEXT_CHARS: usize = 4000;

#[cfg(test)]
mod tests;
