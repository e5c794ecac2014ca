//! The journal of a drill: what the hall records becomes lines of the log.

use std::collections::{BTreeMap, BTreeSet};

use dispatch::{Alarm, Board, Outlook, Record, Recorded};
use domain::order::{Addressee, Leg};
use domain::{AssignmentId, Fix, LatLon, Order, OrderEvent, OrderId, Timestamp, UnitId};

use super::log::{Detector, Line, What};

/// The baseline's radius, in metres: one fix within it counts as arrival.
const ONE_FIX_M: f64 = 100.0;

/// The hall's own orders are numbered from here.
const OWN_ORDERS: u32 = 1_000_000;

/// Writes down what happens.
#[derive(Debug)]
pub(super) struct Journal {
    seed: u64,
    began: Timestamp,
    lines: Vec<Line>,
    units: BTreeMap<UnitId, u32>,
    orders: BTreeMap<OrderId, u32>,
    own_orders: u32,
    clocks: BTreeMap<OrderId, Timestamp>,
    /// Orders taken on by a unit that the baseline has not seen it arrive at.
    to_reach: BTreeMap<UnitId, Vec<(OrderId, LatLon)>>,
    doubled: BTreeSet<OrderId>,
}

impl Journal {
    pub(super) fn new(seed: u64, began: Timestamp) -> Self {
        Self {
            seed,
            began,
            lines: Vec::new(),
            units: BTreeMap::new(),
            orders: BTreeMap::new(),
            own_orders: 0,
            clocks: BTreeMap::new(),
            to_reach: BTreeMap::new(),
            doubled: BTreeSet::new(),
        }
    }

    /// The lines since the last time.
    pub(super) fn take(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.lines)
    }

    /// The unit is called so from here on.
    pub(super) fn names(&mut self, number: u32, unit: UnitId) {
        self.units.insert(unit, number);
    }

    /// The order is called so from here on.
    pub(super) fn numbers(&mut self, number: u32, order: OrderId) {
        self.orders.insert(order, number);
    }

    pub(super) fn number_of(&self, unit: UnitId) -> Option<u32> {
        self.units.get(&unit).copied()
    }

    pub(super) fn order_number(&mut self, order: OrderId) -> u32 {
        if let Some(known) = self.orders.get(&order) {
            return *known;
        }
        let number = OWN_ORDERS.saturating_add(self.own_orders);
        self.own_orders = self.own_orders.saturating_add(1);
        self.orders.insert(order, number);
        number
    }

    pub(super) fn note(&mut self, now: Timestamp, what: What) {
        let t_s = self.seconds(now);
        self.lines.push(Line {
            seed: self.seed,
            t_s,
            what,
        });
    }

    /// Seconds since the drill began.
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    pub(super) fn seconds(&self, at: Timestamp) -> f64 {
        at.as_millis().saturating_sub(self.began.as_millis()) as f64 / 1000.0
    }

    /// Notes when the clock of `order` started, if that is news.
    pub(super) fn clock(&mut self, now: Timestamp, order: &Order) {
        let started = order
            .clock
            .started_at(now)
            .filter(|_| order.clock.limit.is_some());
        if let Some(started) = started.filter(|started| self.clocks.get(&order.id) != Some(started)) {
            self.clocks.insert(order.id, started);
            let (order, started_s) = (self.order_number(order.id), self.seconds(started));
            self.note(now, What::Clock { order, started_s });
        }
    }

    /// A fix came in: whether the baseline calls it an arrival.
    pub(super) fn fix(&mut self, now: Timestamp, unit: UnitId, fix: &Fix) {
        let Some(to_reach) = self.to_reach.get_mut(&unit) else {
            return;
        };
        let is_there = |&mut (_, place): &mut (OrderId, LatLon)| fix.at.distance_m(place) <= ONE_FIX_M;
        let reached: Vec<_> = to_reach.extract_if(.., is_there).collect();
        for (order, _) in reached {
            if let Some((order, unit)) = self.both(order, unit) {
                self.note(now, What::OneFix { order, unit });
            }
        }
    }

    /// The phone decided that its unit has arrived.
    pub(super) fn phone_arrived(&mut self, now: Timestamp, order: OrderId, unit: UnitId, stamp: Timestamp) {
        self.arrived(now, order, unit, Detector::Phone, stamp);
    }

    /// The hall recorded something; `board` holds it already.
    pub(super) fn recorded(&mut self, now: Timestamp, recorded: &Recorded, board: &Board) {
        let (id, event) = match &recorded.record {
            Record::Order { order, event } => (order, event),
            Record::Alarmed { order, alarm } => return self.alarm(now, *order, alarm),
            _ => return,
        };
        let Some(known) = board.orders.get(id) else {
            return;
        };
        self.event(now, known, event, recorded.cause.is_none());
        self.clock(now, known);
        self.watch_for_doubles(now, known);
    }

    fn event(&mut self, now: Timestamp, known: &Order, event: &OrderEvent, by_hall: bool) {
        let (id, order) = (known.id, self.order_number(known.id));
        let unit_of = |assignment: &AssignmentId| known.assignments.get(assignment).map(|own| own.unit);
        match event {
            OrderEvent::Sent(sent) => {
                let limit_s = sent.limit.map(|limit| limit.as_secs_f64());
                let (order_kind, place) = (sent.kind, sent.place.at);
                self.note(
                    now,
                    What::Order {
                        order,
                        order_kind,
                        place,
                        limit_s,
                    },
                );
            }
            OrderEvent::Offered { unit, choice, .. } => {
                let Some(unit) = self.number_of(*unit) else { return };
                if let Some(choice) = choice {
                    let runner_up = choice.runner_up.and_then(|other| self.number_of(other.unit));
                    let decision = What::Decision {
                        order,
                        unit,
                        eta_s: Some(f64::from(choice.eta_s)),
                        runner_up,
                        candidates: u32::from(choice.candidates),
                    };
                    self.note(now, decision);
                }
                self.note(now, What::Offer { order, unit });
            }
            OrderEvent::Accepted { assignment, .. } => {
                let Some(unit) = unit_of(assignment) else { return };
                let to_reach = self.to_reach.entry(unit).or_default();
                to_reach.push((id, known.place.at));
                self.of_unit(now, unit, |unit| What::Accepted { order, unit });
            }
            OrderEvent::Declined { assignment, .. } => {
                let Some(unit) = unit_of(assignment) else { return };
                self.of_unit(now, unit, |unit| What::Declined { order, unit });
            }
            OrderEvent::Withdrawn { assignment, .. } => {
                let Some(unit) = unit_of(assignment) else { return };
                self.forget(id, Some(unit));
                self.of_unit(now, unit, |unit| What::Withdrawn { order, unit });
            }
            OrderEvent::LegMet { leg, stamp, .. } => {
                if *leg == Leg::Arrived && by_hall {
                    self.arrived(now, id, stamp.unit, Detector::Hall, stamp.met_at);
                }
                self.leg(now, known, *leg, stamp.unit);
            }
            OrderEvent::Reported(report) => self.leg(now, known, Leg::Reported, report.unit),
            OrderEvent::Breached { leg, .. } => self.note(now, What::Breach { order, leg: *leg }),
            OrderEvent::Ended(_) => {
                self.forget(id, None);
                self.note(now, What::Closed { order });
            }
            _ => {}
        }
    }

    /// What is forecast for an open order.
    pub(super) fn forecast(&mut self, now: Timestamp, order: &Order, outlook: &Outlook) {
        let due = order.clock.due_at(now);
        let chance = |leg: Leg| {
            let foreseen = outlook.legs.iter().find(|forecast| forecast.leg == leg);
            let met = order
                .legs
                .get(leg)
                .is_some_and(|stamp| due.is_none_or(|due| stamp.met_at <= due));
            foreseen.map_or(if met { 1.0 } else { 0.0 }, |forecast| forecast.met_in_time)
        };
        // What is decided is no forecast.
        if outlook.legs.is_empty() || due.is_some_and(|due| due <= now) {
            return;
        }
        let order = self.order_number(order.id);
        let forecast = What::Forecast {
            order,
            probability: outlook.all_in_time,
            arrived: chance(Leg::Arrived),
            on_video: chance(Leg::OnVideo),
            reported: chance(Leg::Reported),
        };
        self.note(now, forecast);
    }

    fn alarm(&mut self, now: Timestamp, order: OrderId, alarm: &Alarm) {
        let alarm = What::Alarm {
            order: self.order_number(order),
            leg: alarm.leg,
            probability: f64::from(alarm.met_in_time_pct) / 100.0,
            cause: alarm.cause.map(|cause| format!("{cause:?}")),
        };
        self.note(now, alarm);
    }

    fn leg(&mut self, now: Timestamp, order: &Order, leg: Leg, unit: UnitId) {
        let first = order.legs.first(leg).filter(|stamp| stamp.unit == unit);
        let Some(stamp) = first else { return };
        let met_s = self.seconds(stamp.met_at);
        if let Some((order, unit)) = self.both(order.id, stamp.unit) {
            let met = What::Leg {
                order,
                leg,
                unit,
                met_s,
            };
            self.note(now, met);
        }
    }

    fn arrived(&mut self, now: Timestamp, order: OrderId, unit: UnitId, by: Detector, stamp: Timestamp) {
        let stamp_s = self.seconds(stamp);
        if let Some((order, unit)) = self.both(order, unit) {
            let detected = What::ArrivalDetected {
                order,
                unit,
                by,
                stamp_s,
            };
            self.note(now, detected);
        }
    }

    fn watch_for_doubles(&mut self, now: Timestamp, order: &Order) {
        let taken = order
            .assignments
            .values()
            .filter(|own| own.state.is_taken())
            .count();
        let wanted = match &order.addressee {
            Addressee::Town(_) => 1,
            addressee => addressee.units_wanted(),
        };
        if taken > wanted && self.doubled.insert(order.id) {
            let order = self.order_number(order.id);
            self.note(now, What::DoubleAssignment { order });
        }
    }

    fn of_unit(&mut self, now: Timestamp, unit: UnitId, what: impl FnOnce(u32) -> What) {
        if let Some(unit) = self.number_of(unit) {
            self.note(now, what(unit));
        }
    }

    fn both(&mut self, order: OrderId, unit: UnitId) -> Option<(u32, u32)> {
        let unit = self.number_of(unit)?;
        Some((self.order_number(order), unit))
    }

    /// The order is nothing more to the unit, or to any.
    fn forget(&mut self, order: OrderId, unit: Option<UnitId>) {
        for (own, to_reach) in &mut self.to_reach {
            if unit.is_none_or(|unit| unit == *own) {
                to_reach.retain(|(known, _)| *known != order);
            }
        }
    }
}
