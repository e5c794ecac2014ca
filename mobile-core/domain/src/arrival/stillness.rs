//! How likely a unit stands rather than creep on.
//!
//! A single speed cannot tell the two apart, for receivers err by as much as people creep when they look
//! for a door. So the speeds are weighed one after another, as evidence for either (Wald, 1945).

use super::smoothing::{SPEED_ERROR_MPS, STANDS_MPS, Whereabouts};
use crate::Fix;

/// How fast somebody creeps, in metres a second: slower than this is hardly a way of going anywhere.
const CREEPING_MPS: f64 = 0.25;
/// So sure, as the logarithm of the odds, can nobody be that a change would not be seen soon.
const SURE: f64 = 5.0;

/// The logarithm of the odds that the unit stands; at first both are as likely.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stillness {
    odds: f64,
}

impl Stillness {
    /// Learns how fast the unit was at `fix`, which leaves it where it is `now`.
    pub(super) fn learn(&mut self, now: &Whereabouts, fix: &Fix) {
        let (speed, error) = match (fix.speed_mps, fix.heading_deg) {
            (Some(speed), None) if speed <= STANDS_MPS => (0.0, SPEED_ERROR_MPS),
            (Some(speed), _) => (speed, SPEED_ERROR_MPS),
            (None, _) => (now.speed_mps(), SPEED_ERROR_MPS + now.speed_doubt_mps()),
        };
        let evidence = CREEPING_MPS * (CREEPING_MPS / 2.0 - speed) / error.powi(2);
        self.odds = (self.odds + evidence).clamp(-SURE, SURE);
    }

    /// From 0 to 1.
    pub(super) fn probability(self) -> f64 {
        1.0 / (1.0 + (-self.odds).exp())
    }
}
