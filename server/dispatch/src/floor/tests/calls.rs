//! Stories of calls.

use domain::{TalkGroup, TalkRank, TownId};

use super::super::{Input, Output, Party, TalkerId, Why};
use super::{Story, granted, officer, revoked, seat, spoke, team, town, unit};

fn calls(talker: u64, number: u128) -> Input {
    Input::Called {
        talker: TalkerId(talker),
        rank: TalkRank::Leader,
        with: Party::Unit(unit(number)),
    }
}

/// A call to the desk of a town.
fn calls_desk(talker: u64, town: TownId) -> Input {
    Input::Called {
        talker: TalkerId(talker),
        rank: TalkRank::Leader,
        with: Party::Desk(town),
    }
}

fn answers(talker: u64, party: Party) -> Input {
    Input::Spoke {
        talker: TalkerId(talker),
        party: Some(party),
    }
}

fn town_id(number: u128) -> TownId {
    TownId(uuid::Uuid::from_u128(number))
}

fn connected(talker: u64) -> Output {
    let talker = TalkerId(talker);
    Output::Connect { talker }
}

#[test]
fn a_call_takes_its_unit_out_of_every_floor_and_stops_none() {
    let mut story = Story::new();
    story.presses(0, seat(1, TalkRank::Dispatcher, TalkGroup::All, [1, 2, 3]));
    assert_eq!(story.happens(1, calls(2, 3)), [connected(2)]);
    assert_eq!(story.0.voice_for(unit(3)), Some(TalkerId(2)));
    assert_eq!(story.0.voice_for(unit(2)), Some(TalkerId(1)));
    assert_eq!(story.0.heard_by(TalkerId(1)), [unit(1), unit(2)].into());
    assert_eq!(
        story.happens(2, Input::HungUp(Party::Unit(unit(3)))),
        [revoked(2, Why::Released)]
    );
    assert_eq!(story.0.voice_for(unit(3)), Some(TalkerId(1)));
}

#[test]
fn the_officer_who_is_called_needs_no_floor() {
    let mut story = Story::new();
    story.presses(0, officer(1, 1, town(1), [1, 2]));
    assert_eq!(
        story.happens(1, calls(2, 1)),
        [revoked(1, Why::InCall), connected(2)]
    );
    assert_eq!(
        story.presses(2, officer(1, 1, town(1), [1, 2])),
        [revoked(1, Why::InCall)]
    );
    assert_eq!(
        story.presses(2, officer(3, 2, town(1), [1, 2])),
        [granted(3, town(1))]
    );
}

#[test]
fn a_second_leader_is_told_that_the_unit_is_in_a_call() {
    let mut story = Story::new();
    story.happens(0, calls(1, 1));
    assert_eq!(story.happens(1, calls(2, 1)), [revoked(2, Why::InCall)]);
    assert_eq!(story.happens(1, calls(2, 2)), [connected(2)]);
}

#[test]
fn either_voice_keeps_a_call() {
    let mut story = Story::new();
    story.happens(0, calls(1, 1));
    assert_eq!(story.happens(9, spoke(1)), []);
    assert_eq!(story.happens(18, answers(7, Party::Unit(unit(1)))), []);
    assert_eq!(story.happens(28, Input::Timeout), [revoked(1, Why::Silent)]);
}

#[test]
fn the_desk_alone_keeps_a_call_and_another_desk_does_not() {
    let mut story = Story::new();
    let (ours, other) = (town_id(1), town_id(2));
    story.happens(0, calls_desk(1, ours));
    assert_eq!(story.happens(9, answers(7, Party::Desk(ours))), []);
    assert_eq!(story.happens(18, answers(7, Party::Desk(ours))), []);
    assert_eq!(story.happens(27, answers(8, Party::Desk(other))), []);
    assert_eq!(story.happens(28, Input::Timeout), [revoked(1, Why::Silent)]);
}

#[test]
fn a_desk_that_hangs_up_ends_all_its_calls_and_no_others() {
    let mut story = Story::new();
    let (ours, other) = (town_id(1), town_id(2));
    story.happens(0, calls_desk(1, ours));
    story.happens(0, calls_desk(2, ours));
    story.happens(0, calls_desk(3, other));
    assert_eq!(
        story.happens(1, Input::HungUp(Party::Desk(ours))),
        [revoked(1, Why::Released), revoked(2, Why::Released)]
    );
}

#[test]
fn a_call_to_a_desk_takes_nobodys_ear() {
    let mut story = Story::new();
    assert_eq!(story.happens(0, calls_desk(1, town_id(1))), [connected(1)]);
    assert_eq!(
        story.presses(1, officer(2, 1, team(1), [1, 2])),
        [granted(2, team(1))]
    );
    assert_eq!(
        story.happens(2, Input::Lost(TalkerId(1))),
        [revoked(1, Why::Lost)]
    );
}
