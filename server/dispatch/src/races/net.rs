//! A hall and its phones with the net between them.
//!
//! Words of one connection come in sequence; those of an old connection may come after those of the
//! new one, and anything may come twice. A hall that is restarted knows what it had recorded.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::{Ask, Dispatch, Input, Recorded, Seat, Snapshot};
use domain::{Fix, OrderId, PersonId, Role, Timestamp, Town, TownId, TravelMode, Unit, UnitId};
use field_unit::{FieldUnit, Input as PhoneInput, Memory, PhoneTime, Restored};
use protocol::{ToHall, ToUnit};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::umpire::Umpire;

mod lines;
mod outputs;

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

    fn input(&mut self, input: Input) {
        let now = self.now;
        self.hall.handle_input(now, input);
        while let Some(output) = self.hall.poll_output() {
            self.perform(output);
        }
    }

    fn phone_time(&self) -> PhoneTime {
        let since = self.now.as_millis() - START_MS + 10_000;
        PhoneTime::from_millis(since.unsigned_abs())
    }
}
