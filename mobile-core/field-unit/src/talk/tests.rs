//! When the hall is asked, and when the microphone is out.

use domain::{TalkGroup, TalkLineId, Timestamp, UnitId};
use proptest::prelude::*;
use protocol::{CallWith, OwnTalk, TalkEnd, TalkView, ToHall};
use uuid::Uuid;

use super::{Talk, TalkRefusal, TalkTap};

fn group() -> TalkGroup {
    let unit = UnitId(Uuid::from_u128(7));
    TalkGroup::Unit { unit }
}

fn view(own: OwnTalk) -> TalkView {
    let line = TalkLineId(Uuid::from_u128(1));
    let heard = Vec::new();
    TalkView { line, own, heard }
}

fn granted() -> OwnTalk {
    OwnTalk::Granted {
        group: group(),
        since: Timestamp::from_millis(0),
        heard_by: 0,
        units: 0,
        seats: 1,
    }
}

fn queued() -> OwnTalk {
    let (group, place) = (group(), 1);
    OwnTalk::Queued { group, place }
}

fn ended() -> OwnTalk {
    let (why, by) = (TalkEnd::TooLong, None);
    OwnTalk::Ended { why, by }
}

fn called_by(name: &str) -> OwnTalk {
    let (with, name) = (None, name.to_owned());
    OwnTalk::InCall { with, name }
}

/// What no hall of today shows to an officer.
fn calling() -> OwnTalk {
    let unit = UnitId(Uuid::from_u128(7));
    let (with, name) = (Some(CallWith::Unit { unit }), "unit".to_owned());
    OwnTalk::InCall { with, name }
}

/// One that is open and sounds, on a line that has nothing.
fn open() -> Talk {
    let mut talk = Talk::default();
    assert_eq!(talk.tapped(TalkTap::Open, true), Ok(None));
    talk.sound_changed(true);
    talk.shown(view(OwnTalk::Idle));
    talk
}

#[test]
fn a_press_asks_and_lets_the_voice_out_until_it_ends() {
    let mut talk = open();
    assert!(!talk.is_out());
    let press = ToHall::Press { group: group() };
    assert_eq!(talk.tapped(TalkTap::Press(group()), true), Ok(Some(press)));
    assert!(talk.is_out(), "no word is lost before the yes");
    assert_eq!(
        talk.tapped(TalkTap::Press(group()), true),
        Ok(None),
        "one is enough"
    );
    for (own, out) in [
        (granted(), true),
        (queued(), false),
        (granted(), true),
        (ended(), false),
    ] {
        talk.shown(view(own));
        assert_eq!(talk.is_out(), out, "{:?}", talk.line());
    }
    assert_eq!(talk.tapped(TalkTap::Release, true), Ok(Some(ToHall::Release)));
    assert_eq!(talk.tapped(TalkTap::Release, true), Ok(None));
    talk.shown(view(OwnTalk::Idle));
    assert!(!talk.is_out());
}

#[test]
fn who_is_called_is_silent_until_he_answers() {
    let mut talk = open();
    talk.tapped(TalkTap::Press(group()), true).unwrap();
    talk.shown(view(called_by("leader")));
    assert!(!talk.is_out(), "a held key is no answer");
    assert_eq!(
        talk.tapped(TalkTap::Release, true),
        Ok(None),
        "it would end the call"
    );
    assert_eq!(
        talk.tapped(TalkTap::Press(group()), true),
        Err(TalkRefusal::InCall)
    );
    talk.tapped(TalkTap::Answer(true), true).unwrap();
    assert!(talk.is_out());
    talk.tapped(TalkTap::Answer(false), true).unwrap();
    assert!(!talk.is_out());
    talk.tapped(TalkTap::Answer(true), true).unwrap();
    talk.shown(view(called_by("leader")));
    assert!(talk.is_out(), "the same call");
    talk.shown(view(called_by("another leader")));
    assert!(!talk.is_out(), "each caller is answered anew");
    talk.tapped(TalkTap::Answer(true), true).unwrap();
    assert_eq!(talk.tapped(TalkTap::HangUp, true), Ok(Some(ToHall::Release)));
    assert!(!talk.is_out(), "whatever the hall has heard of it");
    talk.shown(view(calling()));
    assert!(!talk.is_out(), "nobody makes an officer call");
}

#[test]
fn what_cannot_be_is_refused_with_its_cause() {
    let press = TalkTap::Press(group());
    let mut talk = Talk::default();
    assert_eq!(talk.tapped(TalkTap::Open, false), Err(TalkRefusal::OffDuty));
    assert_eq!(talk.tapped(press, true), Err(TalkRefusal::Closed));
    talk.tapped(TalkTap::Open, true).unwrap();
    assert_eq!(talk.tapped(press, true), Err(TalkRefusal::OffTheNet));
    talk.shown(view(OwnTalk::Idle));
    assert_eq!(talk.tapped(press, true), Err(TalkRefusal::NoSound));
    assert_eq!(talk.tapped(TalkTap::HangUp, true), Err(TalkRefusal::NoCall));
    assert_eq!(talk.tapped(TalkTap::Answer(true), true), Err(TalkRefusal::NoCall));
}

#[test]
fn a_press_for_others_and_one_of_which_nothing_came_are_told_anew() {
    let mut talk = open();
    talk.tapped(TalkTap::Press(group()), true).unwrap();
    let all = ToHall::Press {
        group: TalkGroup::All,
    };
    assert_eq!(
        talk.tapped(TalkTap::Press(TalkGroup::All), true),
        Ok(Some(all.clone()))
    );
    talk.shown(view(ended()));
    assert_eq!(talk.tapped(TalkTap::Press(TalkGroup::All), true), Ok(Some(all)));
}

#[test]
fn closing_lets_go_of_what_there_is() {
    let mut talk = open();
    assert_eq!(talk.close(), None);
    let mut talk = open();
    talk.tapped(TalkTap::Press(group()), true).unwrap();
    assert_eq!(talk.close(), Some(ToHall::Release));
    assert!(!talk.is_out());
    let mut talk = open();
    talk.shown(view(called_by("leader")));
    talk.tapped(TalkTap::Answer(true), true).unwrap();
    assert_eq!(talk.close(), Some(ToHall::Release));
    assert!(!talk.is_out());
}

#[derive(Clone, Debug)]
enum Step {
    Tap(TalkTap, bool),
    Shown(OwnTalk),
    Sound(bool),
    Lost,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let taps = prop_oneof![
        Just(TalkTap::Open),
        Just(TalkTap::Close),
        Just(TalkTap::Press(group())),
        Just(TalkTap::Press(TalkGroup::All)),
        Just(TalkTap::Release),
        any::<bool>().prop_map(TalkTap::Answer),
        Just(TalkTap::HangUp),
    ];
    let owns = prop_oneof![
        Just(OwnTalk::Idle),
        Just(granted()),
        Just(queued()),
        Just(ended()),
        Just(called_by("leader")),
        Just(called_by("another")),
        Just(calling()),
        Just(OwnTalk::Unknown),
    ];
    let step = prop_oneof![
        4 => (taps, any::<bool>()).prop_map(|(tap, duty)| Step::Tap(tap, duty)),
        3 => owns.prop_map(Step::Shown),
        1 => any::<bool>().prop_map(Step::Sound),
        1 => Just(Step::Lost),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    /// Whatever happens, a microphone that is out was asked for by a press not let go of, or an answer not taken back.
    #[test]
    fn nobody_listens_in(steps in steps()) {
        let mut talk = Talk::default();
        let (mut pressed, mut answered) = (false, None);
        let mut caller = None;
        for step in steps {
            match step {
                Step::Tap(tap, on_duty) => {
                    let taken = talk.tapped(tap, on_duty).is_ok();
                    match tap {
                        TalkTap::Press(_) => pressed |= taken,
                        TalkTap::Release => pressed = false,
                        TalkTap::Answer(true) if taken => answered.clone_from(&caller),
                        TalkTap::Answer(_) | TalkTap::HangUp => answered = None,
                        TalkTap::Close => (pressed, answered) = (false, None),
                        TalkTap::Open => {}
                    }
                }
                Step::Shown(own) => {
                    caller = match &own {
                        OwnTalk::InCall { name, .. } => Some(name.clone()),
                        _ => None,
                    };
                    pressed &= caller.is_none();
                    talk.shown(view(own));
                }
                Step::Sound(sounds) => talk.sound_changed(sounds),
                Step::Lost => {
                    (pressed, answered, caller) = (false, None, None);
                    talk.lost_link();
                }
            }
            let answers = caller.is_some() && answered == caller;
            prop_assert!(!talk.is_out() || pressed || answers);
            prop_assert!(!talk.is_out() || talk.is_open());
        }
    }
}
