//! What goes between officers, their phones and the hall.

use std::time::Duration;

use dispatch::Input as HallInput;
use domain::{Source, Timestamp};
use field_unit::{FieldUnit, Input, Notice, Tap};
use protocol::{Outcome, ToUnit, Told};

use super::Drill;
use super::hall::ToPhone;
use super::happening::Happening;
use super::living::number;
use super::log::What;
use super::officer::Heard;
use super::phone::Effect;

/// Opening a socket without a net fails after so long.
const NO_NET: Duration = Duration::from_secs(8);
/// From the camera being on to the picture in the hall.
const PICTURE: Duration = Duration::from_millis(1500);

impl Drill {
    pub(super) fn wake(&mut self, place: usize) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.phone.wakes_at != Some(self.now) {
            return;
        }
        unit.phone.wakes_at = None;
        if unit.phone.poll_timeout().is_some_and(|due| due <= self.now) {
            self.hand_to_phone(place, Input::Timeout);
        } else {
            self.schedule(place);
        }
    }

    /// Hands something to a phone and does what it then does.
    pub(super) fn hand_to_phone(&mut self, place: usize, input: Input) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let effects = unit.phone.handle(self.now, input);
        self.phone_did(place, effects);
    }

    pub(super) fn phone_did(&mut self, place: usize, effects: Vec<Effect>) {
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
                        let mut watched = unit.watched.iter_mut();
                        if let Some(watched) = watched.find(|watched| watched.order == order) {
                            watched.noticed = true;
                        }
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
                // Whoever is there still leaves some time.
                unit.watched
                    .retain(|watched| watched.order != *order || watched.inside);
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

    pub(super) fn picture(&mut self, place: usize) {
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        if unit.phone.machine().is_some_and(FieldUnit::is_live) && !unit.live {
            unit.live = true;
            if let Some(unit) = self.hall.unit(place) {
                let effects = self
                    .hall
                    .tell(self.now, HallInput::VideoStarted(Source::Unit(unit)));
                self.carry(effects);
            }
        }
    }

    pub(super) fn picture_ends(&mut self, place: usize) {
        let was_live = self
            .units
            .get_mut(place)
            .is_some_and(|unit| std::mem::take(&mut unit.live));
        if let (true, Some(unit)) = (was_live, self.hall.unit(place)) {
            let effects = self
                .hall
                .tell(self.now, HallInput::VideoStopped(Source::Unit(unit)));
            self.carry(effects);
        }
    }

    /// A message of the hall's reached a phone.
    pub(super) fn heard(&mut self, place: usize, message: ToUnit) {
        let is_on = self.units.get(place).is_some_and(|unit| unit.phone.is_on());
        if let (true, ToUnit::Answers { answers }) = (is_on, &message) {
            for answer in answers {
                if answer.outcome == Outcome::Taken && !self.hall.acknowledged(answer.id) {
                    self.lost(place);
                }
            }
        }
        self.hand_to_phone(place, Input::MessageReceived(message));
    }

    pub(super) fn lost(&mut self, place: usize) {
        let unit = number(place);
        self.hall.note(self.now, What::LostEvent { unit });
    }

    pub(super) fn carry(&mut self, effects: Vec<ToPhone>) {
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

    pub(super) fn is_socket(&self, place: usize, socket: u32) -> bool {
        self.units
            .get(place)
            .is_some_and(|unit| unit.net.socket == socket)
    }
}
