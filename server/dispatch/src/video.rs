//! What live pictures mean for orders.

use domain::order::{Leg, OrderCommand};
use domain::{AssignmentId, OrderId, Timestamp, UnitId};

use crate::Dispatch;

impl Dispatch {
    pub(crate) fn video_started(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.live = true;
        self.show_unit(now, unit);
        self.camera_came(now, unit);
        let taken: Vec<_> = self
            .board
            .open_orders()
            .filter_map(|order| order.assignment_of(unit).map(|assignment| (order.id, assignment)))
            .filter(|(_, assignment)| assignment.state.is_taken())
            .map(|(order, assignment)| (order, assignment.id))
            .collect();
        for (order, assignment) in taken {
            self.on_video(now, order, assignment);
        }
    }

    pub(crate) fn video_stopped(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.live = false;
        self.show_unit(now, unit);
    }

    /// A unit that takes an open order while it is live is on video at once.
    pub(crate) fn already_live(
        &mut self,
        now: Timestamp,
        unit: UnitId,
        order: OrderId,
        assignment: AssignmentId,
    ) {
        let stands = self.board.orders.get(&order).is_some_and(|order| {
            order.is_open() && order.assignment_of(unit).is_some_and(|own| own.id == assignment)
        });
        if stands && self.board.units.get(&unit).is_some_and(|unit| unit.live) {
            self.on_video(now, order, assignment);
        }
    }

    fn on_video(&mut self, now: Timestamp, order: OrderId, assignment: AssignmentId) {
        // Refused only if the leg is met already.
        let _ = self.command(
            now,
            None,
            order,
            OrderCommand::MeetLeg {
                leg: Leg::OnVideo,
                assignment,
                at: now,
                error_ms: 0,
                by_hand: None,
            },
        );
    }
}
