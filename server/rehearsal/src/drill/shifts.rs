//! How shifts begin and end, with the failing of phones and nets in between.

use std::time::Duration;

use domain::Timestamp;
use field_unit::Input;

use super::happening::Happening;
use super::{Drill, Stage, hours};

/// A shift that ends in the middle of a task is looked at again.
const AFTER_THE_TASK: Duration = Duration::from_mins(1);

impl Drill {
    pub(super) fn cut(&mut self, place: usize) {
        if self.stage != Stage::Working {
            return;
        }
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let back = unit.net.cut(self.now);
        let next = unit.net.next_cut(back);
        self.queue.put(next, Happening::Cut(place));
    }

    pub(super) fn die(&mut self, place: usize) {
        let world = &self.around.world;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let back = self.now.after(unit.dead_for(world));
        let next = unit.next_death(world, back);
        self.queue.put(back, Happening::SwitchOn(place));
        self.queue.put(next, Happening::Die(place));
        self.go_dark(place);
    }

    pub(super) fn go_dark(&mut self, place: usize) {
        if self.stage != Stage::Working {
            return;
        }
        if let Some(unit) = self.units.get_mut(place) {
            unit.phone.die();
            unit.net.close();
            unit.measures_at = Timestamp::MAX;
        }
        self.picture_ends(place);
    }

    pub(super) fn switch_on(&mut self, place: usize) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.phone.is_on() || (unit.charge_pct(now) <= 0.0 && self.stage == Stage::Working) {
            return;
        }
        let effects = unit.phone.switch_on(now);
        self.phone_did(place, effects);
    }

    pub(super) fn begin_shift(&mut self, place: usize) {
        let now = self.now;
        if self.stage != Stage::Working {
            return;
        }
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        // Nobody goes on duty with a dead phone.
        if !unit.phone.is_on() {
            self.queue.put(now, Happening::SwitchOn(place));
            self.queue.put(now.after(AFTER_THE_TASK), Happening::Begin(place));
            return;
        }
        unit.on_shift = true;
        self.hand_to_phone(place, Input::DutyTapped { on_duty: true });
    }

    pub(super) fn end_shift(&mut self, place: usize) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.officer.is_on_task() || !unit.on_shift {
            self.queue.put(now.after(AFTER_THE_TASK), Happening::End(place));
            return;
        }
        unit.on_shift = false;
        let officers = &self.around.world.officers;
        let begins = now.after(hours(officers.handover_min / 60.0));
        self.queue.put(begins, Happening::Begin(place));
        self.queue
            .put(begins.after(hours(officers.shift_h)), Happening::End(place));
        self.hand_to_phone(place, Input::DutyTapped { on_duty: false });
        self.goes_home(place);
        if let Some(unit) = self.units.get_mut(place) {
            unit.relieve(&self.around.world, begins);
            unit.acts_at = Timestamp::MAX;
            unit.measures_at = Timestamp::MAX;
        }
    }
}
