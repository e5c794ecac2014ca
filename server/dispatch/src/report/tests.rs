//! Tests of the figures by kind.

use domain::order::{Addressee, Assignment, OrderCommand, OrderSent};
use domain::{AssignmentId, LatLon, PersonId, Place, UnitId};

use super::*;

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u32) -> T {
    format!("01980000-0000-7000-8000-{number:012x}").parse().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + seconds * 1000)
}

fn sent(kind: OrderKind) -> Order {
    Order::sent(OrderSent {
        order: id(1),
        kind,
        limit: kind.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: LatLon::new(47.141, 9.521).unwrap(),
            name: String::new(),
            address: String::new(),
        },
        addressee: Addressee::BestPlaced(1),
        note: String::new(),
        checklist: Vec::new(),
        by: id(9),
        from_town: None,
        at: at(0),
    })
}

/// An order whose three legs were met so many seconds after it was received at second 10.
fn met(kind: OrderKind, legs: [i64; 3]) -> Order {
    let mut order = sent(kind);
    let assignment = id::<AssignmentId>(2);
    let tell = |order: &mut Order, seconds, command| {
        let event = order.decide(at(seconds), command).unwrap();
        order.apply(&event);
    };
    let (unit, by): (UnitId, PersonId) = (id(3), id(9));
    let offer = OrderCommand::Offer {
        assignment,
        unit,
        by,
        choice: None,
    };
    tell(&mut order, 0, offer);
    let receiver = domain::order::Receiver::Phone(assignment);
    tell(&mut order, 10, OrderCommand::Receive { receiver, at: at(10) });
    for (leg, seconds) in Leg::ALL.into_iter().zip(legs) {
        let at = at(10 + seconds);
        let command = OrderCommand::MeetLeg {
            leg,
            assignment,
            at,
            error_ms: 0,
            by_hand: None,
        };
        tell(&mut order, 10 + seconds, command);
    }
    assert!(
        order
            .assignments
            .values()
            .all(|known: &Assignment| known.unit == unit)
    );
    order
}

fn row(orders: &[Order], kind: OrderKind, now: Timestamp) -> KindFigures {
    let rows = figures(orders.iter(), now);
    rows.into_iter().find(|row| row.kind == kind).unwrap()
}

#[test]
fn every_kind_has_its_row() {
    let rows = figures(std::iter::empty(), at(0));
    assert_eq!(
        rows.iter().map(|row| row.kind).collect::<Vec<_>>(),
        OrderKind::ALL
    );
    assert!(
        rows.iter()
            .all(|row| row.mean_response_s().is_none() && row.p90_response_s().is_none())
    );
}

#[test]
fn a_leg_counts_if_it_was_met_by_the_limit() {
    let orders = [
        met(OrderKind::Emergency, [900, 900, 900]),
        met(OrderKind::Emergency, [400, 901, 800]),
        met(OrderKind::Routine, [901, 901, 901]),
    ];
    let emergencies = row(&orders, OrderKind::Emergency, at(2_000));
    assert_eq!(
        (emergencies.orders, emergencies.in_time, emergencies.late),
        (2, [2, 1, 2], 1)
    );
    assert_eq!(emergencies.mean_response_s(), Some(650.0));
    let routine = row(&orders, OrderKind::Routine, at(2_000));
    assert_eq!((routine.orders, routine.in_time, routine.late), (1, [1, 1, 1], 0));
}

#[test]
fn what_was_detected_counts_though_somebody_said_so_later() {
    let mut order = met(OrderKind::Emergency, [1_000, 800, 800]);
    let assignment = *order.assignments.keys().next().unwrap();
    let mut tell = |seconds, by_hand| {
        let command = OrderCommand::MeetLeg {
            leg: Leg::Arrived,
            assignment,
            at: at(seconds),
            error_ms: 0,
            by_hand,
        };
        let event = order.decide(at(5_000), command).unwrap();
        order.apply(&event);
    };
    tell(950, Some(domain::order::ByHand { by: None }));
    tell(610, None);
    let row = row(&[order], OrderKind::Emergency, at(5_000));
    assert_eq!((row.in_time, row.late), ([1, 1, 1], 0));
    assert_eq!(row.mean_response_s(), Some(600.0));
}

#[test]
fn nobody_there_is_late_once_the_limit_is_up() {
    let waiting = [sent(OrderKind::Emergency)];
    assert_eq!(row(&waiting, OrderKind::Emergency, at(899)).late, 0);
    let late = row(&waiting, OrderKind::Emergency, at(900));
    assert_eq!((late.late, late.open, late.responses.len()), (1, 1, 0));
}

#[test]
fn what_was_closed_before_its_limit_is_not_late() {
    // The limit is up at second 910: (closed at, late)
    for (second, late) in [(300, 0), (909, 0), (910, 1), (2_000, 1)] {
        let mut order = met(OrderKind::Emergency, [200, 250, 1_500]);
        let event = order
            .decide(at(second), OrderCommand::Close { by: id(9) })
            .unwrap();
        order.apply(&event);
        let row = row(&[order], OrderKind::Emergency, at(9_000));
        assert_eq!((row.late, row.open), (late, 0), "closed at {second}");
        assert_eq!(row.in_time, [1, 1, 0]);
    }
}

#[test]
fn what_was_cancelled_is_not_late() {
    let mut order = sent(OrderKind::Emergency);
    let (by, reason): (PersonId, _) = (id(9), "a false alarm".to_owned());
    let event = order.decide(at(30), OrderCommand::Cancel { by, reason }).unwrap();
    order.apply(&event);
    let row = row(&[order], OrderKind::Emergency, at(2_000));
    assert_eq!((row.cancelled, row.open, row.late), (1, 0, 0));
}

#[test]
fn nine_of_ten_stay_within_the_p90() {
    let orders: Vec<_> = (1..=20)
        .map(|n| met(OrderKind::Emergency, [n * 10, 900, 900]))
        .collect();
    assert_eq!(
        row(&orders, OrderKind::Emergency, at(2_000)).p90_response_s(),
        Some(180.0)
    );
}

#[test]
fn an_order_whose_limit_still_runs_is_neither_in_time_nor_late() {
    let running = [
        sent(OrderKind::Emergency),
        met(OrderKind::Emergency, [100, 100, 899]),
    ];
    let row = |now| row(&running, OrderKind::Emergency, now);
    let before = row(at(890));
    assert_eq!((before.in_time, before.decided), ([1, 1, 1], [1, 1, 1]));
    assert_eq!((before.late, before.decided_orders), (0, 1));
    let after = row(at(2_000));
    assert_eq!((after.in_time, after.decided), ([1, 1, 1], [2, 2, 2]));
    assert_eq!((after.late, after.decided_orders), (1, 2));
}

#[test]
fn what_was_seen_to_counts_unless_the_order_was_cancelled() {
    let item = |name: &str| domain::order::ChecklistItem {
        id: name.to_owned(),
        zh: "关气".to_owned(),
        en: "Gas off".to_owned(),
    };
    let mut order = met(OrderKind::Emergency, [100, 100, 100]);
    order.checklist = ["gas_off", "people_back"].map(|name| item(name).into()).to_vec();
    let checked = domain::order::ItemChecked {
        id: id(7),
        assignment: *order.assignments.keys().next().unwrap(),
        item: "gas_off".to_owned(),
        done: true,
        name: String::new(),
        at: at(120),
        error_ms: 20,
    };
    let event = order.decide(at(130), OrderCommand::CheckItem(checked)).unwrap();
    order.apply(&event);
    let mut cancelled = order.clone();
    let (by, reason): (PersonId, _) = (id(9), "a false alarm".to_owned());
    let event = cancelled
        .decide(at(140), OrderCommand::Cancel { by, reason })
        .unwrap();
    cancelled.apply(&event);
    let row = row(&[order, cancelled], OrderKind::Emergency, at(200));
    assert_eq!((row.items_done, row.items), (1, 2));
}
