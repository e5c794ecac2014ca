//! What happens in a drill, one thing after another.

use std::time::Duration;

use dispatch::Input as HallInput;
use domain::{IncidentId, OrderId, Source, Timestamp};
use field_unit::{Disconnection, Input, Notice, Tap};
use protocol::{Outcome, ToHall, ToUnit, Told};

use super::hall::ToPhone;
use super::log::What;
use super::officer::{Act, Heard};
use super::phone::Effect;
use super::{Drill, FINISHING, HEALING, Stage, hours};

/// Opening a socket without a net fails after so long.
const NO_NET: Duration = Duration::from_secs(8);
/// From the camera being on to the picture in the hall.
const PICTURE: Duration = Duration::from_millis(1500);
/// The seat looks after orders that nobody holds.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A shift that ends in the middle of a task is looked at again.
const AFTER_THE_TASK: Duration = Duration::from_mins(1);
/// Phones are switched on evenly over this time.
const SWITCHING_ON: Duration = Duration::from_secs(60);

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
    /// The seat looks after its orders.
    Look,
    /// Another minute has passed.
    Minute,
    /// The phone wants to be woken.
    Wake(usize),
    /// The receiver measures.
    Measure(usize),
    /// The officer does something.
    Act(usize),
    /// The officer crosses an order's radius, inward or outward, unless the way was changed since.
    Cross(usize, u32, bool),
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
        self.queue.put(now.after(LOOK_EVERY), Happening::Look);
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
                self.to_phones(effects);
            }
            Happening::GiveUp(order) => {
                let effects = self.hall.give_up(now, order);
                self.to_phones(effects);
            }
            Happening::Look => {
                let effects = self.hall.chase(now);
                self.to_phones(effects);
                self.queue.put(now.after(LOOK_EVERY), Happening::Look);
            }
            Happening::Minute => self.minute(),
            Happening::Wake(place) => self.wake(place),
            Happening::Measure(place) => self.measure(place),
            Happening::Act(place) => self.act(place),
            Happening::Cross(place, turn, inward) => self.cross(place, turn, inward),
            Happening::Up(place, socket, message) => {
                if self.is_socket(place, socket) {
                    let effects = self.hall.hear(now, place, *message);
                    self.to_phones(effects);
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
                    self.to_phone(place, Input::Connected);
                }
            }
            Happening::Broke(place, socket) => {
                if self.is_socket(place, socket) {
                    self.to_phone(place, Input::Disconnected(Disconnection::Lost));
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
        self.to_phones(effects);
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
        self.to_phones(effects);
        let effects = self.hall.chase(self.now);
        self.to_phones(effects);
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
            Stage::Healing(until) if self.now >= until => self.finish(),
            _ => {}
        }
        self.queue
            .put(self.now.after(Duration::from_mins(1)), Happening::Minute);
    }

    /// Gives everybody a net and a phone that is on, so that what waits can be told.
    fn heal(&mut self) {
        self.stage = Stage::Healing(self.now.after(HEALING));
        for place in 0..self.units.len() {
            if let Some(unit) = self.units.get_mut(place) {
                unit.net.heal(self.now);
            }
            self.queue.put(self.now, Happening::SwitchOn(place));
        }
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

    fn wake(&mut self, place: usize) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.phone.wakes_at != Some(self.now) {
            return;
        }
        unit.phone.wakes_at = None;
        if unit.phone.poll_timeout().is_some_and(|due| due <= self.now) {
            self.to_phone(place, Input::Timeout);
        } else {
            self.schedule(place);
        }
    }

    fn measure(&mut self, place: usize) {
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
            if charge <= 0.0 {
                // Until the shift ends, nobody charges it.
                return self.go_dark(place);
            }
            measured = unit.receiver.measure(now, unit.officer.at(now), percent(charge));
        }
        unit.measures_at = Timestamp::MAX;
        if let Some(measured) = measured {
            self.to_phone(place, Input::FixMeasured(measured));
        }
        self.schedule(place);
    }

    fn act(&mut self, place: usize) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.acts_at != now || !unit.on_shift {
            return;
        }
        unit.acts_at = Timestamp::MAX;
        let phone_is_on = unit.phone.is_on();
        let acts = unit.officer.act(now, phone_is_on, &self.around);
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
                self.to_phone(place, Input::AcceptTapped { order });
            }
            Act::Decline(order, reason) => self.to_phone(place, Input::DeclineTapped { order, reason }),
            Act::TapUnderWay(order) => self.to_phone(place, Input::SetOffTapped { order }),
            Act::Live(on) => self.to_phone(place, Input::LiveTapped { on }),
            Act::Report(order) => {
                let (text, photo) = ("现场情况正常 All is well here".to_owned(), None);
                self.to_phone(place, Input::ReportWritten { order, text, photo });
            }
            Act::Done(order) => {
                let rng = &mut super::Stream::Seat.of(now.as_millis().unsigned_abs(), &[]);
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
    fn schedule(&mut self, place: usize) {
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

    /// Hands something to a phone and does what it then does.
    fn to_phone(&mut self, place: usize, input: Input) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let effects = unit.phone.handle(self.now, input);
        self.phone_did(place, effects);
    }

    fn phone_did(&mut self, place: usize, effects: Vec<Effect>) {
        let now = self.now;
        for effect in effects {
            let Some(unit) = self.units.get_mut(place) else {
                return;
            };
            match effect {
                Effect::Connect if unit.net.is_cut(now) => {
                    unit.net.close();
                    let socket = unit.net.socket;
                    self.queue.put(now.after(NO_NET), Happening::Broke(place, socket));
                }
                Effect::Connect => {
                    let at = unit.net.open(now);
                    let socket = unit.net.socket;
                    self.queue.put(at, Happening::Opened(place, socket));
                }
                Effect::Disconnect => unit.net.close(),
                Effect::Send(message) => {
                    if unit.net.is_open {
                        let (at, socket) = (unit.net.up(now), unit.net.socket);
                        self.queue
                            .put(at, Happening::Up(place, socket, Box::new(message)));
                    }
                }
                Effect::Notify(notice) => self.noticed(place, &notice),
                Effect::Kept(entry) => {
                    if let Told::Arrived { order, .. } = entry.told {
                        unit.arrived_at = Some(order);
                        if let Some(unit) = self.hall.unit(place) {
                            self.hall.journal.phone_arrived(now, order, unit, entry.at);
                        }
                    }
                }
            }
        }
        self.schedule(place);
    }

    fn noticed(&mut self, place: usize, notice: &Notice) {
        let now = self.now;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        match notice {
            Notice::OrderRang { order } => {
                let shown = unit
                    .phone
                    .machine()
                    .and_then(|machine| machine.orders().find(|shown| shown.order.id == *order));
                let Some(shown) = shown else { return };
                let heard = Heard {
                    order: *order,
                    number: self.hall.journal.order_number(*order),
                    place: shown.order.place.at,
                    kind: shown.order.kind,
                };
                unit.officer.hear(now, heard, &self.around);
            }
            Notice::OrderEnded { order }
            | Notice::OrderWithdrawn { order }
            | Notice::Refused {
                tap: Tap::Accept,
                order: Some(order),
                ..
            } => {
                unit.officer.forget(now, *order);
                unit.watched = unit.watched.filter(|(watched, ..)| watched != order);
                unit.acts_at = Timestamp::MAX;
                self.queue.put(now, Happening::Act(place));
                if let Some(unit) = self.units.get_mut(place) {
                    unit.acts_at = now;
                }
            }
            Notice::LiveChanged { on: true } => {
                let at = unit.net.down(now).after(PICTURE);
                self.queue.put(at, Happening::Picture(place));
            }
            Notice::LiveChanged { on: false } => self.picture_ends(place),
            _ => {}
        }
    }

    fn picture(&mut self, place: usize) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.phone.machine().is_some_and(field_unit::FieldUnit::is_live) && !unit.live {
            unit.live = true;
            if let Some(unit) = self.hall.unit(place) {
                let effects = self
                    .hall
                    .tell(self.now, HallInput::VideoStarted(Source::Unit(unit)));
                self.to_phones(effects);
            }
        }
    }

    fn picture_ends(&mut self, place: usize) {
        let was_live = self
            .units
            .get_mut(place)
            .is_some_and(|unit| std::mem::take(&mut unit.live));
        if let (true, Some(unit)) = (was_live, self.hall.unit(place)) {
            let effects = self
                .hall
                .tell(self.now, HallInput::VideoStopped(Source::Unit(unit)));
            self.to_phones(effects);
        }
    }

    /// A message of the hall's reached a phone.
    fn heard(&mut self, place: usize, message: ToUnit) {
        let is_on = self.units.get(place).is_some_and(|unit| unit.phone.is_on());
        if let (true, ToUnit::Answers { answers }) = (is_on, &message) {
            for answer in answers {
                if answer.outcome == Outcome::Taken && !self.hall.acknowledged(answer.id) {
                    self.lost(place);
                }
            }
        }
        self.to_phone(place, Input::MessageReceived(message));
    }

    fn lost(&mut self, place: usize) {
        let unit = number(place);
        self.hall.note(self.now, What::LostEvent { unit });
    }

    pub(super) fn to_phones(&mut self, effects: Vec<ToPhone>) {
        let now = self.now;
        for effect in effects {
            let (ToPhone::Send(place, _) | ToPhone::HangUp(place)) = &effect;
            let place = *place;
            let Some(unit) = self.units.get_mut(place).filter(|unit| unit.net.is_open) else {
                continue;
            };
            match effect {
                ToPhone::Send(_, message) => {
                    let (at, socket) = (unit.net.down(now), unit.net.socket);
                    self.queue
                        .put(at, Happening::Down(place, socket, Box::new(message)));
                }
                ToPhone::HangUp(_) => {
                    unit.net.close();
                    let (at, socket) = (unit.net.down(now), unit.net.socket);
                    self.queue.put(at, Happening::Broke(place, socket));
                }
            }
        }
    }

    fn is_socket(&self, place: usize, socket: u32) -> bool {
        self.units
            .get(place)
            .is_some_and(|unit| unit.net.socket == socket)
    }

    fn cut(&mut self, place: usize) {
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

    fn die(&mut self, place: usize) {
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

    fn go_dark(&mut self, place: usize) {
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

    fn switch_on(&mut self, place: usize) {
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

    fn begin_shift(&mut self, place: usize) {
        let now = self.now;
        if self.stage != Stage::Working {
            return;
        }
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        unit.on_shift = true;
        if !unit.phone.is_on() {
            // Nobody goes on duty with a dead phone.
            unit.on_shift = false;
            self.queue.put(now, Happening::SwitchOn(place));
            self.queue.put(now.after(AFTER_THE_TASK), Happening::Begin(place));
            return;
        }
        self.to_phone(place, Input::DutyTapped { on_duty: true });
    }

    fn end_shift(&mut self, place: usize) {
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
        self.to_phone(place, Input::DutyTapped { on_duty: false });
        if let Some(unit) = self.units.get_mut(place) {
            unit.relieve(&self.around.world, begins);
            unit.acts_at = Timestamp::MAX;
            unit.measures_at = Timestamp::MAX;
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
