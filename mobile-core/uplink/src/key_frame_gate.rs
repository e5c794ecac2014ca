//! Which pictures may be sent, and when to ask the encoder for a key frame.
//!
//! Nothing before a key frame can be shown, so nothing before one is sent. A wish is passed on once and repeated only
//! if the encoder does not follow. It leaves telling key frames from others to `annex_b`.

use std::time::{Duration, Instant};

/// How long the encoder may take to follow a wish.
const PATIENCE: Duration = Duration::from_millis(500);

/// The gate of one video line.
#[derive(Debug, Default)]
pub(crate) struct KeyFrameGate {
    open: bool,
    asked_at: Option<Instant>,
}

impl KeyFrameGate {
    /// Shuts the gate until the next key frame; tells whether to ask the encoder for one.
    pub(crate) fn shut(&mut self, now: Instant) -> bool {
        self.open = false;
        self.want(now)
    }

    /// Notes that somebody needs a key frame; tells whether to ask the encoder for one.
    pub(crate) fn want(&mut self, now: Instant) -> bool {
        let asked_lately = self
            .asked_at
            .is_some_and(|at| now.saturating_duration_since(at) < PATIENCE);
        if asked_lately {
            return false;
        }
        self.asked_at = Some(now);
        true
    }

    /// Decides whether a picture may be sent.
    pub(crate) fn admits(&mut self, key_frame: bool) -> bool {
        if key_frame {
            self.open = true;
            self.asked_at = None;
        }
        self.open
    }
}

#[cfg(test)]
mod tests;
