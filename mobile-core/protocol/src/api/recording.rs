//! What was recorded of the streams of units or desks.

use domain::{OrderId, RecordingId, Source, Timestamp, TownId, UnitId};
use serde::{Deserialize, Serialize};

/// `POST /api/recordings`: records the stream of a unit or of a town's desk until somebody stops it; one of them is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRecording {
    /// The unit, which must be live.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The town whose desk it is, which must show its camera.
    #[serde(default)]
    pub desk: Option<TownId>,
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
    /// The unit whose stream it is, if a unit's.
    pub unit: Option<UnitId>,
    /// The town whose desk's stream it is, if a desk's.
    pub desk: Option<TownId>,
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
    /// The codec of the pictures that come now, if the hall does not read it and records the sound alone; only while it goes on.
    pub unreadable: Option<String>,
}

impl RecordingView {
    /// Whose stream it is.
    pub fn source(&self) -> Option<Source> {
        self.unit
            .map(Source::Unit)
            .or_else(|| self.desk.map(Source::Desk))
    }
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
