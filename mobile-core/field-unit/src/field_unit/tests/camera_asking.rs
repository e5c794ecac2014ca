//! The hall asks for the camera, and what the officer does about it.

use std::time::Duration;

use domain::{CameraAsked, Role};
use protocol::ToUnit;

use super::transcripts::SECOND;
use super::world::World;
use crate::{Input, Notice};

/// What somebody asks in the hall now.
fn asked(world: &World) -> CameraAsked {
    CameraAsked::new(world.hall_time(), "the watch".to_owned(), Role::Dispatcher)
}

fn ask(world: &mut World, asked: Option<CameraAsked>) {
    world.say(Some(ToUnit::CameraAsked { asked }));
    world.run(SECOND);
}

fn rings(world: &World) -> usize {
    let asked = |notice: &&Notice| matches!(notice, Notice::CameraAsked { .. });
    world.notices.iter().filter(asked).count()
}

/// How often the hall was told no.
fn declined(world: &World) -> usize {
    let lines = world.transcript.iter();
    lines.filter(|line| line.contains("CameraDeclined")).count()
}

#[test]
fn whoever_asks_is_shown_and_rings_once() {
    let mut world = World::on_duty();
    let by = asked(&world);
    ask(&mut world, Some(by.clone()));
    assert_eq!(world.phone.camera_asked(), Some(&by));
    let (name, role) = (by.name.clone(), by.role);
    assert_eq!(world.notices, [Notice::CameraAsked { name, role }]);
    // A new line tells it again.
    ask(&mut world, Some(by));
    assert_eq!(rings(&world), 1);
    ask(&mut world, None);
    assert_eq!(world.phone.camera_asked(), None, "withdrawn");
    let again = asked(&world);
    ask(&mut world, Some(again));
    assert_eq!(rings(&world), 2, "another request rings anew");
}

#[test]
fn nothing_but_the_officer_switches_the_camera_on() {
    let mut world = World::on_duty();
    let by = asked(&world);
    ask(&mut world, Some(by.clone()));
    assert!(!world.phone.is_live());
    world.input(Input::LiveTapped { on: true });
    assert_eq!(world.phone.camera_asked(), None, "the picture is the answer");
    assert_eq!(declined(&world), 0);
    world.input(Input::LiveTapped { on: false });
    assert_eq!(
        world.phone.camera_asked(),
        Some(&by),
        "the hall has not had a picture yet"
    );
}

#[test]
fn a_camera_that_is_on_rings_for_nobody() {
    let mut world = World::on_duty();
    world.input(Input::LiveTapped { on: true });
    let by = asked(&world);
    ask(&mut world, Some(by));
    assert_eq!((world.phone.camera_asked(), rings(&world)), (None, 0));
}

#[test]
fn a_no_holds_although_the_hall_has_not_heard_it() {
    let mut world = World::on_duty();
    let by = asked(&world);
    ask(&mut world, Some(by.clone()));
    world.cut();
    assert_eq!(world.phone.camera_asked(), Some(&by), "it waits for the net, too");
    world.input(Input::CameraDeclined);
    assert_eq!(world.phone.camera_asked(), None);
    assert_eq!(declined(&world), 1);
    world.settle();
    ask(&mut world, Some(by));
    assert_eq!(world.phone.camera_asked(), None);
    assert_eq!(declined(&world), 2, "told again to a hall that still asks");
    world.input(Input::CameraDeclined);
    assert_eq!(declined(&world), 2, "nobody asks any more");
    assert_eq!(rings(&world), 1);
}

#[test]
fn a_request_lapses_off_the_net_as_well() {
    let mut world = World::on_duty();
    let by = asked(&world);
    ask(&mut world, Some(by.clone()));
    world.cut();
    world.run(Duration::from_secs(118));
    assert_eq!(world.phone.camera_asked(), Some(&by));
    world.run(2 * SECOND);
    assert_eq!(world.phone.camera_asked(), None);
}

#[test]
fn nobody_asks_an_officer_off_duty() {
    let mut world = World::on_duty();
    let by = asked(&world);
    ask(&mut world, Some(by));
    world.input(Input::DutyTapped { on_duty: false });
    world.input(Input::DutyTapped { on_duty: true });
    assert_eq!(world.phone.camera_asked(), None);
}
