//! Whether a whole key frame of a publisher has arrived.
//!
//! A stream counts as started only when a picture could be shown: every packet of a key frame, from its first to the
//! one with the marker bit, is there. It leaves decoding to the viewers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The longest key frame that is followed, in packets; about three megabytes.
const MAX_PACKETS: usize = 2_500;
/// How long a key frame may take to become whole, repairs included.
const WHOLE_WITHIN: Duration = Duration::from_secs(1);

/// Watches for the first whole key frame.
#[derive(Debug, Default)]
pub(crate) struct FirstPicture {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Waiting,
    Arriving(KeyFrame),
    Complete,
}

#[derive(Debug)]
struct KeyFrame {
    began_at: Instant,
    timestamp: u32,
    first: u64,
    last: Option<u64>,
    arrived: BTreeSet<u64>,
}

impl FirstPicture {
    /// Takes note of a video packet and tells whether it completed the first picture; true at most once.
    pub(crate) fn saw(
        &mut self,
        now: Instant,
        seq: u64,
        timestamp: u32,
        marker: bool,
        opens_key_frame: bool,
    ) -> bool {
        if matches!(self.state, State::Complete) {
            return false;
        }
        if opens_key_frame {
            let arrived = BTreeSet::new();
            self.state = State::Arriving(KeyFrame {
                began_at: now,
                timestamp,
                first: seq,
                last: None,
                arrived,
            });
        }
        let State::Arriving(frame) = &mut self.state else {
            return false;
        };
        if frame.timestamp != timestamp || seq < frame.first {
            return false;
        }
        frame.arrived.insert(seq);
        if marker {
            frame.last = Some(seq);
        }
        if frame.arrived.len() > MAX_PACKETS {
            self.state = State::Waiting;
            return false;
        }
        let whole = frame
            .last
            .is_some_and(|last| last - frame.first + 1 == frame.arrived.len() as u64);
        if whole {
            self.state = State::Complete;
        }
        whole
    }

    /// Tells whether the first picture is missing with none on its way.
    pub(crate) fn is_overdue(&self, now: Instant) -> bool {
        match &self.state {
            State::Waiting => true,
            State::Arriving(frame) => now.saturating_duration_since(frame.began_at) >= WHOLE_WITHIN,
            State::Complete => false,
        }
    }
}

#[cfg(test)]
mod tests;
