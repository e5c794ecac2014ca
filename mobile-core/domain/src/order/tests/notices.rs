//! How a phone was told of an offer, on record.

use super::*;
use crate::order::{Channel, Heard, Notice, NoticeOutcome};

fn told(order: &mut Order, second: i64, command: OrderCommand) -> Result<(), OrderRefusal> {
    let event = order.decide(at(second), command)?;
    order.apply(&event);
    Ok(())
}

fn offered() -> Order {
    let mut order = sent(to_unit());
    let offer = OrderCommand::Offer {
        assignment: assignment(1),
        unit: unit(1),
        by: dispatcher(),
        choice: None,
    };
    told(&mut order, 0, offer).unwrap();
    order
}

fn give(channel: Channel) -> OrderCommand {
    OrderCommand::GiveNotice {
        assignment: assignment(1),
        channel,
    }
}

fn hear(notice: u16, outcome: NoticeOutcome) -> OrderCommand {
    OrderCommand::HearOfNotice {
        assignment: assignment(1),
        notice,
        outcome,
    }
}

#[test]
fn a_phone_that_rang_has_rung() {
    let mut order = offered();
    told(&mut order, 2, give(Channel::Push)).unwrap();
    told(&mut order, 5, hear(0, NoticeOutcome::Failed)).unwrap();
    assert!(!order.assignments[&assignment(1)].rang());
    assert_eq!(
        told(&mut order, 6, hear(0, NoticeOutcome::Failed)),
        Err(OrderRefusal::AlreadySo)
    );
    told(&mut order, 7, hear(0, NoticeOutcome::Rang)).unwrap();
    for later in [NoticeOutcome::Rang, NoticeOutcome::Failed, NoticeOutcome::Gone] {
        assert_eq!(told(&mut order, 8, hear(0, later)), Err(OrderRefusal::AlreadySo));
    }
    let own = &order.assignments[&assignment(1)];
    assert!(own.rang());
    let heard = Some(Heard {
        outcome: NoticeOutcome::Rang,
        at: at(7),
    });
    let (channel, at) = (Channel::Push, at(2));
    assert_eq!(own.notices, [Notice { channel, at, heard }]);
    assert_eq!(
        told(&mut order, 9, give(Channel::Sms)),
        Err(OrderRefusal::AlreadySo)
    );
}

#[test]
fn only_an_offer_that_stands_and_is_not_confirmed_is_told_of() {
    let receive = OrderCommand::Receive {
        receiver: Receiver::Phone(assignment(1)),
        at: at(1),
    };
    let withdraw = OrderCommand::Withdraw {
        assignment: assignment(1),
        by: dispatcher(),
    };
    let close = OrderCommand::Close { by: dispatcher() };
    for (command, refusal) in [
        (receive, OrderRefusal::AlreadySo),
        (withdraw, OrderRefusal::NotStanding),
        (close, OrderRefusal::Ended),
    ] {
        let mut order = offered();
        told(&mut order, 1, command).unwrap();
        assert_eq!(told(&mut order, 2, give(Channel::Push)), Err(refusal));
    }
    let mut order = offered();
    assert_eq!(
        told(&mut order, 2, hear(0, NoticeOutcome::Rang)),
        Err(OrderRefusal::NoSuchNotice)
    );
}

#[test]
fn what_is_heard_late_is_on_record_all_the_same() {
    let mut order = offered();
    told(&mut order, 2, give(Channel::Sms)).unwrap();
    told(&mut order, 3, OrderCommand::Close { by: dispatcher() }).unwrap();
    told(&mut order, 90, hear(0, NoticeOutcome::Rang)).unwrap();
    assert!(order.assignments[&assignment(1)].rang());
}

#[test]
fn an_order_from_before_there_were_notices_has_none() {
    let mut kept = serde_json::to_value(offered()).unwrap();
    let own = kept["assignments"].as_object_mut().unwrap().values_mut();
    for own in own {
        assert!(own.as_object_mut().unwrap().remove("notices").is_some());
    }
    let read: Order = serde_json::from_value(kept).unwrap();
    assert_eq!(read, offered());
}
