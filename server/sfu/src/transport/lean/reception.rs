//! What becomes of the packets of a line, as far as its viewer's reports tell (RFC 3550 section 6.4.1).
//!
//! Two reports are compared that are some time apart, so that one that is lost on the way costs nothing. Some viewers count
//! what was repaired as received, others do not; where repairs are more than losses, they are what was lost, though in the end
//! it arrived. What single packets do, transport-wide feedback would tell, at the price of a note of each packet for each viewer.

use std::time::{Duration, Instant};

use crate::ceiling::{Carried, per_mille};

/// The shortest span that is judged, in time and in packets.
const SHORTEST: Duration = Duration::from_secs(1);
const FEWEST: u32 = 32;
/// A longer one is of another time.
const LONGEST: Duration = Duration::from_secs(10);
/// The cumulative loss is a number of 24 bits, with a sign.
const LOSS_BITS: u32 = 0x00FF_FFFF;
const LARGEST_LOSS: u32 = 0x007F_FFFF;
/// More than so many packets between two reports are no progress but another count.
const MOST: u32 = 1 << 16;

/// How far a line had come when a report of it arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Instant,
    /// The highest number that arrived, with how often the numbers have begun anew.
    pub(super) highest: u32,
    /// All packets lost, in 24 bits.
    pub(super) lost: u32,
    /// What was sent, modulo 2³².
    pub(super) bytes: u32,
    /// What was sent again.
    pub(super) repairs: u64,
}

/// What is known of a line's packets.
#[derive(Debug, Default)]
pub(super) struct Reception {
    began: Option<Mark>,
}

impl Reception {
    /// Takes note of a report; returns what became of the packets since, once there is enough to tell.
    pub(super) fn note(&mut self, mark: Mark) -> Option<Carried> {
        let began = *self.began.get_or_insert(mark);
        let span = mark.at.saturating_duration_since(began.at);
        let expected = mark.highest.wrapping_sub(began.highest);
        if span > LONGEST || expected > MOST {
            self.began = Some(mark);
            return None;
        }
        if span < SHORTEST || expected < FEWEST {
            return None;
        }
        self.began = Some(mark);
        let lost = mark.lost.wrapping_sub(began.lost) & LOSS_BITS;
        let lost = if lost > LARGEST_LOSS { 0 } else { lost };
        let repairs = u32::try_from(mark.repairs.saturating_sub(began.repairs)).unwrap_or(u32::MAX);
        let arrived = expected - lost.min(expected);
        let sent_bps = bps(mark.bytes.wrapping_sub(began.bytes), span);
        Some(Carried {
            since: began.at,
            sent_bps,
            arrived_bps: sent_bps.saturating_mul(u64::from(arrived)) / u64::from(expected),
            lost_per_mille: per_mille(lost.max(repairs).into(), expected.into()),
        })
    }
}

fn bps(bytes: u32, span: Duration) -> u64 {
    let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX).max(1);
    u64::from(bytes) * 8_000 / millis
}

#[cfg(test)]
mod tests;
