//! A unit's officer is asked to switch the camera on.

use domain::camera_request::LAPSES_AFTER;
use domain::{CameraRequest, CameraRequestState};

use super::*;

const LAPSES_S: i64 = LAPSES_AFTER.as_secs().cast_signed();

fn request(hall: &Hall) -> Option<&CameraRequest> {
    hall.machine.board().units[&unit(1)].camera_request.as_ref()
}

fn state(hall: &Hall) -> Option<CameraRequestState> {
    request(hall).map(|request| request.state)
}

fn declines(hall: &mut Hall, since: Timestamp) -> Vec<Output> {
    hall.input("unit-1 declines", Input::CameraDeclined { unit: unit(1), since })
}

fn asks(hall: &mut Hall) -> Timestamp {
    hall.ask(dispatcher(), ask_for_camera(1)).unwrap();
    request(hall).unwrap().asked.since
}

#[test]
fn the_phone_hears_who_asks_and_the_screens_what_came_of_it() {
    let mut hall = Hall::new();
    hall.transcript.clear();
    let since = asks(&mut hall);
    declines(&mut hall, since);
    hall.until(30);
    asks(&mut hall);
    hall.until(31);
    hall.input("the picture comes", Input::VideoStarted(Source::Unit(unit(1))));
    insta::assert_snapshot!(hall.transcript.text());
    assert_eq!(request(&hall), None);
}

#[test]
fn what_nobody_answers_lapses_at_its_time_and_not_before() {
    let mut hall = Hall::new();
    asks(&mut hall);
    hall.until(LAPSES_S - 1);
    assert_eq!(state(&hall), Some(CameraRequestState::Asked));
    hall.until(LAPSES_S);
    assert_eq!(state(&hall), Some(CameraRequestState::Lapsed));
    asks(&mut hall);
    assert_eq!(state(&hall), Some(CameraRequestState::Asked));
}

#[test]
fn a_no_is_to_the_request_that_it_names() {
    let mut hall = Hall::new();
    let first = asks(&mut hall);
    hall.until(1);
    hall.ask(dispatcher(), Ask::WithdrawCameraRequest(unit(1)))
        .unwrap();
    assert_eq!(request(&hall), None);
    assert_eq!(declines(&mut hall, first).len(), 0);
    let second = asks(&mut hall);
    declines(&mut hall, first);
    assert_eq!(
        state(&hall),
        Some(CameraRequestState::Asked),
        "the former is meant"
    );
    declines(&mut hall, second);
    assert_eq!(state(&hall), Some(CameraRequestState::Declined));
}

#[test]
fn only_a_camera_that_can_be_switched_on_now_is_asked_for() {
    let mut hall = Hall::new();
    asks(&mut hall);
    assert_eq!(hall.ask(desk(1), ask_for_camera(1)), Err(Refusal::CameraAsked));
    hall.input("", Input::VideoStarted(Source::Unit(unit(1))));
    assert_eq!(hall.ask(desk(1), ask_for_camera(1)), Err(Refusal::CameraLive));
    hall.input("", Input::VideoStopped(Source::Unit(unit(1))));
    hall.input("", Input::UnitGone(unit(1)));
    assert_eq!(hall.ask(desk(1), ask_for_camera(1)), Err(Refusal::NotConnected));
    hall.input("", Input::UnitConnected(unit(1)));
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(hall.ask(desk(1), ask_for_camera(1)), Err(Refusal::OffDuty));
}

#[test]
fn going_off_duty_ends_it() {
    let mut hall = Hall::new();
    asks(&mut hall);
    hall.transcript.clear();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(request(&hall), None);
    let said = hall.transcript.text().to_string();
    assert!(said.contains("send unit-1: nobody asks for the camera"), "{said}");
    hall.told(unit(1), UnitTold::Duty(true)).unwrap();
    assert_eq!(request(&hall), None);
}

#[test]
fn it_outlives_a_line_and_the_hall() {
    let mut hall = Hall::new();
    let since = asks(&mut hall);
    hall.until(20);
    let told_anew = |hall: &mut Hall| {
        let outputs = hall.input("", Input::UnitConnected(unit(1)));
        only(outputs.into_iter().filter_map(|output| match output {
            Output::SendOrders { camera_asked, .. } => Some(camera_asked),
            _ => None,
        }))
    };
    hall.input("", Input::UnitGone(unit(1)));
    assert_eq!(told_anew(&mut hall).map(|asked| asked.since), Some(since));
    hall.restart();
    assert_eq!(told_anew(&mut hall).map(|asked| asked.since), Some(since));
    hall.until(LAPSES_S);
    hall.restart();
    assert_eq!(state(&hall), Some(CameraRequestState::Lapsed));
    assert_eq!(told_anew(&mut hall), None);
}
