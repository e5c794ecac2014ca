//! Stories of the floor.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{OrderId, TalkGroup, TalkRank, Timestamp, TownId, UnitId};
use uuid::Uuid;

use super::{Floor, Input, Limits, Output, Press, TalkerId, Why};

mod calls;
mod trials;

const LIMITS: Limits = Limits {
    silence: Duration::from_secs(4),
    talk: Duration::from_secs(30),
    wait: Duration::from_secs(20),
    call_silence: Duration::from_secs(10),
    queue: 3,
};

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).after(Duration::from_secs(seconds))
}

/// A floor for whose words one need not wait.
struct Story(Floor);

impl Story {
    fn new() -> Self {
        Self(Floor::new(LIMITS))
    }

    fn happens(&mut self, seconds: u64, input: Input) -> Vec<Output> {
        self.0.handle_input(at(seconds), input);
        std::iter::from_fn(|| self.0.poll_output()).collect()
    }

    fn presses(&mut self, seconds: u64, press: Press) -> Vec<Output> {
        self.happens(seconds, Input::Pressed(press))
    }
}

fn town(number: u128) -> TalkGroup {
    TalkGroup::Town {
        town: TownId(Uuid::from_u128(number)),
    }
}

fn team(number: u128) -> TalkGroup {
    TalkGroup::Team {
        order: OrderId(Uuid::from_u128(number)),
    }
}

fn seat(talker: u64, rank: TalkRank, group: TalkGroup, reach: impl IntoIterator<Item = u128>) -> Press {
    Press {
        talker: TalkerId(talker),
        unit: None,
        rank,
        group,
        reach: reach.into_iter().map(unit).collect(),
    }
}

fn officer(talker: u64, own: u128, group: TalkGroup, reach: impl IntoIterator<Item = u128>) -> Press {
    Press {
        unit: Some(unit(own)),
        ..seat(talker, TalkRank::Officer, group, reach)
    }
}

fn granted(talker: u64, group: TalkGroup) -> Output {
    let talker = TalkerId(talker);
    Output::Grant { talker, group }
}

fn queued(talker: u64, group: TalkGroup, place: usize) -> Output {
    let talker = TalkerId(talker);
    Output::Queue { talker, group, place }
}

fn revoked(talker: u64, why: Why) -> Output {
    let talker = TalkerId(talker);
    Output::Revoke { talker, why }
}

fn spoke(talker: u64) -> Input {
    let talker = TalkerId(talker);
    Input::Spoke { talker, party: None }
}

#[test]
fn who_presses_first_talks_and_the_next_waits_in_turn() {
    let mut story = Story::new();
    assert_eq!(
        story.presses(0, officer(1, 1, team(1), [1, 2, 3])),
        [granted(1, team(1))]
    );
    assert_eq!(
        story.presses(1, officer(2, 2, team(1), [1, 2, 3])),
        [queued(2, team(1), 1)]
    );
    assert_eq!(
        story.presses(2, officer(3, 3, team(1), [1, 2, 3])),
        [queued(3, team(1), 2)]
    );
    assert_eq!(
        story.happens(3, Input::Released(TalkerId(1))),
        [
            revoked(1, Why::Released),
            granted(2, team(1)),
            queued(3, team(1), 1)
        ]
    );
    assert_eq!(story.0.voice_for(unit(1)), Some(TalkerId(2)));
    assert_eq!(story.0.voice_for(unit(2)), None);
}

#[test]
fn a_higher_rank_takes_the_floor_at_once_even_past_those_who_wait() {
    let mut story = Story::new();
    story.presses(0, officer(1, 1, town(1), [1, 2]));
    story.presses(0, officer(2, 2, town(1), [1, 2]));
    let taken = story.presses(1, seat(3, TalkRank::Dispatcher, TalkGroup::All, [1, 2, 9]));
    let by = TalkerId(3);
    assert_eq!(
        taken,
        [revoked(1, Why::Preempted { by }), granted(3, TalkGroup::All)]
    );
    let leader = story.presses(
        2,
        seat(4, TalkRank::Leader, TalkGroup::Unit { unit: unit(9) }, [9]),
    );
    let by = TalkerId(4);
    assert_eq!(
        leader[..2],
        [
            revoked(3, Why::Preempted { by }),
            granted(4, TalkGroup::Unit { unit: unit(9) })
        ]
    );
    assert_eq!(
        leader[2..],
        [granted(2, town(1))],
        "whoever waited has what the leader leaves"
    );
}

#[test]
fn who_does_not_overlap_talks_at_the_same_time() {
    let mut story = Story::new();
    assert_eq!(
        story.presses(0, officer(1, 1, team(1), [1, 2])),
        [granted(1, team(1))]
    );
    assert_eq!(
        story.presses(0, officer(3, 3, team(2), [3, 4])),
        [granted(3, team(2))]
    );
    assert_eq!(story.0.voice_for(unit(2)), Some(TalkerId(1)));
    assert_eq!(story.0.voice_for(unit(4)), Some(TalkerId(3)));
}

#[test]
fn nobody_passes_by_who_waits_for_the_same_ears() {
    let mut story = Story::new();
    story.presses(0, seat(1, TalkRank::Dispatcher, town(1), [1, 2]));
    assert_eq!(
        story.presses(1, seat(2, TalkRank::Dispatcher, TalkGroup::All, [1, 2, 3])),
        [queued(2, TalkGroup::All, 1)]
    );
    // The third unit is free, but would be taken from whoever came first.
    assert_eq!(
        story.presses(2, seat(3, TalkRank::Dispatcher, town(3), [3])),
        [queued(3, town(3), 2)]
    );
    assert_eq!(
        story.happens(3, Input::Released(TalkerId(1))),
        [
            revoked(1, Why::Released),
            granted(2, TalkGroup::All),
            queued(3, town(3), 1)
        ]
    );
}

#[test]
fn silence_a_long_talk_and_a_lost_line_end_a_floor() {
    let mut story = Story::new();
    story.presses(0, officer(1, 1, town(1), [1, 2]));
    assert_eq!(story.0.poll_timeout(), Some(at(4)));
    story.happens(3, spoke(1));
    assert_eq!(story.0.poll_timeout(), Some(at(7)));
    assert_eq!(story.happens(7, Input::Timeout), [revoked(1, Why::Silent)]);

    story.presses(10, officer(1, 1, town(1), [1, 2]));
    for second in 10..40 {
        assert_eq!(story.happens(second, spoke(1)), []);
    }
    assert_eq!(story.happens(40, spoke(1)), [revoked(1, Why::TooLong)]);

    story.presses(50, officer(1, 1, town(1), [1, 2]));
    assert_eq!(
        story.happens(51, Input::Lost(TalkerId(1))),
        [revoked(1, Why::Lost)]
    );
    assert_eq!(story.0.poll_timeout(), None);
}

#[test]
fn a_wait_ends_and_a_queue_is_bounded_from_below() {
    let mut story = Story::new();
    story.presses(0, seat(1, TalkRank::Leader, TalkGroup::All, [1, 2]));
    for talker in 2..5 {
        story.presses(0, officer(talker, 1, town(1), [1, 2]));
    }
    let full = story.presses(1, seat(5, TalkRank::Dispatcher, town(1), [1, 2]));
    assert_eq!(full[0], revoked(4, Why::QueueFull), "the hindmost makes room");
    assert_eq!(
        full[1..],
        [
            queued(5, town(1), 1),
            queued(2, town(1), 2),
            queued(3, town(1), 3)
        ]
    );
    for second in 1..20 {
        story.happens(second, spoke(1));
    }
    assert_eq!(
        story.happens(20, spoke(1)),
        [revoked(2, Why::WaitedTooLong), revoked(3, Why::WaitedTooLong)]
    );
}

#[test]
fn a_second_press_takes_the_place_of_the_first() {
    let mut story = Story::new();
    story.presses(0, officer(1, 1, town(1), [1, 2]));
    assert_eq!(
        story.presses(1, officer(1, 1, team(1), [3])),
        [revoked(1, Why::Released), granted(1, team(1))]
    );
    assert_eq!(story.0.heard_by(TalkerId(1)), BTreeSet::from([unit(3)]));
}
