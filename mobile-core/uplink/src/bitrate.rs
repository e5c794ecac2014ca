//! What rate to ask the encoder for.
//!
//! Estimates come many times a second and waver; an encoder that follows each of them wavers too. A fall is passed on
//! at once, because sending too much makes everything late; a rise waits until it is worth having. It leaves the
//! estimate to the WebRTC library.

use std::time::{Duration, Instant};

/// Less than this is no picture worth sending.
const FLOOR_BPS: u64 = 80_000;
/// What headers and repairs take, in hundredths of the estimate.
const OVERHEAD_PERCENT: u64 = 10;
/// A fall smaller than this is not passed on.
const FALL_PERCENT: u64 = 6;
/// A rise smaller than this is not passed on.
const RISE_PERCENT: u64 = 8;
/// The least time between two rises.
const RISE_SPACING: Duration = Duration::from_secs(1);

/// The rate last asked for.
#[derive(Debug)]
pub(crate) struct EncoderRate {
    max_bps: u64,
    asked: Option<(u64, Instant)>,
    sound: Sound,
}

/// What sound takes of the network, counted second by second.
#[derive(Debug, Default)]
struct Sound {
    bps: u64,
    bits: u64,
    since: Option<Instant>,
}

impl EncoderRate {
    /// Starts with nothing asked for.
    pub(crate) fn new(max_bps: u64) -> Self {
        Self {
            max_bps: max_bps.max(FLOOR_BPS),
            asked: None,
            sound: Sound::default(),
        }
    }

    /// The most that may be asked for.
    pub(crate) fn max_bps(&self) -> u64 {
        self.max_bps
    }

    /// What the encoder was last asked for.
    pub(crate) fn asked(&self) -> Option<u64> {
        self.asked.map(|(bps, _)| bps)
    }

    /// Takes note of sound that is sent, headers and repeats included.
    pub(crate) fn sounded(&mut self, now: Instant, bytes: usize) {
        let sound = &mut self.sound;
        sound.bits += bytes as u64 * 8;
        let since = *sound.since.get_or_insert(now);
        if now.saturating_duration_since(since) >= Duration::from_secs(1) {
            (sound.bps, sound.bits, sound.since) = (sound.bits, 0, Some(now));
        }
    }

    /// What an estimate leaves to the picture.
    pub(crate) fn left(&self, estimate_bps: u64) -> u64 {
        let usable = estimate_bps.saturating_mul(100 - OVERHEAD_PERCENT) / 100;
        // Sound goes first: it is what is missed most, and takes little.
        usable.saturating_sub(self.sound.bps)
    }

    /// Takes an estimate of what the network takes; returns the rate to ask the encoder for, if it is to change.
    pub(crate) fn estimated(&mut self, now: Instant, estimate_bps: u64) -> Option<u64> {
        let wanted = self.left(estimate_bps).clamp(FLOOR_BPS, self.max_bps);
        let Some((asked, since)) = self.asked else {
            return Some(self.ask(now, wanted));
        };
        let fell = wanted < asked && (asked - wanted) * 100 >= asked * FALL_PERCENT;
        let rose =
            wanted > asked && ((wanted - asked) * 100 >= asked * RISE_PERCENT || wanted == self.max_bps);
        let rise_is_due = now.saturating_duration_since(since) >= RISE_SPACING;
        (fell || rose && rise_is_due).then(|| self.ask(now, wanted))
    }

    fn ask(&mut self, now: Instant, bps: u64) -> u64 {
        self.asked = Some((bps, now));
        bps
    }
}

#[cfg(test)]
mod tests;
