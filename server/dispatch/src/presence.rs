//! Whether units are there: on duty, connected, heard.

use std::time::Duration;

use domain::{CommandId, Timestamp, UnitId};

use crate::{Answered, Board, Dispatch, Output, Record, Refusal, ToldRefusal, UnitOnBoard};

/// The longest time that a shift may go on from when its end is said.
const LONGEST_SHIFT: Duration = Duration::from_hours(48);

impl Board {
    /// Whether the hall may reckon with a unit: it is on duty, and its officer is not in danger.
    pub(crate) fn may_be_sent(&self, unit: &UnitOnBoard) -> bool {
        unit.on_duty && !self.sos.contains_key(&unit.unit.id)
    }
}

impl UnitOnBoard {
    pub(crate) fn change_duty(
        &mut self,
        at: Timestamp,
        on_duty: bool,
        until: Option<Timestamp>,
        for_help: bool,
    ) {
        // A second press says nothing of duty; whatever else is said of it does.
        self.for_help_only = on_duty && for_help && (!self.on_duty || self.for_help_only);
        if self.on_duty != on_duty {
            self.on_duty_since = Some(at).filter(|_| on_duty);
        }
        self.on_duty = on_duty;
        self.shift_ends = until.filter(|_| on_duty);
        if !on_duty {
            self.fix = None;
            self.camera_request = None;
            self.datum_watch.forget();
            self.reaching = self.reaching.off_duty();
        }
    }
}

impl Dispatch {
    /// A phone says whether its officer is on duty. It knows no end of the shift: one that a desk gave stays.
    pub(crate) fn told_duty(
        &mut self,
        now: Timestamp,
        cause: CommandId,
        unit: UnitId,
        on_duty: bool,
    ) -> Result<(), ToldRefusal> {
        let known = self.board.units.get(&unit).ok_or(ToldRefusal::NoSuchUnit)?;
        if !on_duty && self.board.sos.contains_key(&unit) {
            return Err(ToldRefusal::SosOpen);
        }
        let changes = known.on_duty != on_duty;
        let was_asked = !on_duty && known.camera_asked().is_some();
        let until = known.shift_ends.filter(|_| on_duty);
        // It is noted even if it changes nothing: sent again, it would undo a later word.
        self.record(
            now,
            Some(cause),
            Record::DutyChanged {
                unit,
                on_duty,
                until,
                for_help: false,
            },
        );
        if was_asked {
            // The phone may have been told on this very line, before it said this.
            self.output(Output::SendCameraAsked { unit, asked: None });
        }
        if changes {
            self.show_unit(now, unit);
        }
        Ok(())
    }

    /// A desk puts a unit on duty, until a moment if it says so, or off duty.
    pub(crate) fn put_on_duty(
        &mut self,
        now: Timestamp,
        unit: UnitId,
        on_duty: bool,
        until: Option<Timestamp>,
    ) -> Result<Answered, Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        if !on_duty && self.board.sos.contains_key(&unit) {
            return Err(Refusal::SosOpen);
        }
        match until {
            Some(_) if !on_duty => return Err(Refusal::NoShift),
            Some(end) if end <= now => return Err(Refusal::ShiftOver),
            Some(end) if end > now.after(LONGEST_SHIFT) => return Err(Refusal::ShiftTooLong),
            _ => {}
        }
        let turns = known.on_duty != on_duty;
        if turns || known.shift_ends != until {
            self.record(
                now,
                None,
                Record::DutyChanged {
                    unit,
                    on_duty,
                    until,
                    for_help: false,
                },
            );
            self.show_unit(now, unit);
        }
        if turns {
            // The phone did not say so itself: it learns it when it comes back.
            self.output(Output::HangUp { unit });
        }
        Ok(Answered::Done)
    }

    /// Tells a phone how things stand that said a word on duty again: a later word may have been lost with its disk.
    pub(crate) fn send_duty(&mut self, unit: UnitId) {
        if let Some(known) = self.board.units.get(&unit) {
            let on_duty = known.on_duty;
            self.output(Output::SendDuty { unit, on_duty });
        }
    }

    pub(crate) fn unit_connected(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.heard(now);
        known.connected = true;
        self.offers.happened();
        let on_duty = known.on_duty;
        let camera_asked = known.camera_asked().cloned();
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
            camera_asked,
            orders,
        });
        self.begin_probing(now, unit);
        self.show_unit(now, unit);
    }

    pub(crate) fn unit_gone(&mut self, unit: UnitId) {
        if let Some(known) = self.board.units.get_mut(&unit) {
            known.connected = false;
        }
    }

    pub(crate) fn unit_heard(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        known.heard(now);
        if known.shown_unreachable {
            self.offers.happened();
            self.show_unit(now, unit);
        }
        self.review(now, unit);
    }
}
