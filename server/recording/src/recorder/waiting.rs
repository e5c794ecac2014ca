//! Frames that came before the file they belong to.
//!
//! A header names all tracks, so the first file waits for a key frame and for sound, if both are offered. Sound older
//! than a second before the pictures is of no use to them. It leaves placing and writing to the recorder.

use std::collections::VecDeque;

use super::PATIENCE_MS;
use super::messages::Expected;
use crate::media::{Track, VideoFormat};

/// Sound from longer before the pictures, in milliseconds, is dropped.
const SOUND_MS: i64 = 1_000;
/// How long pictures wait for sound, in milliseconds.
const PICTURES_WAIT_MS: i64 = 500;
/// More bytes are not held, whatever is missing.
const BYTES: usize = 8 << 20;

/// A frame on the wall clock.
#[derive(Debug)]
pub(super) enum Frame {
    Video {
        at: i64,
        data: Vec<u8>,
        key: Option<VideoFormat>,
    },
    Sound {
        at: i64,
        samples: u32,
        data: Vec<u8>,
    },
}

impl Frame {
    pub(super) fn at_ms(&self) -> i64 {
        match self {
            Self::Video { at, .. } => Track::Video.ms(*at),
            Self::Sound { at, .. } => Track::Sound.ms(*at),
        }
    }

    pub(super) fn key(&self) -> Option<&VideoFormat> {
        match self {
            Self::Video { key, .. } => key.as_ref(),
            Self::Sound { .. } => None,
        }
    }

    pub(super) fn is_sound(&self) -> bool {
        matches!(self, Self::Sound { .. })
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Video { data, .. } | Self::Sound { data, .. } => data.len(),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Waiting {
    frames: VecDeque<Frame>,
    bytes: usize,
    /// Since when sound is held, and since when a key frame is.
    sound_since_ms: Option<i64>,
    key_since_ms: Option<i64>,
}

impl Waiting {
    pub(super) fn hold(&mut self, now_ms: i64, frame: Frame) {
        if frame.is_sound() {
            self.sound_since_ms.get_or_insert(now_ms);
        }
        if frame.key().is_some() {
            self.key_since_ms.get_or_insert(now_ms);
        }
        let oldest_ms = frame.at_ms().saturating_sub(SOUND_MS);
        self.bytes += frame.bytes();
        self.frames.push_back(frame);
        if self.key_since_ms.is_none() {
            self.forget_before(oldest_ms);
        }
    }

    pub(super) fn forget_before(&mut self, ms: i64) {
        while let Some(oldest) = self.frames.front().filter(|oldest| oldest.at_ms() < ms) {
            self.bytes = self.bytes.saturating_sub(oldest.bytes());
            self.frames.pop_front();
        }
    }

    pub(super) fn holds_sound(&self) -> bool {
        self.frames.iter().any(Frame::is_sound)
    }

    /// When waiting has been long enough; never if there is nothing that a file could begin with.
    pub(super) fn over_at_ms(&self, expected: Expected) -> Option<i64> {
        match (self.key_since_ms, self.sound_since_ms) {
            (Some(key), None) if expected.sound => Some(key.saturating_add(PICTURES_WAIT_MS)),
            (Some(key), _) => Some(key),
            (None, Some(sound)) if expected.video => Some(sound.saturating_add(PATIENCE_MS)),
            (None, sound) => sound,
        }
    }

    pub(super) fn is_over(&self, now_ms: i64, expected: Expected) -> bool {
        self.bytes > BYTES || self.over_at_ms(expected).is_some_and(|over| over <= now_ms)
    }

    /// Everything, oldest first.
    pub(super) fn take(&mut self) -> Vec<Frame> {
        let mut frames: Vec<_> = std::mem::take(self).frames.into();
        frames.sort_by_key(Frame::at_ms);
        frames
    }
}
