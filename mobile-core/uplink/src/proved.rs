//! What the network has proved to carry.
//!
//! A radio that loses packets is not a network that is full, but the library's estimator takes the one for the other: at a
//! tenth of random loss it falls until nothing is left. A full network shows in the round trip, because its queues are
//! full. As long as that stays short, an estimate that falls with losses is not believed, and the estimator is to begin
//! anew at what was carried before. Nor is one that falls while the queues empty: then the network carries more than is
//! sent. It leaves estimating to the WebRTC library.

use std::time::{Duration, Instant};

use crate::knocking::Knocking;

/// How much longer than the shortest round trip one may be before the network counts as full.
const FULL_AFTER: Duration = Duration::from_millis(80);
/// By how much a wait must be shorter than the longest before the queues count as emptying.
const EMPTIER_BY: Duration = Duration::from_millis(30);
/// How long the shortest round trip is remembered.
const REMEMBERED: Duration = Duration::from_secs(30);
/// Less loss than this, in hundredths, lowers no estimate.
const LITTLE_LOSS_PERCENT: u32 = 2;
/// More loss than this is no radio's.
const MUCH_LOSS_PERCENT: u32 = 30;
/// Which part of what was proved, in hundredths, an estimate may fall to.
const FALL_PERCENT: u64 = 85;
/// What is kept of what was proved each time the estimator begins anew, in hundredths.
const KEPT_PERCENT: u64 = 98;
/// What is believed once its queues are empty again, in hundredths of what was while they were full.
const EMPTIED_PERCENT: u64 = 118;
/// The least time between two beginnings.
const SPACING: Duration = Duration::from_millis(1_500);

/// What is known of the network.
#[derive(Debug, Default)]
pub(crate) struct Proved {
    bps: Option<u64>,
    shortest: Option<(Duration, Instant)>,
    waits: Duration,
    air_loss_percent: u32,
    /// The longest wait since the network became full.
    longest_wait: Duration,
    begun_at: Option<Instant>,
    knocking: Knocking,
}

/// What is believed of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Believed {
    /// What it carries, in bits per second.
    pub(crate) bps: u64,
    /// Whether the estimator is to begin anew with this.
    pub(crate) is_to_begin_anew: bool,
}

impl Proved {
    /// How long packets wait in the network's queues, as far as is known.
    pub(crate) fn waits(&self) -> Duration {
        self.waits
    }

    /// How much of what is sent is lost on the air, in hundredths: what full queues lose is not.
    pub(crate) fn air_loss_percent(&self) -> u32 {
        self.air_loss_percent
    }

    /// Takes whether only the estimate stands in the way of a better picture; tells whether the estimator is to begin anew
    /// to find out, as long as the network neither loses nor makes wait.
    pub(crate) fn knocks(&mut self, now: Instant, stands_in_the_way: bool) -> bool {
        let is_quiet = self.longest_wait == Duration::ZERO && self.air_loss_percent < LITTLE_LOSS_PERCENT;
        self.knocking.is_due(now, stands_in_the_way, is_quiet)
    }

    /// Takes a measurement: the round trip, how much was lost in hundredths, the estimate. Returns what is believed.
    pub(crate) fn measured(
        &mut self,
        now: Instant,
        round_trip: Option<Duration>,
        loss_percent: u32,
        estimate_bps: u64,
    ) -> Believed {
        let as_it_is = Believed {
            bps: estimate_bps,
            is_to_begin_anew: false,
        };
        let Some(round_trip) = round_trip else {
            // Nothing comes back: nothing is proved any more.
            self.bps = None;
            return as_it_is;
        };
        let recent = self
            .shortest
            .filter(|(_, at)| now.saturating_duration_since(*at) < REMEMBERED);
        let (shortest, at) = recent
            .filter(|(least, _)| *least <= round_trip)
            .unwrap_or((round_trip, now));
        self.shortest = Some((shortest, at));
        self.waits = round_trip.saturating_sub(shortest);
        let is_full = self.waits > FULL_AFTER || loss_percent > MUCH_LOSS_PERCENT;
        self.air_loss_percent = if is_full { 0 } else { loss_percent };
        let was_full = self.longest_wait > Duration::ZERO;
        self.longest_wait = if is_full {
            self.longest_wait.max(self.waits)
        } else {
            Duration::ZERO
        };
        let is_emptying = self.waits + EMPTIER_BY < self.longest_wait;
        let proved = self.bps.map_or(estimate_bps, |bps| bps.max(estimate_bps));
        let is_believed = is_full && !is_emptying;
        let is_radio = !is_full && loss_percent >= LITTLE_LOSS_PERCENT;
        self.bps = Some(if is_believed { estimate_bps } else { proved });
        if !is_radio && !is_emptying {
            return as_it_is;
        }
        if was_full && !is_full {
            // What it carried while its queues emptied was held back to empty them.
            self.bps = Some(proved.saturating_mul(EMPTIED_PERCENT) / 100);
        }
        let proved = self.bps.unwrap_or(proved);
        let fell = estimate_bps.saturating_mul(100) < proved.saturating_mul(FALL_PERCENT);
        let due = self
            .begun_at
            .is_none_or(|at| now.saturating_duration_since(at) >= SPACING);
        let is_to_begin_anew = fell && due;
        if is_to_begin_anew {
            self.begun_at = Some(now);
            self.bps = Some(proved.saturating_mul(KEPT_PERCENT) / 100);
        }
        Believed {
            bps: self.bps.unwrap_or(proved),
            is_to_begin_anew,
        }
    }
}

#[cfg(test)]
mod tests;
