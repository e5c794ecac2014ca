//! Tests of forecasts and alarms, on a machine that knows no roads.

mod last_moment;

use std::time::Duration;

use domain::order::{Addressee, Leg, OrderCommand, OrderKind, Receiver};
use domain::{
    CommandId, Fix, IdSource, LatLon, OrderId, Place, Role, Timestamp, Town, TownId, TravelMode, Unit, UnitId,
};

use super::{Cause, Cure, Stage};
use crate::{Answered, Ask, Dispatch, Input, Output, Seat, Snapshot, UnitTold};

/// A hall with one town, whose units stand in a row north of the scene.
struct Hall {
    machine: Dispatch,
    ids: IdSource,
    now: i64,
    units: Vec<(UnitId, f64)>,
    alarms: Vec<(Leg, i64)>,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_000 + second * 1000)
}

fn place(north_m: f64) -> LatLon {
    LatLon::new(47.141 + north_m / 111_195.0, 9.521).unwrap()
}

impl Hall {
    fn new(units: &[f64]) -> Self {
        let mut hall = Self {
            machine: Dispatch::restore(7, Snapshot::default(), [], []),
            ids: IdSource::new(1),
            now: 0,
            units: Vec::new(),
            alarms: Vec::new(),
        };
        let town = TownId(hall.ids.next(at(0)));
        let name = "Town".to_owned();
        hall.ask(Role::Administrator, Ask::AddTown(Town { id: town, name }));
        for north_m in units {
            let id = UnitId(hall.ids.next(at(0)));
            let unit = Unit {
                id,
                name: String::new(),
                town,
                mode: TravelMode::Car,
            };
            hall.ask(Role::Administrator, Ask::AddUnit(unit));
            hall.ask(
                Role::Administrator,
                Ask::SetDuty {
                    unit: id,
                    on_duty: true,
                    until: None,
                },
            );
            hall.input(Input::UnitConnected(id));
            hall.units.push((id, *north_m));
        }
        hall.until(1);
        hall
    }

    fn input(&mut self, input: Input) -> Option<Answered> {
        self.machine.handle_input(at(self.now), input);
        let mut answer = None;
        while let Some(output) = self.machine.poll_output() {
            match output {
                Output::Answer { result, .. } => answer = Some(result.unwrap()),
                Output::AnswerUnit { result, .. } => result.unwrap(),
                Output::Record(recorded) => {
                    if let crate::Record::Alarmed { alarm, .. } = recorded.record {
                        self.alarms.push((alarm.leg, self.now));
                    }
                }
                _ => {}
            }
        }
        answer
    }

    fn ask(&mut self, role: Role, ask: Ask) -> Option<Answered> {
        let person = domain::PersonId(uuid::Uuid::from_u128(9));
        self.input(Input::Asked {
            request: 1,
            by: Seat { person, role },
            ask,
        })
    }

    fn told(&mut self, unit: usize, told: UnitTold) {
        let command = CommandId(self.ids.next(at(self.now)));
        let unit = self.units[unit].0;
        self.input(Input::UnitTold { unit, command, told });
    }

    fn fix(&mut self, unit: usize) {
        let fix = Fix {
            at: place(self.units[unit].1),
            accuracy_m: 8.0,
            speed_mps: None,
            heading_deg: None,
            altitude_m: None,
            mock: false,
            battery_pct: Some(80),
            taken_at: at(self.now),
            taken_at_error_ms: 20,
            activity: None,
            datum: None,
        };
        self.told(unit, UnitTold::Fix(fix));
    }

    /// Lets time pass, with a fix of each unit every ten seconds and every deadline at its time.
    fn until(&mut self, second: i64) {
        while self.now < second {
            self.now += 1;
            if self.machine.poll_timeout().is_some_and(|due| due <= at(self.now)) {
                self.input(Input::Timeout);
            }
            if self.now % 10 == 1 {
                (0..self.units.len()).for_each(|unit| self.fix(unit));
            }
        }
    }

    /// Sends an emergency order to the first unit.
    fn send(&mut self) -> OrderId {
        let place = Place {
            at: place(0.0),
            name: String::new(),
            address: String::new(),
        };
        let ask = Ask::SendOrder {
            id: None,
            kind: OrderKind::Emergency,
            incident: None,
            place: Some(place),
            addressee: Addressee::Unit(self.units[0].0),
            note: String::new(),
        };
        match self.ask(Role::Dispatcher, ask) {
            Some(Answered::Order(order)) => order.id,
            other => panic!("{other:?}"),
        }
    }

    fn says(&mut self, order: OrderId, word: &str) {
        let known = &self.machine.board().orders[&order];
        let (assignment, at) = (*known.assignments.keys().next().unwrap(), at(self.now));
        let command = match word {
            "received" => OrderCommand::Receive {
                receiver: Receiver::Phone(assignment),
                at,
            },
            "accepts" => OrderCommand::Accept { assignment, at },
            "sets off" => OrderCommand::SetOff { assignment, at },
            other => panic!("{other}"),
        };
        self.told(0, UnitTold::Order { order, command });
    }

    /// The unit drives towards the scene at so many metres a second.
    fn drive(&mut self, until: i64, mps: f64) {
        while self.now < until {
            self.units[0].1 = (self.units[0].1 - mps).max(0.0);
            self.until(self.now + 1);
        }
    }

    fn in_time(&self, order: OrderId) -> f64 {
        self.machine.outlook(order).unwrap().legs[0].met_in_time
    }

    fn cause(&self, order: OrderId) -> Option<Cause> {
        let outlook = self.machine.outlook(order)?;
        outlook.legs.first()?.cause
    }
}

#[test]
fn a_near_unit_will_be_in_time_and_a_far_one_will_not() {
    let mut near = Hall::new(&[1500.0]);
    let order = near.send();
    assert!(near.in_time(order) > 0.9, "{}", near.in_time(order));
    assert_eq!(near.machine.outlook(order).unwrap().stage, Stage::Asked);
    let mut far = Hall::new(&[14_000.0]);
    let order = far.send();
    assert!(far.in_time(order) < 0.1, "{}", far.in_time(order));
    far.until(60);
    assert!(far.alarms.is_empty(), "a short while raises no alarm early");
    far.until(140);
    let cause = far.cause(order);
    assert!(matches!(cause, Some(Cause::NoAnswer { .. })), "{cause:?}");
    assert_eq!(far.alarms.len(), 3, "each leg is announced once");
    far.until(300);
    assert_eq!(far.alarms.len(), 3, "each leg is announced once");
}

#[test]
fn who_does_not_set_off_is_announced_in_good_time() {
    let mut hall = Hall::new(&[3500.0, 3000.0]);
    let order = hall.send();
    hall.until(4);
    hall.says(order, "received");
    hall.until(10);
    hall.says(order, "accepts");
    let at_first = hall.in_time(order);
    assert!(at_first > 0.5, "{at_first}");
    hall.until(900 - 235);
    assert!(hall.in_time(order) < at_first / 2.0);
    assert!(matches!(
        hall.cause(order),
        Some(Cause::NotSetOff { for_s: 600.., .. })
    ));
    let (leg, announced) = hall.alarms[0];
    assert!(announced <= 904 - 240, "{leg:?} at {announced}");
    let cure = hall.machine.outlook(order).unwrap().legs[0].cure;
    assert!(
        matches!(cure, Some(Cure::SecondUnit { unit, .. } | Cure::Call { unit }) if unit == hall.units[1].0 || unit == hall.units[0].0),
        "{cure:?}"
    );
}

#[test]
fn who_stops_on_the_way_is_seen_to_stand() {
    let mut hall = Hall::new(&[5500.0]);
    let order = hall.send();
    hall.says(order, "received");
    hall.says(order, "accepts");
    hall.says(order, "sets off");
    hall.drive(200, 9.0);
    let moving = hall.in_time(order);
    assert!(moving > 0.8, "{moving}");
    assert_eq!(hall.machine.outlook(order).unwrap().stage, Stage::UnderWay);
    hall.until(600);
    assert!(hall.in_time(order) < 0.5, "{}", hall.in_time(order));
    hall.until(670);
    assert!(
        matches!(hall.cause(order), Some(Cause::NotMoving { for_s: 400.., .. })),
        "{:?}",
        hall.cause(order)
    );
}

#[test]
fn nobody_at_all_is_said_soon() {
    let mut hall = Hall::new(&[1000.0]);
    let order = hall.send();
    let unit = hall.units[0].0;
    hall.ask(
        Role::Administrator,
        Ask::SetDuty {
            unit,
            on_duty: false,
            until: None,
        },
    );
    // The hall has taken it back by itself.
    assert_eq!(hall.machine.board().orders[&order].lacks(), 1);
    assert!(hall.in_time(order) < 0.05);
    // Who is off duty is not asked where they are.
    hall.units.clear();
    hall.until(110);
    assert!(matches!(
        hall.cause(order),
        Some(Cause::NobodyFree | Cause::Declined { .. })
    ));
}

#[test]
fn forecasts_are_judged_when_the_limit_is_up() {
    let mut hall = Hall::new(&[14_000.0]);
    let order = hall.send();
    let calibration = hall.machine.board().calibration.clone();
    hall.until(1000);
    assert_ne!(hall.machine.board().calibration, calibration);
    assert!(hall.machine.outlook(order).is_none());
    assert_eq!(hall.machine.next_forecasts(), None, "for nothing");
    // What was learnt outlives a restart.
    let restored = Dispatch::restore(8, hall.machine.board().snapshot(), [], []);
    assert_eq!(restored.board().calibration, hall.machine.board().calibration);
    assert_eq!(restored.board().alarms(order).len(), 3);
}

#[test]
fn forecasts_are_fresh_every_ten_seconds() {
    let mut hall = Hall::new(&[3000.0]);
    let order = hall.send();
    for _ in 0..30 {
        hall.until(hall.now + 7);
        let made = hall.machine.outlook(order).unwrap().at;
        assert!(at(hall.now).since(made) <= Duration::from_secs(10));
    }
}
