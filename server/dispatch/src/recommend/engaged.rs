//! What units are engaged with, with how long that will be.

use std::collections::BTreeMap;

use domain::order::OrderKind;
use domain::{Order, OrderId, Timestamp, UnitId};

use crate::Dispatch;
use crate::habits::{Who, seconds};

/// Seconds that a unit is supposed to need to a scene if nothing is known of its way.
const UNKNOWN_WAY_S: f64 = 420.0;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Engaged {
    pub(crate) busy_with: Option<OrderId>,
    pub(crate) free_in_s: f64,
    pub(crate) standing_by: bool,
}

impl Dispatch {
    /// What every unit is engaged with apart from `order`, and for how long if somebody is sought for an
    /// errand of `kind`.
    pub(crate) fn engagements(
        &self,
        now: Timestamp,
        kind: OrderKind,
        order: Option<OrderId>,
    ) -> BTreeMap<UnitId, Engaged> {
        let mut engaged: BTreeMap<UnitId, Engaged> = BTreeMap::new();
        let others = self.board.open_orders().filter(|other| Some(other.id) != order);
        for order in others {
            for assignment in order.assignments.values().filter(|known| known.state.stands()) {
                let known = engaged.entry(assignment.unit).or_default();
                if order.kind == OrderKind::Standby {
                    known.standing_by = true;
                    continue;
                }
                known.busy_with = Some(order.id);
                // Who is on an errand that can wait is called away from it.
                if order.kind == OrderKind::Emergency || kind != OrderKind::Emergency {
                    let free_in_s = self.free_in(now, assignment.unit, order);
                    known.free_in_s = known.free_in_s.max(free_in_s);
                }
            }
        }
        engaged
    }

    /// Seconds until the unit is done with `order`.
    fn free_in(&self, now: Timestamp, unit: UnitId, order: &Order) -> f64 {
        let Some(known) = self.board.units.get(&unit) else {
            return 0.0;
        };
        let habits = &self.board.habits;
        let who = Who::new(unit, known.unit.mode, now);
        let task = habits.task.expect(who);
        if let Some(stamp) = order.arrival_of(unit) {
            return task.mean_more(seconds(stamp.met_at, now));
        }
        let trip = self.foresight.trips.get(&(order.id, unit));
        let way_s = trip.map_or(UNKNOWN_WAY_S, |trip| {
            let wander = habits.wander.of_a_minute();
            trip.rest(now, habits.pace.expect(who), wander, habits.near_s(who))
                .mean()
        });
        way_s + habits.last.expect(who).mean() + task.mean()
    }
}
