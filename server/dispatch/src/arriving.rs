//! Who has arrived.

use domain::order::{ByHand, Leg, OrderCommand};
use domain::{ArrivalDetector, ArrivalRule, AssignmentId, Fix, OrderId, OrderRefusal, Timestamp, UnitId};

use crate::{Answered, Dispatch, Refusal, Seat};

impl Dispatch {
    /// Somebody at a desk says on an officer's behalf that the unit is there.
    pub(crate) fn confirm_arrival(
        &mut self,
        now: Timestamp,
        by: Seat,
        order: OrderId,
        assignment: AssignmentId,
    ) -> Result<Answered, Refusal> {
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        if !known.is_open() {
            return Err(OrderRefusal::Ended.into());
        }
        let stands = known
            .assignments
            .get(&assignment)
            .is_some_and(|assignment| assignment.state.stands());
        if !stands {
            return Err(OrderRefusal::NotStanding.into());
        }
        let arrived = OrderCommand::MeetLeg {
            leg: Leg::Arrived,
            assignment,
            at: now,
            error_ms: 0,
            by_hand: Some(ByHand { by: Some(by.person) }),
        };
        self.command_open(now, order, arrived)
    }

    /// The hall looks too: a phone without our core sends fixes and leaves the judging to us.
    pub(crate) fn look_for_arrival(&mut self, now: Timestamp, unit: UnitId, fix: &Fix) {
        let taken: Vec<_> = self
            .board
            .open_orders()
            .filter_map(|order| {
                let own = order.assignment_of(unit)?;
                let rule = ArrivalRule::within(order.arrival_radius_m);
                let comes = own.state.is_taken() && order.awaits_detection(own);
                comes.then_some((order.id, order.place.at, rule, own.id))
            })
            .collect();
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known
            .arrivals
            .retain(|order, _| taken.iter().any(|(taken, ..)| taken == order));
        let mut arrived = Vec::new();
        for (order, at, rule, assignment) in taken {
            let detector = known
                .arrivals
                .entry(order)
                .or_insert_with(|| ArrivalDetector::new(rule, at));
            arrived.extend(detector.observe(fix).map(|arrival| (order, assignment, arrival)));
        }
        for (order, assignment, arrival) in arrived {
            let (leg, at, error_ms) = (Leg::Arrived, arrival.at, arrival.error_ms);
            // Refused only if it is known already, or the order ended in between.
            let _ = self.command(
                now,
                None,
                order,
                OrderCommand::MeetLeg {
                    leg,
                    assignment,
                    at,
                    error_ms,
                    by_hand: None,
                },
            );
        }
    }
}
