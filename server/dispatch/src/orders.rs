//! How commands reach orders.

use std::collections::BTreeSet;

use domain::order::{OrderCommand, Party};
use domain::{CommandId, Order, OrderEvent, OrderId, OrderRefusal, Timestamp, UnitId};

use crate::{Dispatch, Record};

/// The order with the unit's own assignments only, and what became of them; who else could have gone, whom its
/// trouble went to, how its phone was told, and what was written after its part was over is no business of the unit's.
/// Of the ticks of an item it has the one that counts.
pub(crate) fn seen_by(unit: UnitId, order: &Order) -> Order {
    let mut own = order.clone();
    own.assignments.retain(|_, assignment| assignment.unit == unit);
    own.aside.retain(|id, _| own.assignments.contains_key(id));
    for own in own.assignments.values_mut() {
        if let Some(choice) = &mut own.choice {
            choice.runner_up = None;
        }
        own.notices.clear();
    }
    own.escalations.clear();
    for item in &mut own.checklist {
        let last = item.ticks.pop();
        item.ticks = Vec::from_iter(last);
    }
    own.messages.retain(|message| order.shows_message(unit, message));
    let itself = Party::Unit { unit };
    for message in &mut own.messages {
        // Who else has read it is its writer's business.
        if !message.from.is_side_of(itself) {
            message.read.retain(|reading| reading.by.is_side_of(itself));
        }
    }
    own
}

impl Dispatch {
    /// Commands an order; what follows is recorded and shown.
    pub(crate) fn command(
        &mut self,
        now: Timestamp,
        cause: Option<CommandId>,
        order: OrderId,
        command: OrderCommand,
    ) -> Result<(), OrderRefusal> {
        let Some(known) = self.board.orders.get(&order) else {
            return Err(OrderRefusal::NoSuchAssignment);
        };
        let before = units_of(known);
        let (incident, towns) = (known.incident, self.board.towns_of_order(known));
        let event = known.decide(now, command)?;
        let is_units_business = !matches!(
            event,
            OrderEvent::Escalated(_) | OrderEvent::NoticeGiven(_) | OrderEvent::NoticeHeard(_)
        );
        let is_word = matches!(
            event,
            OrderEvent::Messaged(_) | OrderEvent::MessagesRead(_) | OrderEvent::ItemTicked(_)
        );
        self.record(now, cause, Record::Order { order, event });
        if !is_units_business {
            self.show_order_to_viewers(order);
            return Ok(());
        }
        self.show_order(order, &before);
        if is_word {
            // Nobody's state changes by it.
            return Ok(());
        }
        let Some(known) = self.board.orders.get(&order) else {
            return Ok(());
        };
        let concerned = &before | &units_of(known);
        if !known.is_open() {
            self.clock_shown.remove(&order);
        }
        // A town that has to do with the order from now on has not seen its incident.
        if let Some(incident) = incident.filter(|_| self.board.towns_of_order(known) != towns) {
            self.show_incident(incident);
        }
        for unit in concerned {
            self.show_unit(now, unit);
        }
        Ok(())
    }
}

/// The units that have to do with the order: who said no or was withdrawn has not any more.
pub(crate) fn units_of(order: &Order) -> BTreeSet<UnitId> {
    let standing = order
        .assignments
        .values()
        .filter(|assignment| assignment.state.stands());
    standing.map(|assignment| assignment.unit).collect()
}
