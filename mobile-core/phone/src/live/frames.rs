//! Encoded frames on their way from the camera to the connection.
//!
//! The queue is short, because a late picture is worth nothing. When it is full, pictures that need
//! the one before them go first; the rest of their group would be unreadable, so it is left out too
//! and a key frame is asked for.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use uplink::{is_delta_frame, is_key_frame};

/// As many frames wait at most: about half a second of picture and sound.
const CAPACITY: usize = 40;

/// One encoded frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// An H.264 access unit.
    Video {
        /// When it was taken.
        at: Duration,
        /// The access unit in Annex B form.
        bytes: Vec<u8>,
    },
    /// An Opus packet.
    Sound {
        /// When it was taken.
        at: Duration,
        /// The packet.
        bytes: Vec<u8>,
    },
}

/// A short queue of frames.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    queue: Mutex<Queue>,
    filled: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    dropped: u64,
    /// A picture was dropped, so those that need it are as well.
    broken: bool,
    pictures: Pictures,
    key_frame_wanted: bool,
}

/// Whether pictures are taken.
#[derive(Debug, Default, PartialEq, Eq)]
enum Pictures {
    #[default]
    Taken,
    /// Nobody needs them for the time being.
    Unneeded,
    /// They are needed again, and none has come yet.
    Awaited,
}

/// What the queue gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The next frame.
    Frame(Frame),
    /// Frames were dropped: a key frame is needed.
    KeyFrameWanted,
}

impl Frames {
    /// Puts a frame at the end.
    pub(crate) fn push(&self, frame: Frame) {
        self.lock().push(frame);
        self.filled.notify_one();
    }

    /// Takes the first frame, waiting for it. Safe to cancel.
    pub(crate) async fn take(&self) -> Taken {
        loop {
            if let Some(taken) = self.lock().take() {
                return taken;
            }
            self.filled.notified().await;
        }
    }

    /// Drops everything: it belongs to a connection that is gone.
    pub(crate) fn clear(&self) {
        let mut queue = self.lock();
        queue.dropped = queue.dropped.saturating_add(queue.frames.len() as u64);
        queue.frames.clear();
    }

    /// Takes no pictures from now on, since nobody needs them, or takes them again from a key frame on.
    pub(crate) fn rest(&self, resting: bool) {
        self.lock().rest(resting);
        self.filled.notify_one();
    }

    /// How many frames were dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.lock().dropped
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn push(&mut self, frame: Frame) {
        if self.pictures == Pictures::Unneeded && matches!(frame, Frame::Video { .. }) {
            return;
        }
        let key = frame.is_key();
        if self.broken && frame.is_delta() {
            // A camera that wakes begins with a key frame by itself, or is asked for one.
            if self.pictures == Pictures::Awaited {
                self.pictures = Pictures::Taken;
                self.key_frame_wanted = true;
            }
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        if key {
            self.broken = false;
            self.pictures = Pictures::Taken;
        }
        if self.frames.len() >= CAPACITY {
            self.make_room(key);
            if self.broken && frame.is_delta() {
                self.dropped = self.dropped.saturating_add(1);
                return;
            }
        }
        self.frames.push_back(frame);
    }

    fn rest(&mut self, resting: bool) {
        if resting {
            self.pictures = Pictures::Unneeded;
        } else if self.pictures == Pictures::Unneeded {
            self.pictures = Pictures::Awaited;
            self.broken = true;
        }
    }

    fn take(&mut self) -> Option<Taken> {
        if std::mem::take(&mut self.key_frame_wanted) {
            return Some(Taken::KeyFrameWanted);
        }
        self.frames.pop_front().map(Taken::Frame)
    }

    /// Drops all pictures that need others, else the oldest frame, on which those to come may build.
    fn make_room(&mut self, key_follows: bool) {
        let before = self.frames.len();
        self.frames.retain(|frame| !frame.is_delta());
        let gone = if self.frames.len() < before {
            true
        } else {
            let oldest = self.frames.pop_front();
            oldest.is_some_and(|frame| frame.is_key()) && !self.frames.iter().any(Frame::is_key)
        };
        if gone && !key_follows {
            self.broken = true;
            self.key_frame_wanted = true;
        }
        self.dropped = self.dropped.saturating_add((before - self.frames.len()) as u64);
    }
}

impl Frame {
    /// Whether it is a picture that stands by itself.
    fn is_key(&self) -> bool {
        matches!(self, Self::Video { bytes, .. } if is_key_frame(bytes))
    }

    /// Whether it is a picture that needs the one before it.
    fn is_delta(&self) -> bool {
        matches!(self, Self::Video { bytes, .. } if is_delta_frame(bytes))
    }
}

#[cfg(test)]
mod tests;
