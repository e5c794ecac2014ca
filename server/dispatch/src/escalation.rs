//! Escalation: who is told that an order is in trouble.
//!
//! From the seat or the town's desk over the whole hall to the leader, each once an order, and the
//! leader of a breach besides. Nobody in the field is told: an officer off duty is left in peace, and one
//! on duty has the order itself.

use std::time::Duration;

use domain::order::{Addressee, EscalationLevel, Leg, OrderCommand, OrderKind, Trouble};
use domain::{Order, OrderId, PersonId, Timestamp};

use crate::Dispatch;

/// Who is told of which trouble, by kind of errand; nobody where that trouble is none.
fn told_of(order: &Order, trouble: Trouble) -> Option<EscalationLevel> {
    use EscalationLevel::{District, Leader, Seat, Town};
    let nearest = if matches!(order.addressee, Addressee::Town(_)) {
        Town
    } else {
        Seat
    };
    match (order.kind, trouble) {
        // A move of the hall's is no errand of anybody's.
        (OrderKind::Standby, _) if order.sent_by == PersonId::HALL => None,
        (OrderKind::Standby, Trouble::DeskSilent | Trouble::NoTaker) => Some(Seat),
        (OrderKind::Standby, Trouble::Amber | Trouble::HalfGone | Trouble::Breached) => None,
        (_, Trouble::Amber) => Some(nearest),
        (OrderKind::Emergency, Trouble::HalfGone | Trouble::Breached) => Some(Leader),
        (_, Trouble::DeskSilent | Trouble::NoTaker | Trouble::HalfGone | Trouble::Breached) => Some(District),
    }
}

/// So long nobody must have been likely to be there in time before it is told on.
const OUT_OF_SIGHT_FOR: Duration = Duration::from_mins(1);

/// How long an order may be without anybody who takes it.
const fn without_taker(kind: OrderKind) -> Duration {
    match kind {
        OrderKind::Emergency => Duration::from_mins(2),
        OrderKind::Routine | OrderKind::Standby => Duration::from_mins(10),
    }
}

/// When half of the limit is gone, if there is one.
fn half_gone(order: &Order) -> Option<Timestamp> {
    let due = order.clock.due_at(order.clock.grace_ends())?;
    Some(due.before(order.clock.limit? / 2))
}

/// Since when nobody has the order: its sending, or the taking back of it from who had said yes.
fn without_taker_since(order: &Order) -> Timestamp {
    let given_back = order.assignments.values().filter(|own| own.answered.is_some());
    let given_back = given_back.filter_map(|own| own.withdrawn_at);
    given_back.fold(order.clock.sent_at, Timestamp::max)
}

/// When troubles of an open order may begin by themselves.
pub(crate) fn moments(order: &Order) -> impl Iterator<Item = Timestamp> + use<> {
    let taker = without_taker_since(order).after(without_taker(order.kind));
    [Some(taker), half_gone(order), order.desk_due_at()]
        .into_iter()
        .flatten()
}

impl Dispatch {
    /// Tells whoever is to know of an order's trouble, unless they know.
    pub(crate) fn escalate(&mut self, now: Timestamp, order: OrderId, because: Trouble) {
        let level = self
            .board
            .orders
            .get(&order)
            .and_then(|known| told_of(known, because));
        if let Some(level) = level {
            // Refused if this level knows already, or if the order has ended.
            let _ = self.command(now, None, order, OrderCommand::Escalate { level, because });
        }
    }

    /// Passes on what desks left lying, and escalates what has come to trouble.
    pub(crate) fn look_for_trouble(&mut self, now: Timestamp) {
        let mut found = Vec::new();
        for order in self.board.open_orders() {
            if order.desk_due_at().is_some_and(|due| due <= now) {
                found.push((order.id, Trouble::DeskSilent));
            }
            let troubles = self.untold(now, order);
            found.extend(troubles.map(|trouble| (order.id, trouble)));
        }
        for (order, trouble) in found {
            if trouble == Trouble::DeskSilent {
                self.pass_on(now, order);
            }
            self.escalate(now, order, trouble);
        }
    }

    /// Looks for what an order's new forecast shows: an arrival that was in sight at half time may be so no longer.
    pub(crate) fn look_at_forecast(&mut self, now: Timestamp, order: OrderId) {
        if !self.offers.have_begun(now) {
            return;
        }
        let known = self.board.orders.get(&order).filter(|known| known.is_open());
        let found = known.and_then(|known| {
            self.untold(now, known)
                .find(|trouble| *trouble == Trouble::HalfGone)
        });
        if let Some(trouble) = found {
            self.escalate(now, order, trouble);
        }
    }

    /// An order's troubles that whoever is to know of them was not told of.
    fn untold<'a>(&self, now: Timestamp, order: &'a Order) -> impl Iterator<Item = Trouble> + use<'a> {
        self.troubles(now, order)
            .filter(|trouble| told_of(order, *trouble).is_some_and(|level| order.is_news(level, *trouble)))
    }

    fn troubles(&self, now: Timestamp, order: &Order) -> impl Iterator<Item = Trouble> + use<> {
        let nobody_there = order.legs.get(Leg::Arrived).is_none();
        let no_taker = nobody_there
            && !order.is_taken()
            && now >= without_taker_since(order).after(without_taker(order.kind));
        let late = order.clock.due_at(now).is_some_and(|due| due <= now);
        let half_gone = nobody_there
            && !late
            && half_gone(order).is_some_and(|half| half <= now)
            && self.is_out_of_sight(now, order.id);
        let missed = |leg| {
            let breach = order.legs.breach(leg);
            breach.is_some_and(|breach| breach.corrected_at.is_none())
        };
        let breached = Leg::ALL.into_iter().any(missed);
        let amber = !self.board.alarms(order.id).is_empty();
        [
            (amber, Trouble::Amber),
            (no_taker, Trouble::NoTaker),
            (half_gone, Trouble::HalfGone),
            (breached, Trouble::Breached),
        ]
        .into_iter()
        .filter_map(|(is_so, trouble)| is_so.then_some(trouble))
    }

    /// Whether it has lasted that nobody is likely to be there in time: a few odd positions make odd forecasts.
    fn is_out_of_sight(&self, now: Timestamp, order: OrderId) -> bool {
        let watched = self.foresight.watched.get(&order);
        let since = watched.and_then(|watched| watched.out_of_sight_since);
        since.is_some_and(|since| now >= since.after(OUT_OF_SIGHT_FOR))
    }
}
