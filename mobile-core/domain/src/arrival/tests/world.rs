//! A world to try arrivals in: officers who drive, stop at lights, pass by, walk the last bit, stay.
//!
//! Their receivers err in every way that is known of receivers.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::order::ARRIVAL_RADIUS_M;
use crate::{Datum, Fix, LatLon, Timestamp};

/// When every journey begins.
pub(super) const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);

const METRES_PER_DEGREE: f64 = 111_195.08;
const BRAKING_MPS2: f64 = 2.0;
const WALKING_MPS: f64 = 1.4;
const BIAS_MEMORY_S: f64 = 120.0;

/// How receivers err, with what officers do before they arrive.
#[derive(Clone, Copy, Debug)]
pub(super) struct World {
    /// Standard deviation of the error on each axis, in metres.
    pub(super) sigma_m: f64,
    /// How long that error lasts: after so many seconds e^-1 of it is left.
    pub(super) memory_s: f64,
    /// Standard deviation on each axis of a second error that wanders slowly, in metres.
    pub(super) bias_m: f64,
    /// Share of fixes that jump by more than 500 m.
    pub(super) jumps: f64,
    /// Seconds without fixes, about once in three minutes.
    pub(super) gap_s: usize,
    /// What receivers say of their accuracy is the truth times this.
    pub(super) boast: f64,
    /// Share of orders on which the phone measures no speed.
    pub(super) speechless: f64,
    /// Share of orders on which an app makes up that the officer is there until a minute before.
    pub(super) mocks: f64,
    /// Share of orders on which the officer passes the place at speed, or stops nearby, beforehand.
    pub(super) decoys: f64,
    /// Seconds between fixes.
    pub(super) every_s: usize,
    /// What the last hundred metres take those who look for the place beyond driving them: the median in
    /// seconds, with the standard deviation of the logarithm.
    pub(super) looking: (f64, f64),
    /// How the way ends.
    pub(super) ending: Ending,
}

/// How officers come to where they stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// They brake, at the place or a little before it to walk the rest.
    Braking,
    /// They drive to a kerb inside the radius at full speed, and walk on from there.
    Kerb,
    /// From a hundred metres before it they are slow: they park, they look for the door.
    Looking,
}

/// The world of the figures.
pub(super) const WORLD: World = World {
    sigma_m: 15.0,
    memory_s: 0.0,
    bias_m: 0.0,
    jumps: 0.01,
    gap_s: 30,
    boast: 1.0,
    speechless: 0.1,
    mocks: 0.03,
    decoys: 0.5,
    every_s: 1,
    looking: (35.0, 0.6),
    ending: Ending::Braking,
};

/// A receiver as in a drill, its errors lasting; officers look for the place.
pub(super) const DRILL: World = World {
    sigma_m: 6.0,
    memory_s: 8.0,
    bias_m: 3.0,
    speechless: 0.0,
    decoys: 0.0,
    ending: Ending::Looking,
    ..WORLD
};

/// One officer on the way to one place.
pub(super) struct Journey {
    pub(super) place: LatLon,
    /// The fixes, each with how far away in metres the officer truly was.
    pub(super) fixes: Vec<(Fix, f64)>,
    /// Seconds from the start until the officer came inside the radius to stay.
    pub(super) inside_s: i64,
}

/// Where the officer truly is in one second, in metres east and north of the place.
#[derive(Clone, Copy)]
struct Truth {
    at: [f64; 2],
    speed_mps: f64,
    heading_deg: f64,
}

/// The journey of number `seed`.
pub(super) fn journey(world: &World, seed: u64) -> Journey {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let place = LatLon::new(rng.random_range(30.9..31.6), rng.random_range(121.1..121.7)).unwrap();
    let truths = path(world, &mut rng);
    let distance = |truth: &Truth| truth.at[0].hypot(truth.at[1]);
    let outside = truths
        .iter()
        .rposition(|truth| distance(truth) > ARRIVAL_RADIUS_M);
    let inside = outside.map_or(0, |second| second + 1);
    let mock_until = if rng.random_bool(world.mocks) {
        inside.saturating_sub(60)
    } else {
        0
    };
    let speechless = rng.random_bool(world.speechless);
    let mut error = [0.0; 2].map(|_: f64| world.sigma_m * gauss(&mut rng));
    let mut bias = [0.0; 2].map(|_: f64| world.bias_m * gauss(&mut rng));
    let mut fixes = Vec::new();
    let mut gap_until = 0;
    for (second, truth) in truths.iter().enumerate() {
        error = error.map(|error| wandered(error, world.sigma_m, world.memory_s, &mut rng));
        bias = bias.map(|bias| wandered(bias, world.bias_m, BIAS_MEMORY_S, &mut rng));
        if rng.random_bool(1.0 / 180.0) {
            gap_until = second + world.gap_s;
        }
        if second < gap_until || second % world.every_s != 0 {
            continue;
        }
        let mut fix = measured(
            world,
            *truth,
            [error[0] + bias[0], error[1] + bias[1]],
            place,
            speechless,
            &mut rng,
        );
        fix.taken_at = Timestamp::from_millis(START.as_millis() + i64::try_from(second).unwrap() * 1000);
        if second < mock_until && second % 2 == 0 {
            (fix.mock, fix.at, fix.speed_mps) = (true, place, Some(0.0));
        }
        fixes.push((fix, distance(truth)));
    }
    Journey {
        place,
        fixes,
        inside_s: i64::try_from(inside).unwrap(),
    }
}

/// What an error has become a second later (Ornstein and Uhlenbeck, 1930).
fn wandered(error: f64, sigma_m: f64, memory_s: f64, rng: &mut ChaCha8Rng) -> f64 {
    let left = if memory_s > 0.0 {
        (-1.0 / memory_s).exp()
    } else {
        0.0
    };
    left * error + sigma_m * (1.0 - left * left).sqrt() * gauss(rng)
}

fn measured(
    world: &World,
    truth: Truth,
    error: [f64; 2],
    place: LatLon,
    speechless: bool,
    rng: &mut ChaCha8Rng,
) -> Fix {
    let mut at = [truth.at[0] + error[0], truth.at[1] + error[1]];
    if rng.random_bool(world.jumps) {
        at = around(at, rng.random_range(500.0..3000.0), rng.random_range(0.0..TAU));
    }
    let speed = (truth.speed_mps + 0.5 * gauss(rng)).abs();
    let heading = (truth.heading_deg + 6.0 * gauss(rng)).rem_euclid(360.0);
    let moving = truth.speed_mps > 0.0;
    let metres_east = METRES_PER_DEGREE * place.lat().to_radians().cos();
    Fix {
        at: LatLon::new(
            place.lat() + at[1] / METRES_PER_DEGREE,
            place.lon() + at[0] / metres_east,
        )
        .unwrap(),
        accuracy_m: 1.51 * world.sigma_m.hypot(world.bias_m) * world.boast * rng.random_range(0.8..1.25),
        speed_mps: (!speechless).then_some(speed),
        heading_deg: (moving && !speechless).then_some(heading),
        altitude_m: None,
        mock: false,
        battery_pct: None,
        taken_at: START,
        taken_at_error_ms: 50,
        activity: None,
        datum: Some(Datum::Wgs84),
    }
}

/// Where the officer is in every second, from setting off until leaving.
fn path(world: &World, rng: &mut ChaCha8Rng) -> Vec<Truth> {
    let [from, stop, beside] = [(); 3].map(|()| rng.random_range(0.0..TAU));
    let stop = around([0.0; 2], rng.random_range(0.0..40.0), stop);
    let far = if world.ending == Ending::Looking { 3.0 } else { 1.0 };
    let start = around([0.0; 2], far * rng.random_range(400.0..1500.0), from);
    let mut path = vec![Truth {
        at: start,
        speed_mps: 0.0,
        heading_deg: 0.0,
    }];
    // By car, by bicycle or e-bike, on foot.
    let cruise = match rng.random_range(0..10) {
        0..6 => rng.random_range(8.0..17.0),
        6..8 => rng.random_range(4.0..7.0),
        _ => rng.random_range(1.2..1.8),
    };
    let drives = cruise > WALKING_MPS + 1.0;
    if drives && rng.random_bool(world.decoys) {
        if rng.random_bool(0.5) {
            let across = around([0.0; 2], rng.random_range(0.0..60.0), from + FRAC_PI_2);
            go(&mut path, around(across, 300.0, from), cruise, cruise);
            go(&mut path, around(across, 300.0, from + PI), cruise, cruise);
        } else {
            let nearby = around([0.0; 2], rng.random_range(80.0..200.0), beside);
            go(&mut path, nearby, cruise, 0.0);
            stay(&mut path, rng.random_range(15..90));
        }
    }
    match world.ending {
        Ending::Kerb => {
            go(&mut path, stop, cruise, cruise);
            go(&mut path, [0.0; 2], WALKING_MPS, WALKING_MPS);
        }
        Ending::Looking => {
            let stop = around([0.0; 2], 35.0 * rng.random::<f64>().sqrt(), beside + 1.0);
            let (median_s, spread) = world.looking;
            let looking_s = 100.0 / cruise + median_s * (spread * gauss(rng)).exp();
            let slow = (100.0 / looking_s).min(cruise);
            let beside = around(stop, rng.random_range(0.0..12.0), beside);
            go(&mut path, around(beside, 100.0, from), cruise, cruise);
            go(&mut path, beside, slow, slow);
            go(&mut path, stop, WALKING_MPS, WALKING_MPS);
        }
        Ending::Braking if drives && rng.random_bool(0.3) => {
            let parked = around(stop, rng.random_range(10.0..60.0), from);
            go(&mut path, parked, cruise, 0.0);
            stay(&mut path, rng.random_range(3..15));
            go(&mut path, stop, WALKING_MPS, 0.0);
        }
        Ending::Braking => go(&mut path, stop, cruise, 0.0),
    }
    stay(&mut path, rng.random_range(120..400));
    path
}

/// Goes straight to `goal`, braking in time to be no faster there than `last_mps`.
fn go(path: &mut Vec<Truth>, goal: [f64; 2], cruise_mps: f64, last_mps: f64) {
    loop {
        let at = path[path.len() - 1].at;
        let [east, north] = [goal[0] - at[0], goal[1] - at[1]];
        let left = east.hypot(north);
        if left < 0.05 {
            return;
        }
        let braking = (last_mps * last_mps + 2.0 * BRAKING_MPS2 * left).sqrt();
        let speed_mps = cruise_mps.min(braking.max(0.5)).min(left);
        let step = speed_mps / left;
        path.push(Truth {
            at: [at[0] + east * step, at[1] + north * step],
            speed_mps,
            heading_deg: east.atan2(north).to_degrees().rem_euclid(360.0),
        });
    }
}

fn stay(path: &mut Vec<Truth>, seconds: usize) {
    let here = Truth {
        speed_mps: 0.0,
        ..path[path.len() - 1]
    };
    path.extend(std::iter::repeat_n(here, seconds));
}

fn around([east, north]: [f64; 2], distance: f64, turn: f64) -> [f64; 2] {
    [east + distance * turn.sin(), north + distance * turn.cos()]
}

/// A normally distributed number (Box and Muller, 1958).
fn gauss(rng: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (rng.random_range(f64::MIN_POSITIVE..1.0), rng.random());
    (-2.0 * radius.ln()).sqrt() * (TAU * turn).cos()
}
