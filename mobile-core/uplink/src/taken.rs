//! What something takes of the network, counted second by second.

use std::time::{Duration, Instant};

/// How long it is counted before it counts.
const COUNTED_FOR: Duration = Duration::from_secs(1);

/// What is taken.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    bps: u64,
    bits: u64,
    since: Option<Instant>,
}

impl Taken {
    /// How much of late, in bits per second.
    pub(crate) fn lately(&self, now: Instant) -> u64 {
        let is_over = |since| now.saturating_duration_since(since) >= 2 * COUNTED_FOR;
        if self.since.is_none_or(is_over) {
            0
        } else {
            self.bps
        }
    }

    /// Counts what is taken.
    pub(crate) fn took(&mut self, now: Instant, bytes: usize) {
        self.bits += bytes as u64 * 8;
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) >= COUNTED_FOR {
            (self.bps, self.bits, self.since) = (self.bits, 0, Some(now));
        }
    }
}
