//! Encoded frames on their way from the camera to the connection.
//!
//! The queue is short, because a late picture is worth nothing. When it is full, pictures that need
//! the one before them go first; the rest of their group would be unreadable, so it is left out too
//! and a key frame is asked for.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use uplink::{MOST_LAYERS, Picture};

/// As many frames wait at most: about half a second of picture and sound.
const CAPACITY: usize = 40;

/// One encoded frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// An access unit.
    Video {
        /// When it was taken.
        at: Duration,
        /// Its layer, counted from 0, the smallest.
        layer: usize,
        /// What it holds.
        holds: Picture,
        /// The access unit in Annex B form.
        bytes: Vec<u8>,
    },
    /// An Opus packet.
    Sound {
        /// When it was taken.
        at: Duration,
        /// How loud it is, if that was measured.
        level: Option<u8>,
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
    layers: [Layer; MOST_LAYERS],
    /// Nobody needs pictures for the time being.
    resting: bool,
}

/// What is known of one layer.
#[derive(Debug, Default)]
struct Layer {
    /// A picture was dropped, so those that need it are as well.
    broken: bool,
    /// Pictures are needed again, and none has come yet.
    awaited: bool,
    key_frame_wanted: bool,
}

/// What the queue gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The next frame.
    Frame(Frame),
    /// Frames were dropped: a layer needs a key frame.
    KeyFrameWanted {
        /// Which.
        layer: usize,
    },
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
        let Some(number) = frame.layer() else {
            self.queue(frame);
            return;
        };
        let Some(layer) = self.layers.get_mut(number) else {
            return;
        };
        if self.resting {
            return;
        }
        if layer.broken && frame.is_delta() {
            // A camera that wakes begins with a key frame by itself, or is asked for one.
            layer.key_frame_wanted |= std::mem::take(&mut layer.awaited);
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        if frame.is_key() {
            (layer.broken, layer.awaited) = (false, false);
        }
        self.queue(frame);
    }

    fn queue(&mut self, frame: Frame) {
        if self.frames.len() >= CAPACITY {
            self.make_room(&frame);
            let is_broken = |layer| self.layers.get(layer).is_some_and(|layer: &Layer| layer.broken);
            if frame.is_delta() && frame.layer().is_some_and(is_broken) {
                self.dropped = self.dropped.saturating_add(1);
                return;
            }
        }
        self.frames.push_back(frame);
    }

    fn rest(&mut self, resting: bool) {
        let woke = std::mem::replace(&mut self.resting, resting) && !resting;
        if woke {
            for layer in &mut self.layers {
                (layer.broken, layer.awaited) = (true, true);
            }
        }
    }

    fn take(&mut self) -> Option<Taken> {
        for (layer, known) in self.layers.iter_mut().enumerate() {
            if std::mem::take(&mut known.key_frame_wanted) {
                return Some(Taken::KeyFrameWanted { layer });
            }
        }
        self.frames.pop_front().map(Taken::Frame)
    }

    /// Drops all pictures that need others, else the oldest frame, on which those to come may build.
    fn make_room(&mut self, next: &Frame) {
        let before = self.frames.len();
        let mut gone = [false; MOST_LAYERS];
        let mut go = |frame: &Frame| {
            if let Some(gone) = frame.layer().and_then(|layer| gone.get_mut(layer)) {
                *gone = true;
            }
        };
        self.frames.retain(|frame| {
            let stays = !frame.is_delta();
            if !stays {
                go(frame);
            }
            stays
        });
        if self.frames.len() == before
            && let Some(oldest) = self.frames.pop_front()
        {
            let others = |frame: &Frame| frame.is_key() && frame.layer() == oldest.layer();
            if oldest.is_key() && !self.frames.iter().any(others) {
                go(&oldest);
            }
        }
        let mended = next.layer().filter(|_| next.is_key());
        for (number, layer) in self.layers.iter_mut().enumerate() {
            if gone.get(number) == Some(&true) && mended != Some(number) {
                layer.broken = true;
                layer.key_frame_wanted = true;
            }
        }
        self.dropped = self.dropped.saturating_add((before - self.frames.len()) as u64);
    }
}

impl Frame {
    /// The layer it is of, if it is a picture.
    const fn layer(&self) -> Option<usize> {
        match self {
            Self::Video { layer, .. } => Some(*layer),
            Self::Sound { .. } => None,
        }
    }

    /// Whether it is a picture that stands by itself.
    fn is_key(&self) -> bool {
        matches!(
            self,
            Self::Video {
                holds: Picture::Key,
                ..
            }
        )
    }

    /// Whether it is a picture that needs the one before it.
    fn is_delta(&self) -> bool {
        matches!(
            self,
            Self::Video {
                holds: Picture::Delta,
                ..
            }
        )
    }
}

#[cfg(test)]
mod tests;
