//! How a receiver errs, as far as anybody may believe.
//!
//! An error has a quick part, as the echoes of the houses at hand make it, that may be new with each fix or
//! last for a while, with a slow one that wanders for minutes, as the satellites and the air above do. How
//! large they are for one receiver in one town nobody knows beforehand: its fixes are to tell. How long
//! errors last and how much of them is slow are told by which beliefs the fixes bear out; the scale is
//! learnt within each, for a set of given scales would prefer a wrong memory with a scale that happens to
//! fit over the right one with none that does.

/// What errors may be at first, as multiples of what their accuracy says, with how likely that is.
const SCALES: [(f64, f64); 2] = [(1.0, 0.55), (2.0, 0.45)];
/// How long the quick part of errors may last, in seconds, with how likely that is.
const MEMORIES: [(f64, f64); 6] = [
    (0.0, 0.15),
    (1.0, 0.12),
    (2.5, 0.13),
    (6.0, 0.15),
    (15.0, 0.2),
    (40.0, 0.25),
];
/// How much of an error's variance may be the slow part, with how likely that is.
const SLOW_SHARES: [(f64, f64); 3] = [(0.07, 0.3), (0.3, 0.5), (0.6, 0.2)];
/// After so many seconds e^-1 of the slow part is left.
const SLOW_S: f64 = 120.0;
/// Share of a quick error that is new with each fix though it lasts.
const FRESH: f64 = 0.15;
/// What is believed of the scale at first weighs as much as so many fixes.
const FIRST_WEIGHS: f64 = 40.0;
/// No more fixes than this count as heard: a receiver may come among higher houses.
const HEARD_AT_MOST: f64 = 500.0;
/// A single fix speaks no louder than one whose error, squared, is so many times what was expected.
const LOUDEST: f64 = 4.0;
/// The scale stays within these.
const SCALE_WITHIN: (f64, f64) = (0.2, 6.0);
/// How far from 1 scales are found to be, as the standard deviation of their logarithm.
const SCALES_SPREAD: f64 = 0.4;

/// How a receiver errs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Belief {
    /// Its error is so many times what its accuracy says; learnt from its fixes.
    scale: f64,
    /// From how many fixes.
    heard: f64,
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
                        heard: 0.0,
                        memory_s,
                        slow,
                    };
                    (belief, likely * so_likely * as_likely)
                })
            })
        })
    }

    /// Learns from how far a fix was from where it was expected: `surprise` is that, squared, in variances.
    pub(super) fn hear(&mut self, surprise: f64) {
        self.heard = (self.heard + 1.0).min(HEARD_AT_MOST);
        let more = (surprise.min(LOUDEST) - 1.0) / (FIRST_WEIGHS + self.heard);
        let (least, most) = SCALE_WITHIN;
        self.scale = (self.scale * (more / 2.0).exp()).clamp(least, most);
    }

    /// How credible a receiver of this scale is, beside one whose errors are what it says.
    pub(super) fn credible(self) -> f64 {
        (-(self.scale.ln() / SCALES_SPREAD).powi(2) / 2.0).exp()
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
