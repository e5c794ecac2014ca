//! Random days on the floor, watched by somebody who knows only what was pressed and what was told.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{TalkGroup, TalkRank, Timestamp, TownId, UnitId};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::{Floor, Input, Output, Party, Press, TalkerId, Why};
use super::{LIMITS, at, team, town, unit};

const UNITS: u128 = 8;
const LINES: u64 = 14;
const STEPS: usize = 500;

#[test]
fn in_a_hundred_thousand_random_trials_no_ear_has_two_voices() {
    trials(100_000);
}

#[test]
#[ignore = "a million trials take a while without optimisation; run it with --release"]
fn in_a_million_random_trials_no_ear_has_two_voices() {
    trials(1_000_000);
}

/// One trial is one thing that happens.
fn trials(count: usize) {
    let mut watch = Watch::default();
    for day in 0..count.div_ceil(STEPS) {
        let mut chance = ChaCha8Rng::seed_from_u64(day as u64);
        let mut floor = Floor::new(LIMITS);
        let mut now = at(0);
        for _ in 0..STEPS {
            now = now.after(Duration::from_millis(chance.random_range(0..1_500)));
            watch.happens(&mut floor, now, random(&mut chance));
        }
        // Everybody goes quiet: all of it ends by itself.
        while let Some(due) = floor.poll_timeout() {
            now = now.max(due);
            watch.happens(&mut floor, now, Input::Timeout);
        }
        watch.must_be_over();
    }
    assert!(
        watch.granted > count / 20,
        "{} floors were granted",
        watch.granted
    );
    assert!(watch.preempted > count / 100, "{} were taken", watch.preempted);
    assert!(watch.waited > count / 100, "{} waited and had it", watch.waited);
}

fn random(chance: &mut ChaCha8Rng) -> Input {
    let line = chance.random_range(0..LINES);
    let talker = TalkerId(line);
    let own = own_unit(line);
    match chance.random_range(0..100) {
        0..45 => Input::Pressed(press(chance, line)),
        45..50 if rank(line) == TalkRank::Leader => Input::Called {
            talker,
            rank: TalkRank::Leader,
            with: if chance.random_bool(0.8) {
                Party::Unit(unit(chance.random_range(0..UNITS)))
            } else {
                Party::Desk(TownId(uuid::Uuid::from_u128(chance.random_range(0..2))))
            },
        },
        45..75 => Input::Spoke {
            talker,
            party: own.map(Party::Unit),
        },
        75..90 => Input::Released(talker),
        90..94 => Input::Lost(talker),
        94..96 => Input::HungUp(Party::Unit(unit(chance.random_range(0..UNITS)))),
        _ => Input::Timeout,
    }
}

fn own_unit(line: u64) -> Option<UnitId> {
    (u128::from(line) < UNITS).then(|| unit(u128::from(line)))
}

fn rank(line: u64) -> TalkRank {
    match line {
        8 | 9 => TalkRank::TownDesk,
        10 | 11 => TalkRank::Dispatcher,
        12 | 13 => TalkRank::Leader,
        _ => TalkRank::Officer,
    }
}

fn press(chance: &mut ChaCha8Rng, line: u64) -> Press {
    let some = |chance: &mut ChaCha8Rng| (0..UNITS).filter(|_| chance.random_bool(0.3)).map(unit).collect();
    let (group, reach): (_, BTreeSet<_>) = match chance.random_range(0..4) {
        0 => {
            let unit = own_unit(line).unwrap_or_else(|| unit(chance.random_range(0..UNITS)));
            (TalkGroup::Unit { unit }, BTreeSet::from([unit]))
        }
        1 => {
            let number = chance.random_range(0..2);
            (
                town(number),
                (0..UNITS).filter(|unit| unit % 2 == number).map(unit).collect(),
            )
        }
        2 => (team(chance.random_range(0..3)), some(chance)),
        _ => (TalkGroup::All, (0..UNITS).map(unit).collect()),
    };
    Press {
        talker: TalkerId(line),
        unit: own_unit(line),
        rank: rank(line),
        group,
        reach,
    }
}

/// What follows from the words alone.
#[derive(Default)]
struct Watch {
    pressed: BTreeMap<TalkerId, (Press, Timestamp, usize)>,
    granted_to: BTreeMap<TalkerId, Timestamp>,
    calling: BTreeMap<TalkerId, Party>,
    called: BTreeMap<TalkerId, Party>,
    presses: usize,
    granted: usize,
    preempted: usize,
    waited: usize,
}

impl Watch {
    fn happens(&mut self, floor: &mut Floor, now: Timestamp, input: Input) {
        let mut pressed = None;
        match &input {
            Input::Pressed(press) => pressed = Some(press.clone()),
            Input::Called { talker, with, .. } => {
                self.calling.insert(*talker, *with);
            }
            _ => {}
        }
        floor.handle_input(now, input);
        let told: Vec<_> = std::iter::from_fn(|| floor.poll_output()).collect();
        for output in told {
            // What the line had before is let go first.
            if let Some(press) = pressed.take_if(|press| !lets_go_of_former(&output, press, self)) {
                self.presses += 1;
                self.pressed.insert(press.talker, (press, now, self.presses));
            }
            self.hears(now, &output);
        }
        assert!(pressed.is_none(), "a press is answered at once");
        self.must_be_in_order(floor, now);
    }

    fn hears(&mut self, now: Timestamp, output: &Output) {
        match *output {
            Output::Grant { talker, group } => {
                let (press, since, turn) = &self.pressed[&talker];
                assert_eq!(press.group, group);
                self.granted += 1;
                self.waited += usize::from(*since < now);
                for (other, (known, _, known_turn)) in &self.pressed {
                    let earlier = known.rank > press.rank || (known.rank == press.rank && known_turn < turn);
                    let waits = !self.granted_to.contains_key(other) && *other != talker;
                    assert!(
                        !(waits && earlier && overlap(known, press)),
                        "{talker:?} passed {other:?} by"
                    );
                }
                self.granted_to.insert(talker, now);
            }
            Output::Revoke { talker, why } => {
                if let Why::Preempted { by } = why
                    && let (Some((own, ..)), Some((by, ..))) =
                        (self.pressed.get(&talker), self.pressed.get(&by))
                {
                    assert!(by.rank > own.rank, "only who comes before may take the floor");
                    self.preempted += 1;
                }
                self.pressed.remove(&talker);
                self.granted_to.remove(&talker);
                self.called.remove(&talker);
            }
            Output::Queue { talker, .. } => assert!(!self.granted_to.contains_key(&talker)),
            Output::Connect { talker } => {
                self.called.insert(talker, self.calling[&talker]);
            }
        }
    }

    fn must_be_in_order(&self, floor: &Floor, now: Timestamp) {
        let held: Vec<_> = self
            .granted_to
            .keys()
            .map(|talker| &self.pressed[talker].0)
            .collect();
        for (at, one) in held.iter().enumerate() {
            for other in &held[at + 1..] {
                assert!(!overlap(one, other), "two floors at once: {one:?} and {other:?}");
            }
        }
        let talking: BTreeSet<_> = floor.talking().map(|(talker, _)| talker).collect();
        assert_eq!(talking, self.granted_to.keys().copied().collect());
        for number in 0..UNITS {
            let heard = floor.voice_for(unit(number));
            let claims = talking.iter().chain(self.called.keys());
            let claims: Vec<_> = claims
                .filter(|talker| floor.heard_by(**talker).contains(&unit(number)))
                .collect();
            assert!(claims.len() <= 1, "{number} hears {claims:?}");
            assert_eq!(heard.as_ref(), claims.first().copied());
        }
        for (talker, (press, since, _)) in &self.pressed {
            let (held, limit) = match self.granted_to.get(talker) {
                Some(granted) => (*granted, LIMITS.talk),
                None => (*since, LIMITS.wait),
            };
            assert!(now < held.after(limit), "{press:?} lasts too long");
        }
        assert!(self.pressed.len() - self.granted_to.len() <= LIMITS.queue);
    }

    fn must_be_over(&self) {
        assert!(self.pressed.is_empty() && self.granted_to.is_empty() && self.called.is_empty());
    }
}

fn lets_go_of_former(output: &Output, press: &Press, watch: &Watch) -> bool {
    // Due endings of others come first as well, then the former of this line, once.
    match output {
        Output::Revoke { talker, why } => {
            let had = watch.pressed.contains_key(talker) || watch.called.contains_key(talker);
            had && (*talker != press.talker || *why != Why::QueueFull)
                && !matches!(why, Why::Preempted { .. })
        }
        _ => false,
    }
}

fn overlap(one: &Press, other: &Press) -> bool {
    let ears = |press: &Press| -> BTreeSet<_> { press.reach.iter().copied().chain(press.unit).collect() };
    one.group == other.group || !ears(one).is_disjoint(&ears(other))
}
