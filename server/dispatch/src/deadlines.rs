//! What time alone brings about.

use std::collections::BTreeSet;

use domain::order::{Leg, OrderCommand};
use domain::{Order, OrderId, Timestamp, UnitId};

use crate::board::SILENCE;
use crate::camera::next_of_camera;
use crate::reachability::next_of_phone;
use crate::{Dispatch, UnitOnBoard};

impl Dispatch {
    /// When [`crate::Input::Timeout`] is wanted next.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let worked_out = [self.next_forecasts(), self.next_look_at_moves(), self.next_map()];
        let phones = self.board.units.values().filter_map(next_of_phone);
        phones
            .chain(self.next_deadline())
            .chain(worked_out.into_iter().flatten())
            .min()
    }

    /// When time alone changes the board next, or what viewers see of it.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        let orders = self
            .board
            .open_orders()
            .map(|order| next_of_order(order, &self.clock_shown));
        let units = self.board.units.values().filter_map(next_of_unit);
        let cameras = self.board.units.values().filter_map(next_of_camera);
        let once = [self.next_look(), self.next_rung()].into_iter().flatten();
        orders.chain(units).chain(cameras).chain(once).min()
    }

    pub(crate) fn timeout(&mut self, now: Timestamp) {
        let due: Vec<OrderId> = self
            .board
            .open_orders()
            .filter(|order| next_of_order(order, &self.clock_shown) <= now)
            .map(|order| order.id)
            .collect();
        for order in due {
            self.order_due(now, order);
        }
        let silent = |unit: &&UnitOnBoard| next_of_unit(unit).is_some_and(|at| at <= now);
        let silent: Vec<UnitId> = self
            .board
            .units
            .values()
            .filter(silent)
            .map(|unit| unit.unit.id)
            .collect();
        for unit in silent {
            self.show_unit(now, unit);
        }
        self.camera_requests_lapse(now);
        self.look_at_phones(now);
    }

    fn order_due(&mut self, now: Timestamp, id: OrderId) {
        let Some(order) = self.board.orders.get(&id) else {
            return;
        };
        if order.clock.first_receipt.is_none()
            && now >= order.clock.grace_ends()
            && self.clock_shown.insert(id)
        {
            self.show_order(id, &BTreeSet::new());
        }
        for leg in Leg::ALL {
            // Refused if the leg is met, breached already, or not due.
            let _ = self.command(now, None, id, OrderCommand::DeclareBreach { leg });
        }
        // Refused until it is time.
        let _ = self.command(now, None, id, OrderCommand::Expire);
    }
}

/// When something about an open order changes by itself.
fn next_of_order(order: &Order, clock_shown: &BTreeSet<OrderId>) -> Timestamp {
    let clock = &order.clock;
    if clock.first_receipt.is_none() && !clock_shown.contains(&order.id) {
        return clock.grace_ends();
    }
    let grace_over = clock.grace_ends();
    let missed = |due: &Timestamp| Leg::ALL.iter().any(|&leg| order.legs.misses(leg, *due));
    let due = clock.due_at(grace_over).filter(missed);
    due.unwrap_or(Timestamp::MAX).min(order.expires_at())
}

fn next_of_unit(unit: &UnitOnBoard) -> Option<Timestamp> {
    if !unit.on_duty || unit.shown_unreachable {
        return None;
    }
    unit.heard_at.map(|heard| heard.after(SILENCE))
}
