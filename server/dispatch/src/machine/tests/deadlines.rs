//! What time alone brings about.

use domain::UnitState;
use domain::order::OrderStatus;

use super::*;

fn state(hall: &Hall, number: u64) -> UnitState {
    let board = hall.machine.board();
    board.state_of(&board.units[&unit(number)], hall.now)
}

#[test]
fn a_clock_nobody_started_runs_from_sending_and_viewers_are_shown() {
    let mut hall = Hall::new();
    hall.until(5);
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    // Nobody's place is known, which is escalated by then.
    hall.until(60);
    hall.transcript.clear();
    hall.until(64);
    assert_eq!(hall.transcript.text(), "");
    hall.until(66);
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(5)));
    hall.until(905);
    assert!(hall.order(order).legs.breach(Leg::Arrived).is_some());
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn an_order_that_nobody_ends_is_given_up() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    let expires = 900 + 12 * 3600;
    hall.until(expires - 1);
    assert!(hall.order(order).is_open());
    hall.until(expires);
    assert_eq!(hall.order(order).status, OrderStatus::Expired { at: at(expires) });
    assert!(hall.machine.clock_shown.is_empty());
    // What happened is still noted down.
    hall.until(expires + 60);
    hall.says(1, order, "arrived", 800).unwrap();
    assert_eq!(hall.met(order, Leg::Arrived), Some(800));
    assert!(!hall.order(order).is_open());
}

#[test]
fn an_ended_order_leaves_no_deadline_behind() {
    let mut hall = Hall::new();
    hall.awake.clear();
    hall.until(100);
    assert_eq!(hall.machine.next_deadline(), None);
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    assert_eq!(hall.machine.next_deadline(), Some(at(160)));
    hall.until(600);
    assert_eq!(hall.machine.next_deadline(), Some(at(1000)));
    let reason = "false alarm".to_owned();
    hall.ask(dispatcher(), Ask::CancelOrder { order, reason })
        .unwrap();
    assert_eq!(hall.machine.next_deadline(), None);
    assert!(hall.machine.clock_shown.is_empty());
}

#[test]
fn a_leg_met_late_is_a_breach_even_if_it_is_learnt_before_the_deadline_is_looked_at() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.until(5);
    hall.says(1, order, "received", 5).unwrap();
    hall.says(1, order, "accepts", 5).unwrap();
    hall.restart();
    // The hall was down when the limit was up; the phone is faster than the timer.
    hall.now = at(1000);
    let command = hall.word(1, order, "arrived", 950);
    let told = UnitTold::Order { order, command };
    let (unit, command) = (unit(1), hall.new_command());
    hall.input("late", Input::UnitTold { unit, command, told });
    hall.deadlines(at(1000));
    assert!(
        Leg::ALL
            .iter()
            .all(|&leg| hall.order(order).legs.breach(leg).is_some())
    );
}

#[test]
fn a_silent_unit_is_unreachable_until_it_is_heard_again() {
    let mut hall = Hall::new();
    hall.awake.remove(&unit(1));
    hall.until(59);
    assert_eq!(state(&hall, 1), UnitState::Available);
    hall.until(60);
    assert_eq!(state(&hall, 1), UnitState::Unreachable);
    hall.until(100);
    hall.input("unit-1 is heard", Input::UnitHeard(unit(1)));
    assert_eq!(state(&hall, 1), UnitState::Available);
    assert_eq!(hall.machine.next_deadline(), Some(at(160)));
    hall.awake.clear();
    hall.until(200);
    hall.told(unit(1), UnitTold::Fix(fix(200, 500.0))).unwrap();
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn after_a_start_every_unit_is_unreachable_until_its_phone_is_heard() {
    let mut hall = Hall::new();
    hall.until(20);
    hall.restart();
    assert_eq!(state(&hall, 1), UnitState::Unreachable);
    hall.input("unit-1 is heard", Input::UnitHeard(unit(1)));
    hall.input("unit-2 connects", Input::UnitConnected(unit(2)));
    assert_eq!(
        [1, 2].map(|number| state(&hall, number)),
        [UnitState::Available; 2]
    );
}

#[test]
fn the_clocks_go_on_over_a_restart() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.until(7);
    hall.says(1, order, "received", 7).unwrap();
    hall.until(100);
    hall.restart();
    assert_eq!(hall.order(order).clock.due_at(hall.now), Some(at(907)));
    hall.deadlines(at(2000));
    assert_eq!(
        hall.order(order).legs.breach(Leg::Arrived).unwrap().declared_at,
        at(907)
    );
    let sent = hall.input("unit-1 connects", Input::UnitConnected(unit(1)));
    assert!(sent.iter().any(|output| {
        matches!(output, Output::SendOrders { orders, on_duty: true, .. } if orders[0].id == order)
    }));
}
