//! Whether forecasts came true, and what follows for the next ones.
//!
//! A forecast made from habits can be too sure or too cautious in a district whose accidents it does
//! not know. Every order tells afterwards what had been forecast for it; from that a logistic
//! recalibration is learnt, one step at a time, for each of the stages an order goes through, drawn
//! towards leaving forecasts as they are.

use serde::{Deserialize, Serialize};

/// How far an order has come, as far as forecasts differ in kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody is asked.
    Waiting,
    /// Somebody is asked and has not answered.
    Asked,
    /// Somebody has said yes and has not set off.
    Taken,
    /// Somebody is on the way.
    UnderWay,
    /// Somebody is near, or there.
    There,
    /// Somebody has it whose phone is silent.
    Dark,
}

/// One forecast of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreseen {
    /// The stage then.
    pub stage: Stage,
    /// For the three legs and for all of them together, in thousandths as worked out from habits; none
    /// for a leg that was met already.
    pub in_time: [Option<u16>; 4],
}

/// Forecasts of one order hang together, so that each counts as less than one piece of evidence.
const WEIGHT: f64 = 0.2;

/// A log-odds beyond this is taken for it.
const SURE: f64 = 4.5;

/// Variances before anything is learnt: of the shift and the stretch, for all stages and for one.
const SUPPOSED: [f64; 4] = [0.08, 0.03, 0.08, 0.02];

/// What is learnt from past forecasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Calibration {
    legs: [[Correction; 6]; 4],
    all_stages: [Correction; 4],
}

/// A shift and a stretch of the log-odds, with the variances of both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Correction {
    shift: f64,
    stretch: f64,
    variances: [f64; 2],
}

impl Default for Calibration {
    fn default() -> Self {
        let [all_shift, all_stretch, shift, stretch] = SUPPOSED;
        let correction = |variances| Correction {
            shift: 0.0,
            stretch: 0.0,
            variances,
        };
        Self {
            legs: [[correction([shift, stretch]); 6]; 4],
            all_stages: [correction([all_shift, all_stretch]); 4],
        }
    }
}

impl Calibration {
    /// What the forecast `p` for a leg (0 to 2; 3 for all) comes to, by what became of those before.
    pub(crate) fn corrected(&self, stage: Stage, leg: usize, p: f64) -> f64 {
        let odds = log_odds(p);
        let corrections = [
            self.all_stages.get(leg),
            self.legs.get(leg).and_then(|stages| stages.get(stage as usize)),
        ];
        let corrected = corrections.into_iter().flatten().fold(odds, |sum, correction| {
            sum + correction.shift + correction.stretch * odds
        });
        from_log_odds(corrected)
    }

    /// Learns what became of a forecast: whether each leg, and all of them, was met in time.
    pub(crate) fn learn(&mut self, foreseen: Foreseen, met: [bool; 4]) {
        for (leg, (p, met)) in foreseen.in_time.into_iter().zip(met).enumerate() {
            if let Some(p) = p {
                self.learn_one(foreseen.stage, leg, f64::from(p) / 1000.0, met);
            }
        }
    }

    fn learn_one(&mut self, stage: Stage, leg: usize, p: f64, met: bool) {
        let odds = log_odds(p);
        let believed = self.corrected(stage, leg, p);
        let surprise = f64::from(u8::from(met)) - believed;
        let curvature = WEIGHT * believed * (1.0 - believed);
        let own = self
            .legs
            .get_mut(leg)
            .and_then(|stages| stages.get_mut(stage as usize));
        let parts: Vec<&mut Correction> = [self.all_stages.get_mut(leg), own]
            .into_iter()
            .flatten()
            .collect();
        let uncertain: f64 = parts
            .iter()
            .map(|part| part.variances[0] + part.variances[1] * odds * odds)
            .sum();
        let damping = 1.0 + curvature * uncertain;
        for part in parts {
            let [shift, stretch] = part.variances;
            part.shift += shift * WEIGHT * surprise / damping;
            part.stretch += stretch * odds * WEIGHT * surprise / damping;
            part.stretch = part.stretch.clamp(-0.35, 0.5);
            part.variances = [
                shift - shift * shift * curvature / damping,
                stretch - stretch * stretch * odds * odds * curvature / damping,
            ];
        }
    }
}

fn log_odds(p: f64) -> f64 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln().clamp(-SURE, SURE)
}

fn from_log_odds(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests;
