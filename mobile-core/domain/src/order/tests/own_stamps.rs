//! When each unit met the legs itself.

use super::facts::{met, taken};
use super::*;

#[test]
fn each_unit_of_a_team_has_its_own_stamps() {
    let mut order = sent(to_team());
    for number in 1..=3 {
        tell(&mut order, at(0), offer(number, unit(number))).unwrap();
        tell(&mut order, at(5), accept(number, at(5))).unwrap();
    }
    tell(&mut order, at(300), meet(Leg::Arrived, 1, at(290))).unwrap();
    tell(&mut order, at(400), meet(Leg::Arrived, 2, at(390))).unwrap();
    let again = tell(&mut order, at(410), meet(Leg::Arrived, 2, at(395)));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
    tell(&mut order, at(420), report(2, at(420))).unwrap();
    tell(&mut order, at(430), report(1, at(430))).unwrap();
    let arrival = |order: &Order, number| {
        let stamp = order.arrival_of(unit(number))?;
        Some((stamp.met_at.as_millis() - at(0).as_millis()) / 1000)
    };
    let arrivals = |order: &Order| [1, 2, 3].map(|number| arrival(order, number));
    assert_eq!(arrivals(&order), [Some(290), Some(390), None]);
    assert_eq!(order.units_there(), [1, 2].map(unit).into());
    let own = &order.assignments[&assignment(1)].met;
    assert_eq!(own.get(Leg::Reported).unwrap().met_at, at(430));
    // The order's are the first's.
    assert_eq!(
        (met(&order, Leg::Arrived), met(&order, Leg::Reported)),
        (Some(290), Some(420))
    );
    assert_eq!(order.lead(), Some(unit(1)));
    // What comes in late may put another first, and takes nothing from whoever was thought so.
    tell(&mut order, at(500), meet(Leg::Arrived, 3, at(200))).unwrap();
    assert_eq!(arrivals(&order), [Some(290), Some(390), Some(200)]);
    assert_eq!(order.units_there(), [1, 2, 3].map(unit).into());
    assert_eq!(order.lead(), Some(unit(3)));
    let awaits = |number| order.awaits_detection(&order.assignments[&assignment(number)]);
    assert!(!(1..=3).any(awaits));
}

#[test]
fn the_stamps_of_a_unit_asked_twice_belong_to_the_part_it_had_then() {
    let mut order = taken();
    tell(&mut order, at(100), withdraw(1)).unwrap();
    tell(&mut order, at(200), offer(2, unit(1))).unwrap();
    tell(&mut order, at(250), meet(Leg::Arrived, 2, at(240))).unwrap();
    tell(&mut order, at(260), meet(Leg::Arrived, 1, at(90))).unwrap();
    let own = |number| order.assignments[&assignment(number)].met.arrived;
    assert_eq!(own(1).unwrap().met_at, at(90));
    assert_eq!(own(2).unwrap().met_at, at(240));
    // Told again, neither is news.
    for (number, second) in [(1, 90), (2, 240)] {
        let again = tell(&mut order, at(270), meet(Leg::Arrived, number, at(second)));
        assert_eq!(again, Err(OrderRefusal::AlreadySo));
    }
}

#[test]
fn an_order_from_before_units_had_their_own_stamps_knows_who_was_there() {
    let mut order = taken();
    tell(&mut order, at(300), meet(Leg::Arrived, 1, at(290))).unwrap();
    let mut kept = serde_json::to_value(&order).unwrap();
    for own in kept["assignments"].as_object_mut().unwrap().values_mut() {
        own.as_object_mut().unwrap().remove("met").unwrap();
    }
    let read: Order = serde_json::from_value(kept).unwrap();
    assert_eq!(read.arrival_of(unit(1)).unwrap().met_at, at(290));
    assert!(!read.awaits_detection(&read.assignments[&assignment(1)]));
}

#[test]
fn a_log_from_before_units_had_their_own_stamps_tells_of_each_what_it_holds() {
    let mut order = taken();
    let event = OrderEvent::LegMet {
        leg: Leg::Arrived,
        stamp: Stamp {
            met_at: at(290),
            learnt_at: at(300),
            error_ms: 20,
            unit: unit(1),
            by_hand: None,
        },
        assignment: None,
    };
    assert!(!serde_json::to_string(&event).unwrap().contains("assignment"));
    order.apply(&event);
    let own = order.assignments[&assignment(1)].met.get(Leg::Arrived);
    assert_eq!(own.unwrap().met_at, at(290));
}
