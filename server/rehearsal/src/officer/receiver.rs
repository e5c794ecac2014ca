//! The satellite receiver in a pretend officer's phone.
//!
//! Its error wanders, as real ones do, rather than jump from second to second: neighbouring fixes
//! are off by about the same.

use domain::{Fix, Timestamp};
use rand::{Rng, RngExt};
use roads::Moment;

use crate::chance::gauss;
use crate::plane::displaced;

/// Standard deviation of the error on each axis, in metres.
const SIGMA_M: f64 = 5.0;
/// How much of the error of a second ago is still there.
const MEMORY: f64 = 0.9;
/// The radius that holds 68 % of errors of that deviation on two axes, as a multiple of it.
const RADIUS_68: f64 = 1.51;
/// Charge lost each second of shift, in percent: a phone that lasts about eight hours.
const DRAIN_PCT: f64 = 100.0 / (8.0 * 3600.0);

/// A receiver with its present error.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    north_m: f64,
    east_m: f64,
    battery_pct: f64,
    altitude_m: f64,
}

impl Receiver {
    pub(super) fn new(rng: &mut impl Rng) -> Self {
        Self {
            north_m: SIGMA_M * gauss(rng),
            east_m: SIGMA_M * gauss(rng),
            battery_pct: rng.random_range(55.0..100.0),
            altitude_m: rng.random_range(440.0..520.0),
        }
    }

    /// What it measures at `now`, a second after the last time.
    pub(super) fn measure(&mut self, now: Timestamp, truth: Moment, rng: &mut impl Rng) -> Fix {
        let fresh = SIGMA_M * (1.0 - MEMORY * MEMORY).sqrt();
        self.north_m = MEMORY * self.north_m + fresh * gauss(rng);
        self.east_m = MEMORY * self.east_m + fresh * gauss(rng);
        self.battery_pct = (self.battery_pct - DRAIN_PCT).max(5.0);
        let moving = truth.speed_mps > 0.0;
        let speed_error = if moving {
            0.4 * gauss(rng)
        } else {
            0.1 * gauss(rng).abs()
        };
        let heading = (truth.heading_deg + 4.0 * gauss(rng)).rem_euclid(360.0);
        Fix {
            at: displaced(truth.at, [self.north_m, self.east_m]),
            accuracy_m: SIGMA_M * RADIUS_68 * rng.random_range(0.85..1.25),
            speed_mps: Some((truth.speed_mps + speed_error).max(0.0)),
            heading_deg: moving.then_some(heading),
            altitude_m: Some(self.altitude_m + gauss(rng)),
            mock: false,
            battery_pct: Some(whole_percent(self.battery_pct)),
            taken_at: now,
            taken_at_error_ms: 50,
            activity: None,
            datum: None,
        }
    }
}

fn whole_percent(percent: f64) -> u8 {
    (0..=100)
        .rev()
        .find(|&whole| f64::from(whole) <= percent)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
