//! A drill (演练): a district's day in virtual time, run by the machines of the real one.
//!
//! One [`dispatch::Dispatch`] and a [`field_unit::FieldUnit`] for every unit speak the real protocol over
//! a pretend net; officers, receivers, streets and callers are as a [`Scenario`] says. What is hidden in
//! it reaches the machines only as it would reach real ones. The same plan and seed give the same log,
//! and the [`Score`] is computed from the log alone.

use std::time::Duration;

use domain::Timestamp;
use domain::order::DispatchRule;
mod calls;
mod character;
mod hall;
mod happening;
mod journal;
mod layout;
mod living;
mod log;
mod net;
mod officer;
mod phone;
mod queue;
mod receiver;
mod scenario;
mod score;
mod shifts;
mod streams;
mod surroundings;
mod talking;
mod terrain;
mod trip;
mod truth;
mod unit;

pub use log::{Detector, Line, What};
pub use scenario::{DEFAULT, Post, Scenario, ScenarioError};
pub use score::{Rule, Score, Tally};
pub use terrain::Terrain;

use self::calls::{Call, calls};
use self::character::{Character, Traffic};
use self::hall::Hall;
use self::happening::Happening;
use self::journal::Journal;
use self::layout::Layout;
use self::queue::Queue;
use self::streams::Stream;
use self::surroundings::Surroundings;
use self::truth::Truth;
use self::unit::Unit;

/// When drills take place: midnight of a Monday, by the hall's clock.
const MIDNIGHT: Timestamp = Timestamp::from_millis(1_772_409_600_000);

/// Phones are switched on and officers go on duty before the first call may come.
const WARM_UP: Duration = Duration::from_mins(3);

/// At the end all nets are healed and all phones are on, and what waits is told. What happened just before the end of
/// that has as long again.
const HEALING: Duration = Duration::from_mins(5);

/// Orders that are open after the last call get so long beyond the time after which they are given up.
const FINISHING: Duration = Duration::from_hours(2);

/// What to drill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Units that take shifts.
    pub units: u32,
    /// Hours during which calls come in.
    pub hours: f64,
    /// Calls an hour, on average over the drill.
    pub orders_per_hour: f64,
    /// How the hall chooses units.
    pub rule: DispatchRule,
}

/// How far a drill has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Virtual time goes on.
    Running {
        /// Virtual time since the beginning.
        passed: Duration,
        /// Virtual time from the beginning to the last call.
        of: Duration,
    },
    /// Everything has happened.
    Over,
}

/// One drill.
#[derive(Debug)]
pub struct Drill {
    around: Surroundings,
    queue: Queue<Happening>,
    hall: Hall,
    /// No sooner than this the hall is told that time has passed, so that time does pass.
    hall_rests_until: Timestamp,
    units: Vec<Unit>,
    calls: Vec<Call>,
    truth: Truth,
    seed: u64,
    now: Timestamp,
    began: Timestamp,
    calls_end: Timestamp,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Calls come in or orders are open.
    Working,
    /// The last facts come in until this moment.
    Healing(Timestamp),
    Over,
}

impl Drill {
    /// A drill of `plan` in `world` on `terrain`; all chance in it follows from `seed`.
    pub fn new(terrain: &Terrain, world: Scenario, plan: &Plan, seed: u64) -> Self {
        let roads = terrain.roads.clone();
        let began = MIDNIGHT.after(hours(world.calendar.start_hour));
        let first_call = began.after(WARM_UP);
        let layout = Layout::new(&world, &roads);
        let calls = calls(&world, plan, seed, first_call, &layout, &roads);
        let traffic = Traffic::new(&world, seed, began);
        let around = Surroundings {
            roads,
            world,
            layout,
            traffic,
        };
        let numbers = 0..u64::from(plan.units);
        let characters: Vec<_> = numbers
            .map(|number| Character::new(&around.world, seed, number, 0))
            .collect();
        let modes: Vec<_> = characters.iter().map(|character| character.mode).collect();
        let mut journal = Journal::new(seed, began);
        journal.note(
            began,
            What::Began {
                units: plan.units,
                rule: plan.rule,
                radius_m: around.world.arrival.radius_m,
            },
        );
        let mut posts = Stream::Posts.of(seed, &[]);
        let units = characters
            .into_iter()
            .enumerate()
            .filter_map(|(place, character)| {
                let post = around.layout.post(place, &around.roads, &mut posts)?;
                Some(Unit::new(&around.world, seed, character, post, began))
            })
            .collect();
        let mut drill = Self {
            hall: Hall::new(
                began,
                seed,
                plan,
                around.world.arrival.radius_m,
                &terrain.travel,
                &modes,
                journal,
            ),
            queue: Queue::new(),
            hall_rests_until: began,
            units,
            calls,
            truth: Truth::default(),
            seed,
            now: began,
            began,
            calls_end: first_call.after(hours(plan.hours)),
            stage: Stage::Working,
            around,
        };
        drill.begin();
        drill
    }

    /// Lets so much virtual time pass, or less if the drill is over before.
    pub fn run_for(&mut self, step: Duration) -> Progress {
        let until = self.now.after(step);
        while self.stage != Stage::Over {
            let machine = self.hall.poll_timeout().map(|due| due.max(self.hall_rests_until));
            let happening = self.queue.next_at();
            let Some(next) = machine.into_iter().chain(happening).min() else {
                break;
            };
            if next > until {
                self.now = until;
                break;
            }
            self.now = self.now.max(next);
            if machine.is_some_and(|due| happening.is_none_or(|at| due <= at)) {
                self.hall_rests_until = self.now.after(Duration::from_millis(1));
                let effects = self.hall.tell(self.now, dispatch::Input::Timeout);
                self.carry(effects);
            } else if let Some(happening) = self.queue.take() {
                self.happens(happening);
            }
        }
        self.progress()
    }

    /// The lines of the log since the last time.
    pub fn take_lines(&mut self) -> Vec<Line> {
        self.hall.journal.take()
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        if self.stage == Stage::Over {
            Progress::Over
        } else {
            Progress::Running {
                passed: self.now.since(self.began),
                of: self.calls_end.since(self.began),
            }
        }
    }
}

/// Runs a whole drill; its log.
pub fn run(terrain: &Terrain, world: Scenario, plan: &Plan, seed: u64) -> Vec<Line> {
    let mut drill = Drill::new(terrain, world, plan, seed);
    while drill.run_for(Duration::from_hours(24)) != Progress::Over {}
    drill.take_lines()
}

fn hours(hours: f64) -> Duration {
    Duration::from_secs_f64((hours * 3600.0).clamp(0.0, 1e9))
}

#[cfg(test)]
mod tests;
