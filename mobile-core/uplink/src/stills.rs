//! When a network carries no video any more, but stills.
//!
//! Where voice leaves too little, moving pictures crowd it out, and are a smear that stands still and looks live. Then they
//! end, voice has the network to itself, and a key frame goes out now and again. It leaves to `bitrate` what voice takes.

use std::time::{Duration, Instant};

use crate::taken::Taken;

/// Less than this, voice apart, is no picture that moves.
const TOO_LITTLE_BPS: u64 = 60_000;
/// For how long.
const TOO_LONG: Duration = Duration::from_secs(3);
/// From here on it may move again.
const ENOUGH_BPS: u64 = 120_000;
/// If it lasts for so long.
const LONG_ENOUGH: Duration = Duration::from_secs(5);
/// From one still to the next.
const STILL_EVERY: Duration = Duration::from_secs(5);
/// How long the encoder may take to make one before it is asked again.
const PATIENCE: Duration = Duration::from_secs(1);
/// A network that was given less than this shows what it was given, not what it carries.
const TELLING_BPS: u64 = 60_000;

/// Whether stills are sent.
#[derive(Debug, Default)]
pub(crate) struct Stills {
    on: bool,
    /// Since when the network has spoken for the other.
    since: Option<Instant>,
    still_at: Option<Instant>,
    ask_at: Option<Instant>,
    /// What there was to send.
    given: Taken,
}

impl Stills {
    /// Whether stills are sent, and no video.
    pub(crate) fn are_on(&self) -> bool {
        self.on
    }

    /// Takes note of what there is to send.
    pub(crate) fn given(&mut self, now: Instant, bytes: usize) {
        self.given.took(now, bytes);
    }

    /// Takes what the network leaves to the picture, several times a second; tells whether it changes what is sent.
    pub(crate) fn measured(&mut self, now: Instant, left_bps: u64) -> bool {
        let given_bps = self.given.lately(now);
        let (speaks_for_other, long) = if self.on {
            (left_bps >= ENOUGH_BPS, LONG_ENOUGH)
        } else {
            (left_bps < TOO_LITTLE_BPS && given_bps >= TELLING_BPS, TOO_LONG)
        };
        if !speaks_for_other {
            self.since = None;
            return false;
        }
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) < long {
            return false;
        }
        self.on = !self.on;
        self.since = None;
        self.still_at = self.on.then_some(now);
        self.ask_at = self.still_at;
        true
    }

    /// When the encoder is to be asked for the next still.
    pub(crate) fn due_at(&self) -> Option<Instant> {
        self.ask_at
    }

    /// Whether the encoder is to be asked for a still; it is asked again only after a while.
    pub(crate) fn asks(&mut self, now: Instant) -> bool {
        let asks = self.ask_at.is_some_and(|at| at <= now);
        if asks {
            self.ask_at = Some(now + PATIENCE);
        }
        asks
    }

    /// Whether a still may be sent.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        self.still_at.is_some_and(|at| at <= now)
    }

    /// Whether a picture may be sent: any, unless only stills are.
    pub(crate) fn admits(&mut self, now: Instant, key_frame: bool) -> bool {
        if !self.on {
            return true;
        }
        let admits = key_frame && self.is_due(now);
        if admits {
            self.still_at = Some(now + STILL_EVERY);
            self.ask_at = self.still_at;
        }
        admits
    }
}

#[cfg(test)]
mod tests;
