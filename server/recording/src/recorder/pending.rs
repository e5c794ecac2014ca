//! The frames of the fragment that is being collected.
//!
//! It ends early enough that a killed process loses less than a second, and that the fragment plays for at most one.
//! A picture shows until the next one, so a fragment ends best when a picture comes, and at a key frame, since playing
//! can start there.

use super::messages::Output;
use crate::boxes::{Fragment, Header, Sample, Samples};
use crate::media::Track;

/// A fragment of this length ends when the next picture comes, or sound if there are no pictures. In milliseconds.
const TARGET_MS: i64 = 500;
/// Without a next picture it ends with the sound. In milliseconds.
const WITHOUT_PICTURE_MS: i64 = 800;
/// No fragment plays longer, with its ends rounded to whole milliseconds.
const LONGEST_MS: i64 = 998;
/// Key frames closer together than this, in milliseconds, do not each begin a fragment.
const KEYS_APART_MS: i64 = 100;
/// However slowly frames come, they are written after this time, in milliseconds. What waits for lost packets adds to
/// it, and both together stay within a second.
const HELD_MS: i64 = 590;
/// More bytes are not held.
const BYTES: usize = 8 << 20;

#[derive(Debug, Default)]
pub(super) struct Pending {
    video: Vec<Piece>,
    sound: Vec<Piece>,
    /// When the first came.
    since_ms: Option<i64>,
    bytes: usize,
}

#[derive(Debug)]
struct Piece {
    /// In ticks since 1970.
    at: i64,
    duration: u32,
    key: bool,
    data: Vec<u8>,
}

impl Piece {
    fn end(&self) -> i64 {
        self.at + i64::from(self.duration)
    }
}

/// What became of the pieces.
pub(super) struct Ended {
    pub(super) output: Output,
    /// Where each track's last piece ends, in its ticks.
    pub(super) video_until: Option<i64>,
    pub(super) sound_until: Option<i64>,
}

impl Pending {
    pub(super) fn push_video(&mut self, now_ms: i64, at: i64, duration: u32, key: bool, data: Vec<u8>) {
        self.since_ms.get_or_insert(now_ms);
        self.bytes += data.len();
        push(&mut self.video, at, duration, key, data);
    }

    pub(super) fn push_sound(&mut self, now_ms: i64, at: i64, duration: u32, data: Vec<u8>) {
        self.since_ms.get_or_insert(now_ms);
        self.bytes += data.len();
        push(&mut self.sound, at, duration, true, data);
    }

    /// When the fragment ends even if nothing else comes.
    pub(super) fn ends_at_ms(&self) -> Option<i64> {
        self.since_ms.map(|since| since.saturating_add(HELD_MS))
    }

    /// Whether it ends before a picture at this place.
    pub(super) fn ends_before_video(&self, at: i64, duration: u32, key: bool) -> bool {
        let Some((start_ms, _)) = self.span_ms() else {
            return false;
        };
        let into_ms = Track::Video.ms(at) - start_ms;
        let at_key = key && !self.video.is_empty() && into_ms >= KEYS_APART_MS;
        into_ms >= TARGET_MS || at_key || self.would_burst(Track::Video, at, duration)
    }

    /// Whether it ends before sound at this place.
    pub(super) fn ends_before_sound(&self, at: i64, duration: u32) -> bool {
        let Some((start_ms, _)) = self.span_ms() else {
            return false;
        };
        let most_ms = if self.video.is_empty() {
            TARGET_MS
        } else {
            WITHOUT_PICTURE_MS
        };
        Track::Sound.ms(at) - start_ms >= most_ms || self.would_burst(Track::Sound, at, duration)
    }

    /// The fragment, whose last picture shows until `next` if that is known; nothing if there is no frame.
    ///
    /// `Err` tells from when to when, in milliseconds, frames are missing because they cannot be written.
    pub(super) fn end(
        &mut self,
        header: &Header,
        number: u32,
        next: Option<i64>,
    ) -> Option<Result<Ended, (i64, i64)>> {
        let mut ended = std::mem::take(self);
        let (starts_at_ms, _) = ended.span_ms()?;
        let near = |next: &i64| Track::Video.ms(*next) - starts_at_ms <= LONGEST_MS;
        if let (Some(last), Some(next)) = (ended.video.last_mut(), next.filter(near)) {
            last.duration = u32::try_from(next - last.at).unwrap_or(last.duration);
        }
        let (starts_at_ms, ends_at_ms) = ended.span_ms()?;
        let has_key_frame = match ended.video.first() {
            Some(first) => first.key,
            None => header.video.is_none(),
        };
        let until = |pieces: &[Piece]| pieces.last().map(Piece::end);
        let (video_until, sound_until) = (until(&ended.video), until(&ended.sound));
        let unsealed = ended.fragment(header, number).unsealed();
        Some(
            unsealed
                .map_err(|_| (starts_at_ms, ends_at_ms))
                .map(|(bytes, seal_at)| Ended {
                    output: Output::Fragment {
                        bytes,
                        seal_at,
                        starts_at_ms,
                        duration_ms: u32::try_from(ends_at_ms - starts_at_ms).unwrap_or(0),
                        has_key_frame,
                    },
                    video_until,
                    sound_until,
                }),
        )
    }

    fn fragment(self, header: &Header, number: u32) -> Fragment {
        let first_at_ms = match (self.video.first(), self.sound.first()) {
            (Some(first), _) => Track::Video.ms(first.at),
            (None, Some(first)) => Track::Sound.ms(first.at),
            (None, None) => header.starts_at_ms,
        };
        let tracks = [(Track::Video, self.video), (Track::Sound, self.sound)];
        let samples = tracks.into_iter().filter_map(|(track, pieces)| {
            let since = pieces.first()?.at - track.ticks(header.starts_at_ms);
            let sample = |piece: Piece| Sample {
                duration: piece.duration,
                key: piece.key,
                data: piece.data,
            };
            Some(Samples {
                track,
                decode_time: u64::try_from(since).unwrap_or(0),
                frames: pieces.into_iter().map(sample).collect(),
            })
        });
        Fragment {
            number,
            first_at_ms,
            tracks: samples.collect(),
        }
    }

    /// Whether the fragment would play or weigh too much with this frame.
    fn would_burst(&self, track: Track, at: i64, duration: u32) -> bool {
        let Some((start_ms, end_ms)) = self.span_ms() else {
            return false;
        };
        let start_ms = start_ms.min(track.ms(at));
        let end_ms = end_ms.max(track.ms(at + i64::from(duration)));
        end_ms - start_ms > LONGEST_MS || self.bytes > BYTES
    }

    /// From when to when it plays, rounded outwards to whole milliseconds.
    fn span_ms(&self) -> Option<(i64, i64)> {
        let span = |track: Track, pieces: &[Piece]| {
            let (first, last) = (pieces.first()?, pieces.last()?);
            let per_ms = i64::from(track.rate() / 1000);
            Some((track.ms(first.at), track.ms(last.end() + per_ms - 1)))
        };
        match (span(Track::Video, &self.video), span(Track::Sound, &self.sound)) {
            (Some(video), Some(sound)) => Some((video.0.min(sound.0), video.1.max(sound.1))),
            (video, sound) => video.or(sound),
        }
    }
}

/// Each piece ends where the next begins.
fn push(pieces: &mut Vec<Piece>, at: i64, duration: u32, key: bool, data: Vec<u8>) {
    if let Some(last) = pieces.last_mut() {
        last.duration = u32::try_from(at - last.at).unwrap_or(last.duration);
    }
    pieces.push(Piece {
        at,
        duration,
        key,
        data,
    });
}
