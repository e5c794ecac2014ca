//! What is recorded follows what is wished, as far as there is room.

use domain::{TownId, UnitId};
use uuid::Uuid;

use super::*;

fn unit(number: u128) -> Source {
    Source::Unit(UnitId(Uuid::from_u128(number)))
}

fn desk(number: u128) -> Source {
    Source::Desk(TownId(Uuid::from_u128(number)))
}

fn order(number: u128) -> OrderId {
    OrderId(Uuid::from_u128(number))
}

/// Units 1 to 3 are live, the first has taken an order on, the second is recorded by hand.
fn wished() -> Wished {
    Wished {
        by_order: BTreeMap::from([(unit(1), order(1))]),
        by_hand: BTreeSet::from([unit(2)]),
        live: BTreeSet::from([unit(1), unit(2), unit(3)]),
        no_room: false,
    }
}

fn active() -> BTreeMap<Source, Option<OrderId>> {
    BTreeMap::from([(unit(1), Some(order(1))), (unit(2), None)])
}

#[test]
fn what_is_asked_for_and_live_begins_once() {
    let plan = Plan::new(&BTreeMap::new(), &wished());
    assert_eq!(plan.begin, [(unit(1), Some(order(1))), (unit(2), None)]);
    assert_eq!(plan.end, []);
    assert_eq!(Plan::new(&active(), &wished()), Plan::default());
}

#[test]
fn a_break_in_the_stream_ends_nothing_and_begins_nothing() {
    let mut wished = wished();
    wished.live.clear();
    assert_eq!(Plan::new(&active(), &wished), Plan::default());
    assert_eq!(Plan::new(&BTreeMap::new(), &wished), Plan::default());
}

#[test]
fn another_order_is_another_recording() {
    let mut wished = wished();
    wished.by_order.insert(unit(1), order(7));
    wished.by_order.insert(unit(2), order(8));
    let plan = Plan::new(&active(), &wished);
    assert_eq!(plan.end, [unit(1), unit(2)]);
    assert_eq!(plan.begin, [(unit(1), Some(order(7))), (unit(2), Some(order(8)))]);
}

#[test]
fn what_nobody_asks_for_any_more_ends() {
    let wished = Wished {
        live: wished().live,
        ..Wished::default()
    };
    let plan = Plan::new(&active(), &wished);
    assert_eq!((plan.end, plan.begin), (vec![unit(1), unit(2)], vec![]));
}

#[test]
fn without_room_everything_ends_and_it_begins_again_with_room() {
    let mut wished = wished();
    wished.no_room = true;
    let plan = Plan::new(&active(), &wished);
    assert_eq!((plan.end, plan.begin), (vec![unit(1), unit(2)], vec![]));
    wished.no_room = false;
    let plan = Plan::new(&BTreeMap::new(), &wished);
    assert_eq!(plan.begin.len(), 2);
}

#[test]
fn no_more_are_recorded_than_there_may_be() {
    let many = || (0..300).map(unit);
    let wished = Wished {
        by_hand: many().collect(),
        live: many().collect(),
        ..Wished::default()
    };
    let plan = Plan::new(&BTreeMap::new(), &wished);
    assert_eq!(plan.begin.len(), MOST_RECORDED);
    let active = many().take(250).map(|unit| (unit, None)).collect();
    let plan = Plan::new(&active, &wished);
    assert_eq!((plan.end.len(), plan.begin.len()), (0, 6));
}

#[test]
fn a_desk_is_recorded_by_hand_beside_a_unit_of_the_same_number() {
    let mut wished = wished();
    wished.by_hand.insert(desk(2));
    assert_eq!(
        Plan::new(&active(), &wished),
        Plan::default(),
        "it shows no camera"
    );
    wished.live.insert(desk(2));
    let plan = Plan::new(&active(), &wished);
    assert_eq!((plan.end, plan.begin), (vec![], vec![(desk(2), None)]));
    let mut active = active();
    active.insert(desk(2), None);
    assert_eq!(Plan::new(&active, &wished), Plan::default());
    wished.by_hand.remove(&desk(2));
    let plan = Plan::new(&active, &wished);
    assert_eq!((plan.end, plan.begin), (vec![desk(2)], vec![]));
}
