//! What is true of one officer and known to nobody: how quick, how willing, how punctual.

use std::time::Duration;

use domain::{LatLon, Timestamp, TravelMode};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::Scenario;
use super::streams::Stream;
use crate::chance::factor;
use crate::plane::displaced;

/// Roads slower than the first are slow, from the second on fast, in metres a second.
const SLOW_BELOW_MPS: f64 = 40.0 / 3.6;
const FAST_FROM_MPS: f64 = 70.0 / 3.6;

/// What the last metres are, in metres.
pub(super) const LAST_METRES_M: f64 = 100.0;

/// The hidden side of an officer.
#[derive(Clone, Debug)]
pub(super) struct Character {
    seed: u64,
    unit: u64,
    shift: u64,
    pub(super) mode: TravelMode,
    pub(super) roams: bool,
    pace: f64,
    /// On slow, middling and fast roads.
    roads: [f64; 3],
    hours: [f64; 24],
    accepting: f64,
    starting: f64,
}

/// What an officer will do about one order, whenever and by whatever rule it is offered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conduct {
    /// The answer, with when it comes after the ringing.
    pub(super) answer: Answer,
    pub(super) answer_after: Duration,
    pub(super) start_after: Duration,
    pub(super) taps_under_way: bool,
    pub(super) last_metres_s: f64,
    /// Where the officer ends up, in metres north and east of the order's place.
    pub(super) stops: [f64; 2],
    pub(super) live_after: Duration,
    pub(super) report_after: Duration,
    pub(super) work: Duration,
    /// The trip's own factor.
    pub(super) pace: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Accept,
    Decline,
    Silence,
}

impl Character {
    /// The officer of the unit `number` on its `shift`.
    pub(super) fn new(world: &Scenario, seed: u64, number: u64, shift: u64) -> Self {
        // What the unit is outlasts its officers.
        let mut unit = Stream::Unit.of(seed, &[number]);
        let drawn = mode_of(world, &mut unit);
        let post = usize::try_from(number)
            .ok()
            .and_then(|place| world.officers.posts.get(place));
        let mode = post.map_or(drawn, |post| post.mode);
        let roams = unit.random_bool(world.officers.roaming);
        let mut rng = Stream::Officer.of(seed, &[number, shift]);
        let pace = &world.pace;
        Self {
            seed,
            unit: number,
            shift,
            mode,
            roams,
            pace: pace.median * factor(&mut rng, pace.between_officers),
            roads: [0.0; 3].map(|_| factor(&mut rng, pace.between_roads)),
            hours: [0.0; 24].map(|_| factor(&mut rng, pace.between_hours)),
            accepting: factor(&mut rng, world.answers.between_officers),
            starting: factor(&mut rng, world.tasks.between_officers),
        }
    }

    /// The number of the unit.
    pub(super) fn unit(&self) -> u64 {
        self.unit
    }

    /// What this officer does about the order that is the `order`th of the drill.
    pub(super) fn conduct(&self, world: &Scenario, order: u64) -> Conduct {
        let rng = &mut Stream::Conduct.of(self.seed, &[self.unit, self.shift, order]);
        let (answers, tasks) = (&world.answers, &world.tasks);
        let answer = match rng.random::<f64>() {
            chance if chance < answers.decline_share => Answer::Decline,
            chance if chance < answers.decline_share + answers.silence_share => Answer::Silence,
            _ => Answer::Accept,
        };
        let away = tasks.stop_within_m * rng.random::<f64>().sqrt();
        let turn = rng.random_range(0.0..std::f64::consts::TAU);
        Conduct {
            answer,
            answer_after: answers.accept.times(self.accepting).draw(rng),
            start_after: tasks.start.times(self.starting).draw(rng),
            taps_under_way: rng.random_bool(tasks.taps_under_way),
            last_metres_s: tasks.last_metres.draw(rng).as_secs_f64(),
            stops: [away * turn.cos(), away * turn.sin()],
            live_after: tasks.video.draw(rng),
            report_after: tasks.report.draw(rng),
            work: tasks.work.draw(rng),
            pace: factor(rng, world.pace.between_trips),
        }
    }

    /// The seconds that a stretch of road takes at `hour` for each second of the network's.
    pub(super) fn pace_on(&self, speed_mps: f64, hour: usize) -> f64 {
        let [slow, middling, fast] = self.roads;
        let road = if speed_mps < SLOW_BELOW_MPS {
            slow
        } else if speed_mps < FAST_FROM_MPS {
            middling
        } else {
            fast
        };
        self.pace * road * self.hours.get(hour).copied().unwrap_or(1.0)
    }
}

impl Conduct {
    /// Where the officer ends up.
    pub(super) fn stop(&self, place: LatLon) -> LatLon {
        displaced(place, self.stops)
    }
}

/// The traffic of one day, alike for all officers.
#[derive(Clone, Debug)]
pub(super) struct Traffic {
    start_hour: f64,
    began: Timestamp,
    by_hour: [f64; 24],
    seed: u64,
    spread: f64,
}

impl Traffic {
    pub(super) fn new(world: &Scenario, seed: u64, began: Timestamp) -> Self {
        Self {
            start_hour: world.calendar.start_hour,
            began,
            by_hour: world.pace.by_hour,
            seed,
            spread: world.pace.between_days,
        }
    }

    /// The hour of the day at `now`.
    pub(super) fn hour(&self, now: Timestamp) -> usize {
        whole(self.hours(now).rem_euclid(24.0))
    }

    /// Travel time against that of a free road at `now`.
    pub(super) fn slowness(&self, now: Timestamp) -> f64 {
        let day = u64::try_from(whole(self.hours(now) / 24.0)).unwrap_or_default();
        let hour = self.by_hour.get(self.hour(now)).copied().unwrap_or(1.0);
        hour * factor(&mut Stream::Day.of(self.seed, &[day]), self.spread)
    }

    fn hours(&self, now: Timestamp) -> f64 {
        self.start_hour + now.since(self.began).as_secs_f64() / 3600.0
    }
}

fn mode_of(world: &Scenario, rng: &mut ChaCha8Rng) -> TravelMode {
    let officers = &world.officers;
    let all = officers.car_weight + officers.e_bike_weight + officers.foot_weight;
    let drawn = all * rng.random::<f64>();
    if drawn < officers.car_weight {
        TravelMode::Car
    } else if drawn < officers.car_weight + officers.e_bike_weight {
        TravelMode::EBike
    } else {
        TravelMode::Foot
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours of a drill are few and not negative, and casting saturates"
)]
const fn whole(number: f64) -> usize {
    number as usize
}
