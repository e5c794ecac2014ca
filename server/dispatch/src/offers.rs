//! When an order goes on by itself to the next unit.
//!
//! An order that lacks somebody is offered to the best placed unit: once it is sent, when a unit says
//! no, says nothing, is withdrawn or goes off duty, when a unit becomes free. Whoever may be asked is
//! worked out in [`wants`], all orders together in [`batch`]. A unit that has said yes is never moved.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::{Assignment, AssignmentState, Choice, ChosenBy, OrderCommand};
use domain::{AssignmentId, Order, OrderId, PersonId, Timestamp, UnitId};

use crate::{Dispatch, Errand, UnitOnBoard, escalation};

mod batch;
mod wants;

/// How long an offer to a phone that is silent or deaf is left unanswered: as long as a push may take to wake it.
const DARK_PATIENCE: Duration = Duration::from_secs(15);

/// How long a machine that was started with orders open waits for the phones to come back to it.
pub(crate) const SETTLING: Duration = Duration::from_secs(10);

/// What the machine remembers of its offering.
#[derive(Debug)]
pub(crate) struct Offers {
    /// Whether something happened that may help, or be trouble.
    happened: bool,
    /// When all orders were last looked at.
    looked_at: Option<Timestamp>,
    /// When the machine is to begin, once that is known.
    begins_at: Option<Timestamp>,
    /// How long it waits before.
    settling: Duration,
}

impl Offers {
    /// Of a machine that was just started.
    pub(crate) fn new(orders_are_open: bool) -> Self {
        Self {
            happened: true,
            looked_at: None,
            begins_at: None,
            settling: if orders_are_open { SETTLING } else { Duration::ZERO },
        }
    }

    /// Something happened that may help, or be trouble.
    pub(crate) fn happened(&mut self) {
        self.happened = true;
    }

    /// Whether something happened that was not looked at.
    pub(crate) fn has_news(&self) -> bool {
        self.happened
    }

    /// Whether the phones have had the time to come back to a machine that was just started.
    pub(crate) fn have_begun(&self, now: Timestamp) -> bool {
        self.begins_at.is_some_and(|begins_at| now >= begins_at)
    }

    /// When the machine is to begin, once that is known.
    pub(crate) fn begins_at(&self) -> Option<Timestamp> {
        self.begins_at
    }

    fn is_ahead(&self, moment: Timestamp) -> bool {
        self.looked_at.is_none_or(|looked| moment > looked)
    }
}

impl Dispatch {
    /// Does what is due for the orders by itself; to be called at the end of each input.
    pub(crate) fn go_on(&mut self, now: Timestamp) {
        let begins_at = *self
            .offers
            .begins_at
            .get_or_insert_with(|| now.after(self.offers.settling));
        let due = self.offers.happened || self.next_look().is_some_and(|at| at <= now);
        if now < begins_at || !due {
            return;
        }
        // What happens below is looked at below.
        self.offers.looked_at = Some(now);
        self.look_for_trouble(now);
        if self.settings.automatic {
            self.let_go(now);
            self.fill(now);
        }
        self.offers.happened = false;
    }

    /// When the orders are to be looked at even if nothing happens.
    pub(crate) fn next_look(&self) -> Option<Timestamp> {
        if let Some(begins_at) = self.offers.begins_at.filter(|_| self.offers.happened) {
            return Some(begins_at);
        }
        let orders = self.board.open_orders();
        orders
            .flat_map(|order| {
                let offers = if self.settings.automatic {
                    self.moments(order)
                } else {
                    Vec::new()
                };
                escalation::moments(order).chain(offers)
            })
            .filter(|moment| self.offers.is_ahead(*moment))
            .min()
    }

    /// When something about an order's offers changes by itself.
    fn moments(&self, order: &Order) -> Vec<Timestamp> {
        let asked = order.assignments.values().filter_map(|own| {
            if own.state.stands() {
                self.gives_up_at(order, own)
            } else {
                Some(wants::again_at(own))
            }
        });
        asked.collect()
    }

    /// When an offer counts as unanswered; none if it is answered.
    fn gives_up_at(&self, order: &Order, own: &Assignment) -> Option<Timestamp> {
        if !matches!(own.state, AssignmentState::Offered | AssignmentState::Delivered) {
            return None;
        }
        let patient = own.offered_at.after(order.kind.patience());
        let Some(unit) = self.board.units.get(&own.unit) else {
            return Some(patient);
        };
        let dark = own.offered_at.after(DARK_PATIENCE).max(self.dark_from(unit, own));
        let shift_ends = unit.shift_ends.unwrap_or(Timestamp::MAX);
        Some(patient.min(dark).min(shift_ends))
    }

    /// From when on the unit's phone counts as dark if it is not heard; after a start from then on.
    fn dark_from(&self, unit: &UnitOnBoard, own: &Assignment) -> Timestamp {
        if own.rang() {
            return Timestamp::MAX;
        }
        let heard = unit.heard_at.or(self.offers.begins_at);
        let silent = heard.map_or(Timestamp::MAX, |heard| heard.after(crate::board::SILENCE));
        // A phone that has the offer is not deaf to it, whatever tests it leaves unanswered.
        let deaf = unit.deaf_from().filter(|_| own.state == AssignmentState::Offered);
        deaf.map_or(silent, |deaf| deaf.min(silent))
    }

    /// Takes orders that are still to be done back from units that went off duty.
    fn let_go(&mut self, now: Timestamp) {
        let off_duty = |own: &&Assignment| {
            let unit = self.board.units.get(&own.unit);
            own.state.stands() && unit.is_some_and(|unit| !unit.on_duty)
        };
        let mut gone: Vec<(OrderId, AssignmentId)> = Vec::new();
        for order in self.board.open_orders().filter(|order| !order.legs.all_met()) {
            let own = order.assignments.values().filter(off_duty);
            gone.extend(own.map(|own| (order.id, own.id)));
        }
        for (order, assignment) in gone {
            self.withdraw(now, order, assignment);
        }
    }

    /// The choice to put on record where a person names the unit; none if the hall knows no way for it.
    pub(crate) fn choice_of_person(
        &mut self,
        now: Timestamp,
        order: OrderId,
        unit: UnitId,
    ) -> Option<Choice> {
        let order = self.board.orders.get(&order)?.clone();
        let rule = self.rule();
        let candidates = self.candidates(now, &Errand::of(now, &order, None, &BTreeSet::new()), rule);
        let place = candidates.iter().position(|candidate| candidate.unit == unit)?;
        Self::choice(rule, ChosenBy::Person, &candidates, place)
    }

    /// Takes an assignment back by rule.
    fn withdraw(&mut self, now: Timestamp, order: OrderId, assignment: AssignmentId) {
        let by = PersonId::HALL;
        // Refused only if it does not stand any more.
        let _ = self.command(now, None, order, OrderCommand::Withdraw { assignment, by });
    }

    /// Lets the district pick for a town whose desk let its limit pass, or that has nobody left.
    pub(crate) fn pass_on(&mut self, now: Timestamp, order: OrderId) {
        let by = PersonId::HALL;
        // Refused only if the desk has passed it on itself.
        let _ = self.command(now, None, order, OrderCommand::PassOn { by });
    }
}
