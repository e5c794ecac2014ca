//! What a recorder is told, what it says.

use crate::media::{Media, Track};

/// What the publisher offers.
///
/// A file's header names its tracks before their frames come, so the recorder waits for what is offered, if not long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Pictures.
    pub video: bool,
    /// Sound.
    pub sound: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A depacketiser made this.
    Media(Media),
    /// The publisher is back with new streams: timestamps start anew, and what it sent meanwhile is missing.
    Reconnected,
    /// The time that the recorder asked to be woken at has come.
    Timeout,
    /// Nothing else comes: what is held is written.
    Finished,
}

impl From<Media> for Input {
    fn from(media: Media) -> Self {
        Self::Media(media)
    }
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Begin another file with these bytes; have them on disk before the first fragment.
    Init {
        /// `ftyp` and `moov`.
        bytes: Vec<u8>,
        /// The wall clock at the file's own time zero, in milliseconds since 1970.
        starts_at_ms: i64,
        /// What is inside, for a `codecs` parameter (RFC 6381).
        codecs: String,
        /// Width and height of the pictures, if there are any.
        size: Option<(u16, u16)>,
    },
    /// Append these bytes to the file; when all of them are there, put [`SEAL`](crate::SEAL) over those at `seal_at`.
    ///
    /// Before the seal, players pass over the fragment, however much of it is there; with it, it is valid. Sealed in
    /// the wrong sequence, half a fragment makes the whole file unreadable to some.
    Fragment {
        /// `prft`, `moof` (as `free`) and `mdat`.
        bytes: Vec<u8>,
        /// The first of the four bytes to overwrite, counted within `bytes`.
        seal_at: usize,
        /// The wall clock at its first frame, in milliseconds since 1970.
        starts_at_ms: i64,
        /// Until its last frame has played; at most 1000.
        duration_ms: u32,
        /// Playing can start here: its first picture is a key frame, or the file is sound alone.
        has_key_frame: bool,
    },
    /// Between these times, in milliseconds since 1970, what was sent on this track is not whole.
    Gap {
        /// The track.
        track: Track,
        /// Where the last whole frame before it ends.
        from_ms: i64,
        /// Where the next whole frame begins.
        to_ms: i64,
    },
    /// Ask the publisher for a key frame.
    WantKeyFrame,
}
