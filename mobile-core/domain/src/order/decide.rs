//! What may happen to an order next.
//!
//! A *request* may be refused. A *fact* happened, so it is refused only if it is no fact of this
//! order at all; what is known already answers [`OrderRefusal::AlreadySo`], which is how the same
//! command sent twice counts once. What a unit did after its part in the order was over is kept
//! aside: it is on record, but meets no leg.

use super::{
    Addressee, Assignment, AssignmentState, DeclineReason, Escalation, Explanation, Leg, Moment, Order,
    OrderCommand, OrderEvent, OrderRefusal, OrderStatus, PassedOn, Receiver, Report, Stamp,
};
use crate::{AssignmentId, Timestamp, UnitId};

mod checklist;
mod messages;
mod notices;
mod trouble;

impl Order {
    /// What `command` brings about at `now`, the hall's time of learning. Changes nothing.
    ///
    /// The times of facts are brought between sending and now: nothing was met before it was asked.
    #[expect(clippy::too_many_lines, reason = "a table of commands, one arm each")]
    pub fn decide(&self, now: Timestamp, command: OrderCommand) -> Result<OrderEvent, OrderRefusal> {
        match command {
            OrderCommand::Offer {
                assignment,
                unit,
                by,
                choice,
            } => {
                self.decide_offer(assignment, unit)?;
                Ok(OrderEvent::Offered {
                    assignment,
                    unit,
                    at: now,
                    by,
                    choice,
                })
            }
            OrderCommand::Want { units, by } => {
                self.open()?;
                if usize::from(units) == self.units_wanted() {
                    return Err(OrderRefusal::AlreadySo);
                }
                Ok(OrderEvent::Wanted { units, at: now, by })
            }
            OrderCommand::Withdraw { assignment, by } => {
                let standing = self.standing(assignment)?;
                self.open()?;
                Ok(OrderEvent::Withdrawn {
                    assignment: standing.id,
                    at: now,
                    by,
                })
            }
            OrderCommand::GiveNotice { assignment, channel } => self.decide_notice(now, assignment, channel),
            OrderCommand::HearOfNotice {
                assignment,
                notice,
                outcome,
            } => self.decide_hearing(now, assignment, notice, outcome),
            OrderCommand::Receive { receiver, at } => self.decide_receipt(receiver, self.moment(now, at)),
            OrderCommand::Accept { assignment, at } => self.decide_yes(assignment, self.moment(now, at)),
            OrderCommand::Decline {
                assignment,
                at,
                reason,
            } => self.decide_decline(assignment, self.moment(now, at), reason),
            OrderCommand::SetOff { assignment, at } => {
                self.decide_setting_off(assignment, self.moment(now, at))
            }
            OrderCommand::MeetLeg {
                leg,
                assignment,
                at,
                error_ms,
                by_hand,
            } => {
                let Moment {
                    at: met_at,
                    learnt_at,
                } = self.moment(now, at);
                let unit = self.assignment(assignment)?.unit;
                let stamp = Stamp {
                    met_at,
                    learnt_at,
                    error_ms,
                    unit,
                    by_hand,
                };
                self.decide_leg(assignment, leg, stamp)
            }
            OrderCommand::Report {
                id,
                assignment,
                at,
                error_ms,
                text,
                photo,
            } => {
                let Moment { at, learnt_at } = self.moment(now, at);
                let assignment = self.assignment(assignment)?;
                let report = Report {
                    id,
                    unit: assignment.unit,
                    at,
                    error_ms,
                    learnt_at,
                    text,
                    photo,
                };
                self.decide_report(assignment, report)
            }
            OrderCommand::CheckItem(checked) => self.decide_tick(now, checked),
            OrderCommand::Write(written) => self.decide_message(now, written),
            OrderCommand::Read(seen) => self.decide_reading(now, &seen),
            OrderCommand::DeclareBreach { leg } => self.decide_breach(now, leg),
            OrderCommand::ExplainBreach {
                leg,
                by,
                reason,
                note,
            } => {
                let explanation = Explanation {
                    by,
                    at: now,
                    reason,
                    note,
                };
                self.decide_explanation(leg, explanation)
            }
            OrderCommand::PassOn { by } => self.decide_passing(PassedOn { at: now, by }),
            OrderCommand::MovePlace { to } => self.decide_move(now, to),
            OrderCommand::Escalate { level, because } => self.decide_escalation(Escalation {
                level,
                because,
                at: now,
            }),
            OrderCommand::Close { by } => self
                .open()
                .map(|()| OrderEvent::Ended(OrderStatus::Closed { at: now, by })),
            OrderCommand::Cancel { by, reason } => self
                .open()
                .map(|()| OrderEvent::Ended(OrderStatus::Cancelled { at: now, by, reason })),
            OrderCommand::Expire => {
                self.open()?;
                if now < self.expires_at() {
                    return Err(OrderRefusal::TooEarly);
                }
                Ok(OrderEvent::Ended(OrderStatus::Expired { at: now }))
            }
        }
    }

    fn decide_offer(&self, assignment: AssignmentId, unit: UnitId) -> Result<(), OrderRefusal> {
        self.open()?;
        if self.assignments.contains_key(&assignment) || self.assignment_of(unit).is_some() {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(())
    }

    fn decide_yes(&self, assignment: AssignmentId, when: Moment) -> Result<OrderEvent, OrderRefusal> {
        if self.standing(assignment)?.state.is_taken() {
            return Err(OrderRefusal::AlreadySo);
        }
        self.open()?;
        Ok(OrderEvent::Accepted { assignment, when })
    }

    fn decide_setting_off(&self, assignment: AssignmentId, when: Moment) -> Result<OrderEvent, OrderRefusal> {
        if self.assignment(assignment)?.under_way.is_some() {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::SetOff { assignment, when })
    }

    fn decide_report(&self, assignment: &Assignment, report: Report) -> Result<OrderEvent, OrderRefusal> {
        if self.reports.iter().any(|known| known.id == report.id) {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(if assignment.stood_at(report.at) {
            OrderEvent::Reported(report)
        } else {
            OrderEvent::ReportedAside(report)
        })
    }

    fn decide_decline(
        &self,
        assignment: AssignmentId,
        when: Moment,
        reason: DeclineReason,
    ) -> Result<OrderEvent, OrderRefusal> {
        match self.assignment(assignment)?.state {
            AssignmentState::Declined => Err(OrderRefusal::AlreadySo),
            AssignmentState::Withdrawn => Err(OrderRefusal::NotStanding),
            AssignmentState::Accepted | AssignmentState::UnderWay => Err(OrderRefusal::Taken),
            AssignmentState::Offered | AssignmentState::Delivered => {
                self.open()?;
                Ok(OrderEvent::Declined {
                    assignment,
                    when,
                    reason,
                })
            }
        }
    }

    fn decide_receipt(&self, receiver: Receiver, when: Moment) -> Result<OrderEvent, OrderRefusal> {
        let earlier = self.clock.first_receipt.is_none_or(|known| when.at < known);
        match receiver {
            Receiver::Phone(assignment) => {
                let delivered = self.assignment(assignment)?.delivered;
                if delivered.is_some_and(|known| known.at <= when.at) && !earlier {
                    return Err(OrderRefusal::AlreadySo);
                }
            }
            Receiver::Desk(_) => {
                if !matches!(self.addressee, Addressee::Town(_)) {
                    return Err(OrderRefusal::NoDesk);
                }
                if !earlier {
                    return Err(OrderRefusal::AlreadySo);
                }
            }
        }
        Ok(OrderEvent::Received { receiver, when })
    }

    fn decide_leg(&self, id: AssignmentId, leg: Leg, stamp: Stamp) -> Result<OrderEvent, OrderRefusal> {
        let own = self.assignment(id)?;
        let counts = own.stood_at(stamp.met_at);
        let for_order = self.legs.learns_from(leg, stamp);
        let news = if counts {
            // A unit that comes after another is there all the same.
            for_order || own.met.learns_from(leg, stamp)
        } else {
            let aside = self.aside.get(&id);
            for_order && aside.is_none_or(|legs| legs.learns_from(leg, stamp))
        };
        if !news {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(if counts {
            OrderEvent::LegMet {
                leg,
                stamp,
                assignment: Some(id),
            }
        } else {
            OrderEvent::LegMetAside {
                assignment: id,
                leg,
                stamp,
            }
        })
    }

    fn decide_breach(&self, now: Timestamp, leg: Leg) -> Result<OrderEvent, OrderRefusal> {
        self.open()?;
        let due = self.clock.due_at(now).filter(|due| *due <= now);
        let due = due.ok_or(OrderRefusal::TooEarly)?;
        if !self.legs.misses(leg, due) {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::Breached { leg, at: now })
    }

    fn open(&self) -> Result<(), OrderRefusal> {
        if self.is_open() {
            Ok(())
        } else {
            Err(OrderRefusal::Ended)
        }
    }

    fn assignment(&self, id: AssignmentId) -> Result<&Assignment, OrderRefusal> {
        self.assignments.get(&id).ok_or(OrderRefusal::NoSuchAssignment)
    }

    fn standing(&self, id: AssignmentId) -> Result<&Assignment, OrderRefusal> {
        self.assignment(id).and_then(|a| {
            if a.state.stands() {
                Ok(a)
            } else {
                Err(OrderRefusal::NotStanding)
            }
        })
    }

    fn moment(&self, now: Timestamp, at: Timestamp) -> Moment {
        Moment {
            at: at.max(self.clock.sent_at).min(now),
            learnt_at: now,
        }
    }
}
