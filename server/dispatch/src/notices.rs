//! How the machine has officers told of their offers beside the lines that their apps hold.
//!
//! Which notice comes next is the [`ladder`]'s. A notice is on record before the shell is told to carry it,
//! and so is what is heard of it. Nobody off duty is told of anything, and nobody who is not signed in: for
//! them the shell knows no ways.

use std::collections::BTreeSet;

use domain::order::{Assignment, Channel, NoticeOutcome, OrderCommand, OrderKind, Receiver};
use domain::{AssignmentId, OrderId, Timestamp, UnitId};

use crate::{Dispatch, Output, ladder};

/// A notice to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeWanted {
    /// To whom.
    pub unit: UnitId,
    /// Of which order.
    pub order: OrderId,
    /// Of which part in it.
    pub assignment: AssignmentId,
    /// What kind of order that is.
    pub kind: OrderKind,
    /// Its number among the assignment's, from 0.
    pub notice: u16,
    /// By which channel.
    pub channel: Channel,
}

impl Dispatch {
    /// By which ways beside its line a unit's officer can be told of an offer from now on.
    pub(crate) fn ways_known(&mut self, unit: UnitId, ways: BTreeSet<Channel>) {
        if let Some(known) = self.board.units.get_mut(&unit) {
            known.reaching.ways = ways;
        }
    }

    /// Something was heard of a notice.
    ///
    /// A push rings because the app or page on the phone shows the offer: then the phone has it. Who was sent a short
    /// message or called knows only that there is something to look at.
    pub(crate) fn notice_heard(
        &mut self,
        now: Timestamp,
        order: OrderId,
        assignment: AssignmentId,
        notice: u16,
        outcome: NoticeOutcome,
    ) {
        let part = |known: &domain::Order| known.assignments.get(&assignment).cloned();
        let Some(own) = self.board.orders.get(&order).and_then(part) else {
            return;
        };
        let command = OrderCommand::HearOfNotice {
            assignment,
            notice,
            outcome,
        };
        // Refused if it says nothing new.
        if self.command(now, None, order, command).is_err() || outcome != NoticeOutcome::Rang {
            return;
        }
        let given = own.notices.get(usize::from(notice));
        // A push may come late, when the order is somebody else's: then its clock does not begin by it.
        if own.state.stands() && given.is_some_and(|given| given.channel == Channel::Push) {
            self.unit_heard(now, own.unit);
            let receiver = Receiver::Phone(assignment);
            // Refused if the phone has said so by itself.
            let _ = self.command(now, None, order, OrderCommand::Receive { receiver, at: now });
        }
    }

    /// Has the notices given that are due; to be called at the end of each input.
    pub(crate) fn climb(&mut self, now: Timestamp) {
        if !self.offers.have_begun(now) {
            return;
        }
        let due: Vec<_> = self.rungs().filter(|(at, _)| *at <= now).collect();
        for (_, wanted) in due {
            let NoticeWanted {
                order,
                assignment,
                channel,
                ..
            } = wanted;
            let command = OrderCommand::GiveNotice { assignment, channel };
            if self.command(now, None, order, command).is_ok() {
                self.output(Output::GiveNotice(wanted));
            }
        }
    }

    /// When the next notice is due.
    pub(crate) fn next_rung(&self) -> Option<Timestamp> {
        let due = self.rungs().map(|(at, _)| at).min()?;
        Some(
            self.offers
                .begins_at()
                .map_or(due, |begins_at| due.max(begins_at)),
        )
    }

    /// The next notice of each offer that somebody on duty has not had, with when it is due.
    fn rungs(&self) -> impl Iterator<Item = (Timestamp, NoticeWanted)> {
        let offers = self.board.open_orders().flat_map(|order| {
            let own = order.assignments.values();
            own.map(move |own| (order, own))
        });
        offers.filter_map(move |(order, own)| {
            let unit = self.board.units.get(&own.unit).filter(|unit| unit.on_duty)?;
            let ways = &unit.reaching.ways;
            let line = unit.answers(own.offered_at);
            let (at, channel) = ladder::next(order.kind, own, line, ways)?;
            Some((at, wanted(order, own, channel)?))
        })
    }
}

fn wanted(order: &domain::Order, own: &Assignment, channel: Channel) -> Option<NoticeWanted> {
    Some(NoticeWanted {
        unit: own.unit,
        order: order.id,
        assignment: own.id,
        kind: order.kind,
        notice: u16::try_from(own.notices.len()).ok()?,
        channel,
    })
}
