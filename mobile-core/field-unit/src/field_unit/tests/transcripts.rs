//! What the machine does, told as inputs with the outputs that follow.

use std::time::Duration;

use domain::order::{AssignmentState, DeclineReason, Leg};
use domain::{LatLon, OrderId};
use insta::assert_snapshot;
use protocol::{Answer, Outcome, ToUnit};

use super::pretend_hall::{last_state, scene};
use super::world::World;
use crate::{Input, Measurement, Notice, Tap};

pub(super) const SECOND: Duration = Duration::from_secs(1);

pub(super) fn at(north_m: f64, speed_mps: f64) -> Input {
    let scene = scene();
    let place = LatLon::new(scene.lat() + north_m / 111_195.0, scene.lon()).unwrap();
    Input::FixMeasured(Measurement {
        speed_mps: Some(speed_mps),
        ..Measurement::fresh(place, 8.0)
    })
}

pub(super) fn order_comes(world: &mut World) -> OrderId {
    let (order, message) = world.hall.send_order(world.hall_time());
    world.say(Some(message));
    order
}

#[test]
fn the_first_minute() {
    let mut world = World::new();
    world.run(SECOND);
    world.input(Input::DutyTapped { on_duty: true });
    world.run(SECOND);
    for _ in 0..4 {
        world.input(at(3000.0, 0.0));
        world.run(5 * SECOND);
    }
    assert_snapshot!(world.transcript.join("\n"));
}

#[test]
fn an_order_from_ringing_to_its_report() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.input(Input::SetOffTapped { order });
    world.run(SECOND);
    for second in 0..14 {
        let left = 85.0 - 12.0 * f64::from(second);
        world.input(if left > 0.0 { at(left, 12.0) } else { at(4.0, 0.1) });
        world.run(SECOND);
    }
    world.input(Input::ReportWritten {
        order,
        text: "all quiet".to_owned(),
        photo: None,
    });
    world.run(SECOND);
    let told = &world.hall.orders[&order];
    assert!(told.legs.get(Leg::Arrived).is_some() && told.legs.get(Leg::Reported).is_some());
    assert_eq!(world.phone.orders().next().unwrap().order, *told);
    assert!(world.notices.contains(&Notice::OrderRang { order }));
    assert_snapshot!(world.transcript.join("\n"));
}

#[test]
fn an_arrival_off_the_net_is_stamped_at_the_beginning_of_the_stay() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    world.run(SECOND);
    world.cut();
    let began = world.hall_time();
    for _ in 0..60 {
        world.input(at(5.0, 0.1));
        world.run(SECOND);
    }
    let shown = world.phone.orders().next().unwrap();
    assert!(shown.provisional && shown.order.legs.get(Leg::Arrived).is_some());
    world.settle();
    let stamp = world.hall.orders[&order].legs.get(Leg::Arrived).unwrap();
    assert!(stamp.met_at.as_millis().abs_diff(began.as_millis()) <= u64::from(stamp.error_ms));
    assert!(stamp.error_ms < 100 && stamp.learnt_at.since(stamp.met_at) >= 59 * SECOND);
}

#[test]
fn a_refused_yes_is_taken_back() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.hall.refuses = 1;
    world.input(Input::AcceptTapped { order });
    let shown = world.phone.orders().next().unwrap();
    assert_eq!(
        (shown.assignment.state, shown.provisional),
        (AssignmentState::Accepted, true)
    );
    world.transcript.clear();
    world.run(SECOND);
    let shown = world.phone.orders().next().unwrap();
    assert_eq!(
        (shown.assignment.state, shown.provisional),
        (AssignmentState::Delivered, false)
    );
    assert_snapshot!(world.transcript.join("\n"));
}

#[test]
fn a_yes_the_hall_took_stays_before_the_order_is_told_anew() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::AcceptTapped { order });
    let accept = world.disk.entries[0].clone();
    world.hall.taken.push(accept.clone());
    let answer = Answer {
        id: accept.id,
        outcome: Outcome::Taken,
    };
    world.input(Input::MessageReceived(ToUnit::Answers {
        answers: vec![answer],
    }));
    let shown = world.phone.orders().next().unwrap();
    assert_eq!(
        (shown.assignment.state, shown.provisional),
        (AssignmentState::Accepted, false)
    );
    assert_eq!(world.phone.waiting(), 0);
}

#[test]
fn a_yes_to_an_order_taken_back_meanwhile_is_refused() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.cut();
    world.hall.withdraw(world.hall_time(), order);
    world.input(Input::AcceptTapped { order });
    assert_eq!(
        world.phone.orders().next().unwrap().assignment.state,
        AssignmentState::Accepted
    );
    world.settle();
    assert_eq!(world.phone.orders().count(), 0);
    assert!(world.notices.iter().any(|notice| matches!(
        notice,
        Notice::Refused { tap: Tap::Accept, code, .. } if code == "assignment_not_standing"
    )));
}

#[test]
fn no_is_said_once_and_a_new_offer_rings_again() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.input(Input::DeclineTapped {
        order,
        reason: DeclineReason::TooFar,
    });
    world.input(Input::DeclineTapped {
        order,
        reason: DeclineReason::TooFar,
    });
    world.run(SECOND);
    assert_eq!(world.phone.orders().count(), 0);
    assert_eq!(last_state(&world.hall, order), Some(AssignmentState::Declined));
    let again = world.hall.offer(world.hall_time(), order);
    world.say(again);
    world.run(SECOND);
    let rang = world
        .notices
        .iter()
        .filter(|notice| **notice == Notice::OrderRang { order })
        .count();
    assert_eq!(rang, 2);
    assert_eq!(last_state(&world.hall, order), Some(AssignmentState::Delivered));
}

#[test]
fn an_order_that_is_taken_back_or_called_off_goes() {
    let mut world = World::on_duty();
    let (first, second) = (order_comes(&mut world), order_comes(&mut world));
    world.run(SECOND);
    let withdrawn = world.hall.withdraw(world.hall_time(), first);
    world.say(withdrawn);
    let cancelled = world.hall.cancel(world.hall_time(), second);
    world.say(cancelled);
    world.run(SECOND);
    assert_eq!(world.phone.orders().count(), 0);
    assert!(world.notices.contains(&Notice::OrderWithdrawn { order: first }));
    assert!(world.notices.contains(&Notice::OrderEnded { order: second }));
    world.input(Input::AcceptTapped { order: first });
    assert!(matches!(
        world.notices.last(),
        Some(Notice::Refused { tap: Tap::Accept, .. })
    ));
}

#[test]
fn nothing_leaves_and_nothing_rings_off_duty() {
    let mut world = World::on_duty();
    world.input(Input::LiveTapped { on: true });
    world.input(Input::DutyTapped { on_duty: false });
    assert!(!world.phone.is_live());
    world.run(SECOND);
    let taken = world.hall.taken.len();
    order_comes(&mut world);
    for _ in 0..60 {
        world.input(at(5.0, 2.0));
        world.run(SECOND);
    }
    assert_eq!(world.hall.taken.len(), taken);
    assert!(
        !world
            .notices
            .iter()
            .any(|notice| matches!(notice, Notice::OrderRang { .. }))
    );
    world.input(Input::LiveTapped { on: true });
    assert!(!world.phone.is_live());
    world.input(Input::DutyTapped { on_duty: true });
    assert!(
        world
            .notices
            .iter()
            .any(|notice| matches!(notice, Notice::OrderRang { .. }))
    );
}

#[test]
fn what_was_stamped_by_a_wrong_wall_clock_is_stamped_anew() {
    let mut world = World::new();
    world.disk.memory.on_duty = true;
    world.net = false;
    world.restart();
    let began = world.hall_time();
    world.input(at(1000.0, 0.0));
    assert_eq!(world.disk.entries[0].at_error_ms, crate::UNHEARD_ERROR_MS);
    world.run(120 * SECOND);
    world.settle();
    let entry = &world.hall.taken[0];
    assert!(entry.at.as_millis().abs_diff(began.as_millis()) <= u64::from(entry.at_error_ms));
    assert!(entry.at_error_ms < 100);
}

#[test]
fn an_officer_off_the_net_finds_the_order_again_after_a_restart() {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.cut();
    world.input(Input::AcceptTapped { order });
    world.notices.clear();
    world.restart();
    let shown = world.phone.orders().next().unwrap();
    assert_eq!(
        (shown.order.id, shown.assignment.state),
        (order, AssignmentState::Accepted)
    );
    assert!(
        !world.notices.contains(&Notice::OrderRang { order }),
        "it was answered"
    );
}

#[test]
fn a_silent_hall_is_given_up_and_called_again() {
    let mut world = World::on_duty();
    world.latency = Duration::from_hours(1);
    world.run(35 * SECOND);
    assert!(!world.phone.is_online());
    assert_snapshot!(world.transcript.join("\n"));
}
