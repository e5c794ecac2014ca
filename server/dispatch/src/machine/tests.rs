//! Tests of the machine.
//!
//! Every input of every test runs through [`Hall`], which checks what must hold after each: nothing
//! is said before it is recorded, viewers and phones hold what the board holds, no timeout comes
//! twice. The tests themselves show what one by one would be hard to state as a rule.

mod again;
mod arriving;
mod authority;
mod camera;
mod checklists;
mod closures;
mod datum;
mod deadlines;
mod duty;
mod escalation;
mod fold;
mod in_danger;
mod incidents;
mod made_up;
mod messages;
mod moves;
mod notices;
mod offers;
mod orders;
mod phones;
mod promise_map;
mod reachability;
mod recommendation;
mod restart;
mod shadow;
mod sos;
mod transcript;
mod units_of_order;

use std::str::FromStr;

use domain::order::{Addressee, ByHand, Leg, OrderCommand, OrderKind, Receiver};
use domain::reachability::PhoneCondition;
use domain::{
    AssignmentId, Datum, IncidentId, IncidentKind, LatLon, Order, PersonId, Place, Role, Town, TownId, Unit,
};

use self::shadow::Shadow;
use self::transcript::Transcript;
use super::*;
use crate::{Answered, Ask, Refusal, Seat, ToldRefusal, UnitTold};

/// What a phone calls the report it made at `at`.
fn report_id(at: Timestamp) -> CommandId {
    CommandId(IdSource::new(0).next(at))
}

/// A time so many seconds after the hall was started.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_000 + seconds * 1000)
}

/// The id that ends in `number`.
fn id<T: FromStr<Err: std::fmt::Debug>>(number: u64) -> T {
    format!("01980000-0000-7000-8000-{number:012x}").parse().unwrap()
}

fn town(number: u64) -> TownId {
    id(0x70 + number)
}

/// Units 1, 2 are of town 1, units 3, 4 of town 2.
fn unit(number: u64) -> UnitId {
    id(0x10 + number)
}

fn seat(person: u64, role: Role) -> Seat {
    let person: PersonId = id(0xd0 + person);
    Seat { person, role }
}

fn administrator() -> Seat {
    seat(0, Role::Administrator)
}

fn dispatcher() -> Seat {
    seat(1, Role::Dispatcher)
}

fn leader() -> Seat {
    seat(2, Role::Leader)
}

fn officer() -> Seat {
    seat(3, Role::Officer { unit: unit(1) })
}

fn desk(number: u64) -> Seat {
    seat(3 + number, Role::TownDesk { town: town(number) })
}

/// A place so many metres north of the market.
fn place(north_m: f64) -> Place {
    Place {
        at: LatLon::new(47.141 + north_m / 111_195.0, 9.521).unwrap(),
        name: String::new(),
        address: String::new(),
    }
}

fn fix(second: i64, north_m: f64) -> Fix {
    Fix {
        at: place(north_m).at,
        accuracy_m: 8.0,
        speed_mps: Some(0.5),
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: Some(80),
        taken_at: at(second),
        taken_at_error_ms: 20,
        activity: None,
        datum: None,
    }
}

fn send_to(addressee: Addressee) -> Ask {
    Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: None,
        place: Some(place(0.0)),
        addressee,
        note: String::new(),
    }
}

fn ask_for_camera(number: u64) -> Ask {
    Ask::AskForCamera {
        unit: unit(number),
        name: "the watch".to_owned(),
    }
}

/// The answer, of which there must be one.
fn only<T>(mut answers: impl Iterator<Item = T>) -> T {
    let answer = answers.next().unwrap();
    assert!(answers.next().is_none(), "answered twice");
    answer
}

/// A hall with two towns, four units on duty whose phones are connected, and its observers.
struct Hall {
    machine: Dispatch,
    settings: Settings,
    now: Timestamp,
    shadow: Shadow,
    log: Vec<Recorded>,
    transcript: Transcript,
    /// Units whose phones give signs of life while time passes.
    awake: BTreeSet<UnitId>,
    /// What they say of themselves.
    condition: PhoneCondition,
    requests: u64,
    commands: u64,
}

impl Hall {
    /// One where every offer is a person's.
    fn new() -> Self {
        Self::set_up(Settings {
            automatic: false,
            ..Settings::default()
        })
    }

    /// One that goes on by itself.
    fn automatic() -> Self {
        Self::set_up(Settings::default())
    }

    fn set_up(settings: Settings) -> Self {
        let mut machine = Dispatch::restore(7, Snapshot::default(), [], []);
        machine.set_up(settings.clone());
        let mut hall = Self {
            settings,
            shadow: Shadow::new(machine.board(), at(0)),
            machine,
            now: at(0),
            log: Vec::new(),
            transcript: Transcript::default(),
            awake: BTreeSet::new(),
            condition: PhoneCondition::default(),
            requests: 0,
            commands: 0,
        };
        for number in 1..=2 {
            let (id, name) = (town(number), format!("Town {number}"));
            hall.ask(administrator(), Ask::AddTown(Town { id, name }))
                .unwrap();
        }
        for number in 1..=4 {
            let (id, name) = (unit(number), format!("Unit {number}"));
            let town = town(number.div_ceil(2));
            let unit = Unit {
                id,
                name,
                town,
                mode: domain::TravelMode::Car,
            };
            hall.ask(administrator(), Ask::AddUnit(unit)).unwrap();
            let (unit, on_duty, until) = (id, true, None);
            let duty = Ask::SetDuty { unit, on_duty, until };
            hall.ask(administrator(), duty).unwrap();
            hall.input("", Input::UnitConnected(id));
            hall.awake.insert(id);
        }
        hall.transcript.clear();
        hall
    }

    /// Gives the machine an input, checks everything that must hold, returns what it wants done.
    fn input(&mut self, what: &str, input: Input) -> Vec<Output> {
        self.machine.handle_input(self.now, input);
        let outputs: Vec<_> = std::iter::from_fn(|| self.machine.poll_output()).collect();
        self.transcript.heading(self.now, what);
        for output in &outputs {
            self.shadow.take(output);
            // Quiet: they come once a minute for each phone.
            if !matches!(output, Output::Probe { .. }) {
                self.transcript.line(self.now, output);
            }
            if let Output::Record(recorded) = output {
                self.log.push(recorded.clone());
            }
        }
        self.shadow.check(self.machine.board(), self.now);
        outputs
    }

    /// Lets the machine's deadlines come, each at its time, until `until`.
    fn deadlines(&mut self, until: Timestamp) {
        while let Some(due) = self.machine.poll_timeout().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            let outputs = self.input("time passes", Input::Timeout);
            self.answer_probes(&outputs);
            let next = self.machine.poll_timeout();
            assert!(
                next.is_none_or(|next| next > self.now),
                "{next:?} would come again and again at {:?}",
                self.now
            );
        }
        self.now = self.now.max(until);
    }

    /// The phones that are awake answer at once.
    fn answer_probes(&mut self, outputs: &[Output]) {
        for output in outputs {
            if let Output::Probe { unit, id } = *output
                && self.awake.contains(&unit)
            {
                let condition = self.condition;
                self.input("", Input::UnitProbed { unit, id, condition });
            }
        }
    }

    /// Lets time pass while the phones that are awake give signs of life.
    fn until(&mut self, second: i64) {
        while self.now < at(second) {
            let next = self.now.after(std::time::Duration::from_secs(30)).min(at(second));
            self.deadlines(next);
            for unit in self.awake.clone() {
                self.input("", Input::UnitHeard(unit));
            }
        }
    }

    fn ask(&mut self, by: Seat, ask: Ask) -> Result<Answered, Refusal> {
        self.deadlines(self.now);
        self.requests += 1;
        let request = self.requests;
        let what = format!("{} asks {}", by.role.name(), transcript::first_word(&ask));
        let outputs = self.input(&what, Input::Asked { request, by, ask });
        let result = only(outputs.iter().filter_map(|output| match output {
            Output::Answer {
                request: about,
                result,
            } if *about == request => Some(result.clone()),
            _ => None,
        }));
        assert!(
            result.is_ok() || outputs.len() == 1,
            "a refusal changes nothing: {outputs:?}"
        );
        result
    }

    /// Sends an order, which must work.
    fn send(&mut self, by: Seat, ask: Ask) -> OrderId {
        match self.ask(by, ask) {
            Ok(Answered::Order(order)) => order.id,
            other => panic!("{other:?}"),
        }
    }

    fn raise(&mut self, by: Seat) -> IncidentId {
        let (kind, place, note) = (IncidentKind::Fire, place(0.0), String::new());
        match self.ask(
            by,
            Ask::RaiseIncident {
                id: None,
                kind,
                place,
                caller: None,
                note,
            },
        ) {
            Ok(Answered::Incident(known)) => known.incident.id,
            other => panic!("{other:?}"),
        }
    }

    /// A unit's phone tells something under a new id.
    fn told(&mut self, unit: UnitId, told: UnitTold) -> Result<(), ToldRefusal> {
        let command = self.new_command();
        self.told_as(unit, command, told)
    }

    fn new_command(&mut self) -> CommandId {
        self.commands += 1;
        id(0xc000 + self.commands)
    }

    fn told_as(&mut self, unit: UnitId, command: CommandId, told: UnitTold) -> Result<(), ToldRefusal> {
        self.deadlines(self.now);
        let what = format!(
            "{} tells {}",
            self.transcript.name(unit),
            transcript::words(&told)
        );
        let outputs = self.input(&what, Input::UnitTold { unit, command, told });
        only(outputs.iter().filter_map(|output| match output {
            Output::AnswerUnit {
                unit: to,
                command: about,
                result,
            } if (*to, *about) == (unit, command) => Some(*result),
            _ => None,
        }))
    }

    /// A unit's phone tells something about its assignment in `order`, as of `second`.
    fn says(&mut self, number: u64, order: OrderId, word: &str, second: i64) -> Result<(), ToldRefusal> {
        let command = self.word(number, order, word, second);
        self.told(unit(number), UnitTold::Order { order, command })
    }

    fn word(&self, number: u64, order: OrderId, word: &str, second: i64) -> OrderCommand {
        let assignment = self.assignment(number, order);
        let at = at(second);
        match word {
            "received" => OrderCommand::Receive {
                receiver: Receiver::Phone(assignment),
                at,
            },
            "accepts" => OrderCommand::Accept { assignment, at },
            "sets off" => OrderCommand::SetOff { assignment, at },
            "arrived" => OrderCommand::MeetLeg {
                leg: Leg::Arrived,
                assignment,
                at,
                error_ms: 20,
                by_hand: None,
            },
            "reports" => OrderCommand::Report {
                id: report_id(at),
                assignment,
                at,
                error_ms: 20,
                text: "all quiet".to_owned(),
                photo: None,
            },
            other => panic!("no word {other}"),
        }
    }

    /// The unit's latest assignment, standing or not.
    fn assignment(&self, number: u64, order: OrderId) -> AssignmentId {
        let mut own = self.order(order).assignments.values().rev();
        own.find(|assignment| assignment.unit == unit(number)).unwrap().id
    }

    fn order(&self, order: OrderId) -> &Order {
        &self.machine.board().orders[&order]
    }

    /// Seconds after the start at which a leg was met.
    fn met(&self, order: OrderId, leg: Leg) -> Option<i64> {
        let stamp = self.order(order).legs.get(leg)?;
        Some((stamp.met_at.as_millis() - at(0).as_millis()) / 1000)
    }
}
