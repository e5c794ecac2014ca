//! What was recorded of units' streams.

use domain::{OrderId, RecordingId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// `POST /api/recordings`: records a unit's stream until somebody stops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRecording {
    /// The unit, which must be live.
    pub unit: UnitId,
}

/// `GET /api/recordings`: one recording.
///
/// It plays at `/recordings/{id}/index.m3u8` (HLS with fragmented MP4); its files are at `/recordings/{id}/0.mp4` and so
/// on, the first of them also at `/recordings/{id}.mp4`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordingView {
    /// Its identity.
    pub id: RecordingId,
    /// Whose stream.
    pub unit: UnitId,
    /// The order it belongs to, if any.
    pub order: Option<OrderId>,
    /// Whether a person had it begun; else the order had.
    pub by_hand: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; null while it goes on.
    pub ended_at: Option<Timestamp>,
    /// How many files it has.
    pub files: u32,
    /// How many bytes they have, as far as they are indexed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub bytes: u64,
    /// How many milliseconds of it play, as far as they are indexed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub plays_ms: u64,
    /// Where something that was sent is missing.
    pub gaps: Vec<GapView>,
}

/// A stretch of a recording that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GapView {
    /// What is missing.
    pub track: RecordedTrack,
    /// Where the last whole frame before it ends.
    pub from: Timestamp,
    /// Where the next whole frame begins.
    pub to: Timestamp,
}

/// A line of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordedTrack {
    /// Pictures.
    Video,
    /// Sound.
    Sound,
}
