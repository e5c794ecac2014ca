//! The lines between the hall and its phones, with what is under way on them.

use std::collections::VecDeque;

use crate::{Input, UnitTold};
use domain::UnitId;
use field_unit::{Disconnection, Input as PhoneInput};
use protocol::{Entry, ToHall, ToUnit, Told};
use rand::RngExt;

use super::{Net, UNITS, unit};

impl Net {
    /// Some words come to where they were going.
    pub(in crate::races) fn deliver_some(&mut self) {
        for _ in 0..self.random.random_range(2..16) {
            let phone = self.random.random_range(0..UNITS);
            if self.random.random_bool(0.5) {
                self.deliver_to_phone(phone);
            } else if !self.to_hall.is_empty() {
                let place = self.random.random_range(0..self.to_hall.len());
                let serial = *self.to_hall.keys().nth(place).unwrap();
                self.deliver_to_hall(serial);
            }
        }
    }

    /// Mends everything, and lets it run until nothing is under way.
    pub(in crate::races) fn quiet(&mut self) {
        for phone in 0..UNITS {
            self.mend(phone);
        }
        for _ in 0..400 {
            let waiting = self.phones.iter().any(|phone| {
                phone.machine.waiting() > 0 || phone.socket.as_ref().is_none_or(|(_, said)| !said.is_empty())
            });
            if !waiting && self.to_hall.values().all(|(_, said)| said.is_empty()) {
                return;
            }
            let serials: Vec<_> = self.to_hall.keys().copied().collect();
            for serial in serials {
                self.deliver_to_hall(serial);
            }
            for phone in 0..UNITS {
                self.deliver_to_phone(phone);
            }
            self.pass(200);
        }
        panic!("it never comes to rest");
    }

    /// The phone loses the net; what it said may come all the same.
    pub(in crate::races) fn cut(&mut self, phone: usize) {
        self.phones[phone].net = false;
        self.hang_up(phone);
    }

    pub(in crate::races) fn mend(&mut self, phone: usize) {
        self.phones[phone].net = true;
        if self.phones[phone].calling {
            self.connect(phone);
        }
    }

    pub(super) fn hang_up(&mut self, phone: usize) {
        if self.phones[phone].socket.take().is_some() {
            self.tap(phone, PhoneInput::Disconnected(Disconnection::Lost));
        }
    }

    pub(super) fn connect(&mut self, phone: usize) {
        self.serial += 1;
        self.phones[phone].calling = false;
        self.phones[phone].socket = Some((self.serial, VecDeque::new()));
        self.to_hall.insert(self.serial, (phone, VecDeque::new()));
        self.tap(phone, PhoneInput::Connected);
    }

    fn deliver_to_phone(&mut self, phone: usize) {
        let socket = self.phones[phone].socket.as_mut();
        if let Some(message) = socket.and_then(|(_, said)| said.pop_front()) {
            self.tap(phone, PhoneInput::MessageReceived(message));
        }
    }

    fn deliver_to_hall(&mut self, serial: u64) {
        let Some((phone, said)) = self.to_hall.get_mut(&serial) else {
            return;
        };
        let phone = *phone;
        let Some(message) = said.pop_front() else {
            let broken = self.phones[phone]
                .socket
                .as_ref()
                .is_none_or(|(own, _)| *own != serial);
            if broken {
                self.to_hall.remove(&serial);
            }
            return;
        };
        if matches!(message, ToHall::Submit { .. }) && self.random.random_bool(0.1) {
            // It comes again, later.
            said.push_back(message.clone());
        }
        self.hear(phone, serial, message);
    }

    fn hear(&mut self, phone: usize, serial: u64, message: ToHall) {
        let unit = unit(phone as u64 + 1);
        match message {
            ToHall::Hello { .. } => {
                // A hello that comes late does not take the word from a newer connection.
                if self.lines.get(&unit).is_none_or(|known| *known < serial) {
                    self.lines.insert(unit, serial);
                    self.input(Input::UnitConnected(unit));
                }
            }
            ToHall::AskTime { asked_at } => {
                let hall_time = self.now;
                self.say(unit, ToUnit::Time { asked_at, hall_time });
                self.input(Input::UnitHeard(unit));
            }
            ToHall::Submit { entries } => {
                for entry in entries {
                    self.input(told(unit, entry));
                }
            }
            ToHall::Probed { id, condition } => self.input(Input::UnitProbed { unit, id, condition }),
            ToHall::CameraDeclined { since } => self.input(Input::CameraDeclined { unit, since }),
            ToHall::Press { .. } | ToHall::Release | ToHall::Unknown => {}
        }
    }

    /// Says something to a phone over the connection that the hall has with it.
    pub(super) fn say(&mut self, unit: UnitId, message: ToUnit) {
        let serial = self.lines.get(&unit).copied();
        let number = (1..)
            .zip(&mut self.phones)
            .find(|(number, _)| self::unit(*number) == unit);
        if let Some((_, phone)) = number
            && let Some((own, said)) = &mut phone.socket
            && Some(*own) == serial
        {
            said.push_back(message);
        }
    }
}

/// What an entry means to the hall.
fn told(unit: UnitId, entry: Entry) -> Input {
    let command = entry.id;
    let told = match (entry.order_command(), entry.told) {
        (Some((order, command)), _) => UnitTold::Order { order, command },
        (None, Told::Fix { fix }) => UnitTold::Fix(fix),
        (None, Told::Sos { place }) => UnitTold::Sos { at: place },
        (None, Told::GoOnDuty) => UnitTold::Duty(true),
        (None, Told::GoOffDuty) => UnitTold::Duty(false),
        (None, other) => panic!("no phone tells {other:?}"),
    };
    Input::UnitTold { unit, command, told }
}
