//! What officers do and what their phones measure meanwhile.

use std::time::Duration;

use domain::Timestamp;
use field_unit::Input;

use super::happening::Happening;
use super::log::What;
use super::officer::Act;
use super::streams::Stream;
use super::{Drill, Stage};

impl Drill {
    pub(super) fn measure(&mut self, place: usize) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.measures_at != now {
            return;
        }
        let mut measured = None;
        if unit.on_shift && unit.phone.is_on() {
            let charge = unit.charge_pct(now);
            // Until the shift ends, nobody charges it; at the end of the drill everybody does.
            if charge <= 0.0 && self.stage == Stage::Working {
                return self.go_dark(place);
            }
            measured = unit.receiver.measure(now, unit.officer.at(now), percent(charge));
        }
        unit.measures_at = Timestamp::MAX;
        if let Some(measured) = measured {
            self.hand_to_phone(place, Input::FixMeasured(measured));
        }
        self.schedule(place);
    }

    pub(super) fn act(&mut self, place: usize) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.acts_at != now || !unit.on_shift {
            return;
        }
        unit.acts_at = Timestamp::MAX;
        let phone_is_on = unit.phone.is_on();
        let task = unit.officer.task();
        let seat_waits = task.is_some_and(|(order, _)| self.hall.misses_a_leg(order));
        let acts = unit.officer.act(now, phone_is_on, seat_waits, &self.around);
        for act in acts {
            self.acted(place, act);
        }
        self.schedule(place);
    }

    fn acted(&mut self, place: usize, act: Act) {
        let now = self.now;
        match act {
            Act::Accept(order) => {
                self.watch(place, order);
                self.hand_to_phone(place, Input::AcceptTapped { order });
            }
            Act::Decline(order, reason) => self.hand_to_phone(place, Input::DeclineTapped { order, reason }),
            Act::TapUnderWay(order) => self.hand_to_phone(place, Input::SetOffTapped { order }),
            Act::Live(on) => self.hand_to_phone(place, Input::LiveTapped { on }),
            Act::Report(order) => {
                let (text, photo) = ("现场情况正常 All is well here".to_owned(), None);
                self.hand_to_phone(place, Input::ReportWritten { order, text, photo });
            }
            Act::Done(order) => {
                let number = u64::from(self.hall.journal.order_number(order));
                let rng = &mut Stream::Seat.of(self.seed, &[number]);
                let closing = self.around.world.seat.closing.draw(rng);
                self.queue.put(now.after(closing), Happening::Close(order));
            }
            Act::Moves(order, metres) => {
                let order = self.hall.journal.order_number(order);
                let (unit, km) = (number(place), metres / 1000.0);
                self.hall.note(now, What::Move { order, unit, km });
            }
            Act::Turns => self.turned(place),
        }
    }

    /// Wakes phone, receiver and officer no later than they need.
    pub(super) fn schedule(&mut self, place: usize) {
        let now = self.now;
        let receiver = &self.around.world.receiver;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if let Some(due) = unit.phone.poll_timeout() {
            let due = due.max(now);
            if unit.phone.wakes_at.is_none_or(|at| due < at) {
                unit.phone.wakes_at = Some(due);
                self.queue.put(due, Happening::Wake(place));
            }
        }
        if !unit.on_shift {
            return;
        }
        let every = if unit.measures_often(now) {
            receiver.moving_every_s
        } else {
            receiver.still_every_s
        };
        let measures_at = now.after(Duration::from_secs_f64(every));
        if measures_at < unit.measures_at {
            unit.measures_at = measures_at;
            self.queue.put(measures_at, Happening::Measure(place));
        }
        let acts_at = unit.officer.wakes_at().max(now);
        if acts_at < unit.acts_at {
            unit.acts_at = acts_at;
            self.queue.put(acts_at, Happening::Act(place));
        }
    }
}

/// What a unit at this place of the list is called.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)
}

fn percent(charge: f64) -> u8 {
    (0..=100)
        .rev()
        .find(|&whole| f64::from(whole) <= charge)
        .unwrap_or(0)
}
