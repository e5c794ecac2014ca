//! What the network has proved to carry.
//!
//! A radio that loses packets is not a network that is full, but the library's estimator takes the one for the other: at a
//! tenth of random loss it falls until nothing is left. A full network shows in the round trip, because its queues are
//! full. As long as that stays short, an estimate that falls with losses is not believed, and the estimator is to begin
//! anew at what was carried before. It leaves estimating to the WebRTC library.

use std::time::{Duration, Instant};

/// How much longer than the shortest round trip one may be before the network counts as full.
const FULL_AFTER: Duration = Duration::from_millis(120);
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
/// The least time between two beginnings.
const SPACING: Duration = Duration::from_millis(1_500);

/// What is known of the network.
#[derive(Debug, Default)]
pub(crate) struct Proved {
    bps: Option<u64>,
    shortest: Option<(Duration, Instant)>,
    begun_at: Option<Instant>,
}

impl Proved {
    /// Takes a measurement: the round trip, how much was lost in hundredths, the estimate. Returns the rate that the
    /// estimator is to begin anew at, if it is.
    pub(crate) fn measured(
        &mut self,
        now: Instant,
        round_trip: Option<Duration>,
        loss_percent: u32,
        estimate_bps: u64,
    ) -> Option<u64> {
        let Some(round_trip) = round_trip else {
            // Nothing comes back: nothing is proved any more.
            self.bps = None;
            return None;
        };
        let recent = self
            .shortest
            .filter(|(_, at)| now.saturating_duration_since(*at) < REMEMBERED);
        let (shortest, at) = recent
            .filter(|(least, _)| *least <= round_trip)
            .unwrap_or((round_trip, now));
        self.shortest = Some((shortest, at));
        let is_full = round_trip > shortest + FULL_AFTER || loss_percent > MUCH_LOSS_PERCENT;
        let proved = self.bps.map_or(estimate_bps, |bps| bps.max(estimate_bps));
        self.bps = Some(if is_full { estimate_bps } else { proved });
        let fell = estimate_bps.saturating_mul(100) < proved.saturating_mul(FALL_PERCENT);
        let due = self
            .begun_at
            .is_none_or(|at| now.saturating_duration_since(at) >= SPACING);
        if is_full || !fell || !due || loss_percent < LITTLE_LOSS_PERCENT {
            return None;
        }
        let kept = proved.saturating_mul(KEPT_PERCENT) / 100;
        self.bps = Some(kept);
        self.begun_at = Some(now);
        Some(kept)
    }
}

#[cfg(test)]
mod tests;
