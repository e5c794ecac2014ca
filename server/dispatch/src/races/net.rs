//! A hall and its phones with the net between them.
//!
//! Words of one connection come in sequence; those of an old connection may come after those of the
//! new one, and anything may come twice. A hall that is restarted knows what it had recorded.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::{Ask, Dispatch, Input, Output, Recorded, Seat, Snapshot, UnitTold};
use domain::{Fix, OrderId, PersonId, Role, Timestamp, Town, TownId, TravelMode, Unit, UnitId};
use field_unit::{
    Disconnection, FieldUnit, Input as PhoneInput, Memory, Output as PhoneOutput, PhoneTime, Restored,
};
use protocol::api::OrderView;
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Entry, Outcome, ToHall, ToUnit, Told, VERSION};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::umpire::Umpire;

/// As many units there are.
pub(super) const UNITS: usize = 5;

const START_MS: i64 = 1_795_421_700_000;

pub(super) struct Net {
    pub(super) random: ChaCha8Rng,
    pub(super) hall: Dispatch,
    pub(super) phones: Vec<Phone>,
    pub(super) umpire: Umpire,
    /// Words of phones that the hall refused.
    pub(super) refused: u64,
    now: Timestamp,
    snapshot: Snapshot,
    log: Vec<Recorded>,
    fixes: BTreeMap<UnitId, Fix>,
    /// The connection that the hall has with each unit.
    lines: BTreeMap<UnitId, u64>,
    /// Words under way to the hall over connections, the broken ones among them.
    to_hall: BTreeMap<u64, (usize, VecDeque<ToHall>)>,
    serial: u64,
}

pub(super) struct Phone {
    pub(super) machine: FieldUnit,
    /// Whether there is a net at all.
    net: bool,
    /// The socket, with what comes from the hall; a call that finds no net waits for it.
    socket: Option<(u64, VecDeque<ToUnit>)>,
    calling: bool,
}

fn uuid(number: u64) -> Uuid {
    Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

pub(super) fn unit(number: u64) -> UnitId {
    UnitId(uuid(0x10 + number))
}

pub(super) fn town(number: u64) -> TownId {
    TownId(uuid(0x70 + number))
}

pub(super) fn dispatcher() -> Seat {
    Seat {
        person: PersonId(uuid(0xd1)),
        role: Role::Dispatcher,
    }
}

pub(super) fn desk(number: u64) -> Seat {
    Seat {
        person: PersonId(uuid(0xd3 + number)),
        role: Role::TownDesk { town: town(number) },
    }
}

impl Net {
    pub(super) fn new(seed: u64) -> Self {
        let now = Timestamp::from_millis(START_MS);
        let phone = |number: usize| Phone {
            machine: FieldUnit::new(
                seed.wrapping_mul(31).wrapping_add(number as u64),
                "race".to_owned(),
                Restored {
                    now: PhoneTime::from_millis(10_000),
                    wall_clock: now,
                    entries: Vec::new(),
                    guessed: BTreeMap::new(),
                    memory: Memory::default(),
                    reading: None,
                },
            ),
            net: true,
            socket: None,
            calling: false,
        };
        let mut net = Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            hall: Dispatch::restore(seed, Snapshot::default(), [], []),
            phones: (0..UNITS).map(phone).collect(),
            umpire: Umpire::default(),
            refused: 0,
            now,
            snapshot: Snapshot::default(),
            log: Vec::new(),
            fixes: BTreeMap::new(),
            lines: BTreeMap::new(),
            to_hall: BTreeMap::new(),
            serial: 0,
        };
        let administrator = Seat {
            person: PersonId(uuid(0xd0)),
            role: Role::Administrator,
        };
        for number in 1..=2 {
            let (id, name) = (town(number), format!("Town {number}"));
            net.ask(administrator, Ask::AddTown(Town { id, name }));
        }
        for number in 1..=UNITS as u64 {
            let unit = Unit {
                id: unit(number),
                name: format!("Unit {number}"),
                town: town(1 + number % 2),
                mode: TravelMode::Car,
            };
            net.ask(administrator, Ask::AddUnit(unit));
        }
        for phone in 0..UNITS {
            net.drain(phone);
        }
        net
    }

    pub(super) fn any_unit(&mut self) -> UnitId {
        unit(self.random.random_range(1..=UNITS as u64))
    }

    pub(super) fn any_open_order(&mut self) -> Option<OrderId> {
        let open: Vec<_> = self.hall.board().open_orders().map(|order| order.id).collect();
        let count = open.len();
        (count > 0).then(|| open[self.random.random_range(0..count)])
    }

    pub(super) fn ask(&mut self, by: Seat, ask: Ask) {
        self.input(Input::Asked { request: 0, by, ask });
    }

    pub(super) fn tap(&mut self, phone: usize, input: PhoneInput) {
        let now = self.phone_time();
        self.phones[phone].machine.handle_input(now, input);
        self.drain(phone);
    }

    /// Lets time pass, with what falls due in it.
    pub(super) fn pass(&mut self, millis: u64) {
        let end = self.now.after(Duration::from_millis(millis));
        loop {
            let phones = self
                .phones
                .iter()
                .filter_map(|phone| phone.machine.poll_timeout());
            let phones = phones.map(|due| START_MS + due.as_millis().cast_signed() - 10_000);
            let hall = self.hall.poll_timeout().map(Timestamp::as_millis);
            let next = phones.chain(hall).min().map(Timestamp::from_millis);
            let Some(next) = next.filter(|next| *next <= end) else {
                break;
            };
            self.now = self.now.max(next);
            if self.hall.poll_timeout().is_some_and(|due| due <= self.now) {
                self.input(Input::Timeout);
                assert!(self.hall.poll_timeout().is_none_or(|due| due > self.now));
            }
            for phone in 0..UNITS {
                let due = self.phones[phone].machine.poll_timeout();
                if due.is_some_and(|due| due <= self.phone_time()) {
                    self.tap(phone, PhoneInput::Timeout);
                }
            }
        }
        self.now = end;
    }

    /// Some words come to where they were going.
    pub(super) fn deliver_some(&mut self) {
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
    pub(super) fn quiet(&mut self) {
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
    pub(super) fn cut(&mut self, phone: usize) {
        self.phones[phone].net = false;
        self.hang_up(phone);
    }

    pub(super) fn mend(&mut self, phone: usize) {
        self.phones[phone].net = true;
        if self.phones[phone].calling {
            self.connect(phone);
        }
    }

    pub(super) fn snapshot(&mut self) {
        self.snapshot = self.hall.board().snapshot();
        self.log.clear();
    }

    /// The hall is killed and started from its disk.
    pub(super) fn restart(&mut self) {
        let written = serde_json::to_string(&(&self.snapshot, &self.log)).unwrap();
        let (snapshot, log): (Snapshot, Vec<Recorded>) = serde_json::from_str(&written).unwrap();
        let before = self.hall.board().snapshot();
        let seed = self.random.random();
        self.hall = Dispatch::restore(seed, snapshot, log, self.fixes.clone());
        assert_eq!(self.hall.board().snapshot(), before);
        self.lines.clear();
        self.to_hall.clear();
        for phone in 0..UNITS {
            self.hang_up(phone);
        }
    }

    fn hang_up(&mut self, phone: usize) {
        if self.phones[phone].socket.take().is_some() {
            self.tap(phone, PhoneInput::Disconnected(Disconnection::Lost));
        }
    }

    fn connect(&mut self, phone: usize) {
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
            ToHall::Unknown => {}
        }
    }

    /// Says something to a phone over the connection that the hall has with it.
    fn say(&mut self, unit: UnitId, message: ToUnit) {
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

    fn input(&mut self, input: Input) {
        let now = self.now;
        self.hall.handle_input(now, input);
        while let Some(output) = self.hall.poll_output() {
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        let hall_time = self.now;
        let for_unit = |order: domain::Order| UnitOrder {
            view: OrderView::new(&order, hall_time),
            order,
        };
        match output {
            Output::Probe { unit, id } => self.say(unit, ToUnit::Probe { id }),
            Output::Record(recorded) => {
                self.umpire.read(&recorded);
                self.log.push(recorded);
            }
            Output::KeepFix { unit, fix, .. } => drop(self.fixes.insert(unit, fix)),
            Output::AnswerUnit {
                unit,
                command: id,
                result,
            } => {
                let outcome = match result {
                    Ok(()) => Outcome::Taken,
                    Err(refusal) => {
                        self.refused += 1;
                        Outcome::Refused {
                            code: refusal.code().to_owned(),
                            message: refusal.to_string(),
                        }
                    }
                };
                let answers = vec![Answer { id, outcome }];
                self.say(unit, ToUnit::Answers { answers });
            }
            Output::SendOrders {
                unit: id,
                on_duty,
                sos,
                orders,
            } => {
                let unit = self.hall.board().units[&id].unit.clone();
                self.say(
                    id,
                    ToUnit::Welcome {
                        version: VERSION,
                        unit,
                        on_duty,
                        sos,
                        hall_time,
                    },
                );
                let orders = orders.into_iter().map(for_unit).collect();
                self.say(id, ToUnit::Orders { orders });
            }
            Output::SendOrder { unit, order } => {
                let order = for_unit(order);
                self.say(unit, ToUnit::OrderChanged { order });
            }
            Output::SendSos { unit, open } => self.say(unit, ToUnit::SosChanged { open }),
            Output::HangUp { unit: of } => {
                self.lines.remove(&of);
                let phone = (1..).map(unit).take(UNITS).position(|unit| unit == of);
                self.hang_up(phone.unwrap());
            }
            Output::Answer { .. } | Output::Show(_) => {}
        }
    }

    fn drain(&mut self, phone: usize) {
        while let Some(output) = self.phones[phone].machine.poll_output() {
            match output {
                PhoneOutput::Connect if self.phones[phone].net => self.connect(phone),
                PhoneOutput::Connect => self.phones[phone].calling = true,
                PhoneOutput::Disconnect => {
                    self.phones[phone].socket = None;
                    self.phones[phone].calling = false;
                }
                PhoneOutput::Send(message) => {
                    let serial = self.phones[phone].socket.as_ref().map(|(serial, _)| *serial);
                    if let Some((_, said)) = serial.and_then(|serial| self.to_hall.get_mut(&serial)) {
                        said.push_back(message);
                    }
                }
                PhoneOutput::Store(_) | PhoneOutput::Notify(_) => {}
            }
        }
    }

    fn phone_time(&self) -> PhoneTime {
        let since = self.now.as_millis() - START_MS + 10_000;
        PhoneTime::from_millis(since.unsigned_abs())
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
