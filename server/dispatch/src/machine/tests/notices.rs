//! Officers whose phones do not answer are told by other ways.

use std::time::Duration;

use domain::order::{AssignmentState, Channel, Notice, NoticeOutcome};

use super::*;

fn after(millis: u64) -> Timestamp {
    at(0).after(Duration::from_millis(millis))
}

/// A hall where unit 1 can be told by everything there is.
fn told_by_all() -> Hall {
    let mut hall = Hall::new();
    knows(&mut hall, 1, &Channel::ALL);
    hall
}

fn knows(hall: &mut Hall, number: u64, ways: &[Channel]) {
    let (unit, ways) = (unit(number), ways.iter().copied().collect());
    hall.input("", Input::WaysKnown { unit, ways });
}

fn send_to_1(hall: &mut Hall) -> OrderId {
    hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))))
}

fn notices(hall: &Hall, order: OrderId) -> Vec<Notice> {
    hall.order(order).assignments[&hall.assignment(1, order)]
        .notices
        .clone()
}

fn tried(hall: &Hall, order: OrderId) -> Vec<(Timestamp, Channel)> {
    let notices = notices(hall, order);
    notices.iter().map(|notice| (notice.at, notice.channel)).collect()
}

fn hears(hall: &mut Hall, order: OrderId, notice: u16, outcome: NoticeOutcome) {
    let heard = Input::NoticeHeard {
        order,
        assignment: hall.assignment(1, order),
        notice,
        outcome,
    };
    hall.input("something is heard", heard);
}

#[test]
fn an_offer_that_no_phone_confirms_climbs_the_ladder_on_record() {
    let mut hall = told_by_all();
    let order = send_to_1(&mut hall);
    hall.deadlines(after(60_000));
    let expected = [
        (after(1_500), Channel::Push),
        (after(4_500), Channel::Push),
        (after(7_500), Channel::Sms),
        (after(10_500), Channel::Push),
        (after(12_500), Channel::Call),
        (after(20_500), Channel::Call),
    ];
    assert_eq!(tried(&hall, order), expected);
    // It goes on where it stood, whoever has it by then.
    let restored = Dispatch::restore(8, Snapshot::default(), hall.log.clone(), []);
    let again = &restored.board().orders[&order];
    assert_eq!(again, hall.order(order));
}

#[test]
fn a_push_that_is_shown_is_the_phones_receipt() {
    let mut hall = told_by_all();
    let order = send_to_1(&mut hall);
    hall.deadlines(after(2_000));
    hears(&mut hall, order, 0, NoticeOutcome::Rang);
    let own = &hall.order(order).assignments[&hall.assignment(1, order)];
    assert_eq!(own.state, AssignmentState::Delivered);
    assert_eq!(own.delivered.unwrap().at, after(2_000));
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(after(2_000)));
    hall.deadlines(after(60_000));
    assert_eq!(tried(&hall, order).len(), 1);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_short_message_that_arrived_ends_the_ladder_and_starts_no_clock() {
    let mut hall = told_by_all();
    knows(&mut hall, 1, &[Channel::Sms, Channel::Call]);
    let order = send_to_1(&mut hall);
    hall.deadlines(after(3_000));
    hears(&mut hall, order, 0, NoticeOutcome::Rang);
    hall.deadlines(after(40_000));
    assert_eq!(tried(&hall, order), [(after(1_500), Channel::Sms)]);
    let own = &hall.order(order).assignments[&hall.assignment(1, order)];
    assert_eq!((own.state, own.delivered), (AssignmentState::Offered, None));
    assert_eq!(hall.order(order).clock.started_at(hall.now), None);
    hall.says(1, order, "received", 40).unwrap();
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(40)));
}

#[test]
fn what_fails_is_followed_at_once() {
    let mut hall = told_by_all();
    let order = send_to_1(&mut hall);
    hall.deadlines(after(1_700));
    hears(&mut hall, order, 0, NoticeOutcome::Gone);
    assert_eq!(
        tried(&hall, order),
        [(after(1_500), Channel::Push), (after(1_700), Channel::Sms)]
    );
    // Said again, or of a notice that nobody gave, it is nothing new.
    let entries = hall.log.len();
    hears(&mut hall, order, 0, NoticeOutcome::Gone);
    hears(&mut hall, order, 7, NoticeOutcome::Rang);
    assert_eq!(hall.log.len(), entries);
}

#[test]
fn who_answers_or_is_off_duty_is_told_no_more() {
    let mut hall = told_by_all();
    let answered = send_to_1(&mut hall);
    hall.says(1, answered, "received", 0).unwrap();
    let withdrawn = send_to_1(&mut hall);
    let assignment = hall.assignment(1, withdrawn);
    hall.ask(
        dispatcher(),
        Ask::Withdraw {
            order: withdrawn,
            assignment,
        },
    )
    .unwrap();
    let closed = send_to_1(&mut hall);
    hall.deadlines(after(1_500));
    hall.ask(dispatcher(), Ask::CloseOrder(closed)).unwrap();
    let off_duty = send_to_1(&mut hall);
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    hall.deadlines(after(60_000));
    let counts = [answered, withdrawn, closed, off_duty].map(|order| tried(&hall, order).len());
    assert_eq!(counts, [0, 0, 1, 0]);
    // Whoever signs off has no ways any more.
    hall.told(unit(1), UnitTold::Duty(true)).unwrap();
    knows(&mut hall, 1, &[]);
    let signed_off = send_to_1(&mut hall);
    hall.deadlines(after(120_000));
    assert_eq!(tried(&hall, signed_off), []);
}

#[test]
fn a_phone_that_was_not_heard_is_told_by_push_at_once() {
    let mut hall = told_by_all();
    hall.awake.remove(&unit(1));
    hall.until(90);
    let order = send_to_1(&mut hall);
    assert_eq!(tried(&hall, order), [(at(90), Channel::Push)]);
}

#[test]
fn an_officer_sees_nothing_of_how_the_phone_was_told() {
    let mut hall = told_by_all();
    let order = send_to_1(&mut hall);
    hall.deadlines(after(10_000));
    assert_eq!(notices(&hall, order).len(), 3);
    let seen = crate::orders::seen_by(unit(1), hall.order(order));
    assert!(seen.assignments.values().all(|own| own.notices.is_empty()));
}
