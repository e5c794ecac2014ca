//! How good forecasts were: whether breaches were announced, and whether probabilities were true.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::share;
use super::told::Outcome;
use crate::drill::log::{Line, What};

/// An alarm this long before the limit is in time, in seconds.
const AHEAD_S: f64 = 240.0;
const BINS: usize = 10;

/// How good forecasts were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForecastScore {
    /// Orders with a leg that was not met in time.
    pub breaches: usize,
    /// Those with an alarm at least four minutes before the limit.
    pub announced_4min: usize,
    /// Orders with an alarm and no breach.
    pub false_alarms: usize,
    /// Mean absolute difference of probability and outcome over the bins; none without a forecast.
    pub reliability_error: Option<f64>,
    /// The same, each bin weighing as much as it has forecasts.
    pub reliability_error_weighted: Option<f64>,
    /// Orders with an alarm.
    pub alarms: usize,
    /// By tenths of the probability: forecasts, their mean probability, and the share that came true.
    pub bins: Vec<(usize, f64, f64)>,
}

/// What is counted of forecasts.
#[derive(Clone, Debug, Default)]
pub(super) struct Forecasts {
    breaches: usize,
    announced: usize,
    false_alarms: usize,
    alarms: usize,
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    forecasts: usize,
    probabilities: f64,
    came_true: usize,
}

impl Forecasts {
    pub(super) fn of(lines: &[Line], outcomes: &BTreeMap<u32, Outcome>) -> Self {
        let mut all = Self {
            breaches: outcomes.values().filter(|outcome| outcome.breach).count(),
            ..Self::default()
        };
        let mut alarmed = BTreeSet::new();
        for Line { t_s, what, .. } in lines {
            match what {
                What::Alarm { order, .. } => {
                    if let Some(outcome) = outcomes.get(order).filter(|_| alarmed.insert(*order)) {
                        all.alarms += 1;
                        all.false_alarms += usize::from(!outcome.breach);
                        all.announced += usize::from(outcome.breach && *t_s <= outcome.due_s - AHEAD_S);
                    }
                }
                What::Forecast {
                    order, probability, ..
                } => {
                    if let Some(outcome) = outcomes.get(order) {
                        all.forecast(*probability, !outcome.breach);
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn forecast(&mut self, probability: f64, came_true: bool) {
        let place = (1..BINS)
            .take_while(|tenth| probability >= share(*tenth, BINS))
            .count();
        if let Some(bin) = self.bins.get_mut(place) {
            bin.forecasts += 1;
            bin.probabilities += probability;
            bin.came_true += usize::from(came_true);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.breaches += other.breaches;
        self.announced += other.announced;
        self.false_alarms += other.false_alarms;
        self.alarms += other.alarms;
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.forecasts += more.forecasts;
            bin.probabilities += more.probabilities;
            bin.came_true += more.came_true;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a drill are small")]
    pub(super) fn score(&self) -> ForecastScore {
        let filled: Vec<&Bin> = self.bins.iter().filter(|bin| bin.forecasts > 0).collect();
        let all: usize = filled.iter().map(|bin| bin.forecasts).sum();
        let errors = filled.iter().map(|bin| bin.error());
        let weighted = filled.iter().map(|bin| bin.error() * bin.forecasts as f64);
        let any = !filled.is_empty();
        ForecastScore {
            breaches: self.breaches,
            announced_4min: self.announced,
            false_alarms: self.false_alarms,
            reliability_error: any.then(|| errors.sum::<f64>() / filled.len() as f64),
            reliability_error_weighted: any.then(|| weighted.sum::<f64>() / all as f64),
            alarms: self.alarms,
            bins: self
                .bins
                .iter()
                .map(|bin| (bin.forecasts, bin.mean(), share(bin.came_true, bin.forecasts)))
                .collect(),
        }
    }
}

impl Bin {
    #[expect(clippy::cast_precision_loss, reason = "counts of a drill are small")]
    fn mean(&self) -> f64 {
        self.probabilities / self.forecasts.max(1) as f64
    }

    fn error(&self) -> f64 {
        (self.mean() - share(self.came_true, self.forecasts)).abs()
    }
}
