//! How often, how wrongly, how soon arrivals are found, over thousands of them.

use super::world::{DRILL, Ending, Journey, START, WORLD, World, journey};
use crate::order::ARRIVAL_RADIUS_M;
use crate::{ArrivalDetector, ArrivalRule, Timestamp};

/// When somebody says that an officer arrived: at which of the fixes, and when the stay began.
type Finding = Option<(usize, Timestamp)>;

/// The worlds of the figures; the later ones differ from the first, or from the drill's, in what is named.
const WORLDS: &[(&str, World)] = &[
    ("σ 15 m, 1 % jumps, 30 s gaps, mocks, passers-by", WORLD),
    (
        "… and all drive to the kerb",
        World {
            ending: Ending::Kerb,
            ..WORLD
        },
    ),
    (
        "… and passers-by always, mocks half the time",
        World {
            decoys: 1.0,
            mocks: 0.5,
            ..WORLD
        },
    ),
    ("… and 5 % jumps", World { jumps: 0.05, ..WORLD }),
    (
        "… and no phone measures speed",
        World {
            speechless: 1.0,
            ..WORLD
        },
    ),
    (
        "… and errors last (0.9 of them after a second)",
        World {
            memory_s: 9.49,
            ..WORLD
        },
    ),
    (
        "… and errors last, and all drive to the kerb",
        World {
            memory_s: 9.49,
            ending: Ending::Kerb,
            ..WORLD
        },
    ),
    (
        "… and errors drift (memory 100 s)",
        World {
            memory_s: 100.0,
            ..WORLD
        },
    ),
    (
        "… and errors last 20 s",
        World {
            memory_s: 20.0,
            ..WORLD
        },
    ),
    ("the default drill", DRILL),
    ("… with slow last metres", CREEPING),
    ("… a fix every 5 s", World { every_s: 5, ..DRILL }),
    (
        "… with σ 15 m",
        World {
            sigma_m: 15.0,
            ..DRILL
        },
    ),
    (
        "… with σ 25 m",
        World {
            sigma_m: 25.0,
            ..DRILL
        },
    ),
    (
        "… with σ 15 m, 20 s",
        World {
            sigma_m: 15.0,
            memory_s: 20.0,
            ..DRILL
        },
    ),
    (
        "… with σ 15 m, 0 s",
        World {
            sigma_m: 15.0,
            memory_s: 0.0,
            ..DRILL
        },
    ),
    (
        "… with σ 15 m, accuracy said half",
        World {
            sigma_m: 15.0,
            boast: 0.5,
            ..DRILL
        },
    ),
    (
        "… with σ 15 m, accuracy said twice",
        World {
            sigma_m: 15.0,
            boast: 2.0,
            ..DRILL
        },
    ),
    (
        "… with σ 15 m, every 5 s",
        World {
            sigma_m: 15.0,
            every_s: 5,
            ..DRILL
        },
    ),
    (
        "… and accuracy is said to be a third",
        World { boast: 0.33, ..WORLD },
    ),
    (
        "… and accuracy is said to be three times that",
        World { boast: 3.0, ..WORLD },
    ),
    (
        "… and σ 5 m",
        World {
            sigma_m: 5.0,
            ..WORLD
        },
    ),
    (
        "… and σ 5 m, errors last (0.9 of them after a second)",
        World {
            sigma_m: 5.0,
            memory_s: 9.49,
            ..WORLD
        },
    ),
    (
        "… and σ 25 m",
        World {
            sigma_m: 25.0,
            ..WORLD
        },
    ),
    ("… and a fix every 5 s", World { every_s: 5, ..WORLD }),
    ("… and a fix every 15 s", World { every_s: 15, ..WORLD }),
];

/// Whoever looks for the door takes long.
const CREEPING: World = World {
    looking: (120.0, 0.8),
    ..DRILL
};

/// What became of many journeys.
#[derive(Debug, Default)]
struct Score {
    journeys: u32,
    found: u32,
    /// The officer was not inside the radius when the arrival was found.
    wrong: u32,
    /// The officer was more than 25 m outside the radius.
    far: u32,
    /// From the officer's being inside to the finding, and to the stamp, in whole seconds, sorted.
    delays: Vec<i64>,
    stamps: Vec<i64>,
}

impl Score {
    fn of(world: &World, journeys: u32, radius_m: f64, find: impl Fn(&Journey) -> Finding) -> Self {
        let mut score = Self {
            journeys,
            ..Self::default()
        };
        for seed in 0..u64::from(journeys) {
            let journey = journey(world, seed);
            let Some((place, stamp)) = find(&journey) else {
                continue;
            };
            let (fix, distance_m) = &journey.fixes[place];
            if *distance_m > radius_m {
                score.wrong += 1;
                score.far += u32::from(*distance_m > radius_m + 25.0);
                continue;
            }
            score.found += 1;
            score.delays.push(seconds(fix.taken_at) - journey.inside_s);
            score.stamps.push(seconds(stamp) - journey.inside_s);
        }
        score.delays.sort_unstable();
        score.stamps.sort_unstable();
        score
    }

    fn percent(&self, part: u32) -> f64 {
        100.0 * f64::from(part) / f64::from(self.journeys)
    }

    fn line(&self) -> String {
        let [found, wrong, far] = [self.found, self.wrong, self.far].map(|part| self.percent(part));
        let [p50, p90, p99] = [500, 900, 990].map(|share| at(&self.delays, share));
        let [early, stamp, late] = [50, 500, 950].map(|share| at(&self.stamps, share));
        format!(
            "found {found:7.3} %  wrong {wrong:6.3} % (by over 25 m {far:5.3} %)  delay p50 {p50:3} p90 {p90:3} \
             p99 {p99:3} s  stamp p5 {early:4} p50 {stamp:2} p95 {late:2} s"
        )
    }
}

/// The value below which so many thousandths of the sorted ones lie.
fn at(sorted: &[i64], thousandths: usize) -> i64 {
    sorted[sorted.len() * thousandths / 1000]
}

fn seconds(at: Timestamp) -> i64 {
    (at.as_millis() - START.as_millis()) / 1000
}

fn ours(journey: &Journey) -> Finding {
    let mut detector = ArrivalDetector::new(ArrivalRule::default(), journey.place);
    let mut fixes = journey.fixes.iter().enumerate();
    fixes.find_map(|(place, (fix, _))| Some((place, detector.observe(fix)?.at)))
}

/// What others do.
fn one_fix_within_100_m(journey: &Journey) -> Finding {
    let mut fixes = journey.fixes.iter().enumerate();
    fixes.find_map(|(place, (fix, _))| {
        (fix.at.distance_m(journey.place) <= 100.0).then_some((place, fix.taken_at))
    })
}

#[test]
fn a_thousand_arrivals_are_found_soon_and_hardly_one_is_wrong() {
    for world in [
        WORLD,
        World {
            ending: Ending::Kerb,
            ..WORLD
        },
    ] {
        let score = Score::of(&world, 1000, ARRIVAL_RADIUS_M, ours);
        assert!(score.percent(score.found) >= 99.0, "{}", score.line());
        assert!(score.wrong <= 1, "{}", score.line());
        assert!(at(&score.delays, 500) <= 10, "{}", score.line());
    }
}

#[test]
fn whoever_creeps_up_to_the_radius_is_not_there_yet() {
    let score = Score::of(&CREEPING, 2000, ARRIVAL_RADIUS_M, ours);
    assert!(score.percent(score.found) >= 97.0, "{}", score.line());
    assert!(score.wrong <= 60, "{}", score.line());
}

#[test]
fn errors_that_last_are_not_taken_for_many_witnesses() {
    let lasting = World {
        sigma_m: 15.0,
        memory_s: 20.0,
        bias_m: 8.0,
        ..DRILL
    };
    let score = Score::of(&lasting, 2000, ARRIVAL_RADIUS_M, ours);
    assert!(score.percent(score.found) >= 98.5, "{}", score.line());
    assert!(score.wrong <= 20, "{}", score.line());
}

#[test]
fn arrivals_are_found_whatever_phones_say_of_their_accuracy() {
    for boast in [0.33, 3.0] {
        let score = Score::of(&World { boast, ..WORLD }, 1000, ARRIVAL_RADIUS_M, ours);
        assert!(score.percent(score.found) >= 99.0, "{}", score.line());
        assert!(score.wrong <= 3, "{}", score.line());
    }
}

/// The figures: `cargo test --release -p domain many_arrivals -- --ignored --nocapture`.
#[test]
#[ignore = "two minutes of figures"]
fn many_arrivals_in_many_worlds() {
    for (name, world) in WORLDS {
        println!("{name}");
        let ours = Score::of(world, 12_000, ARRIVAL_RADIUS_M, ours);
        println!("  ours                 {}", ours.line());
        let others = Score::of(world, 12_000, 100.0, one_fix_within_100_m);
        println!("  one fix within 100 m {}", others.line());
    }
}
