//! What happened to an order.
//!
//! Events are what the hall's log keeps; an order is the fold of its events.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    Addressee, Assignment, AssignmentState, ChecklistItem, Choice, DeclineReason, Escalation, Explanation,
    ItemTicked, Leg, Message, MessagesRead, Moment, NoticeGiven, NoticeHeard, Order, OrderKind, OrderStatus,
    PassedOn, Receiver, Report, Stamp,
};
use crate::{AssignmentId, IncidentId, LatLon, OrderId, PersonId, Place, Timestamp, TownId, UnitId};

/// Something that happened to one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrderEvent {
    /// It came to be.
    Sent(OrderSent),
    /// A unit was asked. Unless the order is a team's, whoever was asked before is not any more.
    Offered {
        /// The new assignment.
        assignment: AssignmentId,
        /// The unit asked.
        unit: UnitId,
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
        /// Why this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choice: Option<Choice>,
    },
    /// So many units are to go from now on.
    Wanted {
        /// How many.
        units: u8,
        /// When.
        at: Timestamp,
        /// Who said so.
        by: PersonId,
    },
    /// A phone was told of its offer beside the line that its app holds.
    NoticeGiven(NoticeGiven),
    /// Something was heard of that.
    NoticeHeard(NoticeHeard),
    /// An addressee has it.
    Received {
        /// Which addressee.
        receiver: Receiver,
        /// When.
        when: Moment,
    },
    /// The officer said yes.
    Accepted {
        /// Whose assignment.
        assignment: AssignmentId,
        /// When.
        when: Moment,
    },
    /// The officer said no.
    Declined {
        /// Whose assignment.
        assignment: AssignmentId,
        /// When.
        when: Moment,
        /// Why.
        reason: DeclineReason,
    },
    /// The hall took an assignment back.
    Withdrawn {
        /// Whose assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
    /// The officer set off.
    SetOff {
        /// Whose assignment.
        assignment: AssignmentId,
        /// When.
        when: Moment,
    },
    /// A leg of the promise was met, or turns out to have been met earlier than known: for the order, or by one
    /// more of its units.
    LegMet {
        /// Which leg.
        leg: Leg,
        /// When, by whom.
        stamp: Stamp,
        /// Whose assignment; none in logs of a time that kept no stamps of each unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignment: Option<AssignmentId>,
    },
    /// A unit was where a leg would have been met, but its part in the order was over.
    LegMetAside {
        /// Whose assignment.
        assignment: AssignmentId,
        /// Which leg.
        leg: Leg,
        /// When.
        stamp: Stamp,
    },
    /// An officer reported, which also meets that leg.
    Reported(Report),
    /// An officer reported whose part in the order was over, which meets no leg.
    ReportedAside(Report),
    /// Somebody ticked an item of its checklist, or took the tick back.
    ItemTicked(ItemTicked),
    /// Somebody wrote a message on it.
    Messaged(Message),
    /// Somebody read messages on it.
    MessagesRead(MessagesRead),
    /// The limit was up with the leg not met, as far as known.
    Breached {
        /// Which leg.
        leg: Leg,
        /// When the hall declared it.
        at: Timestamp,
    },
    /// Somebody said why the limit was missed; the last word counts.
    BreachExplained {
        /// By which leg.
        leg: Leg,
        /// Why.
        explanation: Explanation,
    },
    /// The town's desk no longer decides alone who goes.
    PassedOn(PassedOn),
    /// The place to be at is another by now: whoever is to be helped moves.
    PlaceMoved {
        /// Where it is.
        to: LatLon,
        /// When the hall learnt of it.
        at: Timestamp,
    },
    /// Somebody further up was told that it is in trouble.
    Escalated(Escalation),
    /// It ended.
    Ended(OrderStatus),
}

/// An order as somebody gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderSent {
    /// Its identity.
    pub order: OrderId,
    /// What kind of errand it is.
    pub kind: OrderKind,
    /// How long the three legs may take; none if they may take for ever.
    pub limit: Option<Duration>,
    /// The incident it answers, if any.
    pub incident: Option<IncidentId>,
    /// Where somebody is to be.
    pub place: Place,
    /// Within so many metres of it a unit counts as there.
    #[serde(default = "super::usual_arrival_radius_m")]
    pub arrival_radius_m: f64,
    /// Who is asked.
    pub addressee: Addressee,
    /// What else the dispatcher said.
    pub note: String,
    /// What its units see to at the scene; nothing in logs of a time before checklists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<ChecklistItem>,
    /// Who sent it.
    pub by: PersonId,
    /// The town whose desk sent it; none if the district did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_town: Option<TownId>,
    /// When.
    pub at: Timestamp,
}

impl Order {
    /// Folds an event in. Events come from [`Order::decide`] or from the log, in sequence.
    pub fn apply(&mut self, event: &OrderEvent) {
        match event {
            OrderEvent::Sent(_) => {}
            OrderEvent::Offered {
                assignment,
                unit,
                at,
                by: _,
                choice,
            } => self.offer(*assignment, *unit, *at, choice.clone()),
            OrderEvent::Wanted { units, at: _, by: _ } => self.wanted = Some(*units),
            OrderEvent::NoticeGiven(given) => self.change(given.assignment, |a| a.notice(given)),
            OrderEvent::NoticeHeard(heard) => self.change(heard.assignment, |a| a.hear_of_notice(heard)),
            OrderEvent::Received { receiver, when } => self.receive(*receiver, *when),
            OrderEvent::Accepted { assignment, when } => self.change(*assignment, |a| {
                a.state = AssignmentState::Accepted;
                a.answered = Some(*when);
            }),
            OrderEvent::Declined {
                assignment,
                when,
                reason,
            } => self.change(*assignment, |a| {
                a.state = AssignmentState::Declined;
                a.answered = Some(*when);
                a.declined_because = Some(*reason);
            }),
            OrderEvent::Withdrawn {
                assignment,
                at,
                by: _,
            } => self.change(*assignment, |a| withdraw(a, *at)),
            OrderEvent::SetOff { assignment, when } => self.change(*assignment, |a| {
                if a.state.stands() {
                    a.state = AssignmentState::UnderWay;
                }
                a.under_way = Some(*when);
            }),
            OrderEvent::LegMet {
                leg,
                stamp,
                assignment,
            } => self.meet(*leg, *stamp, *assignment),
            OrderEvent::LegMetAside {
                assignment,
                leg,
                stamp,
            } => self.aside.entry(*assignment).or_default().meet(*leg, *stamp),
            OrderEvent::Reported(report) => {
                self.reports.push(report.clone());
                self.meet(Leg::Reported, Stamp::from(report), None);
            }
            OrderEvent::ReportedAside(report) => self.reports.push(report.clone()),
            OrderEvent::ItemTicked(ticked) => self.tick(ticked),
            OrderEvent::Messaged(message) => self.messages.push(message.clone()),
            OrderEvent::MessagesRead(read) => self.mark_read(read),
            OrderEvent::Breached { leg, at } => self.legs.declare_breach(*leg, *at),
            OrderEvent::BreachExplained { leg, explanation } => self.legs.explain(*leg, explanation.clone()),
            OrderEvent::PassedOn(passed_on) => self.passed_on = Some(*passed_on),
            OrderEvent::PlaceMoved { to, at: _ } => self.place.at = *to,
            OrderEvent::Escalated(escalation) => self.escalations.push(*escalation),
            OrderEvent::Ended(status) => self.status = status.clone(),
        }
    }

    fn offer(&mut self, id: AssignmentId, unit: UnitId, at: Timestamp, choice: Option<Choice>) {
        let team = self.is_team();
        for other in self.assignments.values_mut() {
            if other.state.stands() && (!team || other.unit == unit) {
                withdraw(other, at);
            }
        }
        self.assignments
            .insert(id, Assignment::offered(id, unit, at, choice));
    }

    fn receive(&mut self, receiver: Receiver, when: Moment) {
        self.clock.received(when.at);
        self.legs
            .correct_breaches(self.clock.due_at(when.learnt_at), when.learnt_at);
        if let Receiver::Phone(assignment) = receiver {
            self.change(assignment, |a| {
                if a.state == AssignmentState::Offered {
                    a.state = AssignmentState::Delivered;
                }
                if a.delivered.is_none_or(|known| when.at < known.at) {
                    a.delivered = Some(when);
                }
            });
        }
    }

    fn meet(&mut self, leg: Leg, stamp: Stamp, assignment: Option<AssignmentId>) {
        let own = assignment.or_else(|| self.part_that_met(stamp));
        if let Some(own) = own.and_then(|id| self.assignments.get_mut(&id))
            && own.met.learns_from(leg, stamp)
        {
            own.met.meet(leg, stamp);
        }
        if self.legs.learns_from(leg, stamp) {
            self.legs.meet(leg, stamp);
            self.legs
                .correct_breaches(self.clock.due_at(stamp.learnt_at), stamp.learnt_at);
        }
    }

    fn change(&mut self, id: AssignmentId, change: impl FnOnce(&mut Assignment)) {
        if let Some(assignment) = self.assignments.get_mut(&id) {
            change(assignment);
        }
    }
}

fn withdraw(assignment: &mut Assignment, at: Timestamp) {
    assignment.state = AssignmentState::Withdrawn;
    assignment.withdrawn_at = Some(at);
}
