//! Messages on an order, both ways.

use domain::order::{Correspondent, MOST_MESSAGES, MessageWritten, MessagesSeen, Party};

use super::*;

fn name(number: u64) -> CommandId {
    id(0xe000 + number)
}

fn write(order: OrderId, number: u64, text: &str) -> Ask {
    Ask::WriteMessage {
        order,
        id: name(number),
        text: text.to_owned(),
        attachment: None,
    }
}

impl Hall {
    /// A unit's phone writes under the number that its entry has.
    fn writes(&mut self, of: u64, order: OrderId, number: u64, text: &str) -> Result<(), ToldRefusal> {
        let written = MessageWritten {
            id: name(number),
            from: Correspondent::Part(self.assignment(of, order)),
            at: self.now,
            error_ms: 20,
            text: text.to_owned(),
            attachment: None,
        };
        let command = OrderCommand::Write(written);
        self.told_as(unit(of), name(number), UnitTold::Order { order, command })
    }

    fn reads(&mut self, of: u64, order: OrderId, numbers: &[u64]) -> Result<(), ToldRefusal> {
        let seen = MessagesSeen {
            messages: numbers.iter().map(|number| name(*number)).collect(),
            by: Correspondent::Part(self.assignment(of, order)),
            at: self.now,
        };
        let command = OrderCommand::Read(seen);
        self.told(unit(of), UnitTold::Order { order, command })
    }

    fn texts(&self, order: OrderId) -> Vec<&str> {
        let messages = self.order(order).messages.iter();
        messages.map(|message| message.text.as_str()).collect()
    }

    /// What a phone that comes back is told of the messages on an order; nothing if it is not told of the order.
    fn told_to(&mut self, of: u64, order: OrderId) -> Option<Vec<String>> {
        let outputs = self.input("", Input::UnitConnected(unit(of)));
        let orders = only(outputs.into_iter().filter_map(|output| match output {
            Output::SendOrders { unit: to, orders, .. } if to == unit(of) => Some(orders),
            _ => None,
        }));
        let told = orders.into_iter().find(|told| told.id == order)?;
        Some(told.messages.into_iter().map(|message| message.text).collect())
    }
}

fn with_team() -> (Hall, OrderId) {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Team(vec![unit(1), unit(2)])));
    hall.until(10);
    (hall, order)
}

/// To whom an order was sent, with how many messages it had.
fn sent(outputs: &[Output]) -> Vec<(UnitId, usize)> {
    let sent = outputs.iter().filter_map(|output| match output {
        Output::SendOrder { unit, order } => Some((*unit, order.messages.len())),
        _ => None,
    });
    sent.collect()
}

#[test]
fn both_sides_write_and_each_learns_that_the_other_has_read() {
    let (mut hall, order) = with_team();
    hall.ask(dispatcher(), write(order, 1, "back door, code 4711"))
        .unwrap();
    hall.reads(1, order, &[1]).unwrap();
    hall.writes(1, order, 2, "门锁着").unwrap();
    let messages = vec![name(1), name(2)];
    hall.ask(dispatcher(), Ask::ReadMessages { order, messages })
        .unwrap();
    assert_eq!(hall.texts(order), ["back door, code 4711", "门锁着"]);
    let known = &hall.order(order).messages;
    let (seat, officer) = (
        Party::Hall {
            by: dispatcher().person,
        },
        Party::Unit { unit: unit(1) },
    );
    assert_eq!(
        known[0].read.iter().map(|reading| reading.by).collect::<Vec<_>>(),
        [officer]
    );
    assert_eq!(
        known[1].read.iter().map(|reading| reading.by).collect::<Vec<_>>(),
        [seat]
    );
    // The other unit of the team has read neither.
    let other = Party::Unit { unit: unit(2) };
    assert_eq!(hall.order(order).unread_by(other).count(), 2);
}

#[test]
fn a_message_goes_to_every_unit_that_has_the_order_after_it_is_on_record() {
    let (mut hall, order) = with_team();
    let (request, by, ask) = (900, dispatcher(), write(order, 1, "second floor"));
    let outputs = hall.input("", Input::Asked { request, by, ask });
    assert_eq!(sent(&outputs), [(unit(1), 1), (unit(2), 1)]);
    assert!(matches!(outputs[0], Output::Record(_)));
    let states = outputs
        .iter()
        .filter(|output| matches!(output, Output::Show(Change::Unit { .. })));
    assert_eq!(states.count(), 0, "nobody's state changes by a message");
}

#[test]
fn sent_again_it_is_recorded_once_and_other_words_under_its_id_are_refused() {
    let (mut hall, order) = with_team();
    for _ in 0..2 {
        hall.ask(dispatcher(), write(order, 1, "code 4711 ")).unwrap();
        hall.writes(1, order, 2, "in").unwrap();
        hall.reads(1, order, &[1]).unwrap();
    }
    let written = hall.log.iter().filter(|recorded| {
        let Record::Order { event, .. } = &recorded.record else {
            return false;
        };
        matches!(
            event,
            domain::OrderEvent::Messaged(_) | domain::OrderEvent::MessagesRead(_)
        )
    });
    assert_eq!(written.count(), 3);
    for (by, text) in [
        (dispatcher(), "code 4712"),
        (seat(9, Role::Dispatcher), "code 4711"),
    ] {
        assert_eq!(hall.ask(by, write(order, 1, text)), Err(Refusal::IdTaken));
    }
    assert_eq!(hall.texts(order), ["code 4711", "in"]);
}

#[test]
fn a_phone_that_was_away_is_told_when_it_comes_back() {
    let (mut hall, order) = with_team();
    hall.awake.remove(&unit(1));
    hall.until(200);
    hall.ask(dispatcher(), write(order, 1, "second floor")).unwrap();
    hall.until(300);
    assert_eq!(hall.told_to(1, order), Some(vec!["second floor".to_owned()]));
}

#[test]
fn a_unit_without_a_part_in_the_order_writes_and_reads_nothing() {
    let (mut hall, order) = with_team();
    hall.ask(dispatcher(), write(order, 1, "code 4711")).unwrap();
    let part = Correspondent::Part(hall.assignment(1, order));
    let seat = Correspondent::Seat(dispatcher().person);
    for (who, refusal) in [(part, ToldRefusal::NotYours), (seat, ToldRefusal::NotAPhonesWord)] {
        let written = MessageWritten {
            id: name(7),
            from: who,
            at: hall.now,
            error_ms: 0,
            text: "let me in".to_owned(),
            attachment: None,
        };
        let seen = MessagesSeen {
            messages: vec![name(1)],
            by: who,
            at: hall.now,
        };
        for command in [OrderCommand::Write(written), OrderCommand::Read(seen)] {
            let told = UnitTold::Order { order, command };
            assert_eq!(hall.told(unit(3), told), Err(refusal));
        }
    }
    assert_eq!(hall.texts(order), ["code 4711"]);
    assert_eq!(hall.told_to(3, order), None);
}

#[test]
fn a_unit_that_was_withdrawn_sees_no_later_message_but_its_own_words_are_kept() {
    let (mut hall, order) = with_team();
    hall.ask(dispatcher(), write(order, 1, "before")).unwrap();
    hall.until(15);
    let assignment = hall.assignment(1, order);
    hall.ask(dispatcher(), Ask::Withdraw { order, assignment })
        .unwrap();
    hall.until(20);
    let (request, by, ask) = (900, dispatcher(), write(order, 2, "after"));
    let outputs = hall.input("", Input::Asked { request, by, ask });
    assert_eq!(sent(&outputs), [(unit(2), 2)]);
    assert_eq!(hall.told_to(1, order), None);
    hall.writes(1, order, 3, "I left the key").unwrap();
    assert_eq!(hall.texts(order), ["before", "after", "I left the key"]);
    let seen = crate::orders::seen_by(unit(1), hall.order(order));
    let seen: Vec<_> = seen
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(seen, ["before", "I left the key"]);
}

#[test]
fn the_end_of_an_order_ends_what_the_hall_writes_but_not_what_comes_late() {
    let (mut hall, order) = with_team();
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    let ended = Refusal::Order(domain::OrderRefusal::Ended);
    assert_eq!(hall.ask(dispatcher(), write(order, 1, "hello?")), Err(ended));
    hall.writes(1, order, 2, "all quiet").unwrap();
    let messages = vec![name(2)];
    hall.ask(dispatcher(), Ask::ReadMessages { order, messages })
        .unwrap();
    assert_eq!(hall.order(order).messages[0].read.len(), 1);
}

#[test]
fn an_order_that_is_full_says_so_to_the_hall_and_takes_more_of_its_units() {
    let (mut hall, order) = with_team();
    for number in 0..MOST_MESSAGES as u64 {
        hall.writes(1, order, number, "again").unwrap();
    }
    let full = domain::OrderRefusal::MessagesFull;
    let answer = hall.ask(dispatcher(), write(order, 900, "stop"));
    assert_eq!(answer, Err(Refusal::Order(full)));
    hall.writes(1, order, 901, "written off the net").unwrap();
}

#[test]
fn another_words_than_can_be_read_are_refused() {
    let (mut hall, order) = with_team();
    for text in ["", " \n ", "a\u{7}b"] {
        let answer = hall.ask(dispatcher(), write(order, 1, text));
        assert!(matches!(answer, Err(Refusal::Order(_))), "{text:?}");
    }
    assert!(hall.texts(order).is_empty());
}
