//! What is written on an order, with who has read it.

use super::*;
use crate::PersonId;

fn name(number: u128) -> CommandId {
    CommandId(Uuid::from_u128(0x4000 + number))
}

fn other_seat() -> PersonId {
    PersonId(Uuid::from_u128(0xd2))
}

pub(super) fn write(number: u128, from: Correspondent, text: &str) -> OrderCommand {
    OrderCommand::Write(MessageWritten {
        id: name(number),
        from,
        at: at(20),
        error_ms: 30,
        text: text.to_owned(),
        attachment: None,
    })
}

pub(super) fn hall() -> Correspondent {
    Correspondent::Seat(dispatcher())
}

pub(super) fn part(number: u128) -> Correspondent {
    Correspondent::Part(assignment(number))
}

/// The hall, or the unit of the first assignment.
pub(super) fn either(second: i64) -> Correspondent {
    if second % 2 == 0 { hall() } else { part(1) }
}

pub(super) fn see(numbers: &[u128], by: Correspondent, at: Timestamp) -> OrderCommand {
    OrderCommand::Read(MessagesSeen {
        messages: numbers.iter().map(|number| name(*number)).collect(),
        by,
        at,
    })
}

fn offered() -> Order {
    let mut order = sent(to_team());
    tell(&mut order, at(1), offer(1, unit(1))).unwrap();
    order
}

fn unread(order: &Order, party: Party) -> Vec<CommandId> {
    order.unread_by(party).map(|message| message.id).collect()
}

#[test]
fn both_sides_write_and_each_sees_that_the_other_has_read() {
    let mut order = offered();
    tell(&mut order, at(25), write(1, hall(), " back door, code 4711\n")).unwrap();
    tell(&mut order, at(26), write(2, part(1), "门锁着")).unwrap();
    let [first, second] = order.messages.as_slice() else {
        panic!("two messages");
    };
    assert_eq!(
        (first.text.as_str(), second.text.as_str()),
        ("back door, code 4711", "门锁着")
    );
    assert_eq!(
        (second.at, second.learnt_at, second.error_ms),
        (at(20), at(26), 30)
    );
    let (seat, officer) = (Party::Hall { by: other_seat() }, Party::Unit { unit: unit(1) });
    assert_eq!(unread(&order, seat), [name(2)]);
    assert_eq!(unread(&order, officer), [name(1)]);

    tell(&mut order, at(40), see(&[1, 2, 9], part(1), at(30))).unwrap();
    tell(
        &mut order,
        at(41),
        see(&[1, 2], Correspondent::Seat(other_seat()), at(41)),
    )
    .unwrap();
    assert!(unread(&order, seat).is_empty() && unread(&order, officer).is_empty());
    let when = Moment {
        at: at(30),
        learnt_at: at(40),
    };
    assert_eq!(order.messages[0].read, [Reading { by: officer, when }]);
    assert_eq!(order.messages[1].read[0].by, seat);
    // The hall has read it as a whole, and nothing is read twice.
    for (command, now) in [(see(&[2], hall(), at(50)), 50), (see(&[1], part(1), at(50)), 50)] {
        assert_eq!(order.decide(at(now), command), Err(OrderRefusal::AlreadySo));
    }
}

#[test]
fn a_message_sent_again_counts_once() {
    let mut order = offered();
    for from in [hall(), part(1)] {
        let number = order.messages.len() as u128;
        tell(&mut order, at(25), write(number, from, "once")).unwrap();
        let again = tell(&mut order, at(60), write(number, from, "once"));
        assert_eq!(again, Err(OrderRefusal::AlreadySo));
    }
    assert_eq!(order.messages.len(), 2);
}

#[test]
fn words_that_are_none_are_refused() {
    let order = offered();
    let longest = "字".repeat(MOST_MESSAGE_CHARS);
    let table = [
        (" \n ".to_owned(), Some(OrderRefusal::MessageEmpty)),
        (String::new(), Some(OrderRefusal::MessageEmpty)),
        ("a\u{7}b".to_owned(), Some(OrderRefusal::MessageUnreadable)),
        ("a\tb".to_owned(), Some(OrderRefusal::MessageUnreadable)),
        ("two\nlines".to_owned(), None),
        (format!("  {longest}  "), None),
        (format!("{longest}x"), Some(OrderRefusal::MessageTooLong)),
    ];
    for (text, refusal) in table {
        let answer = order.decide(at(30), write(1, part(1), &text));
        assert_eq!(answer.err(), refusal, "{text:.20}");
    }
}

#[test]
fn who_has_no_part_in_the_order_does_not_write_on_it() {
    let order = offered();
    for command in [write(1, part(2), "hello"), see(&[1], part(2), at(30))] {
        assert_eq!(order.decide(at(30), command), Err(OrderRefusal::NoSuchAssignment));
    }
}

#[test]
fn what_an_officer_wrote_is_kept_after_the_end_but_the_hall_writes_to_nobody_then() {
    let mut order = offered();
    tell(&mut order, at(25), write(1, hall(), "wait")).unwrap();
    tell(&mut order, at(30), close()).unwrap();
    assert_eq!(
        order.decide(at(40), write(2, hall(), "late")),
        Err(OrderRefusal::Ended)
    );
    tell(&mut order, at(40), write(3, part(1), "done here")).unwrap();
    tell(&mut order, at(50), see(&[1], part(1), at(28))).unwrap();
    tell(&mut order, at(51), see(&[3], hall(), at(51))).unwrap();
    assert!(order.messages.iter().all(|message| message.read.len() == 1));
}

#[test]
fn an_order_holds_so_many_messages() {
    let mut order = offered();
    for number in 0..MOST_MESSAGES as u128 {
        tell(&mut order, at(25), write(number, part(1), "again")).unwrap();
    }
    let more = |order: &Order, from| order.decide(at(26), write(9999, from, "more"));
    assert_eq!(more(&order, hall()), Err(OrderRefusal::MessagesFull));
    for number in MOST_MESSAGES as u128..MOST_KEPT_MESSAGES as u128 {
        tell(&mut order, at(25), write(number, part(1), "again")).unwrap();
    }
    for from in [hall(), part(1)] {
        assert_eq!(more(&order, from), Err(OrderRefusal::MessagesFull));
    }
    // What is there already is known all the same.
    let again = order.decide(at(26), write(0, part(1), "again"));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
}

#[test]
fn a_unit_that_is_asked_later_sees_what_was_written_before_once_it_has_taken_the_order_on() {
    let mut order = offered();
    tell(&mut order, at(25), write(1, hall(), "back door, code 4711")).unwrap();
    tell(&mut order, at(30), offer(2, unit(2))).unwrap();
    tell(&mut order, at(31), write(2, hall(), "hurry")).unwrap();
    let sees = |order: &Order| -> Vec<_> {
        let seen = order
            .messages
            .iter()
            .filter(|message| order.shows_message(unit(2), message));
        seen.map(|message| message.text.clone()).collect()
    };
    assert_eq!(sees(&order), ["hurry"]);
    let (assignment, at_40) = (assignment(2), at(40));
    tell(
        &mut order,
        at_40,
        OrderCommand::Accept {
            assignment,
            at: at_40,
        },
    )
    .unwrap();
    assert_eq!(sees(&order), ["back door, code 4711", "hurry"]);
}

#[test]
fn a_unit_sees_nothing_that_came_after_its_part_was_over() {
    let mut order = offered();
    tell(&mut order, at(2), offer(2, unit(2))).unwrap();
    tell(&mut order, at(25), write(1, hall(), "before")).unwrap();
    tell(&mut order, at(30), withdraw(1)).unwrap();
    tell(&mut order, at(40), write(2, hall(), "after")).unwrap();
    tell(&mut order, at(45), write(3, part(1), "I was there")).unwrap();
    let shown = |of: u128| {
        let seen = order
            .messages
            .iter()
            .map(|message| order.shows_message(unit(of), message));
        seen.collect::<Vec<_>>()
    };
    assert_eq!(shown(1), [true, false, true]);
    assert_eq!(shown(2), [true, true, true]);
    assert_eq!(shown(3), [false, false, false]);
    let peeking = order.decide(at(50), see(&[2], part(1), at(50)));
    assert_eq!(peeking, Err(OrderRefusal::AlreadySo));
}

#[test]
fn a_message_and_its_reading_are_kept_in_the_log_and_an_older_order_has_none() {
    let mut order = offered();
    let events = [
        tell(&mut order, at(25), write(1, hall(), "code 4711")).unwrap(),
        tell(&mut order, at(30), see(&[1], part(1), at(29))).unwrap(),
    ];
    let mut again = offered();
    let before = serde_json::to_value(&again).unwrap();
    assert!(before.get("messages").is_none());
    for event in events {
        let written = serde_json::to_string(&event).unwrap();
        again.apply(&serde_json::from_str(&written).unwrap());
    }
    assert_eq!(again, order);
    let kept: Order = serde_json::from_value(serde_json::to_value(&order).unwrap()).unwrap();
    assert_eq!(kept, order);
}
