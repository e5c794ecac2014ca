//! Tests of orders.

use uuid::Uuid;

use super::*;
use crate::{CommandId, LatLon};

mod attachments;
mod checklist;
mod facts;
mod messages;
mod notices;
mod own_stamps;
mod properties;
mod table;
mod trouble;

/// A time so many seconds after the order was sent.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + seconds * 1000)
}

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn assignment(number: u128) -> AssignmentId {
    AssignmentId(Uuid::from_u128(0xa000 + number))
}

fn dispatcher() -> PersonId {
    PersonId(Uuid::from_u128(0xd))
}

fn to_unit() -> Addressee {
    Addressee::Unit(unit(1))
}

fn to_team() -> Addressee {
    Addressee::Team(vec![unit(1), unit(2), unit(3)])
}

fn to_town() -> Addressee {
    Addressee::Town(TownId(Uuid::from_u128(0x70)))
}

/// An emergency, sent at second 0 and offered to nobody yet.
fn sent(addressee: Addressee) -> Order {
    Order::sent(OrderSent {
        order: OrderId(Uuid::from_u128(0x0)),
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: LatLon::new(47.141, 9.521).unwrap(),
            name: String::new(),
            address: String::new(),
        },
        addressee,
        note: String::new(),
        checklist: checklist::of_fire(),
        by: dispatcher(),
        from_town: None,
        at: at(0),
    })
}

/// What the hall does with a command: decide, then fold in.
fn tell(order: &mut Order, now: Timestamp, command: OrderCommand) -> Result<OrderEvent, OrderRefusal> {
    let event = order.decide(now, command)?;
    order.apply(&event);
    Ok(event)
}

fn offer(number: u128, to: UnitId) -> OrderCommand {
    OrderCommand::Offer {
        choice: None,
        assignment: assignment(number),
        unit: to,
        by: dispatcher(),
    }
}

fn withdraw(number: u128) -> OrderCommand {
    OrderCommand::Withdraw {
        assignment: assignment(number),
        by: dispatcher(),
    }
}

fn receive(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::Receive {
        receiver: Receiver::Phone(assignment(number)),
        at,
    }
}

fn receive_at_desk(at: Timestamp) -> OrderCommand {
    OrderCommand::Receive {
        receiver: Receiver::Desk(dispatcher()),
        at,
    }
}

fn accept(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::Accept {
        assignment: assignment(number),
        at,
    }
}

fn decline(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::Decline {
        assignment: assignment(number),
        at,
        reason: DeclineReason::TooFar,
    }
}

fn set_off(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::SetOff {
        assignment: assignment(number),
        at,
    }
}

fn meet(leg: Leg, number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::MeetLeg {
        leg,
        assignment: assignment(number),
        at,
        error_ms: 20,
        by_hand: None,
    }
}

fn arrive_by_hand(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::MeetLeg {
        leg: Leg::Arrived,
        assignment: assignment(number),
        at,
        error_ms: 20,
        by_hand: Some(ByHand { by: None }),
    }
}

fn report(number: u128, at: Timestamp) -> OrderCommand {
    OrderCommand::Report {
        id: CommandId(Uuid::from_u128(u128::from(at.as_millis().unsigned_abs()))),
        assignment: assignment(number),
        at,
        error_ms: 20,
        text: "all quiet".to_owned(),
        photo: None,
    }
}

fn close() -> OrderCommand {
    OrderCommand::Close { by: dispatcher() }
}

fn cancel() -> OrderCommand {
    OrderCommand::Cancel {
        by: dispatcher(),
        reason: "false alarm".to_owned(),
    }
}

#[test]
fn an_order_of_a_time_that_knew_one_radius_is_held_to_it() {
    let order = Order {
        arrival_radius_m: 20.0,
        ..sent(Addressee::BestPlaced(1))
    };
    let mut written = serde_json::to_value(&order).unwrap();
    assert_eq!(serde_json::from_value::<Order>(written.clone()).unwrap(), order);
    written
        .as_object_mut()
        .unwrap()
        .remove("arrival_radius_m")
        .unwrap();
    let read: Order = serde_json::from_value(written).unwrap();
    assert!((read.arrival_radius_m - ARRIVAL_RADIUS_M).abs() < f64::EPSILON);
}
