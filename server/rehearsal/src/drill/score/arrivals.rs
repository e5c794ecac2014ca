//! How good the detection of arrivals was, held against the hidden truth.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::quantile;
use crate::drill::log::{Line, What};

/// Who stays inside this long, in seconds, is to be noticed.
const NOTICED_AFTER_S: f64 = 60.0;

/// How good the detection of arrivals was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArrivalScore {
    /// Detected while the unit was inside.
    #[serde(rename = "true")]
    pub right: usize,
    /// Detected while it was not.
    #[serde(rename = "false")]
    pub wrong: usize,
    /// Those of the latter that were inside within the next minute.
    pub early: usize,
    /// Not detected although the unit stayed inside for a minute.
    pub missed: usize,
    /// Not detected while the unit was inside for less than a minute.
    #[serde(default)]
    pub brief: usize,
    /// From being inside to the detection, in seconds.
    pub delay_p50_s: Option<f64>,
    /// The same for nine tenths.
    pub delay_p90_s: Option<f64>,
}

/// What is counted of arrivals.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals {
    wrong: usize,
    early: usize,
    missed: usize,
    brief: usize,
    delays_s: Vec<f64>,
}

/// A unit's part in an order.
#[derive(Clone, Debug, Default)]
struct Part {
    inside_since: Option<f64>,
    was_inside: bool,
    longest_s: f64,
    detected: bool,
    wrong_at: Option<f64>,
}

type Parts = BTreeMap<(u32, u32), Part>;

impl Arrivals {
    /// Of what the machines detected.
    pub(super) fn detected(lines: &[Line]) -> Self {
        Self::of(lines, |what| match what {
            What::ArrivalDetected { order, unit, .. } => Some((*order, *unit)),
            _ => None,
        })
    }

    /// Of what the baseline would have.
    pub(super) fn one_fix(lines: &[Line]) -> Self {
        Self::of(lines, |what| match what {
            What::OneFix { order, unit } => Some((*order, *unit)),
            _ => None,
        })
    }

    fn of(lines: &[Line], detected: impl Fn(&What) -> Option<(u32, u32)>) -> Self {
        let mut all = Self::default();
        let mut parts = Parts::new();
        let mut closed = BTreeSet::new();
        for Line { t_s, what, .. } in lines {
            match what {
                What::TruthInside { order, unit } if !closed.contains(order) => {
                    let part = parts.entry((*order, *unit)).or_default();
                    (part.inside_since, part.was_inside) = (Some(*t_s), true);
                    let wrong_at = part.wrong_at.take();
                    all.early += usize::from(wrong_at.is_some_and(|at| t_s - at <= NOTICED_AFTER_S));
                }
                What::TruthLeft { order, unit } => {
                    if let Some(part) = parts.get_mut(&(*order, *unit)) {
                        part.stayed_until(*t_s);
                    }
                }
                // What comes after the end of an order is nobody's to detect.
                What::Closed { order } => {
                    closed.insert(*order);
                    for (_, part) in parts.range_mut((*order, 0)..=(*order, u32::MAX)) {
                        part.stayed_until(*t_s);
                    }
                }
                _ => {
                    if let Some(key) = detected(what).filter(|(order, _)| !closed.contains(order)) {
                        all.detection(parts.entry(key).or_default(), *t_s);
                    }
                }
            }
        }
        let end_s = lines.last().map_or(0.0, |line| line.t_s);
        for part in parts.values_mut() {
            part.stayed_until(end_s);
            if !part.detected && part.was_inside {
                let stayed = part.longest_s >= NOTICED_AFTER_S;
                *(if stayed { &mut all.missed } else { &mut all.brief }) += 1;
            }
        }
        all
    }

    fn detection(&mut self, part: &mut Part, t_s: f64) {
        if std::mem::replace(&mut part.detected, true) {
            return;
        }
        if let Some(since) = part.inside_since {
            self.delays_s.push(t_s - since);
        } else {
            self.wrong += 1;
            part.wrong_at = Some(t_s);
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.wrong += other.wrong;
        self.early += other.early;
        self.missed += other.missed;
        self.brief += other.brief;
        self.delays_s.extend(other.delays_s);
    }

    pub(super) fn score(&self) -> ArrivalScore {
        ArrivalScore {
            right: self.delays_s.len(),
            wrong: self.wrong,
            early: self.early,
            missed: self.missed,
            brief: self.brief,
            delay_p50_s: quantile(&self.delays_s, 0.5),
            delay_p90_s: quantile(&self.delays_s, 0.9),
        }
    }
}

impl Part {
    fn stayed_until(&mut self, t_s: f64) {
        if let Some(since) = self.inside_since.take() {
            self.longest_s = self.longest_s.max(t_s - since);
        }
    }
}
