//! The index of open orders is what a look at all orders would find.

use domain::order::{OrderKind, OrderSent, OrderStatus};
use domain::{IdSource, LatLon, PersonId, Place};

use super::*;

fn record(order: OrderId, event: OrderEvent) -> Recorded {
    Recorded {
        at: Timestamp::from_millis(0),
        cause: None,
        record: Record::Order { order, event },
    }
}

fn sent(order: OrderId, by: PersonId) -> OrderEvent {
    OrderEvent::Sent(OrderSent {
        order,
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: LatLon::new(47.141, 9.521).unwrap(),
            name: String::new(),
            address: String::new(),
        },
        addressee: Addressee::Team(Vec::new()),
        note: String::new(),
        checklist: Vec::new(),
        by,
        from_town: None,
        at: Timestamp::from_millis(0),
    })
}

#[test]
fn an_order_is_open_from_its_sending_to_its_end_and_after_a_start() {
    let mut ids = IdSource::new(1);
    let orders = [1, 2, 3].map(|millis| OrderId(ids.next(Timestamp::from_millis(millis))));
    let by = PersonId(ids.next(Timestamp::from_millis(4)));
    let mut board = Board::default();
    for order in orders {
        board.apply(&record(order, sent(order, by)));
    }
    let end = OrderStatus::Expired {
        at: Timestamp::from_millis(1),
    };
    board.apply(&record(orders[1], OrderEvent::Ended(end)));

    for board in [Board::from(board.snapshot()), board] {
        let open: Vec<_> = board.open_orders().map(|order| order.id).collect();
        assert_eq!(open, [orders[0], orders[2]]);
        assert_eq!(board.open.len(), 2, "an order that ended is not looked at");
    }
}
