//! How a phone was told of an offer.

use super::{AssignmentState, Order, OrderEvent, OrderRefusal};
use crate::order::{Channel, NoticeGiven, NoticeHeard, NoticeOutcome};
use crate::{AssignmentId, Timestamp};

impl Order {
    /// Whoever has the offer, or has rung, is left alone.
    pub(super) fn decide_notice(
        &self,
        at: Timestamp,
        assignment: AssignmentId,
        channel: Channel,
    ) -> Result<OrderEvent, OrderRefusal> {
        let own = self.standing(assignment)?;
        self.open()?;
        if own.state != AssignmentState::Offered || own.rang() {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::NoticeGiven(NoticeGiven {
            assignment,
            channel,
            at,
        }))
    }

    pub(super) fn decide_hearing(
        &self,
        at: Timestamp,
        assignment: AssignmentId,
        notice: u16,
        outcome: NoticeOutcome,
    ) -> Result<OrderEvent, OrderRefusal> {
        let own = self.assignment(assignment)?;
        match own.learns_of_notice(notice, outcome) {
            None => Err(OrderRefusal::NoSuchNotice),
            Some(false) => Err(OrderRefusal::AlreadySo),
            Some(true) => Ok(OrderEvent::NoticeHeard(NoticeHeard {
                assignment,
                notice,
                outcome,
                at,
            })),
        }
    }
}
