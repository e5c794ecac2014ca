//! Messages on an order, both ways.

use std::collections::BTreeSet;

use domain::order::{
    Attachment, Correspondent, MOST_MESSAGE_CHARS, MediaType, MessageWritten, MessagesSeen, OrderCommand,
    Party,
};
use domain::{CommandId, OrderId, PersonId, Timestamp};
use protocol::ToUnit;
use uuid::Uuid;

use super::pretend_hall::PretendHall;
use super::transcripts::{SECOND, order_comes};
use super::world::World;
use crate::{Input, Notice, Tap};

const SEAT: PersonId = PersonId(Uuid::from_u128(9));

/// The officer writes words alone.
fn written(order: OrderId, text: String) -> Input {
    Input::MessageWritten {
        order,
        text,
        attachment: None,
    }
}

impl PretendHall {
    /// Somebody in the hall writes.
    pub(super) fn write(&mut self, now: Timestamp, order: OrderId, text: &str) -> Option<ToUnit> {
        let written = MessageWritten {
            id: CommandId(self.make()),
            from: Correspondent::Seat(SEAT),
            at: now,
            error_ms: 0,
            text: text.to_owned(),
            attachment: None,
        };
        self.command(now, order, OrderCommand::Write(written))
    }

    /// Somebody in the hall reads all that is there.
    pub(super) fn read_all(&mut self, now: Timestamp, order: OrderId) -> Option<ToUnit> {
        let messages = self.orders.get(&order)?.messages.iter();
        let seen = MessagesSeen {
            messages: messages.map(|message| message.id).collect(),
            by: Correspondent::Seat(SEAT),
            at: now,
        };
        self.command(now, order, OrderCommand::Read(seen))
    }
}

impl World {
    /// The officer reads what the phone shows of an order.
    pub(super) fn read_all(&mut self, order: OrderId) {
        let shown = self.phone.orders().find(|shown| shown.order.id == order);
        let messages = shown.map_or_else(BTreeSet::new, |shown| shown.unread);
        let messages = messages.into_iter().collect();
        self.input(Input::MessagesRead { order, messages });
    }

    fn hall_writes(&mut self, order: OrderId, text: &str) {
        let said = self.hall.write(self.hall_time(), order, text);
        self.say(Some(said.unwrap()));
        self.run(SECOND);
    }

    /// What the phone shows of its one order's messages: their words, with how many have read each; how many are unread
    /// and how many unsent.
    fn thread(&self) -> (Vec<(String, usize)>, usize, usize) {
        let shown = self.phone.orders().next().unwrap();
        let messages = shown.order.messages.iter();
        let words = messages.map(|message| (message.text.clone(), message.read.len()));
        (words.collect(), shown.unread.len(), shown.unsent.len())
    }
}

fn with_order() -> (World, OrderId) {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    (world, order)
}

fn words(of: &[(&str, usize)]) -> Vec<(String, usize)> {
    of.iter()
        .map(|(text, read)| ((*text).to_owned(), *read))
        .collect()
}

#[test]
fn both_sides_write_and_see_that_the_other_has_read() {
    let (mut world, order) = with_order();
    world.hall_writes(order, "back door, code 4711");
    assert_eq!(world.thread(), (words(&[("back door, code 4711", 0)]), 1, 0));
    world.read_all(order);
    assert_eq!(world.thread(), (words(&[("back door, code 4711", 1)]), 0, 0));
    world.run(SECOND);
    let party = Party::Hall { by: SEAT };
    assert_eq!(world.hall.orders[&order].messages[0].read.len(), 1);

    let text = "in".to_owned();
    world.input(written(order, text));
    assert_eq!(
        world.thread(),
        (words(&[("back door, code 4711", 1), ("in", 0)]), 0, 1)
    );
    world.run(SECOND);
    assert_eq!(
        world.thread(),
        (words(&[("back door, code 4711", 1), ("in", 0)]), 0, 0)
    );
    assert_eq!(world.hall.orders[&order].unread_by(party).count(), 1);
    let said = world.hall.read_all(world.hall_time(), order);
    world.say(said);
    world.run(SECOND);
    assert_eq!(
        world.thread(),
        (words(&[("back door, code 4711", 1), ("in", 1)]), 0, 0)
    );
}

#[test]
fn what_is_written_off_the_net_outlives_the_app_and_counts_once() {
    let (mut world, order) = with_order();
    world.hall_writes(order, "where are you?");
    world.cut();
    let began = world.hall_time();
    for text in ["at the gate", "locked"] {
        let text = text.to_owned();
        world.input(written(order, text));
    }
    world.read_all(order);
    world.restart();
    let thread = words(&[("where are you?", 1), ("at the gate", 0), ("locked", 0)]);
    assert_eq!(world.thread(), (thread.clone(), 0, 2));
    world.run(60 * SECOND);
    world.settle();
    assert_eq!(world.thread(), (thread, 0, 0));
    let told = &world.hall.orders[&order].messages;
    assert!(told[1].at.as_millis().abs_diff(began.as_millis()) <= u64::from(told[1].error_ms) + 1);
    assert!(told[1].learnt_at.since(told[1].at) >= 59 * SECOND);
    assert!(told[0].read[0].when.learnt_at > told[0].read[0].when.at);
}

#[test]
fn what_came_while_the_phone_was_away_is_there_when_it_is_back() {
    let (mut world, order) = with_order();
    world.cut();
    world
        .hall
        .write(world.hall_time(), order, "second floor")
        .unwrap();
    world.run(10 * SECOND);
    assert_eq!(world.thread(), (words(&[]), 0, 0));
    world.settle();
    assert_eq!(world.thread(), (words(&[("second floor", 0)]), 1, 0));
    // It is on the disk with the order it belongs to.
    world.cut();
    world.restart();
    assert_eq!(world.thread(), (words(&[("second floor", 0)]), 1, 0));
}

#[test]
fn words_that_are_none_and_an_order_that_is_not_there_are_refused_on_the_phone() {
    let (mut world, order) = with_order();
    let elsewhere = OrderId(Uuid::from_u128(5));
    let long = "字".repeat(MOST_MESSAGE_CHARS + 1);
    let table = [
        (order, " \n", "message_empty"),
        (order, long.as_str(), "message_too_long"),
        (order, "\u{1b}[31m", "message_unreadable"),
        (elsewhere, "hello", "order_ended"),
    ];
    for (order, text, expected) in table {
        world.notices.clear();
        let text = text.to_owned();
        world.input(written(order, text));
        let refused = world.notices.iter().any(
            |notice| matches!(notice, Notice::Refused { tap: Tap::Message, code, .. } if code == expected),
        );
        assert!(refused, "{expected}: {:?}", world.notices);
    }
    assert_eq!((world.thread(), world.phone.waiting()), ((words(&[]), 0, 0), 0));
}

#[test]
fn what_goes_with_a_message_is_told_beside_its_words_or_without_any() {
    let (mut world, order) = with_order();
    let photo = Attachment {
        sha256: "ab".repeat(32),
        media_type: MediaType::Jpeg,
        bytes: 7,
    };
    let write = |attachment| Input::MessageWritten {
        order,
        text: String::new(),
        attachment: Some(attachment),
    };
    world.input(write(Attachment {
        bytes: 0,
        ..photo.clone()
    }));
    let refused = world.notices.iter().any(
        |notice| matches!(notice, Notice::Refused { tap: Tap::Message, code, .. } if code == "attachment_bad"),
    );
    assert!(refused && world.phone.waiting() == 0, "{:?}", world.notices);
    world.input(write(photo.clone()));
    world.run(SECOND);
    let told = &world.hall.orders[&order].messages;
    assert_eq!(
        told.last().and_then(|message| message.attachment.as_ref()),
        Some(&photo)
    );
    assert_eq!(world.thread(), (words(&[("", 0)]), 0, 0));
}

#[test]
fn nothing_is_told_for_what_is_read_already_or_is_not_there() {
    let (mut world, order) = with_order();
    world.hall_writes(order, "hello");
    world.read_all(order);
    world.run(SECOND);
    let read = world.hall.orders[&order].messages[0].id;
    for messages in [vec![read], vec![CommandId(Uuid::from_u128(77))], Vec::new()] {
        world.input(Input::MessagesRead { order, messages });
    }
    let (order, messages) = (OrderId(Uuid::from_u128(5)), vec![read]);
    world.input(Input::MessagesRead { order, messages });
    assert_eq!(world.phone.waiting(), 0);
}

#[test]
fn a_message_for_an_order_that_ended_meanwhile_reaches_the_hall() {
    let (mut world, order) = with_order();
    world.cut();
    let text = "the gate is open".to_owned();
    world.input(written(order, text));
    world.hall.cancel(world.hall_time(), order).unwrap();
    world.settle();
    assert_eq!(world.hall.orders[&order].messages.len(), 1);
    assert_eq!(world.phone.orders().count(), 0);
    assert!(
        !world
            .notices
            .iter()
            .any(|notice| matches!(notice, Notice::Refused { .. }))
    );
}

#[test]
fn what_was_written_between_two_offers_is_to_be_read_once_the_order_is_taken() {
    let (mut world, order) = with_order();
    let said = world.hall.withdraw(world.hall_time(), order);
    world.say(said);
    world.run(SECOND);
    world
        .hall
        .write(world.hall_time(), order, "second floor")
        .unwrap();
    world.run(SECOND);
    let said = world.hall.offer(world.hall_time(), order);
    world.say(said);
    world.run(SECOND);
    // The hall would not take it for read yet, so the phone does not either.
    let messages = vec![world.hall.orders[&order].messages[0].id];
    world.input(Input::MessagesRead { order, messages });
    world.run(SECOND);
    assert_eq!(world.thread().1, 0);
    world.input(Input::AcceptTapped { order });
    world.run(SECOND);
    assert_eq!(world.thread().1, 1);
    world.read_all(order);
    world.run(SECOND);
    assert_eq!(world.thread().1, 0);
    assert_eq!(world.hall.orders[&order].messages[0].read.len(), 1);
}
