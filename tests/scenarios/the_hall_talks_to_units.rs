//! The hall talks to units, one voice at a time, and hears them; sound is real packets through a real hall.

mod going;

use std::time::{Duration, Instant};

use domain::{Role, TalkGroup};
use protocol::{CallWith, OwnTalk, TalkEnd, TalkView};
use tests::native_voice::{SILENCE, VOICE};
use tests::{Desk, Officer, Talker, TestHall};

/// A hall with two units of a town that have talk open.
struct Night {
    hall: TestHall,
    officers: [Officer; 2],
    units: [Talker; 2],
    town: TalkGroup,
}

impl Night {
    async fn begin() -> Self {
        let hall = Box::pin(TestHall::start()).await;
        let town = hall.town("Vaduz").await;
        let officers = [
            hall.officer("Vaduz 1", town).await,
            hall.officer("Vaduz 2", town).await,
        ];
        let units = [
            Box::pin(in_the_field(&hall, &officers[0])).await,
            Box::pin(in_the_field(&hall, &officers[1])).await,
        ];
        let town = TalkGroup::Town { town };
        Self {
            hall,
            officers,
            units,
            town,
        }
    }

    async fn seat(&self, name: &str, role: Role) -> Talker {
        let desk = self.hall.seat(name, role).await;
        Talker::at_seat(&desk).await.with_sound(4).await
    }

    fn unit(&self, number: usize) -> TalkGroup {
        let unit = self.officers[number].unit;
        TalkGroup::Unit { unit }
    }
}

async fn in_the_field(hall: &TestHall, officer: &Officer) -> Talker {
    let desk = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    Talker::in_the_field(&desk).await.with_sound(1).await
}

fn ended(view: &TalkView, wanted: TalkEnd) -> bool {
    matches!(view.own, OwnTalk::Ended { why, .. } if why == wanted)
}

fn hears(view: &TalkView, name: &str) -> bool {
    view.heard.iter().any(|voice| voice.name == name)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_reaches_those_it_is_for_and_nobody_else() {
    let mut night = Night::begin().await;
    let mut dispatcher = night.seat("dispatcher", Role::Dispatcher).await;
    let leader = night.seat("leader", Role::Leader).await;

    dispatcher.take_the_floor(night.unit(0)).await;
    night.units[0].must_hear("the unit hears the dispatcher").await;
    leader.must_hear("the leader hears what is said").await;
    night.units[1].must_not_hear("it is not for the other unit").await;
    dispatcher.must_not_hear("nobody hears himself").await;
    night.units[0]
        .until("who talks", |view| hears(view, "dispatcher"))
        .await;
    let reach = |view: &TalkView| {
        matches!(
            view.own,
            OwnTalk::Granted {
                heard_by: 1,
                units: 1,
                seats: 1,
                ..
            }
        )
    };
    dispatcher.until("who hears it", reach).await;
    dispatcher.let_go().await;
    night.units[0].must_not_hear("the floor is let go").await;

    // The officer answers: the hall hears it, the colleague does not.
    let own = night.unit(0);
    night.units[0].take_the_floor(own).await;
    dispatcher.must_hear("the dispatcher hears the unit").await;
    night.units[1].must_not_hear("it is for the hall").await;
    dispatcher.until("who talks", |view| hears(view, "Vaduz 1")).await;
    drop((dispatcher, leader, night.units));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floor_is_queued_for_taken_and_freed_by_loss() {
    let mut night = Night::begin().await;
    let mut dispatcher = night.seat("dispatcher", Role::Dispatcher).await;
    let mut other = night.seat("dispatcher-2", Role::Dispatcher).await;
    let mut leader = night.seat("leader", Role::Leader).await;
    let town = night.town;

    night.units[0].take_the_floor(town).await;
    night.units[1].must_hear("the colleague").await;
    night.units[1].press(town).await;
    let waits = |view: &TalkView| matches!(view.own, OwnTalk::Queued { place: 1, .. });
    night.units[1].until("a place in the queue", waits).await;

    dispatcher.take_the_floor(TalkGroup::All).await;
    night.units[0]
        .until("taken", |view| ended(view, TalkEnd::Preempted))
        .await;
    night.units[0].must_hear("the dispatcher").await;
    other.press(TalkGroup::All).await;
    other.until("a place in the queue", waits).await;
    leader.take_the_floor(TalkGroup::All).await;
    dispatcher
        .until("taken", |view| ended(view, TalkEnd::Preempted))
        .await;
    let by = |view: &TalkView| matches!(&view.own, OwnTalk::Ended { by: Some(by), .. } if by == "leader");
    assert!(by(&dispatcher.view), "{:?}", dispatcher.view);

    // The leader's machine dies: the next in the queue has the floor.
    drop(leader);
    other
        .until("the floor", |view| matches!(view.own, OwnTalk::Granted { .. }))
        .await;
    night.units[1].must_hear("the second dispatcher").await;
    other.release().await;
    let floor = |view: &TalkView| matches!(view.own, OwnTalk::Granted { .. });
    night.units[1].until("the unit's turn", floor).await;

    // Nothing is heard of whoever has the floor.
    night.units[1].voice.as_ref().unwrap().speak(false);
    night.units[1]
        .until("silence", |view| ended(view, TalkEnd::Silent))
        .await;
    drop((dispatcher, other, night.units));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floor_of_a_phone_that_sends_silence_as_well_is_freed_by_silence() {
    let hall = Box::pin(TestHall::start()).await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let desk = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let mut unit = Talker::in_the_field(&desk).await;
    let voice = unit.native_voice().await;
    voice.speak_at(VOICE);
    unit.take_the_floor(TalkGroup::Town { town }).await;
    // Longer than silence may last.
    tokio::time::sleep(Duration::from_secs(6)).await;
    voice.speak_at(SILENCE);
    let quiet = Instant::now();
    unit.until("silence", |view| ended(view, TalkEnd::Silent)).await;
    let lasted = quiet.elapsed();
    assert!(
        (Duration::from_secs(3)..Duration::from_secs(9)).contains(&lasted),
        "held through the talk, and let go {lasted:?} after it"
    );
    drop((unit, voice));
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_and_a_unit_talk_both_ways_while_the_hall_talks_to_all() {
    let mut night = Night::begin().await;
    let mut dispatcher = night.seat("dispatcher", Role::Dispatcher).await;
    let mut leader = night.seat("leader", Role::Leader).await;
    let unit = night.officers[0].unit;

    leader.call(CallWith::Unit { unit }).await;
    leader
        .until("the call", |view| matches!(view.own, OwnTalk::InCall { .. }))
        .await;
    let called =
        |view: &TalkView| matches!(&view.own, OwnTalk::InCall { with: None, name } if name == "leader");
    night.units[0].until("the call", called).await;
    for voice in [&leader, &night.units[0]] {
        voice.voice.as_ref().unwrap().speak(true);
    }
    night.units[0].must_hear("the unit hears the leader").await;
    leader.must_hear("the leader hears the unit").await;

    let to_all = |heard_by: u32| move |view: &TalkView| matches!(view.own, OwnTalk::Granted { heard_by: heard, .. } if heard == heard_by);
    dispatcher.take_the_floor(TalkGroup::All).await;
    dispatcher.until("all but the one in the call", to_all(1)).await;
    night.units[1]
        .must_hear("the other unit hears the dispatcher")
        .await;
    leader.release().await;
    dispatcher.until("all of them", to_all(2)).await;
    night.units[0]
        .until("the dispatcher", |view| hears(view, "dispatcher"))
        .await;
    drop((dispatcher, leader, night.units));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_talk_is_told_why() {
    let mut night = Night::begin().await;
    night.units[0].press(TalkGroup::All).await;
    night.units[0]
        .until("not allowed", |view| ended(view, TalkEnd::NotAllowed))
        .await;
    let colleague = night.unit(1);
    night.units[0].let_go().await;
    night.units[0].press(colleague).await;
    night.units[0]
        .until("not allowed", |view| ended(view, TalkEnd::NotAllowed))
        .await;

    let elsewhere = night.hall.town("Schaan").await;
    let mut desk = night
        .seat("desk-schaan", Role::TownDesk { town: elsewhere })
        .await;
    desk.press(night.town).await;
    desk.until("not allowed", |view| ended(view, TalkEnd::NotAllowed))
        .await;
    desk.let_go().await;
    desk.call(CallWith::Desk { town: elsewhere }).await;
    desk.until("not allowed", |view| ended(view, TalkEnd::NotAllowed))
        .await;

    let seat = night.hall.seat("dispatcher", Role::Dispatcher).await;
    let mut deaf = Talker::at_seat(&seat).await;
    deaf.press(TalkGroup::All).await;
    deaf.until("no sound", |view| ended(view, TalkEnd::NoSound)).await;
    let mut leader = night.seat("leader", Role::Leader).await;
    let TalkGroup::Town { town } = night.town else {
        unreachable!("a town")
    };
    leader.call(CallWith::Desk { town }).await;
    leader
        .until("nobody there", |view| ended(view, TalkEnd::NobodyThere))
        .await;
    drop((desk, deaf, leader, night.units));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_press_is_granted_and_heard_and_it_is_told_how_soon() {
    let mut night = Night::begin().await;
    let mut dispatcher = night.seat("dispatcher", Role::Dispatcher).await;
    let (mut granted, mut heard) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let before = night.units[0].voice.as_ref().unwrap().heard();
        let pressed = Instant::now();
        granted.push(dispatcher.take_the_floor(TalkGroup::All).await);
        while night.units[0].voice.as_ref().unwrap().heard() == before {
            assert!(pressed.elapsed() < Duration::from_secs(10), "nothing is heard");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        heard.push(pressed.elapsed());
        dispatcher.let_go().await;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    granted.sort();
    heard.sort();
    println!(
        "pressed to granted p95 {:?}, to heard p95 {:?}",
        granted[18], heard[18]
    );
    night.units[0].release().await;
    drop((dispatcher, night.units));
    night.hall.stop().await;
}
