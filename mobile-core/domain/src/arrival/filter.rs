//! A Kalman filter of where a unit is, under one belief of how its receiver errs.
//!
//! It expects constant velocity, in metres east and north of the place. The error of a receiver lasts:
//! fixes a second apart are not independent, and a filter that takes them for that is soon too sure of
//! itself. So the error is a part of the state: one that decays with the memory of the belief, as the
//! echoes of the houses at hand do, with one that wanders for minutes, as the satellites and the air above
//! do (both after Ornstein and Uhlenbeck, 1930). The two axes are measured alike, so they share one covariance.

use std::f64::consts::PI;

use super::belief::Belief;

/// Variance that a second of driving adds to a velocity, in (m/s)².
const RESTLESSNESS: f64 = 1.0;
/// Variance on each axis of a velocity nobody has measured yet, in (m/s)².
const ANY_VELOCITY: f64 = 100.0;
/// A velocity so far from what was expected, squared, in variances, is a manoeuvre.
const MANOEUVRE: f64 = 9.0;

/// The filter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filter {
    pub(super) belief: Belief,
    /// Metres east and north of the place.
    pub(super) position: [f64; 2],
    /// Metres a second eastward and northward.
    pub(super) velocity: [f64; 2],
    /// How far off the latest fix was: the quick part, then the slow one.
    errors: [[f64; 2]; 2],
    covariance: Covariance,
}

/// Of position, velocity, quick error, slow error with each of them in this sequence, alike on both axes.
type Covariance = [[f64; 4]; 4];

impl Filter {
    /// Knows one fix, whose accuracy says that it errs by `error_m` on each axis.
    pub(super) fn new(belief: Belief, position: [f64; 2], error_m: f64) -> Self {
        let [quick, slow] = belief.lasting(error_m);
        let any = quick + slow + belief.fresh(error_m);
        Self {
            belief,
            position,
            velocity: [0.0; 2],
            errors: [[0.0; 2]; 2],
            covariance: [
                [any, 0.0, -quick, -slow],
                [0.0, ANY_VELOCITY, 0.0, 0.0],
                [-quick, 0.0, quick, 0.0],
                [-slow, 0.0, 0.0, slow],
            ],
        }
    }

    /// Variance of the position on each axis.
    pub(super) fn position_variance(&self) -> f64 {
        let [[position, ..], ..] = self.covariance;
        position.max(0.0)
    }

    /// Variance of the velocity on each axis.
    pub(super) fn velocity_variance(&self) -> f64 {
        let [_, [_, velocity, ..], ..] = self.covariance;
        velocity.max(0.0)
    }

    /// So many seconds pass.
    pub(super) fn expect(&mut self, seconds: f64, error_m: f64) {
        let [left, left_of_slow] = self.belief.left_after(seconds);
        let passes = |[position, velocity, quick, slow]: [f64; 4]| {
            [
                position + seconds * velocity,
                velocity,
                left * quick,
                left_of_slow * slow,
            ]
        };
        let [quick, slow] = self.belief.lasting(error_m);
        let moved = RESTLESSNESS * seconds.powi(2) / 2.0;
        self.covariance = transposed(self.covariance.map(passes)).map(passes);
        self.add([
            [RESTLESSNESS * seconds.powi(3) / 3.0, moved, 0.0, 0.0],
            [moved, RESTLESSNESS * seconds, 0.0, 0.0],
            [0.0, 0.0, (1.0 - left * left) * quick, 0.0],
            [0.0, 0.0, 0.0, (1.0 - left_of_slow * left_of_slow) * slow],
        ]);
        self.position = plus(self.position, self.velocity, seconds);
        let [quick, slow] = self.errors;
        self.errors = [
            quick.map(|error| left * error),
            slow.map(|error| left_of_slow * error),
        ];
    }

    /// Learns a velocity of this variance, measured so many seconds after the fix before.
    pub(super) fn learn_velocity(&mut self, measured: [f64; 2], variance: f64, seconds: f64) {
        let off = minus(measured, self.velocity);
        let surprise = dot(off, off) / 2.0;
        if surprise * 2.0 > MANOEUVRE * (self.velocity_variance() + variance) {
            // It braked, nobody knows when.
            let moved = surprise * seconds / 2.0;
            self.add([
                [surprise * seconds.powi(2) / 3.0, moved, 0.0, 0.0],
                [moved, surprise, 0.0, 0.0],
                [0.0; 4],
                [0.0; 4],
            ]);
        }
        let [_, shared, ..] = self.covariance;
        self.learn(off, self.velocity_variance() + variance, shared);
    }

    /// How likely a fix is there that is about to be learnt, per square metre.
    pub(super) fn likelihood(&self, measured: [f64; 2], error_m: f64) -> f64 {
        let (off, variance, _) = self.innovation(measured, error_m);
        (-dot(off, off) / (2.0 * variance)).exp() / (2.0 * PI * variance)
    }

    /// Learns a position, and from it how the receiver errs.
    pub(super) fn learn_position(&mut self, measured: [f64; 2], error_m: f64) {
        let (off, variance, shared) = self.innovation(measured, error_m);
        self.belief.hear(dot(off, off) / (2.0 * variance));
        self.learn(off, variance, shared);
    }

    fn innovation(&self, measured: [f64; 2], error_m: f64) -> ([f64; 2], f64, [f64; 4]) {
        // What is measured is where the unit is with both errors.
        let seen = |[position, _, quick, slow]: [f64; 4]| position + quick + slow;
        let shared = self.covariance.map(seen);
        let variance = seen(shared) + self.belief.fresh(error_m);
        let [quick, slow] = self.errors;
        let off = [self.position, quick, slow].into_iter().fold(measured, minus);
        (off, variance, shared)
    }

    /// Takes in how far `off` a measurement of this total variance was, that shares so much with the state.
    fn learn(&mut self, off: [f64; 2], variance: f64, shared: [f64; 4]) {
        let [position, velocity, quick, slow] = shared.map(|shared| shared / variance);
        self.position = plus(self.position, off, position);
        self.velocity = plus(self.velocity, off, velocity);
        let [quick_error, slow_error] = self.errors;
        self.errors = [plus(quick_error, off, quick), plus(slow_error, off, slow)];
        self.add(shared.map(|row| shared.map(|column| -row * column / variance)));
    }

    fn add(&mut self, more: Covariance) {
        for (row, more) in self.covariance.iter_mut().zip(more) {
            for (known, more) in row.iter_mut().zip(more) {
                *known += more;
            }
        }
    }
}

fn transposed([a, b, c, d]: Covariance) -> Covariance {
    let ([a1, a2, a3, a4], [b1, b2, b3, b4], [c1, c2, c3, c4], [d1, d2, d3, d4]) = (a, b, c, d);
    [
        [a1, b1, c1, d1],
        [a2, b2, c2, d2],
        [a3, b3, c3, d3],
        [a4, b4, c4, d4],
    ]
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
