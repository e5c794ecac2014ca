//! Tests of who learns of whose way.

use std::sync::PoisonError;
use std::time::Duration;

use dispatch::Board;
use domain::order::{Addressee, OrderKind, OrderSent, OrderStatus};
use domain::{AssignmentId, Order, OrderEvent, PersonId, Place, Timestamp, TownId, TravelMode};
use protocol::api::PositionView;
use uuid::Uuid;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_421_700_000);
const ORDER: OrderId = OrderId(Uuid::from_u128(9));

fn unit_id(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn town(number: u128) -> TownId {
    TownId(Uuid::from_u128(number))
}

fn officer(number: u128) -> Role {
    Role::Officer {
        unit: unit_id(number),
    }
}

fn at(number: u32) -> LatLon {
    LatLon::new(47.14 + f64::from(number) / 1_000.0, 9.521).unwrap()
}

/// A unit of the town of its own number, on duty with a position.
fn unit(number: u32) -> UnitView {
    UnitView {
        id: unit_id(number.into()),
        name: format!("Unit {number}"),
        town: town(number.into()),
        mode: TravelMode::Car,
        state: UnitState::Busy,
        live: false,
        position: Some(PositionView {
            at: at(number),
            accuracy_m: 8.0,
            speed_mps: None,
            heading_deg: None,
            battery_pct: None,
            activity: None,
            mock: false,
            taken_at: NOW,
        }),
        heard_at: Some(NOW),
        reachability: None,
        shift_ends_at: None,
        camera_request: None,
    }
}

/// An order that units 1 and 2 are asked to take.
fn order() -> Order {
    let mut order = Order::sent(OrderSent {
        order: ORDER,
        kind: OrderKind::Emergency,
        at: NOW,
        by: PersonId::HALL,
        from_town: None,
        incident: None,
        place: Place {
            at: at(0),
            name: String::new(),
            address: String::new(),
        },
        arrival_radius_m: 50.0,
        addressee: Addressee::Team(vec![unit_id(1), unit_id(2)]),
        note: String::new(),
        checklist: Vec::new(),
        limit: Some(Duration::from_mins(15)),
    });
    for number in [1, 2] {
        order.apply(&OrderEvent::Offered {
            assignment: assignment(number),
            unit: unit_id(number),
            by: PersonId::HALL,
            at: NOW,
            choice: None,
        });
    }
    order
}

fn assignment(number: u128) -> AssignmentId {
    AssignmentId(Uuid::from_u128(100 + number))
}

/// `order` after `units` have taken it on.
fn taken_by(mut order: Order, units: &[u128]) -> Order {
    for number in units {
        let when = domain::order::Moment {
            at: NOW,
            learnt_at: NOW,
        };
        order.apply(&OrderEvent::Accepted {
            assignment: assignment(*number),
            when,
        });
    }
    order
}

/// Units 1 to 3 with `order`, which desks of towns 1 and 2 see; town 1 sees unit 2 for it.
fn feed(order: &Order, change: impl Fn(&mut Seen)) -> Feed {
    let feed = Feed::new(NOW, &Board::default());
    {
        let mut seen = feed.seen.write().unwrap_or_else(PoisonError::into_inner);
        for number in 1..=3 {
            let mut towns = std::collections::BTreeSet::from([town(number.into())]);
            if number == 2 {
                towns.insert(town(1));
            }
            seen.units.insert(unit_id(number.into()), (unit(number), towns));
        }
        let towns = [town(1), town(2)].into();
        seen.orders.insert(ORDER, (OrderView::new(order, NOW), towns));
        change(&mut seen);
    }
    feed
}

/// Whose way it is, with who is in the team.
fn told(feed: &Feed, role: Role, unit: Option<u128>) -> Option<(Option<u128>, Vec<u128>)> {
    let going = feed.going(role, ORDER, unit.map(unit_id))?;
    let number = |unit: UnitId| unit.0.as_u128();
    let team = going.team.iter().map(|mate| number(mate.unit)).collect();
    Some((going.unit.map(|unit| number(unit.id)), team))
}

#[test]
fn an_officer_is_told_of_their_own_way_and_of_those_who_go_there_too() {
    let feed = feed(&taken_by(order(), &[1, 2]), |_| {});
    assert_eq!(told(&feed, officer(1), None), Some((Some(1), vec![2])));
    assert_eq!(told(&feed, officer(2), None), Some((Some(2), vec![1])));
    assert_eq!(told(&feed, officer(1), Some(1)), Some((Some(1), vec![2])));
    assert_eq!(told(&feed, officer(1), Some(2)), None, "of another's");
    assert_eq!(told(&feed, officer(3), None), None, "of an order of others");
}

#[test]
fn whoever_has_not_taken_the_order_is_in_nobodys_team_and_has_none() {
    let feed = feed(&taken_by(order(), &[2]), |_| {});
    assert_eq!(
        told(&feed, officer(1), None),
        Some((Some(1), vec![])),
        "asked only"
    );
    assert_eq!(told(&feed, officer(2), None), Some((Some(2), vec![])));
}

#[test]
fn off_duty_nobody_sees_anybody() {
    let off = |number: u128| {
        move |seen: &mut Seen| {
            if let Some((unit, _)) = seen.units.get_mut(&unit_id(number)) {
                unit.state = UnitState::OffDuty;
            }
        }
    };
    let order = taken_by(order(), &[1, 2]);
    assert_eq!(
        told(&feed(&order, off(1)), officer(1), None),
        Some((Some(1), vec![]))
    );
    assert_eq!(
        told(&feed(&order, off(2)), officer(1), None),
        Some((Some(1), vec![]))
    );
}

#[test]
fn what_has_ended_or_was_taken_back_is_no_business_of_an_officer() {
    let mut ended = taken_by(order(), &[1, 2]);
    ended.apply(&OrderEvent::Ended(OrderStatus::Closed {
        at: NOW,
        by: PersonId::HALL,
    }));
    assert_eq!(told(&feed(&ended, |_| {}), officer(1), None), None);
    assert_eq!(
        told(&feed(&ended, |_| {}), Role::Dispatcher, None),
        Some((None, vec![]))
    );
    let mut back = taken_by(order(), &[1, 2]);
    back.apply(&OrderEvent::Withdrawn {
        assignment: assignment(1),
        by: PersonId::HALL,
        at: NOW,
    });
    let feed = feed(&back, |_| {});
    assert_eq!(told(&feed, officer(1), None), None);
    assert_eq!(told(&feed, officer(2), None), Some((Some(2), vec![])));
}

#[test]
fn seats_see_whom_their_role_shows() {
    let desk = |number| Role::TownDesk { town: town(number) };
    let feed = feed(&taken_by(order(), &[1, 2]), |_| {});
    assert_eq!(told(&feed, Role::Dispatcher, None), Some((Some(1), vec![2])));
    assert_eq!(told(&feed, Role::Leader, Some(2)), Some((Some(2), vec![1])));
    assert_eq!(
        told(&feed, Role::Dispatcher, Some(3)),
        None,
        "it has no part in it"
    );
    assert_eq!(told(&feed, desk(1), None), Some((Some(1), vec![2])));
    assert_eq!(
        told(&feed, desk(2), None),
        Some((Some(2), vec![])),
        "unit 1 is not shown to town 2"
    );
    assert_eq!(told(&feed, desk(2), Some(1)), None);
    assert_eq!(told(&feed, desk(3), None), None, "another town's order");
}

#[test]
fn the_one_who_is_there_goes_no_more() {
    let there = |seen: &mut Seen| {
        if let Some((order, _)) = seen.orders.get_mut(&ORDER) {
            order.there.insert(unit_id(1));
        }
    };
    let feed = feed(&taken_by(order(), &[1, 2]), there);
    assert_eq!(told(&feed, Role::Dispatcher, None), Some((Some(2), vec![1])));
    let own = feed.going(officer(1), ORDER, None).unwrap();
    assert!(own.is_there);
    let mate = feed.going(officer(2), ORDER, None).unwrap().team.remove(0);
    assert!(mate.there && mate.place == at(1) && mate.fix_at == NOW);
}

#[test]
fn what_is_foreseen_of_several_is_not_told_of_one() {
    let forecast = |seen: &mut Seen| {
        let forecast = ForecastView {
            leg: Leg::Arrived,
            at: NOW,
            in_time_pct: 91,
            expected_at: Some(NOW),
            amber: false,
            cause: None,
            cure: None,
        };
        seen.forecasts.insert(ORDER, vec![forecast]);
    };
    let pct = |units: &[u128]| {
        let going = feed(&taken_by(order(), units), forecast).going(officer(1), ORDER, None);
        going.unwrap().arrival.map(|arrival| arrival.in_time_pct)
    };
    assert_eq!(pct(&[1]), Some(91));
    assert_eq!(pct(&[1, 2]), None);
}
