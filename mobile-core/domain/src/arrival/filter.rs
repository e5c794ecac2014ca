//! A Kalman filter of where a unit is, under one belief of how its receiver errs.
//!
//! It expects constant velocity, in metres east and north of the place. The error of a receiver lasts:
//! fixes a second apart are not independent, and a filter that takes them for that is soon too sure of
//! itself. So the error is a part of the state, which decays with the memory of the belief (Ornstein
//! and Uhlenbeck, 1930). The two axes are measured alike, so they share one covariance.

use std::f64::consts::PI;

/// Variance that a second of driving adds to a velocity, in (m/s)².
const RESTLESSNESS: f64 = 1.0;
/// Variance on each axis of a velocity nobody has measured yet, in (m/s)².
const ANY_VELOCITY: f64 = 100.0;
/// A velocity so far from what was expected, squared, in variances, is a manoeuvre.
const MANOEUVRE: f64 = 9.0;
/// Share of a lasting error that is new with each fix all the same.
const FRESH: f64 = 0.2;

/// How a receiver errs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Belief {
    /// Its error is so many times what its accuracy says.
    pub(super) scale: f64,
    /// After so many seconds e^-1 of an error is left.
    pub(super) memory_s: f64,
}

/// The filter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filter {
    belief: Belief,
    /// Metres east and north of the place.
    pub(super) position: [f64; 2],
    /// Metres a second eastward and northward.
    pub(super) velocity: [f64; 2],
    /// How far off the latest fix was.
    error: [f64; 2],
    covariance: Covariance,
}

/// Variances, with what goes together, alike on both axes.
#[derive(Clone, Copy, Debug)]
struct Covariance {
    position: f64,
    position_velocity: f64,
    position_error: f64,
    velocity: f64,
    velocity_error: f64,
    error: f64,
}

impl Filter {
    /// Knows one fix, whose accuracy says that it errs by `error_m` on each axis.
    pub(super) fn new(belief: Belief, position: [f64; 2], error_m: f64) -> Self {
        let variance = belief.variance(error_m);
        let lasting = belief.lasting() * variance;
        Self {
            belief,
            position,
            velocity: [0.0; 2],
            error: [0.0; 2],
            covariance: Covariance {
                position: lasting + belief.fresh() * variance,
                position_velocity: 0.0,
                position_error: -lasting,
                velocity: ANY_VELOCITY,
                velocity_error: 0.0,
                error: lasting,
            },
        }
    }

    /// Variance of the position on each axis.
    pub(super) fn position_variance(&self) -> f64 {
        self.covariance.position.max(0.0)
    }

    /// Variance of the velocity on each axis.
    pub(super) fn velocity_variance(&self) -> f64 {
        self.covariance.velocity.max(0.0)
    }

    /// So many seconds pass.
    pub(super) fn expect(&mut self, seconds: f64, error_m: f64) {
        let left = if self.belief.memory_s > 0.0 {
            (-seconds / self.belief.memory_s).exp()
        } else {
            0.0
        };
        let before = self.covariance;
        let lasting = self.belief.lasting() * self.belief.variance(error_m);
        self.covariance = Covariance {
            position: before.position
                + 2.0 * seconds * before.position_velocity
                + seconds.powi(2) * before.velocity
                + RESTLESSNESS * seconds.powi(3) / 3.0,
            position_velocity: before.position_velocity
                + seconds * before.velocity
                + RESTLESSNESS * seconds.powi(2) / 2.0,
            position_error: left * (before.position_error + seconds * before.velocity_error),
            velocity: before.velocity + RESTLESSNESS * seconds,
            velocity_error: left * before.velocity_error,
            error: left * left * before.error + (1.0 - left * left) * lasting,
        };
        self.position = plus(self.position, self.velocity, seconds);
        self.error = self.error.map(|error| left * error);
    }

    /// Learns a velocity of this variance, measured so many seconds after the fix before.
    pub(super) fn learn_velocity(&mut self, measured: [f64; 2], variance: f64, seconds: f64) {
        let off = minus(measured, self.velocity);
        let expected = self.covariance.velocity + variance;
        let surprise = dot(off, off) / 2.0;
        if surprise * 2.0 > MANOEUVRE * expected {
            // It braked, nobody knows when.
            self.covariance.velocity += surprise;
            self.covariance.position_velocity += surprise * seconds / 2.0;
            self.covariance.position += surprise * seconds.powi(2) / 3.0;
        }
        let Covariance {
            position_velocity,
            velocity,
            velocity_error,
            ..
        } = self.covariance;
        self.learn(
            off,
            velocity + variance,
            [position_velocity, velocity, velocity_error],
        );
    }

    /// How likely a fix is there that is about to be learnt, per square metre.
    pub(super) fn likelihood(&self, measured: [f64; 2], error_m: f64) -> f64 {
        let (off, variance, _) = self.innovation(measured, error_m);
        (-dot(off, off) / (2.0 * variance)).exp() / (2.0 * PI * variance)
    }

    /// Learns a position.
    pub(super) fn learn_position(&mut self, measured: [f64; 2], error_m: f64) {
        let (off, variance, shared) = self.innovation(measured, error_m);
        self.learn(off, variance, shared);
    }

    fn innovation(&self, measured: [f64; 2], error_m: f64) -> ([f64; 2], f64, [f64; 3]) {
        let Covariance {
            position,
            position_velocity,
            position_error,
            velocity_error,
            error,
            ..
        } = self.covariance;
        let shared = [
            position + position_error,
            position_velocity + velocity_error,
            position_error + error,
        ];
        let fresh = self.belief.fresh() * self.belief.variance(error_m);
        let variance = position + 2.0 * position_error + error + fresh;
        let off = minus(minus(measured, self.position), self.error);
        (off, variance, shared)
    }

    /// Takes in how far `off` a measurement of this total variance was, that shares so much with the state.
    fn learn(&mut self, off: [f64; 2], variance: f64, [position, velocity, error]: [f64; 3]) {
        self.position = plus(self.position, off, position / variance);
        self.velocity = plus(self.velocity, off, velocity / variance);
        self.error = plus(self.error, off, error / variance);
        let known = &mut self.covariance;
        known.position -= position * position / variance;
        known.position_velocity -= position * velocity / variance;
        known.position_error -= position * error / variance;
        known.velocity -= velocity * velocity / variance;
        known.velocity_error -= velocity * error / variance;
        known.error -= error * error / variance;
    }
}

impl Belief {
    fn variance(self, error_m: f64) -> f64 {
        (self.scale * error_m).powi(2)
    }

    /// How much of the variance lasts.
    fn lasting(self) -> f64 {
        if self.memory_s > 0.0 { 1.0 } else { 0.0 }
    }

    /// How much of the variance is new with each fix.
    fn fresh(self) -> f64 {
        if self.memory_s > 0.0 { FRESH * FRESH } else { 1.0 }
    }
}

pub(super) fn plus(a: [f64; 2], b: [f64; 2], times: f64) -> [f64; 2] {
    let ([a_east, a_north], [b_east, b_north]) = (a, b);
    [a_east + times * b_east, a_north + times * b_north]
}

pub(super) fn minus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    plus(a, b, -1.0)
}

pub(super) fn length([east, north]: [f64; 2]) -> f64 {
    east.hypot(north)
}

fn dot([a_east, a_north]: [f64; 2], [b_east, b_north]: [f64; 2]) -> f64 {
    a_east * b_east + a_north * b_north
}
