//! How a receiver errs, as far as anybody may believe.
//!
//! An error has a quick part, as the echoes of the houses at hand make it, that may be new with each fix or
//! last for a while, with a slow one that wanders for minutes, as the satellites and the air above do. How
//! large they are for one receiver in one town nobody knows beforehand: its fixes are to tell.

/// What errors may be, as multiples of what their accuracy says, with how likely that is.
const SCALES: [(f64, f64); 4] = [(0.5, 0.1), (1.0, 0.4), (1.7, 0.35), (2.9, 0.15)];
/// How long the quick part of errors may last, in seconds, with how likely that is.
const MEMORIES: [(f64, f64); 4] = [(0.0, 0.15), (3.0, 0.25), (10.0, 0.3), (40.0, 0.3)];
/// How much of an error's variance may be the slow part, with how likely that is.
const SLOW_SHARES: [(f64, f64); 3] = [(0.1, 0.3), (0.3, 0.5), (0.6, 0.2)];
/// After so many seconds e^-1 of the slow part is left.
const SLOW_S: f64 = 120.0;
/// Share of a quick error that is new with each fix though it lasts.
const FRESH: f64 = 0.2;

/// How a receiver errs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Belief {
    /// Its error is so many times what its accuracy says.
    scale: f64,
    /// After so many seconds e^-1 of the quick part of an error is left; none of it for 0.
    memory_s: f64,
    /// So much of the variance is the slow part.
    slow: f64,
}

impl Belief {
    /// What may be believed of a receiver nobody has heard of, with how likely each is.
    pub(super) fn unprejudiced() -> impl Iterator<Item = (Self, f64)> {
        SCALES.into_iter().flat_map(|(scale, likely)| {
            MEMORIES.into_iter().flat_map(move |(memory_s, so_likely)| {
                SLOW_SHARES.into_iter().map(move |(slow, as_likely)| {
                    let belief = Self {
                        scale,
                        memory_s,
                        slow,
                    };
                    (belief, likely * so_likely * as_likely)
                })
            })
        })
    }

    /// How much of an error is left after so many seconds: of the quick part, then of the slow one.
    pub(super) fn left_after(self, seconds: f64) -> [f64; 2] {
        [self.memory_s, SLOW_S].map(|memory_s| {
            if memory_s > 0.0 {
                (-seconds / memory_s).exp()
            } else {
                0.0
            }
        })
    }

    /// The variance on each axis of what lasts of an error whose accuracy says that it is `error_m`: the
    /// quick part, then the slow one.
    pub(super) fn lasting(self, error_m: f64) -> [f64; 2] {
        let variance = self.variance(error_m);
        let quick = if self.memory_s > 0.0 { 1.0 - self.slow } else { 0.0 };
        [quick * variance, self.slow * variance]
    }

    /// The variance of what is new with each fix.
    pub(super) fn fresh(self, error_m: f64) -> f64 {
        let fresh = if self.memory_s > 0.0 { FRESH * FRESH } else { 1.0 };
        (1.0 - self.slow) * fresh * self.variance(error_m)
    }

    fn variance(self, error_m: f64) -> f64 {
        (self.scale * error_m).powi(2)
    }
}
