//! Who is told of trouble, and who says why.

use domain::order::{EscalationLevel, LateReason, Trouble};

use super::*;

/// Who was told of what, at which second; that it was foreseen has a test of its own.
fn told(hall: &Hall, order: OrderId) -> Vec<(i64, EscalationLevel, Trouble)> {
    let second = |at_: Timestamp| (at_.as_millis() - at(0).as_millis()) / 1000;
    let told = hall.order(order).escalations.iter();
    let told = told.filter(|told| told.because != Trouble::Amber);
    told.map(|told| (second(told.at), told.level, told.because))
        .collect()
}

fn of_kind(kind: OrderKind) -> Ask {
    Ask::SendOrder {
        id: None,
        kind,
        incident: None,
        place: Some(place(0.0)),
        addressee: Addressee::Unit(unit(1)),
        note: String::new(),
    }
}

#[test]
fn an_emergency_that_nobody_takes_goes_up_step_by_step() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    hall.until(1200);
    assert_eq!(
        told(&hall, order),
        [
            (120, EscalationLevel::District, Trouble::NoTaker),
            // The clock runs from sending, as nobody received it.
            (490, EscalationLevel::Leader, Trouble::HalfGone),
            // The leader was told that it threatened, not that it came to it.
            (900, EscalationLevel::Leader, Trouble::Breached),
        ]
    );
    assert!(hall.order(order).legs.breach(Leg::Arrived).is_some());
}

#[test]
fn what_can_wait_disturbs_fewer() {
    let mut hall = Hall::new();
    let routine = hall.send(dispatcher(), of_kind(OrderKind::Routine));
    let standby = hall.send(dispatcher(), of_kind(OrderKind::Standby));
    hall.until(4000);
    assert_eq!(
        told(&hall, routine),
        [(600, EscalationLevel::District, Trouble::NoTaker)]
    );
    assert_eq!(
        told(&hall, standby),
        [(600, EscalationLevel::Seat, Trouble::NoTaker)]
    );
}

#[test]
fn nobody_is_told_of_an_order_that_is_on_its_way_in_time() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    hall.says(1, order, "accepts", 1).unwrap();
    hall.says(1, order, "sets off", 1).unwrap();
    hall.until(440);
    hall.told(unit(1), UnitTold::Fix(fix(440, 0.0))).unwrap();
    hall.says(1, order, "arrived", 440).unwrap();
    hall.until(899);
    assert_eq!(told(&hall, order), []);
    hall.until(910);
    assert_eq!(
        told(&hall, order),
        [(900, EscalationLevel::Leader, Trouble::Breached)]
    );
}

/// Unit 1 comes nearer until it is more than half way, and stays there; once it is out of sight for `stays_s`, it hurries
/// on. The seconds after half time of the forecasts by which it would be late.
fn stays_half_way(hall: &mut Hall, order: OrderId, stays_s: i64) -> Vec<i64> {
    hall.says(1, order, "received", 0).unwrap();
    hall.says(1, order, "accepts", 1).unwrap();
    hall.says(1, order, "sets off", 1).unwrap();
    let (mut out_of_sight, mut driven_m) = (Vec::new(), 0.0);
    for second in (10..650).step_by(10) {
        hall.until(second);
        let hurries = out_of_sight.first().is_some_and(|since| second > since + stays_s);
        driven_m += match second {
            ..=430 => 80.0,
            _ if hurries => 400.0,
            _ => 0.0,
        };
        let left_m = f64::max(5000.0 - driven_m, 0.0);
        hall.told(unit(1), UnitTold::Fix(fix(second, left_m))).unwrap();
        let outlook = hall.machine.outlook(order).unwrap();
        if second > 450 && outlook.legs[0].met_in_time < 0.5 {
            out_of_sight.push((outlook.at.as_millis() - at(0).as_millis()) / 1000);
        }
    }
    assert_eq!(hall.machine.board().alarms(order), [], "nothing else happened");
    out_of_sight
}

#[test]
fn whoever_was_in_sight_at_half_time_and_is_no_more_is_told_of_once_it_has_lasted() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    let out_of_sight = stays_half_way(&mut hall, order, 1000)[0];
    assert!((451..=570).contains(&out_of_sight), "{out_of_sight}");
    assert_eq!(
        told(&hall, order),
        [(out_of_sight + 60, EscalationLevel::Leader, Trouble::HalfGone)]
    );
}

#[test]
fn a_short_while_out_of_sight_disturbs_no_leader() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    let out_of_sight = stays_half_way(&mut hall, order, 0);
    assert!((1..6).contains(&out_of_sight.len()), "{out_of_sight:?}");
    assert_eq!(told(&hall, order), []);
}

#[test]
fn a_taker_who_is_withdrawn_leaves_two_minutes_for_the_next() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    hall.says(1, order, "accepts", 1).unwrap();
    hall.until(200);
    let assignment = hall.assignment(1, order);
    hall.ask(dispatcher(), Ask::Withdraw { order, assignment })
        .unwrap();
    hall.until(319);
    assert_eq!(told(&hall, order), []);
    hall.until(320);
    assert_eq!(
        told(&hall, order),
        [(320, EscalationLevel::District, Trouble::NoTaker)]
    );
}

#[test]
fn amber_goes_to_the_nearest_desk_once() {
    let mut hall = Hall::new();
    let to_unit = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    let to_town = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    for _ in 0..2 {
        for order in [to_unit, to_town] {
            hall.machine.escalate(hall.now, order, Trouble::Amber);
        }
    }
    let told_of = |order| {
        let told = hall.order(order).escalations.iter();
        told.map(|told| (told.level, told.because)).collect::<Vec<_>>()
    };
    assert_eq!(told_of(to_unit), [(EscalationLevel::Seat, Trouble::Amber)]);
    assert_eq!(told_of(to_town), [(EscalationLevel::Town, Trouble::Amber)]);
}

#[test]
fn a_breach_has_a_reason_on_record_and_is_corrected_all_the_same() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), of_kind(OrderKind::Emergency));
    hall.says(1, order, "received", 0).unwrap();
    hall.says(1, order, "accepts", 0).unwrap();
    let explain = Ask::ExplainBreach {
        order,
        leg: Leg::Arrived,
        reason: LateReason::PhoneDark,
        note: "in the tunnel".to_owned(),
    };
    let not_missed = Refusal::Order(domain::OrderRefusal::NotMissed);
    assert_eq!(hall.ask(dispatcher(), explain.clone()), Err(not_missed));
    hall.until(1000);
    hall.ask(dispatcher(), explain.clone()).unwrap();
    let entries = hall.log.len();
    hall.ask(dispatcher(), explain).unwrap();
    assert_eq!(hall.log.len(), entries, "said twice, recorded once");
    hall.says(1, order, "arrived", 800).unwrap();
    hall.restart();
    let breach = hall.order(order).legs.breach(Leg::Arrived).cloned().unwrap();
    assert_eq!(breach.corrected_at, Some(at(1000)));
    let explained = breach.explained.unwrap();
    assert_eq!(
        (explained.by, explained.at, explained.reason),
        (dispatcher().person, at(1000), LateReason::PhoneDark)
    );
}
