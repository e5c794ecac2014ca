//! What happens in a drill, one thing after another.

use std::time::Duration;

use domain::{IncidentId, OrderId};
use field_unit::{Disconnection, Input};
use protocol::{ToHall, ToUnit};

use super::truth::Crossing;
use super::{Drill, FINISHING, HEALING, Stage, hours};

/// Phones are switched on evenly over this time.
const SWITCHING_ON: Duration = Duration::from_mins(1);

/// Something that happens; `usize` is a unit's place in the list.
#[derive(Debug)]
pub(super) enum Happening {
    /// Somebody calls.
    Call(usize),
    /// The seat sends the order for a call.
    Send(usize, IncidentId),
    /// The seat closes an order that is done.
    Close(OrderId),
    /// The seat calls off an order that nobody has reached.
    GiveUp(OrderId),
    /// Another minute has passed.
    Minute,
    /// The phone wants to be woken.
    Wake(usize),
    /// The receiver measures.
    Measure(usize),
    /// The officer does something.
    Act(usize),
    /// The officer crosses the radius of an order.
    Cross(usize, Crossing),
    /// A message reaches the hall over a socket.
    Up(usize, u32, Box<ToHall>),
    /// A message reaches the phone over a socket.
    Down(usize, u32, Box<ToUnit>),
    /// A socket is open.
    Opened(usize, u32),
    /// A socket did not open, or broke.
    Broke(usize, u32),
    /// The net goes away.
    Cut(usize),
    /// The phone goes dead.
    Die(usize),
    /// The phone is switched on.
    SwitchOn(usize),
    /// The officer goes on duty.
    Begin(usize),
    /// The shift is over.
    End(usize),
    /// The picture is there.
    Picture(usize),
}

impl Drill {
    pub(super) fn begin(&mut self) {
        let now = self.now;
        for (number, call) in self.calls.iter().enumerate() {
            self.queue.put(call.at, Happening::Call(number));
        }
        let all = u32::try_from(self.units.len().max(1)).unwrap_or(u32::MAX);
        for (place, unit) in self.units.iter_mut().enumerate() {
            let turn = SWITCHING_ON / all * u32::try_from(place).unwrap_or_default();
            let on_at = now.after(turn);
            self.queue.put(on_at, Happening::SwitchOn(place));
            self.queue
                .put(on_at.after(Duration::from_secs(5)), Happening::Begin(place));
            self.queue.put(unit.net.next_cut(on_at), Happening::Cut(place));
            self.queue
                .put(unit.next_death(&self.around.world, on_at), Happening::Die(place));
            let shift = unit.first_shift(&self.around.world);
            self.queue.put(on_at.after(shift), Happening::End(place));
        }
        self.queue
            .put(now.after(Duration::from_mins(1)), Happening::Minute);
    }

    pub(super) fn happens(&mut self, happening: Happening) {
        let now = self.now;
        match happening {
            Happening::Call(number) => self.call(number),
            Happening::Send(number, incident) => self.send(number, incident),
            Happening::Close(order) => {
                let effects = self.hall.close(now, order);
                self.carry(effects);
            }
            Happening::GiveUp(order) => {
                let effects = self.hall.give_up(now, order);
                self.carry(effects);
            }
            Happening::Minute => self.minute(),
            Happening::Wake(place) => self.wake(place),
            Happening::Measure(place) => self.measure(place),
            Happening::Act(place) => self.act(place),
            Happening::Cross(place, crossing) => self.cross(place, crossing),
            Happening::Up(place, socket, message) => {
                if self.is_socket(place, socket) {
                    let effects = self.hall.hear(now, place, *message);
                    self.carry(effects);
                }
            }
            Happening::Down(place, socket, message) => {
                if self.is_socket(place, socket) {
                    self.heard(place, *message);
                }
            }
            Happening::Opened(place, socket) => {
                if self.is_socket(place, socket) {
                    if let Some(unit) = self.units.get_mut(place) {
                        unit.net.is_open = true;
                    }
                    self.hand_to_phone(place, Input::Connected);
                }
            }
            Happening::Broke(place, socket) => {
                if self.is_socket(place, socket) {
                    self.hand_to_phone(place, Input::Disconnected(Disconnection::Lost));
                }
            }
            Happening::Cut(place) => self.cut(place),
            Happening::Die(place) => self.die(place),
            Happening::SwitchOn(place) => self.switch_on(place),
            Happening::Begin(place) => self.begin_shift(place),
            Happening::End(place) => self.end_shift(place),
            Happening::Picture(place) => self.picture(place),
        }
    }

    fn call(&mut self, number: usize) {
        let Some(call) = self.calls.get(number) else {
            return;
        };
        let (incident, effects) = self.hall.raise(self.now, call);
        self.queue
            .put(self.now.after(call.intake), Happening::Send(number, incident));
        self.carry(effects);
    }

    fn send(&mut self, number: usize, incident: IncidentId) {
        let Some(call) = self.calls.get(number) else {
            return;
        };
        let named = u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        let (order, effects) = self.hall.send(self.now, named, call, Some(incident));
        self.remember_positions(order);
        let given_up = Duration::from_secs_f64(self.around.world.incidents.given_up_after_min * 60.0);
        self.queue.put(self.now.after(given_up), Happening::GiveUp(order));
        self.carry(effects);
    }

    fn minute(&mut self) {
        self.hall.minute(self.now);
        let given_up = hours(self.around.world.incidents.given_up_after_min / 60.0);
        let last = self.calls_end.after(given_up).after(FINISHING);
        match self.stage {
            Stage::Working
                if self.now >= self.calls_end && (!self.hall.has_open_order() || self.now >= last) =>
            {
                self.heal();
            }
            Stage::Healing(until) if self.now >= until.after(HEALING) => self.finish(),
            Stage::Healing(until) if self.now >= until && self.all_is_told() => self.finish(),
            _ => {}
        }
        self.queue
            .put(self.now.after(Duration::from_mins(1)), Happening::Minute);
    }

    /// Gives everybody a net and a phone that is on, so that what waits can be told.
    pub(super) fn heal(&mut self) {
        self.stage = Stage::Healing(self.now.after(HEALING));
        for place in 0..self.units.len() {
            if let Some(unit) = self.units.get_mut(place) {
                unit.net.heal(self.now);
            }
            self.queue.put(self.now, Happening::SwitchOn(place));
        }
    }

    /// Whether no phone holds anything that the hall has yet to hear of.
    fn all_is_told(&self) -> bool {
        self.units.iter().all(|unit| unit.phone.facts_waiting() == 0)
    }

    fn finish(&mut self) {
        self.stage = Stage::Over;
        for place in 0..self.units.len() {
            let waiting = self.units.get(place).map_or(0, |unit| unit.phone.facts_waiting());
            for _ in 0..waiting {
                self.lost(place);
            }
        }
        self.tell_the_impossible();
    }
}
