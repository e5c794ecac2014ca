//! The unit's orders, as the officer sees them.
//!
//! The hall's word is kept apart from what is shown: what is shown is the hall's word with every
//! entry that still waits folded in by the same rules the hall will apply. So a tap shows at once, a
//! refusal takes it back by itself, and phone and hall come to agree. Entries wait in `outbox`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::order::{Assignment, AssignmentState, CheckedItem, OrderStatus, Party};
use domain::{AssignmentId, CommandId, Order, OrderId, OrderRefusal, Timestamp, UnitId};
use protocol::{Entry, Told};

use crate::Notice;
use crate::outbox::Outbox;

/// The orders of one unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    unit: Option<UnitId>,
    confirmed: BTreeMap<OrderId, Order>,
    shown: BTreeMap<OrderId, Order>,
    received: BTreeSet<AssignmentId>,
    rung: BTreeSet<AssignmentId>,
}

/// An order as the officer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownOrder {
    /// The order, with what the officer did folded in.
    pub order: Order,
    /// The unit's part in it.
    pub assignment: Assignment,
    /// Whether something the officer did is not yet confirmed by the hall.
    pub provisional: bool,
    /// The messages on it that the officer is to read and has not.
    pub unread: BTreeSet<CommandId>,
    /// The officer's messages on it that are not known to be in the hall.
    pub unsent: BTreeSet<CommandId>,
    /// The items of its checklist that stand as the officer says, which is not known to be in the hall.
    pub unsent_items: BTreeSet<String>,
}

impl Orders {
    /// The orders as they were remembered.
    pub(crate) fn restored(unit: Option<UnitId>, orders: Vec<Order>, waiting: &Outbox) -> Self {
        let confirmed: BTreeMap<_, _> = orders.into_iter().map(|order| (order.id, order)).collect();
        let mut orders = Self {
            unit,
            confirmed,
            ..Self::default()
        };
        orders.show_all(waiting);
        orders
    }

    /// The hall says which unit this phone is. Orders of another unit are none of its.
    pub(crate) fn is_unit(&mut self, unit: UnitId, waiting: &Outbox) {
        if self.unit != Some(unit) {
            self.unit = Some(unit);
            self.show_all(waiting);
        }
    }

    /// The hall names every open order of the unit's.
    pub(crate) fn replace_all(&mut self, orders: Vec<Order>, waiting: &Outbox) -> Vec<Notice> {
        let named: BTreeSet<_> = orders.iter().map(|order| order.id).collect();
        let gone: Vec<_> = self
            .confirmed
            .keys()
            .filter(|id| !named.contains(id))
            .copied()
            .collect();
        let mut notices: Vec<_> = orders
            .into_iter()
            .filter_map(|order| self.replace(order, waiting))
            .collect();
        for order in gone {
            self.confirmed.remove(&order);
            if self.shown.remove(&order).is_some_and(|order| self.stands(&order)) {
                notices.push(Notice::OrderEnded { order });
            }
        }
        notices
    }

    /// The hall says what an order is like; what the officer is to know of it.
    pub(crate) fn replace(&mut self, order: Order, waiting: &Outbox) -> Option<Notice> {
        let id = order.id;
        let was = self.shown.get(&id).cloned();
        let had = was.as_ref().is_some_and(|order| self.stands(order));
        let withdrawn = self.last_state(&order) == Some(AssignmentState::Withdrawn);
        if order.is_open() && self.stands(&order) {
            self.confirmed.insert(id, order);
        } else {
            self.confirmed.remove(&id);
        }
        self.show(id, waiting);
        let has = self.shown.get(&id).is_some_and(|order| self.stands(order));
        match (had, has) {
            (true, false) if withdrawn => Some(Notice::OrderWithdrawn { order: id }),
            (true, false) => Some(Notice::OrderEnded { order: id }),
            (_, true) if was.as_ref() != self.shown.get(&id) => Some(Notice::OrderChanged { order: id }),
            _ => None,
        }
    }

    /// The hall took an entry: it is the hall's word too.
    pub(crate) fn confirm(&mut self, entry: &Entry) {
        if let Some(order) = entry.told.order().and_then(|id| self.confirmed.get_mut(&id)) {
            fold(order, entry);
        }
    }

    /// Works out anew what is shown of an order; whether that changed.
    pub(crate) fn show(&mut self, id: OrderId, waiting: &Outbox) -> bool {
        let shown = self.confirmed.get(&id).cloned().map(|mut order| {
            waiting
                .entries()
                .filter(|entry| entry.told.order() == Some(id))
                .for_each(|entry| fold(&mut order, entry));
            order
        });
        let was = match shown {
            Some(order) => self.shown.insert(id, order),
            None => self.shown.remove(&id),
        };
        was.as_ref() != self.shown.get(&id)
    }

    /// Works out anew what is shown of every order.
    pub(crate) fn show_all(&mut self, waiting: &Outbox) {
        self.shown.clear();
        let all: Vec<_> = self.confirmed.keys().copied().collect();
        for id in all {
            self.show(id, waiting);
        }
    }

    /// The unit's part in an order.
    pub(crate) fn assignment(&self, order: OrderId) -> Result<AssignmentId, OrderRefusal> {
        let order = self.shown.get(&order).ok_or(OrderRefusal::Ended)?;
        let own = self.unit.and_then(|unit| order.assignment_of(unit));
        own.map(|own| own.id).ok_or(OrderRefusal::NotStanding)
    }

    /// Whether an entry would bring about anything.
    pub(crate) fn check(&self, entry: &Entry) -> Result<(), OrderRefusal> {
        let Some((id, command)) = entry.order_command() else {
            return Ok(());
        };
        let order = self.shown.get(&id).ok_or(OrderRefusal::Ended)?;
        order.decide(entry.at, command).map(drop)
    }

    /// Orders whose receipt the hall has to be told; they count as told.
    pub(crate) fn receive(&mut self) -> Vec<(OrderId, AssignmentId)> {
        let fresh: Vec<_> = self
            .own()
            .filter(|(_, own)| own.delivered.is_none() && !self.received.contains(&own.id))
            .map(|(order, own)| (order.id, own.id))
            .collect();
        self.received
            .extend(fresh.iter().map(|(_, assignment)| assignment));
        fresh
    }

    /// Orders that wait for an answer and have not rung; they count as rung.
    pub(crate) fn ring(&mut self) -> Vec<OrderId> {
        let unanswered =
            |own: &Assignment| matches!(own.state, AssignmentState::Offered | AssignmentState::Delivered);
        let fresh: Vec<_> = self
            .own()
            .filter(|(_, own)| unanswered(own) && !self.rung.contains(&own.id))
            .map(|(order, own)| (order.id, own.id))
            .collect();
        self.rung.extend(fresh.iter().map(|(_, assignment)| assignment));
        fresh.into_iter().map(|(order, _)| order).collect()
    }

    /// Forgets which assignments rang that are gone.
    pub(crate) fn forget_gone(&mut self) {
        let known: BTreeSet<_> = self
            .confirmed
            .values()
            .flat_map(|order| order.assignments.keys())
            .copied()
            .collect();
        self.received.retain(|assignment| known.contains(assignment));
        self.rung.retain(|assignment| known.contains(assignment));
    }

    /// Orders taken on whose place is still to be reached.
    pub(crate) fn to_reach(&self) -> impl Iterator<Item = (AssignmentId, &Order)> {
        self.own()
            .filter(|(order, own)| own.state.is_taken() && order.awaits_detection(own))
            .map(|(order, own)| (own.id, order))
    }

    /// The orders as the officer sees them, oldest first.
    pub(crate) fn shown(&self) -> impl Iterator<Item = ShownOrder> {
        self.own().map(|(order, own)| ShownOrder {
            order: order.clone(),
            assignment: own.clone(),
            provisional: self.confirmed.get(&order.id) != Some(order),
            unread: self.unread(order.id),
            unsent: self.unsent(order),
            unsent_items: self.unsent_items(order),
        })
    }

    /// The hall's word on every order, to be remembered.
    pub(crate) fn confirmed(&self) -> impl Iterator<Item = &Order> {
        self.confirmed.values()
    }

    /// The messages on an order that the officer is to read and has not.
    pub(crate) fn unread(&self, order: OrderId) -> BTreeSet<CommandId> {
        let Some((unit, order)) = self.unit.zip(self.shown.get(&order)) else {
            return BTreeSet::new();
        };
        // What the hall does not show the unit yet it does not take for read either.
        let unread = order.unread_by(Party::Unit { unit });
        let shown = unread.filter(|message| order.shows_message(unit, message));
        shown.map(|message| message.id).collect()
    }

    /// Whether an item of an order's checklist is done, as the officer sees it; none if there is no such item.
    pub(crate) fn is_done(&self, order: OrderId, item: &str) -> Option<bool> {
        Some(self.shown.get(&order)?.item(item)?.is_done())
    }

    /// When a tick was made: after the one that the officer saw, even if the clock was put back in between.
    pub(crate) fn after_what_is_seen(&self, told: &Told, at: Timestamp) -> Timestamp {
        let Told::ItemChecked { order, item, .. } = told else {
            return at;
        };
        let seen = self.shown.get(order).and_then(|order| order.item(item)?.tick());
        seen.map_or(at, |seen| at.max(seen.when.at.after(Duration::from_millis(1))))
    }

    fn unsent_items(&self, shown: &Order) -> BTreeSet<String> {
        let known = self.confirmed.get(&shown.id);
        let told = |item: &CheckedItem| {
            known
                .and_then(|known| known.item(&item.item.id)?.tick())
                .map(|tick| tick.id)
        };
        let unsent = |item: &&CheckedItem| item.tick().is_some_and(|tick| Some(tick.id) != told(item));
        shown
            .checklist
            .iter()
            .filter(unsent)
            .map(|item| item.item.id.clone())
            .collect()
    }

    fn unsent(&self, shown: &Order) -> BTreeSet<CommandId> {
        let told = |id: CommandId| {
            let known = self.confirmed.get(&shown.id);
            known.is_some_and(|known| known.messages.iter().any(|message| message.id == id))
        };
        let written = shown.messages.iter().map(|message| message.id);
        written.filter(|id| !told(*id)).collect()
    }

    fn own(&self) -> impl Iterator<Item = (&Order, &Assignment)> {
        self.shown
            .values()
            .filter_map(|order| Some((order, order.assignment_of(self.unit?)?)))
    }

    fn stands(&self, order: &Order) -> bool {
        order.status == OrderStatus::Open && self.unit.is_some_and(|unit| order.assignment_of(unit).is_some())
    }

    fn last_state(&self, order: &Order) -> Option<AssignmentState> {
        let own = order
            .assignments
            .values()
            .rev()
            .find(|own| Some(own.unit) == self.unit);
        own.map(|own| own.state)
    }
}

/// Folds an entry into an order as the hall will, unless the hall's word holds it already.
///
/// The hall may say what an order is like before it answers the entry that made it so; the entry is
/// refused then as known.
fn fold(order: &mut Order, entry: &Entry) {
    let now = entry.at.max(order.clock.sent_at);
    let event = entry
        .order_command()
        .and_then(|(_, command)| order.decide(now, command).ok());
    if let Some(event) = event {
        order.apply(&event);
    }
}
