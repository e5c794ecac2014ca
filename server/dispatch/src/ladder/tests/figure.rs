//! How many phones ring within half a minute, over thousands of offers in virtual time.
//!
//! One push in five is lost and one way is dead, for each kind of order and each way that may be dead by
//! itself. A dead way is silent, which is worse than one that says so. What the others lose, and how slow
//! they are, is assumed, and said below with where it comes from.

use rand::prelude::*;
use rand_chacha::ChaCha8Rng;

use super::*;

/// Offers of each kind with each way dead.
const OFFERS: u64 = 1_500;

/// The phone is to ring within so many milliseconds.
const WITHIN_MS: i64 = 30_000;

/// The share of pushes that get lost: given with the figure.
const PUSHES_LOST: f64 = 0.2;

/// The share of phones in pockets whose line looks open though the app sleeps. An assumption that leaves most of the
/// work to the other ways: phones kill background apps silently (traccar/traccar-client#63).
const ASLEEP: f64 = 0.6;

/// The share of short messages that get lost (X. Meng et al., Analysis of the Reliability of a Nationwide Short
/// Message Service, INFOCOM 2007).
const SMS_LOST: f64 = 0.051;

/// The share of short messages that come too late to count: assumed.
const SMS_LATE: f64 = 0.25;

/// The share of calls that do not make the phone ring: assumed, one in twelve.
const CALLS_LOST: f64 = 0.08;

/// What may be dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Line,
    By(Channel),
}

const WAYS: [Way; 4] = [
    Way::Line,
    Way::By(Channel::Push),
    Way::By(Channel::Sms),
    Way::By(Channel::Call),
];

struct World {
    chance: ChaCha8Rng,
    dead: Way,
}

impl World {
    /// After how many milliseconds the phone rings for what goes out by `way`, if it does.
    fn carry(&mut self, way: Way) -> Option<u64> {
        let (lost, within) = match way {
            Way::Line => (ASLEEP, 40..250),
            Way::By(Channel::Push) => (PUSHES_LOST, 300..2_500),
            Way::By(Channel::Sms) => (1.0 - (1.0 - SMS_LOST) * (1.0 - SMS_LATE), 2_000..10_000),
            Way::By(Channel::Call) => (CALLS_LOST, 2_000..6_000),
        };
        let lost = self.chance.random_bool(lost) || way == self.dead;
        let after = self.chance.random_range(within);
        (!lost).then_some(after)
    }

    /// After how many milliseconds the phone rings; none if it never does.
    fn rings_after(&mut self, kind: OrderKind) -> Option<i64> {
        let mut offer = offered();
        let mut rings: Option<Timestamp> = None;
        let mut ring = |at: Timestamp, after: Option<u64>| {
            let heard = after.map(|after| at.after(Duration::from_millis(after)));
            rings = rings.into_iter().chain(heard).min();
            rings
        };
        let mut first = ring(at(0), self.carry(Way::Line));
        while let Some((due, channel)) = next(kind, &offer, true, &all()) {
            if first.is_some_and(|first| first <= due) {
                break;
            }
            give(&mut offer, due, channel);
            first = ring(due, self.carry(Way::By(channel)));
        }
        first.map(|first| first.as_millis() - at(0).as_millis())
    }
}

/// How many of the offers made the phone ring in time.
fn rang(kind: OrderKind, dead: Way) -> usize {
    let offers = 0..OFFERS;
    let rang = offers.filter(|seed| {
        let chance = ChaCha8Rng::seed_from_u64(*seed);
        let mut world = World { chance, dead };
        world.rings_after(kind).is_some_and(|millis| millis <= WITHIN_MS)
    });
    rang.count()
}

/// So many of a hundred offers.
fn of_all(percent: u64) -> usize {
    usize::try_from(OFFERS * percent / 100).unwrap()
}

#[test]
fn with_any_one_way_dead_and_pushes_lost_99_of_100_phones_ring_within_30_s() {
    for kind in OrderKind::ALL {
        for dead in WAYS {
            let rang = rang(kind, dead);
            assert!(
                rang >= of_all(99),
                "{kind:?} with {dead:?} dead: {rang} of {OFFERS}"
            );
        }
    }
}

#[test]
fn the_line_alone_or_one_push_or_one_message_would_not_do() {
    for way in [Way::Line, Way::By(Channel::Push), Way::By(Channel::Sms)] {
        let rang = (0..OFFERS).filter(|seed| {
            let chance = ChaCha8Rng::seed_from_u64(*seed);
            let dead = Way::By(Channel::Call);
            World { chance, dead }.carry(way).is_some()
        });
        assert!(rang.count() < of_all(85), "{way:?}");
    }
}
