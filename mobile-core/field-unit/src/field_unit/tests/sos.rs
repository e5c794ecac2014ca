//! An officer in danger.

use std::time::Duration;

use domain::LatLon;
use protocol::{ToUnit, Told};

use super::pretend_hall::scene;
use super::world::World;
use crate::{Input, Measurement, Notice, Tap};

const SECOND: Duration = Duration::from_secs(1);

fn measured() -> Input {
    Input::FixMeasured(Measurement::fresh(scene(), 8.0))
}

fn told(world: &World) -> Vec<&Told> {
    world.hall.taken.iter().map(|entry| &entry.told).collect()
}

#[test]
fn a_press_puts_the_camera_on_and_tells_the_hall_where() {
    let mut world = World::on_duty();
    world.input(measured());
    world.run(SECOND);
    world.input(Input::SosPressed);
    assert!(world.phone.is_sos() && world.phone.is_live());
    world.run(SECOND);
    assert!(world.hall.sos);
    assert_eq!(told(&world).last(), Some(&&Told::Sos { place: Some(scene()) }));
    // Pressed again, it is the same call.
    world.input(Input::SosPressed);
    world.run(SECOND);
    let calls = told(&world)
        .into_iter()
        .filter(|told| matches!(told, Told::Sos { .. }));
    assert_eq!(calls.count(), 1);
    let rung = world
        .notices
        .iter()
        .filter(|notice| **notice == Notice::SosChanged { open: true });
    assert_eq!(rung.count(), 1);
}

#[test]
fn it_goes_ahead_of_everything_that_waits_over_a_restart_too() {
    for restarts in [false, true] {
        let mut world = World::on_duty();
        world.cut();
        for _ in 0..5 {
            world.input(measured());
            world.run(20 * SECOND);
        }
        world.input(Input::SosPressed);
        let taken = world.hall.taken.len();
        if restarts {
            world.restart();
        }
        assert!(world.phone.is_sos());
        world.mend();
        world.run(60 * SECOND);
        let first = &world.hall.taken[taken].told;
        assert!(matches!(first, Told::Sos { .. }), "{first:?}");
        assert!(world.hall.taken.len() > taken + 5);
    }
}

#[test]
fn off_duty_it_puts_the_officer_on_duty_even_if_going_off_still_waits() {
    let mut world = World::on_duty();
    world.cut();
    world.input(Input::DutyTapped { on_duty: false });
    assert!(!world.phone.is_on_duty());
    world.input(Input::SosPressed);
    assert!(world.phone.is_on_duty() && world.phone.is_live());
    world.mend();
    world.run(60 * SECOND);
    assert!(world.hall.sos && world.hall.on_duty);
    assert!(world.phone.is_on_duty() && world.phone.is_live() && world.phone.is_sos());
}

#[test]
fn an_old_place_is_not_told_as_where_the_officer_is() {
    let mut world = World::new();
    world.run(SECOND);
    world.input(measured());
    world.run(301 * SECOND);
    world.input(Input::SosPressed);
    world.run(SECOND);
    assert!(told(&world).contains(&&Told::Sos { place: None }));
    let fixes = told(&world)
        .into_iter()
        .filter(|told| matches!(told, Told::Fix { .. }));
    assert_eq!(fixes.count(), 0, "off duty no place leaves the phone");
}

#[test]
fn it_stays_until_the_hall_ends_it() {
    let mut world = World::on_duty();
    world.input(Input::SosPressed);
    world.run(SECOND);
    world.input(Input::DutyTapped { on_duty: false });
    assert!(world.phone.is_on_duty());
    assert!(
        world.notices.iter().any(
            |notice| matches!(notice, Notice::Refused { tap: Tap::Duty, code, .. } if code == "sos_open")
        )
    );
    // The officer's camera stays the officer's.
    world.input(Input::LiveTapped { on: false });
    assert!(!world.phone.is_live());
    world.restart();
    world.run(5 * SECOND);
    assert!(world.phone.is_sos(), "the hall says so");
    world.hall.sos = false;
    world.say(Some(ToUnit::SosChanged { open: false }));
    world.run(SECOND);
    assert!(!world.phone.is_sos());
    world.input(Input::DutyTapped { on_duty: false });
    assert!(!world.phone.is_on_duty());
}

#[test]
fn a_place_that_moves_is_arrived_at_where_it_is_now() {
    let mut world = World::on_duty();
    let (order, message) = world.hall.send_order(world.hall_time());
    world.say(Some(message));
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.run(SECOND);
    let to = LatLon::new(scene().lat() + 0.01, scene().lon()).unwrap();
    let moved = world.hall.move_place(world.hall_time(), order, to);
    world.say(moved);
    world.run(SECOND);
    let stays = |world: &mut World, at: LatLon| {
        for _ in 0..20 {
            let still = Measurement {
                speed_mps: Some(0.1),
                ..Measurement::fresh(at, 8.0)
            };
            world.input(Input::FixMeasured(still));
            world.run(SECOND);
        }
    };
    let arrived = |world: &World| {
        told(world)
            .into_iter()
            .any(|told| matches!(told, Told::Arrived { .. }))
    };
    stays(&mut world, scene());
    assert!(!arrived(&world));
    stays(&mut world, to);
    assert!(arrived(&world));
}
