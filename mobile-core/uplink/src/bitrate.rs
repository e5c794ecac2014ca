//! What rate to ask the encoder for.
//!
//! Estimates come many times a second and waver; an encoder that follows each of them wavers too. A fall is passed on
//! at once, because sending too much makes everything late; a rise waits until it is worth having. While packets wait in
//! the network's queues, less than the estimate is asked for, so that they leave them again: whatever is lost meanwhile
//! comes late by as much as the queue is long. A network that loses is not used to its brim either, for the same reason. It
//! leaves the estimate to the WebRTC library.

use std::time::{Duration, Instant};

use crate::taken::Taken;

/// Less than this is no picture worth sending.
const FLOOR_BPS: u64 = 80_000;
/// What headers take, in hundredths of the estimate.
const OVERHEAD_PERCENT: u64 = 6;
/// Which part of the pictures' share repairs may take.
const MOST_REPAIRS: u64 = 5;
/// A fall smaller than this is not passed on.
const FALL_PERCENT: u64 = 6;
/// A rise smaller than this is not passed on.
const RISE_PERCENT: u64 = 8;
/// Within how long the network's queues are to be emptied, and the most, in hundredths, that is held back for it.
const EMPTIED_WITHIN: Duration = Duration::from_millis(300);
const HELD_BACK_PERCENT: u128 = 70;
/// A shorter wait than this is how packets come, one after the other; on a narrow network, as long as so many bits take.
const NO_WAIT: Duration = Duration::from_millis(40);
const NO_WAIT_BITS: u64 = 2 * 1_200 * 8;
/// What is left free of a network for each hundredth that it loses, and the most, in hundredths: a picture waits for repairs,
/// which are late wherever packets wait, above all once the network narrows.
const FREE_FOR_LOSS: u64 = 4;
const MOST_FREE_PERCENT: u64 = 45;
/// Nothing is left free of less than this: it takes that much to see anything.
const DECENT_BPS: u64 = 260_000;
/// How many measurements of the loss count.
const LOSSES_COUNTED: u64 = 64;
/// The least time between two rises.
const RISE_SPACING: Duration = Duration::from_millis(500);

/// The rate last asked for.
#[derive(Debug)]
pub(crate) struct EncoderRate {
    max_bps: u64,
    asked: Option<(u64, Instant)>,
    sound: Taken,
    repairs: Taken,
    /// How much is lost lately, in thousandths of a hundredth.
    lost: u64,
}

impl EncoderRate {
    /// Starts with nothing asked for.
    pub(crate) fn new(max_bps: u64) -> Self {
        Self {
            max_bps: max_bps.max(FLOOR_BPS),
            asked: None,
            sound: Taken::default(),
            repairs: Taken::default(),
            lost: 0,
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
        self.sound.took(now, bytes);
    }

    /// Takes note of a packet that is sent again.
    pub(crate) fn repaired(&mut self, now: Instant, bytes: usize) {
        self.repairs.took(now, bytes);
    }

    /// Takes note of how much was lost on the air, in hundredths.
    pub(crate) fn lost(&mut self, percent: u32) {
        self.lost = (self.lost * (LOSSES_COUNTED - 1) + u64::from(percent) * 1_000) / LOSSES_COUNTED;
    }

    /// What an estimate leaves to the picture.
    pub(crate) fn left(&self, now: Instant, estimate_bps: u64) -> u64 {
        let usable = estimate_bps.saturating_mul(100 - OVERHEAD_PERCENT) / 100;
        // Sound goes first: it is what is missed most, and takes little. Pictures wait for repairs, so that these are next,
        // though a storm of them is not to crowd out the pictures.
        let usable = usable.saturating_sub(self.sound.lately(now));
        usable.saturating_sub(self.repairs.lately(now).min(usable / MOST_REPAIRS))
    }

    /// Takes an estimate of what the network takes, with how long packets wait in its queues; returns the rate to ask the
    /// encoder for, if it is to change.
    pub(crate) fn estimated(&mut self, now: Instant, estimate_bps: u64, waits: Duration) -> Option<u64> {
        let free = (self.lost * FREE_FOR_LOSS / 1_000).min(MOST_FREE_PERCENT);
        let usable = estimate_bps.saturating_mul(100 - held_back_percent(estimate_bps, waits)) / 100;
        let usable = (usable.saturating_mul(100 - free) / 100).max(usable.min(DECENT_BPS));
        let wanted = self.left(now, usable).clamp(FLOOR_BPS, self.max_bps);
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

/// How much is held back for queues of this length to empty.
fn held_back_percent(estimate_bps: u64, waits: Duration) -> u64 {
    let no_wait = NO_WAIT.max(Duration::from_millis(NO_WAIT_BITS * 1_000 / estimate_bps.max(1)));
    let waits = waits.saturating_sub(no_wait).as_millis();
    let share = (waits * 100 / EMPTIED_WITHIN.as_millis()).min(HELD_BACK_PERCENT);
    u64::try_from(share).unwrap_or_default()
}

#[cfg(test)]
mod tests;
