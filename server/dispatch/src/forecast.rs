//! Whether open orders will be met in time, said while it can still be helped.
//!
//! For each open order with a limit: the probability that each leg is met before it, made anew at
//! least every ten seconds and whenever something happens to the order. What was forecast is compared
//! with what came of it, and the next forecasts are corrected by that.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::{Leg, OrderEvent, OrderKind, OrderStatus};
use domain::{Order, OrderId, Timestamp, TownId};

use crate::{Change, Dispatch, Output, Record};

mod alarm;
mod calibration;
mod cure;
mod lattice;
mod odds;
mod outlook;

pub use self::alarm::Alarm;
pub(crate) use self::calibration::Calibration;
pub use self::calibration::{Foreseen, Stage};
pub use self::cure::Cure;
use self::odds::Odds;
pub use self::outlook::{Cause, Forecast, Outlook};

/// How long a forecast stands at most.
const EVERY: Duration = Duration::from_secs(10);
/// How often a forecast is kept to be compared with what came of it.
const KEPT_EVERY: Duration = Duration::from_mins(1);
/// So long after the limit, what a silent phone has to tell is waited for.
const TOLD_AT_THE_LATEST: Duration = Duration::from_mins(15);
/// No forecast is surer than this.
const SUREST: f64 = 0.998;

/// An order whose forecasts are made.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    outlook: Option<Outlook>,
    shown: Option<Outlook>,
    kept: Vec<Foreseen>,
    kept_at: Option<Timestamp>,
    /// Since when lateness is all but certain.
    grave_since: Option<Timestamp>,
    /// Since when nobody is likely to be there in time.
    pub(crate) out_of_sight_since: Option<Timestamp>,
    judged: bool,
}

impl Dispatch {
    /// What is forecast for an open order with a limit.
    pub fn outlook(&self, order: OrderId) -> Option<&Outlook> {
        self.foresight.watched.get(&order)?.outlook.as_ref()
    }

    /// What is forecast for all open orders with a limit.
    pub fn outlooks(&self) -> impl Iterator<Item = &Outlook> {
        self.foresight
            .watched
            .values()
            .filter_map(|watched| watched.outlook.as_ref())
    }

    /// When forecasts are made anew.
    pub(crate) fn next_forecasts(&self) -> Option<Timestamp> {
        self.foresight.forecast_at
    }

    /// Takes note that something happened to an order.
    pub(crate) fn notice(&mut self, now: Timestamp, order: OrderId, event: &OrderEvent) {
        self.foresight.touched.insert(order);
        match event {
            OrderEvent::Accepted { assignment, .. } | OrderEvent::SetOff { assignment, .. } => {
                let unit = self
                    .board
                    .orders
                    .get(&order)
                    .and_then(|order| order.assignments.get(assignment))
                    .map(|assignment| assignment.unit);
                if let Some(unit) = unit {
                    if matches!(event, OrderEvent::Accepted { .. }) {
                        // Whatever way it made for an earlier yes is another one.
                        self.foresight.trips.remove(&(order, unit));
                    }
                    self.begin_trip(order, unit);
                }
            }
            OrderEvent::Offered { unit, .. } => {
                let known = self.board.orders.get(&order);
                if known.is_some_and(|order| order.kind == OrderKind::Standby) {
                    self.foresight.moves.moved(now, *unit);
                }
            }
            OrderEvent::LegMet {
                leg: Leg::Arrived,
                stamp,
                ..
            } => self.end_trip(now, order, *stamp),
            OrderEvent::Ended(_) => self.foresight.trips.retain(|(of, _), _| *of != order),
            _ => {}
        }
    }

    /// Makes the forecasts that are due.
    pub(crate) fn foresee(&mut self, now: Timestamp) {
        if self.foresight.forecast_at.is_some_and(|at| at <= now) {
            let open = self.foresight.watched.iter();
            let open: Vec<_> = open
                .filter(|(_, watched)| !watched.judged)
                .map(|(id, _)| *id)
                .collect();
            self.foresight.touched.extend(open);
            self.foresight.forecast_at = None;
        }
        let touched = std::mem::take(&mut self.foresight.touched);
        for order in &touched {
            self.foresee_order(now, *order);
        }
        // What happened to an order may have moved its limit, and with it the last moment for an alarm.
        let next = touched.iter().filter_map(|order| self.next_forecast(now, *order));
        self.foresight.forecast_at = next.chain(self.foresight.forecast_at).min();
    }

    /// When the forecast of an order is to be made anew, if it is: soon, and just before it is too late for an alarm.
    fn next_forecast(&self, now: Timestamp, order: OrderId) -> Option<Timestamp> {
        self.foresight
            .watched
            .get(&order)
            .filter(|watched| !watched.judged)?;
        let order = self.board.orders.get(&order);
        let last_moment = order
            .and_then(|order| order.clock.due_at(now))
            .map(|due| due.before(alarm::LAST_MOMENT))
            .filter(|moment| *moment > now);
        let soon = now.after(EVERY);
        Some(last_moment.map_or(soon, |moment| soon.min(moment)))
    }

    fn foresee_order(&mut self, now: Timestamp, id: OrderId) {
        let Some(order) = self.board.orders.get(&id) else {
            return;
        };
        if order.clock.limit.is_none() {
            return;
        }
        let (open, all_met) = (order.is_open(), order.legs.all_met());
        let odds = if open && !all_met {
            self.odds(now, id)
        } else {
            None
        };
        if let Some(odds) = odds {
            let outlook = self.correct(now, id, &odds);
            self.keep(now, id, &odds);
            let outlook = self.raise_alarms(now, &odds, outlook);
            self.show_outlook(outlook);
            self.look_at_forecast(now, id);
        } else {
            self.judge(now, id);
            self.end_outlook(now, id);
        }
        if !open {
            self.foresight.watched.remove(&id);
        }
    }

    /// The forecast as past ones teach to make it.
    fn correct(&self, now: Timestamp, order: OrderId, odds: &Odds) -> Outlook {
        let calibration = &self.board.calibration;
        let corrected = |leg: usize, p: f64| {
            calibration
                .corrected(odds.stage, leg, p)
                .clamp(1.0 - SUREST, SUREST)
        };
        let legs = Leg::ALL.into_iter().zip(&odds.legs).filter_map(|(leg, odds)| {
            let odds = odds.as_ref()?;
            Some(Forecast {
                leg,
                met_in_time: corrected(leg as usize, odds.in_time),
                expected_at: odds
                    .expected_s
                    .map(|seconds| now.after(Duration::from_secs_f64(seconds.clamp(0.0, 1e6)))),
                amber: false,
                cause: None,
                cure: None,
            })
        });
        Outlook {
            order,
            at: now,
            stage: odds.stage,
            all_in_time: corrected(3, odds.all_in_time),
            legs: legs.collect(),
        }
    }

    /// Keeps the forecast of each minute, as worked out, to be compared with what comes of it.
    fn keep(&mut self, now: Timestamp, order: OrderId, odds: &Odds) {
        let watched = self.foresight.watched.entry(order).or_default();
        if watched.kept_at.is_some_and(|at| now < at.after(KEPT_EVERY)) || watched.kept.len() >= 120 {
            return;
        }
        watched.kept_at = Some(now);
        let leg = |leg: usize| Some(thousandths(odds.legs.get(leg)?.as_ref()?.in_time));
        watched.kept.push(Foreseen {
            stage: odds.stage,
            in_time: [leg(0), leg(1), leg(2), Some(thousandths(odds.all_in_time))],
        });
    }

    /// Compares what was forecast with what came of it, once that is known.
    fn judge(&mut self, now: Timestamp, id: OrderId) {
        let is_silent = self.is_taken_by_a_silent_unit(now, id);
        let Some((order, watched)) = self
            .board
            .orders
            .get(&id)
            .zip(self.foresight.watched.get_mut(&id))
        else {
            return;
        };
        let Some(due) = order.clock.due_at(now).filter(|_| !watched.judged) else {
            return;
        };
        // A phone off the net may yet tell that all was in time; whoever ends an errand early leaves open what
        // would have come of it.
        let tells_later = is_silent && order.is_open() && now < due.after(TOLD_AT_THE_LATEST);
        let known = order.legs.all_met() || (now >= due && !tells_later);
        let given_up = matches!(order.status, OrderStatus::Cancelled { .. });
        if !known || given_up {
            return;
        }
        watched.judged = true;
        let forecasts = std::mem::take(&mut watched.kept);
        let [arrived, on_video, reported] = Leg::ALL.map(|leg| order.legs.is_met_by(leg, due));
        let met = [arrived, on_video, reported, arrived && on_video && reported];
        if !forecasts.is_empty() {
            self.record(
                now,
                None,
                Record::ForecastsJudged {
                    order: id,
                    met,
                    forecasts,
                },
            );
        }
    }

    fn is_taken_by_a_silent_unit(&self, now: Timestamp, id: OrderId) -> bool {
        let order = self.board.orders.get(&id);
        let taken = order.into_iter().flat_map(|order| order.assignments.values());
        taken
            .filter(|known| known.state.is_taken())
            .filter_map(|known| self.board.units.get(&known.unit))
            .any(|unit| unit.is_silent(now))
    }

    fn show_outlook(&mut self, outlook: Outlook) {
        let towns = self.towns_of(outlook.order);
        let watched = self.foresight.watched.entry(outlook.order).or_default();
        let news = watched.shown.as_ref().is_none_or(|shown| shown.differs(&outlook));
        watched.out_of_sight_since =
            (!outlook.is_arrival_in_sight()).then(|| watched.out_of_sight_since.unwrap_or(outlook.at));
        watched.outlook = Some(outlook.clone());
        if news {
            watched.shown = Some(outlook.clone());
            self.output(Output::Show(Change::Forecast { outlook, towns }));
        }
    }

    /// There is nothing left to forecast: viewers put it away.
    fn end_outlook(&mut self, now: Timestamp, order: OrderId) {
        let Some(watched) = self.foresight.watched.get_mut(&order) else {
            return;
        };
        let Some(mut outlook) = watched.outlook.take() else {
            return;
        };
        (watched.shown, watched.out_of_sight_since) = (None, None);
        outlook.at = now;
        outlook.legs.clear();
        let towns = self.towns_of(order);
        self.output(Output::Show(Change::Forecast { outlook, towns }));
    }

    fn towns_of(&self, order: OrderId) -> BTreeSet<TownId> {
        let order: Option<&Order> = self.board.orders.get(&order);
        order.map_or_else(BTreeSet::new, |order| self.board.towns_of_order(order))
    }
}

fn thousandths(p: f64) -> u16 {
    u16::try_from(crate::recommend::rounded(p * 1000.0)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
