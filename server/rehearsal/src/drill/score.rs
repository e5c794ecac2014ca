//! The score of drills, from the lines of their logs alone.
//!
//! What is counted, so that it can be counted again outside; *due* is the last `clock` line of an order
//! plus its limit, and orders are those with a limit:
//!
//! - `orders`: the `order` lines. `arrived_in_limit`: those whose first `truth_inside` is not after due.
//!   `late_share`: the share of the others, none without orders; an order that nobody ever reached is late.
//! - `all_legs_in_limit`: those whose last `leg` line of each leg says that it was met by due.
//! - `mean_response_s`, `p90_response_s` (nearest rank): from the clock's start to the first
//!   `truth_inside`, over the orders reached.
//! - `moves_km`: the `move` lines. `double_assignments`, `lost_events`: the lines of that kind.
//! - `forecast`: a *breach* is an order with a leg not met by due. `announced_4min`: breaches whose first
//!   `alarm` came 240 s before due or earlier. `false_alarms`: orders with an alarm and no breach.
//!   `reliability_error`: the `forecast` lines fall into ten bins by `probability`; the mean over the bins
//!   that have any of |mean probability − share of those whose order was no breach|.
//!   A `forecast` line is written once a minute while the order is open, its due is to come and a leg is
//!   not met: what is decided is no forecast.
//! - `arrival`: of each order and unit the first `arrival_detected` before the order's `closed` is *true*
//!   while the unit is inside (after `truth_inside`, before `truth_left`), else *false*; what comes after
//!   `closed` counts for nothing. `missed`: pairs without one where the unit stayed inside for a minute
//!   before the order was closed; `brief`: where it was inside for less. So every pair with a `truth_inside`
//!   before `closed` is true, false, missed or brief. `delay_p50_s`: from the `truth_inside`.
//! - `baseline.arrival_one_fix_100m`: the same for the `one_fix` lines. `baseline.straight_line_nearest`:
//!   the first figures of drills in which the hall knows no roads, which have logs of their own.
//! - `bound`: the late orders with an `impossible` line, and what share of all orders these are. It is an
//!   estimate of what nobody could have done better: each officer sets off at once, on the way and at the
//!   pace that the world gives that officer for this order. Another way may be quicker by chance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::log::{Line, What};
use arrivals::{ArrivalScore, Arrivals};
use forecasts::{ForecastScore, Forecasts};
use told::{Outcome, Told};

mod arrivals;
mod forecasts;
mod told;

/// What one or several drills came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Orders with a limit.
    pub orders: usize,
    /// Those at whose place somebody truly was in time.
    pub arrived_in_limit: usize,
    /// Those whose three legs were met in time, by the hall's record.
    pub all_legs_in_limit: usize,
    /// The share of the orders at whose place nobody was in time; none without orders.
    pub late_share: Option<f64>,
    /// From the clock's start to somebody being there, in seconds.
    pub mean_response_s: Option<f64>,
    /// The same for the slowest tenth's quickest.
    pub p90_response_s: Option<f64>,
    /// Orders at whose place nobody ever was.
    pub unreached: usize,
    /// What units drove to stand by where the hall wanted them, in kilometres.
    pub moves_km: f64,
    /// How good the forecasts were.
    pub forecast: ForecastScore,
    /// How good the detection of arrivals was.
    pub arrival: ArrivalScore,
    /// What simpler rules would have come to.
    pub baseline: Baseline,
    /// What nobody could have done better.
    pub bound: Bound,
    /// Orders of one unit that two held at once.
    pub double_assignments: usize,
    /// Facts that the hall lost.
    pub lost_events: usize,
    /// The drills one by one.
    pub seeds: Vec<OfSeed>,
}

/// What simpler rules would have come to, on the same fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// One fix within 100 m of the place is an arrival.
    pub arrival_one_fix_100m: ArrivalScore,
    /// The same calls, each given to who is nearest in a straight line; none if that was not drilled.
    pub straight_line_nearest: Option<Rule>,
}

/// What a rule for choosing units came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The share of the orders at whose place nobody was in time; none without orders.
    pub late_share: Option<f64>,
    /// From the clock's start to somebody being there, in seconds.
    pub mean_response_s: Option<f64>,
}

/// An estimate of what nobody could have done better who sends nobody anywhere beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Late orders at whose place nobody on duty would have been in time, setting off at once.
    pub impossible: usize,
    /// Their share of all orders; none without orders.
    pub late_share: Option<f64>,
}

/// One drill of several.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfSeed {
    /// Its seed.
    pub seed: u64,
    /// Orders with a limit.
    pub orders: usize,
    /// Those that were late.
    pub late: usize,
    /// From the clock's start to somebody being there, in seconds.
    pub mean_response_s: Option<f64>,
}

/// What is counted of drills on the way to their score.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    orders: usize,
    arrived: usize,
    all_legs: usize,
    responses_s: Vec<f64>,
    moves_km: f64,
    doubles: usize,
    lost: usize,
    impossible: usize,
    forecasts: Forecasts,
    arrivals: Arrivals,
    one_fix: Arrivals,
    seeds: Vec<OfSeed>,
}

impl Tally {
    /// Counts the lines of one whole drill.
    pub fn of(lines: &[Line]) -> Self {
        let mut tally = Self::default();
        let mut orders: BTreeMap<u32, Told> = BTreeMap::new();
        for Line { t_s, what, .. } in lines {
            match what {
                What::Order {
                    order,
                    limit_s: Some(limit_s),
                    ..
                } => {
                    orders.entry(*order).or_default().limit_s = *limit_s;
                }
                What::Move { km, .. } => tally.moves_km += km,
                What::DoubleAssignment { .. } => tally.doubles += 1,
                What::LostEvent { .. } => tally.lost += 1,
                What::Clock { order, .. }
                | What::TruthInside { order, .. }
                | What::Leg { order, .. }
                | What::Impossible { order } => {
                    if let Some(told) = orders.get_mut(order) {
                        told.hear(*t_s, what);
                    }
                }
                _ => {}
            }
        }
        let dues: BTreeMap<u32, Outcome> = orders
            .iter()
            .filter_map(|(order, told)| Some((*order, told.outcome()?)))
            .collect();
        tally.forecasts = Forecasts::of(lines, &dues);
        tally.arrivals = Arrivals::detected(lines);
        tally.one_fix = Arrivals::one_fix(lines);
        tally.count(orders.values());
        tally.seeds.extend(lines.first().map(|first| OfSeed {
            seed: first.seed,
            orders: tally.orders,
            late: tally.orders - tally.arrived,
            mean_response_s: mean(&tally.responses_s),
        }));
        tally
    }

    fn count<'a>(&mut self, orders: impl Iterator<Item = &'a Told>) {
        for told in orders {
            self.orders += 1;
            let outcome = told.outcome();
            self.all_legs += usize::from(outcome.is_some_and(|outcome| !outcome.breach));
            let Some(outcome) = outcome else { continue };
            let in_time = told.inside_s.is_some_and(|inside| inside <= outcome.due_s);
            self.arrived += usize::from(in_time);
            self.impossible += usize::from(told.impossible && !in_time);
            let response = told.inside_s.zip(told.started_s);
            self.responses_s
                .extend(response.map(|(inside, started)| (inside - started).max(0.0)));
        }
    }

    /// Adds what another tally has counted.
    pub fn add(&mut self, other: Self) {
        self.orders += other.orders;
        self.arrived += other.arrived;
        self.all_legs += other.all_legs;
        self.responses_s.extend(other.responses_s);
        self.moves_km += other.moves_km;
        self.doubles += other.doubles;
        self.lost += other.lost;
        self.impossible += other.impossible;
        self.forecasts.add(&other.forecasts);
        self.arrivals.add(other.arrivals);
        self.one_fix.add(other.one_fix);
        self.seeds.extend(other.seeds);
    }

    /// What it comes to, beside what the straight line came to where that was drilled too.
    pub fn score_beside(&self, straight_line: Option<&Self>) -> Score {
        let mut score = self.score();
        score.baseline.straight_line_nearest = straight_line.map(|other| {
            let Score {
                late_share,
                mean_response_s,
                ..
            } = other.score();
            Rule {
                late_share,
                mean_response_s,
            }
        });
        score
    }

    /// What it comes to.
    pub fn score(&self) -> Score {
        let of_orders = |part| (self.orders > 0).then(|| share(part, self.orders));
        Score {
            orders: self.orders,
            arrived_in_limit: self.arrived,
            all_legs_in_limit: self.all_legs,
            late_share: of_orders(self.orders - self.arrived),
            mean_response_s: mean(&self.responses_s),
            p90_response_s: quantile(&self.responses_s, 0.9),
            unreached: self.orders - self.responses_s.len(),
            moves_km: self.moves_km,
            forecast: self.forecasts.score(),
            arrival: self.arrivals.score(),
            baseline: Baseline {
                arrival_one_fix_100m: self.one_fix.score(),
                straight_line_nearest: None,
            },
            bound: Bound {
                impossible: self.impossible,
                late_share: of_orders(self.impossible),
            },
            double_assignments: self.doubles,
            lost_events: self.lost,
            seeds: self.seeds.clone(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a drill are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a drill are small")]
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The least value that so great a share of all does not exceed.
fn quantile(values: &[f64], part: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = (1..=sorted.len()).find(|rank| share(*rank, sorted.len()) >= part)?;
    sorted.get(below - 1).copied()
}

#[cfg(test)]
mod tests;
