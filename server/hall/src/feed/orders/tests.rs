//! Tests of orders, as each role may see them.

use std::time::Duration;

use dispatch::{Board, Change, Record, Recorded};
use domain::order::{Addressee, Choice, ChosenBy, DispatchRule, OrderKind, OrderSent, RunnerUp};
use domain::{
    AssignmentId, LatLon, Order, OrderEvent, OrderId, PersonId, Place, Timestamp, Town, TravelMode, Unit,
};
use protocol::ToViewer;
use uuid::Uuid;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_421_700_000);

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Unit 1 of town 1, unit 2 of town 2.
fn feed() -> Feed {
    let mut board = Board::default();
    for number in [1, 2] {
        let (town, name) = (TownId(uuid(number)), String::new());
        let unit = Unit {
            id: UnitId(uuid(number)),
            name: name.clone(),
            town,
            mode: TravelMode::Car,
        };
        let town = Town { id: town, name };
        for record in [Record::TownAdded { town }, Record::UnitAdded { unit }] {
            let cause = None;
            board.apply(&Recorded {
                at: NOW,
                cause,
                record,
            });
        }
    }
    Feed::new(NOW, &board)
}

/// An order of unit 1 for which `second` would have been next.
fn order(second: u128) -> Order {
    let mut order = Order::sent(OrderSent {
        order: OrderId(uuid(9)),
        kind: OrderKind::Emergency,
        at: NOW,
        by: PersonId(uuid(8)),
        from_town: None,
        incident: None,
        place: Place {
            at: LatLon::new(47.141, 9.521).unwrap(),
            name: String::new(),
            address: String::new(),
        },
        arrival_radius_m: 50.0,
        addressee: Addressee::BestPlaced(1),
        note: String::new(),
        checklist: Vec::new(),
        limit: Some(Duration::from_mins(15)),
    });
    order.apply(&OrderEvent::Offered {
        assignment: AssignmentId(uuid(7)),
        unit: UnitId(uuid(1)),
        by: PersonId::HALL,
        at: NOW,
        choice: Some(Choice {
            made_by: ChosenBy::Hall,
            rule: DispatchRule::Nearest,
            eta_s: 120,
            guessed: false,
            fix_age_s: 3,
            margin_s: None,
            coverage_lost: 0,
            runner_up: Some(RunnerUp {
                unit: UnitId(uuid(second)),
                eta_s: 150,
            }),
            candidates: 2,
        }),
    });
    order
}

/// Why the unit of an order was asked.
fn choice(order: &OrderView) -> &Choice {
    order.assignments[0].choice.as_ref().unwrap()
}

#[test]
fn a_desk_does_not_learn_of_another_towns_unit_that_it_came_second() {
    let feed = feed();
    let desk = Role::TownDesk {
        town: TownId(uuid(1)),
    };
    for (role, runner_up, told) in [
        (desk, 2, None),
        (desk, 1, Some(1)),
        (Role::Dispatcher, 2, Some(2)),
        (Role::Leader, 2, Some(2)),
    ] {
        let order = order(runner_up);
        let towns = [TownId(uuid(1))].into();
        feed.show(
            NOW,
            Change::Order {
                order: order.clone(),
                towns,
            },
        );
        let view = OrderView::new(&order, NOW);
        let changed = ToViewer::OrderChanged { order: view.clone() };
        let ToViewer::OrderChanged { order: pushed } = feed.seen_by(role, &changed).into_owned() else {
            panic!("another message");
        };
        let told = told.map(|number| UnitId(uuid(number)));
        let shown = feed.order(role, order.id).unwrap();
        let listed = feed.orders(NOW, role).remove(0);
        for (door, order) in [
            ("the answer", feed.order_for(role, view)),
            ("the change", pushed),
            ("the one", shown),
            ("the list", listed),
        ] {
            let choice = choice(&order);
            let second = choice.runner_up.map(|second| second.unit);
            assert_eq!(second, told, "{door} to a {}", role.name());
            assert_eq!(choice.eta_s, 120, "the other reasons stay");
        }
    }
}
