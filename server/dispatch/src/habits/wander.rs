//! How much the minutes of one trip differ: lights, hills, queues.
//!
//! Seen in how much the second half of a trip differs from the first. The more they do, the less the
//! way made so far says of the rest. It is the usual trip that counts: the mean of the differences
//! themselves, not of their squares, and a trip that went astray is no more than somewhat odd.

use serde::{Deserialize, Serialize};

/// Trips' worth of evidence behind the guess.
const PRIOR: f64 = 8.0;
/// The deviation of a minute's logarithm before anything is seen.
const AT_FIRST: f64 = 0.15;
/// Halves shorter than this, in seconds of road, say more of single lights.
const LEAST_S: f64 = 60.0;
/// Halves that differ by more deviations count as if they differed by so many.
const FAR: f64 = 2.0;
/// The mean of the size of a normal variable of deviation one, its far ends cut off.
const MEAN_SIZE: f64 = 0.78;
/// So much evidence is kept at most, so that old days fade.
const MOST: f64 = 300.0;

/// The deviation of a minute's logarithm, times the evidence, with the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Wander {
    sum: f64,
    evidence: f64,
}

impl Default for Wander {
    fn default() -> Self {
        Self {
            sum: AT_FIRST * PRIOR,
            evidence: PRIOR,
        }
    }
}

impl Wander {
    /// The variance of the logarithm of what a minute of road takes, by what the officer's pace is.
    pub(crate) fn of_a_minute(self) -> f64 {
        (self.sum / self.evidence).powi(2).max(1e-3)
    }

    /// Takes in a trip: seconds of road with seconds taken, of its first half and of its second.
    pub(super) fn observe(&mut self, [first_s, first_took_s, second_s, second_took_s]: [f64; 4]) {
        if first_s.min(second_s) < LEAST_S || first_took_s.min(second_took_s) < 1.0 {
            return;
        }
        let differ = ((second_took_s / second_s) / (first_took_s / first_s)).ln();
        let minutes = (60.0 / first_s + 60.0 / second_s).sqrt();
        let size = (differ.abs() / minutes).min(FAR * self.sum / self.evidence);
        self.sum += size / MEAN_SIZE;
        self.evidence += 1.0;
        if self.evidence > MOST {
            self.sum *= 0.5;
            self.evidence *= 0.5;
        }
    }
}

#[cfg(test)]
mod tests;
