//! A unit of the drill: an officer with a phone, a receiver in it, and a net around it.

use std::time::Duration;

use domain::{LatLon, Timestamp};
use rand_chacha::ChaCha8Rng;

use super::Scenario;
use super::character::Character;
use super::net::Net;
use super::officer::Officer;
use super::phone::Phone;
use super::receiver::{Receiver, next_of};
use super::streams::Stream;
use super::truth::Watched;
use crate::chance::{between, gauss};

/// A unit.
#[derive(Debug)]
pub(super) struct Unit {
    seed: u64,
    number: u64,
    shift: u64,
    post: LatLon,
    pub(super) officer: Officer,
    pub(super) phone: Phone,
    pub(super) net: Net,
    pub(super) receiver: Receiver,
    power: ChaCha8Rng,
    charged: (Timestamp, f64),
    drain_pct_per_hour: f64,
    pub(super) on_shift: bool,
    /// The measurement that is in the queue.
    pub(super) measures_at: Timestamp,
    /// The officer's next act that is in the queue.
    pub(super) acts_at: Timestamp,
    /// How often the officer went another way.
    pub(super) turns: u32,
    /// The orders taken on.
    pub(super) watched: Vec<Watched>,
    pub(super) live: bool,
}

impl Unit {
    /// A unit whose phone is off and whose officer is not on duty yet.
    pub(super) fn new(
        world: &Scenario,
        seed: u64,
        character: Character,
        post: LatLon,
        now: Timestamp,
    ) -> Self {
        let number = character.unit();
        let stream = |stream: Stream| stream.of(seed, &[number]);
        let mut power = stream(Stream::Power);
        let clock_error_s = world.phones.clock_error_s * gauss(&mut power);
        let charge = between(&mut power, world.phones.battery_pct);
        Self {
            seed,
            number,
            shift: 0,
            post,
            officer: Officer::new(character, post, now, Stream::Idle.of(seed, &[number, 0])),
            phone: Phone::new(
                seed.wrapping_mul(100_003).wrapping_add(number),
                millis(clock_error_s),
            ),
            net: Net::new(&world.network, stream(Stream::Network)),
            receiver: Receiver::new(&world.receiver, now, stream(Stream::Receiver)),
            power,
            charged: (now, charge),
            drain_pct_per_hour: world.phones.battery_pct_per_hour,
            on_shift: false,
            measures_at: Timestamp::MAX,
            acts_at: Timestamp::MAX,
            turns: 0,
            watched: Vec::new(),
            live: false,
        }
    }

    /// Another officer takes the unit's next shift, with a charged phone.
    pub(super) fn relieve(&mut self, world: &Scenario, now: Timestamp) {
        self.shift = self.shift.saturating_add(1);
        let character = Character::new(world, self.seed, self.number, self.shift);
        let idle = Stream::Idle.of(self.seed, &[self.number, self.shift]);
        self.officer = Officer::new(character, self.post, now, idle);
        self.charged = (now, between(&mut self.power, world.phones.battery_pct));
        self.watched.clear();
        self.turns = self.turns.wrapping_add(1);
    }

    /// How many officers had the unit before this one.
    pub(super) fn shift(&self) -> u64 {
        self.shift
    }

    /// The phone's charge at `now`, in percent.
    pub(super) fn charge_pct(&self, now: Timestamp) -> f64 {
        let (since, charge) = self.charged;
        let hours = now.since(since).as_secs_f64() / 3600.0;
        (charge - hours * self.drain_pct_per_hour).clamp(0.0, 100.0)
    }

    /// When the phone goes dead by chance next.
    pub(super) fn next_death(&mut self, world: &Scenario, now: Timestamp) -> Timestamp {
        next_of(&mut self.power, now, world.phones.dead_per_day / 86_400.0)
    }

    /// How long it stays dead.
    pub(super) fn dead_for(&mut self, world: &Scenario) -> Duration {
        world.phones.dead.draw(&mut self.power)
    }

    /// How long the first shift is, so that shifts end one after another.
    pub(super) fn first_shift(&mut self, world: &Scenario) -> Duration {
        let all = world.officers.shift_h * 3600.0;
        Duration::from_secs_f64(between(&mut self.power, [0.25 * all, all]))
    }

    /// Whether the phone is to measure often: on the move, and until it knows that it has arrived.
    pub(super) fn measures_often(&self, now: Timestamp) -> bool {
        let on_the_way = self
            .watched
            .iter()
            .any(|watched| !watched.noticed && self.officer.goal_of(watched.order).is_some());
        self.officer.is_moving(now) || on_the_way
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an hour at most, and casting saturates"
)]
const fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
