//! How long a district of units keeps the machine busy: advice on five hundred, the promise map of three hundred.
//!
//! `YIKE_ROADS=city.osm.pbf cargo bench -p dispatch --bench district` measures the city of one's choice; without it,
//! the demo district. What counts is the slowest few of many, so percentiles are printed.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench says what it found, or why it cannot"
)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dispatch::{
    Answered, Ask, Change, Dispatch, Input, Output, Record, Recorded, Seat, Settings, Snapshot, Travel,
    UnitTold,
};
use domain::order::OrderKind;
use domain::{
    CommandId, Fix, IdSource, LatLon, PersonId, Role, Timestamp, Town, TownId, TravelMode, Unit, UnitId,
};
use roads::RoadNetwork;

/// Units in the district that advice is asked about.
const ADVISED: usize = 500;
/// Units on the promise map.
const MAPPED: usize = 300;
/// Of those, how many positions come together.
const BATCH: usize = 60;
/// How often each is asked for.
const TIMES: usize = 1_000;

struct District {
    machine: Dispatch,
    network: RoadNetwork,
    ids: IdSource,
    units: Vec<UnitId>,
    now: Timestamp,
    asked: u64,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench is run by hand, with the city of one's choice"
)]
fn network() -> RoadNetwork {
    let demo = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    );
    let path = std::env::var("YIKE_ROADS").unwrap_or_else(|_| demo.to_owned());
    let bytes = std::fs::read(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    RoadNetwork::from_pbf(&bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

impl District {
    /// So many units all over the district, on duty, their phones awake.
    fn of(network: &RoadNetwork, count: usize) -> Self {
        let now = Timestamp::from_millis(1_795_420_800_000);
        let mut ids = IdSource::new(4);
        let town = TownId(ids.next(now));
        let units: Vec<UnitId> = (0..count).map(|_| UnitId(ids.next(now))).collect();
        let name = String::new();
        let mut log = vec![Record::TownAdded {
            town: Town {
                id: town,
                name: name.clone(),
            },
        }];
        for &id in &units {
            let unit = Unit {
                id,
                name: name.clone(),
                town,
                mode: TravelMode::Car,
            };
            let (unit, on_duty, until) = (Record::UnitAdded { unit }, true, None);
            log.extend([
                unit,
                Record::DutyChanged {
                    unit: id,
                    on_duty,
                    until,
                    for_help: false,
                },
            ]);
        }
        let log = log.into_iter().map(|record| Recorded {
            at: now,
            cause: None,
            record,
        });
        let mut machine = Dispatch::restore(4, Snapshot::default(), log.collect::<Vec<_>>(), []);
        machine.set_up(Settings {
            move_units: false,
            ..Settings::default()
        });
        machine.set_travel(Travel::surveyed(
            network.clone(),
            &BTreeSet::from([TravelMode::Car]),
        ));
        let mut district = Self {
            machine,
            network: network.clone(),
            ids,
            units,
            now,
            asked: 0,
        };
        for number in 0..count {
            let unit = district.unit(number);
            district.input(Input::UnitConnected(unit));
            district.moves(number, 0);
        }
        district.later(1);
        district
    }

    fn input(&mut self, input: Input) -> Vec<Output> {
        self.machine.handle_input(self.now, input);
        std::iter::from_fn(|| self.machine.poll_output()).collect()
    }

    /// Lets time pass, and what is due be done.
    fn later(&mut self, seconds: u64) {
        self.now = self.now.after(Duration::from_secs(seconds));
        self.awake();
        self.input(Input::Timeout);
    }

    /// Every phone is heard.
    fn awake(&mut self) {
        for unit in self.units.clone() {
            self.input(Input::UnitHeard(unit));
        }
    }

    fn unit(&self, number: usize) -> UnitId {
        let unit = self.units.get(number % self.units.len());
        *unit.unwrap_or_else(|| panic!("there are units"))
    }

    /// A place on a street.
    fn place(&self, number: usize) -> LatLon {
        let count = self.network.streets().count();
        let street = self.network.street(number * 7_919 % count);
        *street
            .and_then(|street| street.line.first())
            .unwrap_or_else(|| panic!("there are streets"))
    }

    /// The position of a unit comes in, in its `round`th place.
    fn moves(&mut self, number: usize, round: usize) {
        let (unit, command) = (self.unit(number), CommandId(self.ids.next(self.now)));
        let fix = Fix {
            at: self.place(number + 17 * round),
            accuracy_m: 5.0,
            speed_mps: Some(8.0),
            heading_deg: None,
            altitude_m: None,
            mock: false,
            battery_pct: Some(80),
            taken_at: self.now,
            taken_at_error_ms: 20,
            activity: None,
            datum: None,
        };
        let told = UnitTold::Fix(fix);
        self.input(Input::UnitTold { unit, command, told });
    }

    /// Who should go to the `number`th place, with the reasons.
    fn advice(&mut self, number: usize) -> usize {
        self.asked += 1;
        let by = Seat {
            person: PersonId(self.ids.next(self.now)),
            role: Role::Dispatcher,
        };
        let ask = Ask::Recommend {
            at: self.place(3 * number + 1),
            kind: OrderKind::Emergency,
            order: None,
            most: 8,
        };
        let request = self.asked;
        let outputs = self.input(Input::Asked { request, by, ask });
        let candidates = outputs.into_iter().find_map(|output| match output {
            Output::Answer {
                result: Ok(Answered::Recommended(advice)),
                ..
            } => Some(advice.candidates.len()),
            _ => None,
        });
        candidates.unwrap_or_else(|| panic!("there is advice"))
    }

    /// A batch of positions comes in, and the map is made; whether it was.
    fn map(&mut self, round: usize) -> bool {
        for number in 0..BATCH {
            self.moves(round * BATCH + number, round);
        }
        let outputs = self.input(Input::Timeout);
        let is_map = |output: &Output| matches!(output, Output::Show(Change::PromiseMap(_)));
        outputs.iter().any(is_map)
    }
}

/// Does something many times over, each after some preparation, and prints how long the slowest took.
#[expect(clippy::disallowed_methods, reason = "a bench reads a clock")]
fn measure(
    what: &str,
    district: &mut District,
    prepare: impl Fn(&mut District, usize),
    work: impl Fn(&mut District, usize),
) {
    let mut times = Vec::with_capacity(TIMES);
    for number in 0..TIMES {
        prepare(district, number);
        let began = Instant::now();
        work(district, number);
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let share = |percent: usize| {
        let at = (TIMES * percent).div_ceil(100).max(1) - 1;
        times.get(at).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    println!(
        "{what}: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, most {:.2} ms of {TIMES}",
        share(50),
        share(95),
        share(99),
        share(100)
    );
}

fn main() {
    let network = network();
    println!("the map has {} cells", network.cells().len());
    // Somebody moves between one question and the next, and time passes.
    let goes_on = |district: &mut District, number: usize| {
        district.moves(number, number);
        district.later(1);
    };
    measure(
        "advice on 500 units",
        &mut District::of(&network, ADVISED),
        goes_on,
        |district, number| assert!(district.advice(number) >= 8),
    );
    measure(
        "60 positions of 300 units, and the map",
        &mut District::of(&network, MAPPED),
        |district, _| {
            district.now = district.now.after(Duration::from_secs(1));
            district.awake();
        },
        |district, round| assert!(district.map(round), "there is a map"),
    );
    measure(
        "moves suggested for 300 units",
        &mut District::of(&network, MAPPED),
        goes_on,
        |district, _| drop(district.machine.suggested_moves(district.now)),
    );
}
