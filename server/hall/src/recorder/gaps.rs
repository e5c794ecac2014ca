//! What the index is told of what is missing.

use domain::{RecordingId, Timestamp};
use protocol::api::RecordedTrack;
use recording::Track;

use crate::store::Note;

/// Nothing of a stretch is there.
pub(super) fn gaps(recording: RecordingId, from_ms: i64, to_ms: i64) -> [Note; 2] {
    [Track::Video, Track::Sound].map(|track| gap(recording, track, from_ms, to_ms))
}

/// Nothing of one track's stretch is there.
pub(super) fn gap(recording: RecordingId, track: Track, from_ms: i64, to_ms: i64) -> Note {
    Note::Gap {
        recording,
        track: match track {
            Track::Video => RecordedTrack::Video,
            Track::Sound => RecordedTrack::Sound,
        },
        from: Timestamp::from_millis(from_ms),
        to: Timestamp::from_millis(to_ms),
    }
}
