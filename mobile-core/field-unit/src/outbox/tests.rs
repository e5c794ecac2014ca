//! Shows what `outbox` promises.

use domain::{Fix, LatLon};
use uuid::Uuid;

use super::*;

const NOW: PhoneTime = PhoneTime::from_millis(1000);

fn fact(n: u128) -> Entry {
    let at = Timestamp::from_millis(i64::try_from(n).unwrap() * 1000);
    Entry {
        id: CommandId(Uuid::from_u128(n)),
        at,
        at_error_ms: 0,
        told: Told::GoOnDuty,
    }
}

fn fix(n: u128) -> Entry {
    let at = Timestamp::from_millis(0);
    let measured = crate::Measurement::fresh(LatLon::new(47.0, 9.0).unwrap(), 5.0);
    let fix: Fix = measured.fix(at, 0);
    Entry {
        told: Told::Fix { fix },
        ..fact(n)
    }
}

fn restored(entries: Vec<Entry>) -> Outbox {
    Outbox::restored(entries, &BTreeMap::new())
}

fn ids(entries: &[Entry]) -> Vec<u128> {
    entries.iter().map(|entry| entry.id.0.as_u128()).collect()
}

#[test]
fn sends_in_sequence_and_no_more_than_the_window() {
    let mut outbox = restored((0..300).map(fact).collect());
    let (first, second) = (outbox.next_batch(NOW).unwrap(), outbox.next_batch(NOW).unwrap());
    assert_eq!(ids(&first), (0..64).collect::<Vec<_>>());
    assert_eq!(ids(&second), (64..128).collect::<Vec<_>>());
    assert_eq!(outbox.next_batch(NOW), None);
    outbox.answered(first[0].id);
    assert_eq!(ids(&outbox.next_batch(NOW).unwrap()), [128]);
}

#[test]
fn sends_everything_unanswered_again_after_the_link_was_lost() {
    let mut outbox = restored((0..5).map(fact).collect());
    let sent = outbox.next_batch(NOW).unwrap();
    outbox.answered(sent[2].id);
    outbox.lost_link();
    assert_eq!(ids(&outbox.next_batch(NOW).unwrap()), [0, 1, 3, 4]);
}

#[test]
fn reports_as_long_as_can_be_are_sent_in_messages_that_the_hall_takes() {
    let (order, assignment) = (domain::OrderId(Uuid::nil()), domain::AssignmentId(Uuid::nil()));
    let report = |n| Entry {
        told: Told::Reported {
            order,
            assignment,
            // Written in six bytes a character, the most that one takes.
            text: "\u{1}".repeat(protocol::MAX_TEXT_CHARS),
            photo: Some("a".repeat(64)),
        },
        ..fact(n)
    };
    let mut outbox = restored((0..64).map(report).collect());
    let mut sent = Vec::new();
    while let Some(entries) = outbox.next_batch(NOW) {
        sent.extend(ids(&entries));
        let message = serde_json::to_vec(&ToHall::Submit { entries }).unwrap();
        assert!(message.len() <= protocol::MAX_MESSAGE_BYTES);
    }
    assert_eq!(sent, (0..64).collect::<Vec<_>>());
}

#[test]
fn knows_since_when_the_oldest_entry_is_under_way() {
    let mut outbox = restored((0..100).map(fact).collect());
    let later = PhoneTime::from_millis(9000);
    outbox.next_batch(NOW).unwrap();
    outbox.next_batch(later).unwrap();
    assert_eq!(outbox.under_way_since(), Some(NOW));
    (0..64).for_each(|n| drop(outbox.answered(fact(n).id)));
    assert_eq!(outbox.under_way_since(), Some(later));
    outbox.lost_link();
    assert_eq!(outbox.under_way_since(), None);
}

#[test]
fn an_answer_for_nothing_is_passed_over() {
    let mut outbox = restored((0..5).map(fact).collect());
    assert_eq!(outbox.answered(fact(99).id), None);
    assert_eq!(outbox.len(), 5);
}

#[test]
fn thins_fixes_evenly_and_never_a_fact() {
    let mut outbox = Outbox::default();
    for n in 0..CAPACITY as u128 {
        outbox
            .push(if n % 10 == 0 { fact(n) } else { fix(n) }, None)
            .unwrap();
    }
    let thinned = outbox.push(fact(1_000_000), None).unwrap();
    assert_eq!(thinned.len(), 1125);
    assert!(thinned.iter().all(|id| id.0.as_u128() % 10 != 0), "facts stay");
    let mut last = None;
    for entry in outbox
        .entries()
        .filter(|entry| matches!(entry.told, Told::Fix { .. }))
    {
        assert!(last.is_none_or(|last| entry.at.since(last) <= std::time::Duration::from_secs(3)));
        last = Some(entry.at);
    }
}

#[test]
fn says_so_when_there_is_nothing_left_to_thin() {
    let mut outbox = restored((0..CAPACITY as u128).map(fact).collect());
    assert_eq!(outbox.push(fact(1_000_000), None), Err(Full));
    assert_eq!(outbox.len(), CAPACITY);
    let received = Entry {
        told: Told::Received {
            order: domain::OrderId(Uuid::nil()),
            assignment: domain::AssignmentId(Uuid::nil()),
        },
        ..fact(1_000_001)
    };
    assert_eq!(
        outbox.push(received, None),
        Ok(Vec::new()),
        "it has room of its own"
    );
}
