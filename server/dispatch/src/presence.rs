//! Whether units are there: on duty, connected, heard.

use domain::{CommandId, Timestamp, UnitId};

use crate::{Board, Dispatch, Output, Record, ToldRefusal, UnitOnBoard};

impl Board {
    /// Whether the hall may reckon with a unit: it is on duty, and its officer is not in danger.
    pub(crate) fn may_be_sent(&self, unit: &UnitOnBoard) -> bool {
        unit.on_duty && !self.sos.contains_key(&unit.unit.id)
    }
}

impl Dispatch {
    pub(crate) fn set_duty(
        &mut self,
        now: Timestamp,
        cause: Option<CommandId>,
        unit: UnitId,
        on_duty: bool,
    ) -> Result<(), ToldRefusal> {
        let known = self.board.units.get(&unit).ok_or(ToldRefusal::NoSuchUnit)?;
        let changes = known.on_duty != on_duty;
        if !on_duty && self.board.sos.contains_key(&unit) {
            return Err(ToldRefusal::SosOpen);
        }
        // A phone's word is noted even if it changes nothing: sent again, it would undo a later one.
        if changes || cause.is_some() {
            self.record(
                now,
                cause,
                Record::DutyChanged {
                    unit,
                    on_duty,
                    until: None,
                },
            );
        }
        if changes {
            self.show_unit(now, unit);
            // A phone that did not say so itself learns it when it comes back.
            if cause.is_none() {
                self.output(Output::HangUp { unit });
            }
        }
        Ok(())
    }

    pub(crate) fn unit_connected(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.heard_at = Some(now);
        self.offers.happened();
        let on_duty = known.on_duty;
        let own = |order: &&domain::Order| order.assignment_of(unit).is_some();
        let orders = self
            .board
            .open_orders()
            .filter(own)
            .map(|order| crate::orders::seen_by(unit, order))
            .collect();
        self.output(Output::SendOrders {
            unit,
            on_duty,
            sos: self.board.sos.contains_key(&unit),
            orders,
        });
        self.begin_probing(now, unit);
        self.show_unit(now, unit);
    }

    pub(crate) fn unit_heard(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.heard_at = Some(now);
        if known.shown_unreachable {
            self.offers.happened();
            self.show_unit(now, unit);
        }
        self.review(now, unit);
    }
}
