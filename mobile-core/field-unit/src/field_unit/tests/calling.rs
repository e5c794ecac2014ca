//! When the phone calls the hall, told as what it meets.

use std::time::Duration;

use protocol::{ByeReason, ToUnit};

use super::pretend_hall::scene;
use super::world::World;
use crate::{Disconnection, Input, Measurement, Notice};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn calls_become_rare_while_the_hall_is_away() {
    let mut world = World::new();
    world.cut();
    world.run(600 * SECOND);
    assert!(
        (25..80).contains(&world.calls),
        "{} calls in ten minutes",
        world.calls
    );
}

#[test]
fn another_network_is_used_at_once() {
    let mut world = World::on_duty();
    world.cut();
    world.run(300 * SECOND);
    world.mend();
    world.input(Input::NetworkChanged);
    world.run(Duration::from_millis(200));
    assert!(world.phone.is_online());
    let calls = world.calls;
    for _ in 0..50 {
        world.input(Input::NetworkChanged);
        world.run(Duration::from_millis(20));
    }
    assert!(
        world.calls - calls <= 2,
        "a flapping network is no reason to storm the hall"
    );
}

#[test]
fn a_push_has_a_phone_off_the_net_call_at_once() {
    let mut world = World::on_duty();
    world.cut();
    world.run(300 * SECOND);
    world.mend();
    world.input(Input::Pushed);
    world.run(Duration::from_millis(200));
    assert!(world.phone.is_online());
    world.cut();
    let calls = world.calls;
    for _ in 0..50 {
        world.input(Input::Pushed);
        world.run(Duration::from_millis(20));
    }
    assert!(world.calls - calls <= 2, "pushes are no reason to storm the hall");
}

#[test]
fn a_push_beside_a_link_that_stands_breaks_nothing() {
    let mut world = World::on_duty();
    world.run(120 * SECOND);
    let calls = world.calls;
    for _ in 0..5 {
        world.input(Input::Pushed);
        world.run(10 * SECOND);
    }
    assert!(world.phone.is_online());
    assert_eq!(world.calls, calls);
}

#[test]
fn a_push_finds_a_link_out_that_carries_nothing() {
    let mut world = World::on_duty();
    world.run(120 * SECOND);
    // Nobody says that the net is gone: what is sent does not arrive.
    world.net = false;
    let latency = std::mem::replace(&mut world.latency, 60 * SECOND);
    world.input(Input::Pushed);
    world.run(2 * SECOND);
    assert!(world.phone.is_online(), "the hall may be slow");
    world.run(2 * SECOND);
    assert!(!world.phone.is_online());
    world.latency = latency;
    world.mend();
    world.run(5 * SECOND);
    assert!(world.phone.is_online());
}

#[test]
fn a_push_for_a_phone_that_is_not_wanted_changes_nothing() {
    let mut world = World::new();
    world.run(Duration::ZERO);
    world.input(Input::Disconnected(Disconnection::PhoneRevoked));
    world.input(Input::Pushed);
    let next = world.phone.poll_timeout().unwrap();
    assert!(next.since(world.now) >= 300 * SECOND);
}

#[test]
fn a_wrong_password_is_not_tried_again_and_again() {
    let mut world = World::new();
    world.run(Duration::ZERO);
    world.input(Input::Disconnected(Disconnection::SignInRefused));
    world.input(Input::NetworkChanged);
    assert!(world.notices.contains(&Notice::SignInRefused));
    let next = world.phone.poll_timeout().unwrap();
    assert!(next.since(world.now) >= 300 * SECOND);
}

#[test]
fn a_revoked_phone_is_told_so_and_does_not_try_again_and_again() {
    let mut world = World::new();
    world.run(Duration::ZERO);
    world.input(Input::Disconnected(Disconnection::PhoneRevoked));
    world.input(Input::NetworkChanged);
    assert!(world.notices.contains(&Notice::PhoneRevoked));
    assert!(!world.notices.contains(&Notice::SignInRefused));
    let next = world.phone.poll_timeout().unwrap();
    assert!(next.since(world.now) >= 300 * SECOND);
}

#[test]
fn a_strange_hall_is_told_once_and_left_for_the_next_network() {
    let mut world = World::new();
    world.latency = 60 * SECOND;
    for _ in 0..2 {
        world.input(Input::NetworkChanged);
        world.run(2 * SECOND);
        world.broken(Disconnection::StrangeHall);
    }
    let told = |world: &World| {
        let strange = world
            .notices
            .iter()
            .filter(|notice| **notice == Notice::StrangeHall);
        strange.count()
    };
    assert_eq!(told(&world), 1);
    world.latency = Duration::from_millis(40);
    world.input(Input::NetworkChanged);
    world.run(2 * SECOND);
    assert!(world.phone.is_online(), "the hall itself answers");
}

#[test]
fn each_trouble_of_the_phones_own_is_told_once_and_tried_again_soon() {
    let mut world = World::new();
    world.latency = 60 * SECOND;
    let troubles = [
        Disconnection::KeyUnusable,
        Disconnection::Lost,
        Disconnection::KeyUnusable,
        Disconnection::CertificateDates,
        Disconnection::CertificateDates,
    ];
    for trouble in troubles {
        world.input(Input::NetworkChanged);
        world.run(2 * SECOND);
        world.broken(trouble);
    }
    let told = |wished: Notice| world.notices.iter().filter(|notice| **notice == wished).count();
    assert_eq!(
        (told(Notice::KeyUnusable), told(Notice::CertificateDates)),
        (1, 1)
    );
    let next = world.phone.poll_timeout().unwrap();
    assert!(next.since(world.now) < 60 * SECOND);
}

#[test]
fn a_phone_that_was_replaced_does_not_fight() {
    let mut world = World::on_duty();
    world.say(Some(ToUnit::Bye {
        reason: ByeReason::Replaced,
        detail: String::new(),
    }));
    world.run(SECOND);
    assert!(world.notices.contains(&Notice::Replaced));
    let calls = world.calls;
    for _ in 0..60 {
        world.run(60 * SECOND);
        world.input(Input::NetworkChanged);
    }
    assert_eq!((world.calls, world.phone.poll_timeout()), (calls, None));
    world.input(Input::TakeOverTapped);
    world.run(SECOND);
    assert!(world.phone.is_online(), "the officer asked for it");
}

#[test]
fn a_hall_that_answered_is_called_again_soon() {
    let mut world = World::new();
    world.cut();
    world.run(600 * SECOND);
    world.mend();
    world.input(Input::NetworkChanged);
    world.run(SECOND);
    // A road that breaks every few seconds, but carries something each time.
    for on_duty in [true, false, true, false, true, false, true, false] {
        world.input(Input::DutyTapped { on_duty });
        world.run(SECOND);
        assert_eq!(world.hall.on_duty, on_duty);
        world.cut();
        world.mend();
        world.run(SECOND);
        assert!(world.phone.is_online());
    }
}

#[test]
fn an_entry_that_is_never_answered_is_sent_again() {
    let mut world = World::on_duty();
    world.hall.overhears = 1;
    for _ in 0..130 {
        let measured = Measurement {
            speed_mps: Some(2.0),
            ..Measurement::fresh(scene(), 8.0)
        };
        world.input(Input::FixMeasured(measured));
        world.run(SECOND);
    }
    assert_eq!(world.phone.waiting(), 0);
    let taken: Vec<_> = world.hall.taken.iter().map(|entry| entry.id).collect();
    assert_eq!(taken.len(), world.made.len());
}
