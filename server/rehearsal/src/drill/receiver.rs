//! The satellite receiver of an officer's phone, with the errors that the world gives it.

use std::time::Duration;

use domain::{Datum, LatLon, Timestamp};
use field_unit::Measurement;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use roads::Moment;

use super::scenario;
use crate::chance::{between, gauss, pause};
use crate::plane::displaced;

/// The radius that holds 68 % of errors of a deviation on two axes, as a multiple of it.
const RADIUS_68: f64 = 1.51;
/// A made-up position lies within this of the truth, in metres.
const MADE_UP_WITHIN_M: f64 = 1000.0;
/// No receiver claims less, in metres.
const BEST_ACCURACY_M: f64 = 1.0;

/// A receiver with its present errors.
#[derive(Debug)]
pub(super) struct Receiver {
    world: scenario::Receiver,
    rng: ChaCha8Rng,
    error: [f64; 2],
    bias: [f64; 2],
    measured_at: Timestamp,
    silent_until: Timestamp,
    next_gap: Timestamp,
    wrong_datum: bool,
}

impl Receiver {
    pub(super) fn new(world: &scenario::Receiver, now: Timestamp, mut rng: ChaCha8Rng) -> Self {
        let wrong_datum = rng.random_bool(world.wrong_datum_share);
        let mut receiver = Self {
            error: [0.0; 2].map(|_| world.sigma_m * gauss(&mut rng)),
            bias: [0.0; 2].map(|_| world.bias_m * gauss(&mut rng)),
            world: world.clone(),
            measured_at: now,
            silent_until: now,
            next_gap: now,
            wrong_datum,
            rng,
        };
        receiver.next_gap = receiver.gap_after(now);
        receiver
    }

    /// What it measures at `now`, if it measures anything.
    pub(super) fn measure(&mut self, now: Timestamp, truth: Moment, battery_pct: u8) -> Option<Measurement> {
        self.wander(now);
        while self.next_gap <= now {
            let lasts = self.world.gap.draw(&mut self.rng);
            self.silent_until = self.next_gap.after(lasts);
            self.next_gap = self.gap_after(self.silent_until);
        }
        if now < self.silent_until {
            return None;
        }
        let mock = self.rng.random_bool(self.world.mock_share);
        let jump = self.rng.random_bool(self.world.jump_share);
        let moving = truth.speed_mps > 0.0;
        let speed_error = 0.3 * gauss(&mut self.rng);
        let accuracy = self.world.sigma_m.hypot(self.world.bias_m)
            * RADIUS_68
            * self.world.reported_accuracy
            * self.rng.random_range(0.85..1.2);
        Some(Measurement {
            accuracy_m: accuracy.max(BEST_ACCURACY_M),
            speed_mps: Some(if moving {
                (truth.speed_mps + speed_error).max(0.0)
            } else {
                speed_error.abs() / 3.0
            }),
            heading_deg: moving.then(|| (truth.heading_deg + 5.0 * gauss(&mut self.rng)).rem_euclid(360.0)),
            mock,
            battery_pct: Some(battery_pct),
            ..Measurement::fresh(self.place(truth.at, mock, jump), accuracy)
        })
    }

    fn place(&mut self, truth: LatLon, mock: bool, jump: bool) -> LatLon {
        let away = if mock {
            Some(self.rng.random_range(0.0..MADE_UP_WITHIN_M))
        } else {
            jump.then(|| between(&mut self.rng, self.world.jump_m))
        };
        let ([north, east], [bias_north, bias_east]) = (self.error, self.bias);
        let at = displaced(truth, [north + bias_north, east + bias_east]);
        let at = match away {
            Some(metres) => {
                let turn = self.rng.random_range(0.0..std::f64::consts::TAU);
                displaced(at, [metres * turn.cos(), metres * turn.sin()])
            }
            None => at,
        };
        if self.wrong_datum {
            Datum::Gcj02.from_wgs84_anywhere(at)
        } else {
            at
        }
    }

    /// Lets the errors wander until `now` (Ornstein and Uhlenbeck, 1930).
    fn wander(&mut self, now: Timestamp) {
        let seconds = now.since(self.measured_at).as_secs_f64();
        self.measured_at = now;
        let scenario::Receiver {
            sigma_m,
            memory_s,
            bias_m,
            bias_memory_s,
            ..
        } = self.world;
        for (errors, sigma, memory) in [
            (&mut self.error, sigma_m, memory_s),
            (&mut self.bias, bias_m, bias_memory_s),
        ] {
            let left = if memory > 0.0 {
                (-seconds / memory).exp()
            } else {
                0.0
            };
            let fresh = sigma * (1.0 - left * left).sqrt();
            for error in errors {
                *error = left * *error + fresh * gauss(&mut self.rng);
            }
        }
    }

    fn gap_after(&mut self, now: Timestamp) -> Timestamp {
        next_of(&mut self.rng, now, self.world.gaps_per_hour / 3600.0)
    }
}

/// When something that happens so many times a second by chance happens next; never for 0.
pub(super) fn next_of(rng: &mut impl Rng, now: Timestamp, per_second: f64) -> Timestamp {
    if per_second > 0.0 {
        now.after(Duration::from_secs_f64(pause(rng, 1.0 / per_second).min(1e9)))
    } else {
        Timestamp::MAX
    }
}

#[cfg(test)]
mod tests;
