//! What may happen to an order in trouble: passed on, moved, escalated, missed with a reason.

use crate::order::{
    Addressee, Escalation, EscalationLevel, Explanation, Leg, Order, OrderEvent, OrderRefusal, PassedOn,
    Trouble,
};
use crate::{LatLon, Timestamp};

impl Order {
    pub(super) fn decide_passing(&self, passed_on: PassedOn) -> Result<OrderEvent, OrderRefusal> {
        self.open()?;
        if !matches!(self.addressee, Addressee::Town(_)) {
            return Err(OrderRefusal::NoDesk);
        }
        if self.passed_on.is_some() {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::PassedOn(passed_on))
    }

    pub(super) fn decide_explanation(
        &self,
        leg: Leg,
        explanation: Explanation,
    ) -> Result<OrderEvent, OrderRefusal> {
        let breach = self.legs.breach(leg).ok_or(OrderRefusal::NotMissed)?;
        let same = |known: &Explanation| {
            Explanation {
                at: known.at,
                ..explanation.clone()
            } == *known
        };
        if breach.explained.as_ref().is_some_and(same) {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::BreachExplained { leg, explanation })
    }

    pub(super) fn decide_move(&self, now: Timestamp, to: LatLon) -> Result<OrderEvent, OrderRefusal> {
        self.open()?;
        if self.place.at == to {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::PlaceMoved { to, at: now })
    }

    pub(super) fn decide_escalation(&self, escalation: Escalation) -> Result<OrderEvent, OrderRefusal> {
        self.open()?;
        if !self.is_news(escalation.level, escalation.because) {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::Escalated(escalation))
    }

    /// Whether `level` is still to be told of this trouble. Each is told of one, and the leader of a breach besides:
    /// what only threatened may have come to nothing in their eyes.
    pub fn is_news(&self, level: EscalationLevel, because: Trouble) -> bool {
        let is_breach = |trouble| level == EscalationLevel::Leader && trouble == Trouble::Breached;
        let mut told = self.escalations.iter().filter(|known| known.level == level);
        !told.any(|known| is_breach(known.because) || !is_breach(because))
    }
}
