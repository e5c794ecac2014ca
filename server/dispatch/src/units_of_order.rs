//! Which units have an order, set as a whole by somebody at a desk.
//!
//! Another unit in place of one, or a second beside the first: all of it happens, or nothing does. What was before is
//! set again in the same way.

use std::collections::BTreeSet;

use domain::order::OrderCommand;
use domain::{AssignmentId, Order, OrderId, Timestamp, UnitId};

use crate::{Answered, Dispatch, Refusal, Seat};

/// Units that an order may have at most.
const UNITS_AT_MOST: u8 = 20;

impl Dispatch {
    /// Asks those of `units` that are not asked, and takes the order back from everybody else.
    ///
    /// It wants as many units from then on, at least one. Whoever has it and is among `units` is not disturbed.
    pub(crate) fn set_units(
        &mut self,
        now: Timestamp,
        by: Seat,
        order: OrderId,
        units: &[UnitId],
    ) -> Result<Answered, Refusal> {
        let by = by.person;
        let wanted: BTreeSet<UnitId> = units.iter().copied().collect();
        let count = u8::try_from(units.len())
            .ok()
            .filter(|count| *count <= UNITS_AT_MOST);
        let count = count
            .filter(|_| wanted.len() == units.len())
            .ok_or(Refusal::BadTeam)?
            .max(1);
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        let mut draft = Draft {
            now,
            order: known.clone(),
            commands: Vec::new(),
        };
        let fresh: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| known.assignment_of(*unit).is_none())
            .collect();
        for unit in &fresh {
            self.must_be_on_duty(*unit)?;
        }
        let grows = usize::from(count) > draft.order.units_wanted();
        let want = OrderCommand::Want { units: count, by };
        if grows {
            draft.command(want.clone())?;
        }
        for unit in fresh {
            let assignment = AssignmentId(self.ids.next(now));
            let choice = self.choice_of_person(now, order, unit);
            draft.command(OrderCommand::Offer {
                assignment,
                unit,
                by,
                choice,
            })?;
        }
        let others: Vec<AssignmentId> = draft
            .order
            .assignments
            .values()
            .filter(|own| own.state.stands() && !wanted.contains(&own.unit))
            .map(|own| own.id)
            .collect();
        for assignment in others {
            draft.command(OrderCommand::Withdraw { assignment, by })?;
        }
        if usize::from(count) < draft.order.units_wanted() {
            draft.command(want)?;
        }
        for command in draft.commands {
            self.command(now, None, order, command)?;
        }
        self.order(order)
    }
}

/// What is to become of an order, tried before any of it happens.
struct Draft {
    now: Timestamp,
    order: Order,
    commands: Vec<OrderCommand>,
}

impl Draft {
    fn command(&mut self, command: OrderCommand) -> Result<(), Refusal> {
        let event = self.order.decide(self.now, command.clone())?;
        self.order.apply(&event);
        self.commands.push(command);
        Ok(())
    }
}
