//! Stories of calls.

use domain::{TalkGroup, TalkRank};

use super::super::{Input, Output, TalkerId, Why};
use super::{Story, granted, officer, revoked, seat, spoke, team, town, unit};

fn calls(talker: u64, number: u128) -> Input {
    Input::Called {
        talker: TalkerId(talker),
        rank: TalkRank::Leader,
        unit: Some(unit(number)),
    }
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
        story.happens(2, Input::HungUp(unit(3))),
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
    let answers = Input::Spoke {
        talker: TalkerId(7),
        unit: Some(unit(1)),
    };
    assert_eq!(story.happens(18, answers), []);
    assert_eq!(story.happens(28, Input::Timeout), [revoked(1, Why::Silent)]);
}

#[test]
fn a_call_to_a_desk_takes_nobodys_ear() {
    let mut story = Story::new();
    let to_desk = Input::Called {
        talker: TalkerId(1),
        rank: TalkRank::Leader,
        unit: None,
    };
    assert_eq!(story.happens(0, to_desk), [connected(1)]);
    assert_eq!(
        story.presses(1, officer(2, 1, team(1), [1, 2])),
        [granted(2, team(1))]
    );
    assert_eq!(
        story.happens(2, Input::Lost(TalkerId(1))),
        [revoked(1, Why::Lost)]
    );
}
