//! When packets are asked for, and until when.

use std::time::{Duration, Instant};

use super::{ASKED_FOR, FIRST_ROUND_TRIP, MOST_MISSING, Missing, OVERTAKEN};

const MS: Duration = Duration::from_millis(1);

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn asked(missing: &mut Missing, now: Instant) -> Vec<u16> {
    let mut ask = Vec::new();
    missing.ask(now, 200, &mut ask);
    ask
}

/// Lets time pass for a while; returns when something was asked for, in milliseconds.
fn asked_over(missing: &mut Missing, from: Instant, span: Duration) -> Vec<u128> {
    let (mut now, mut times) = (from, Vec::new());
    while now < from + span {
        if !asked(missing, now).is_empty() {
            times.push((now - from).as_millis());
        }
        now += MS;
    }
    times
}

#[test]
fn a_packet_that_was_only_overtaken_is_not_asked_for() {
    let (start, mut missing) = (origin(), Missing::default());
    missing.went_on(start, 11, 1);
    assert_eq!(missing.due_at(), Some(start + OVERTAKEN));
    missing.came(start + OVERTAKEN / 2, 10, false);
    assert!(asked_over(&mut missing, start, ASKED_FOR).is_empty());
}

#[test]
fn what_is_missing_is_asked_for_every_round_trip_for_a_second() {
    let (start, mut missing) = (origin(), Missing::default());
    missing.went_on(start, 70_002, 1);
    assert_eq!(asked(&mut missing, start + OVERTAKEN), [4_465]);
    let patience = FIRST_ROUND_TRIP.as_millis();
    let times = asked_over(&mut missing, start + OVERTAKEN + MS, 3 * ASKED_FOR);
    let expected: Vec<u128> = (1..5).map(|n| n * patience - 1).collect();
    assert_eq!(times, expected);
    assert_eq!(missing.due_at(), None, "nothing is asked for any more");
}

#[test]
fn where_much_is_lost_it_is_asked_for_several_times_in_a_row() {
    let (start, mut missing) = (origin(), Missing::default());
    for n in 1..200 {
        for came in 1..10 {
            missing.went_on(start, n * 10 + came, u64::from(came == 1));
        }
    }
    missing.clear();
    missing.went_on(start, 70_002, 1);
    let times = asked_over(&mut missing, start, FIRST_ROUND_TRIP);
    let first = OVERTAKEN.as_millis();
    let apart = super::APART.as_millis();
    assert_eq!(times, [first, first + apart]);
}

#[test]
fn where_half_is_lost_repairs_do_not_crowd_out_the_rest() {
    let (start, mut missing) = (origin(), Missing::default());
    for n in 1..400 {
        missing.went_on(start, n * 2, 1);
    }
    assert_eq!(missing.in_a_row(), 1);
}

#[test]
fn a_packet_that_was_overtaken_by_many_is_no_round_trip() {
    let (start, mut missing) = (origin(), Missing::default());
    missing.went_on(start, 11, 1);
    asked(&mut missing, start + OVERTAKEN);
    missing.came(start + OVERTAKEN + 2 * MS, 10, false);
    assert_eq!(missing.patience(), FIRST_ROUND_TRIP);
}

#[test]
fn nothing_before_a_key_frame_is_asked_for_or_given_up() {
    let (start, mut missing) = (origin(), Missing::default());
    missing.went_on(start, 11, 1);
    missing.went_on(start, 13, 1);
    missing.forget_before(11);
    assert_eq!(asked(&mut missing, start + OVERTAKEN), [12]);
    missing.forget_before(14);
    assert_eq!(missing.due_at(), None);
    assert!(!missing.ask(start + 2 * ASKED_FOR, 200, &mut Vec::new()));
}

#[test]
fn giving_one_up_is_told() {
    let (start, mut missing) = (origin(), Missing::default());
    missing.went_on(start, 2, 1);
    assert!(!missing.ask(start + OVERTAKEN, 200, &mut Vec::new()));
    assert!(
        !missing.ask(start + ASKED_FOR, 200, &mut Vec::new()),
        "the last request may be answered"
    );
    assert!(missing.ask(start + ASKED_FOR + FIRST_ROUND_TRIP, 200, &mut Vec::new()));
}

#[test]
fn a_round_trip_is_what_repairs_take() {
    let (mut now, mut missing) = (origin(), Missing::default());
    for n in 1..200_u64 {
        for quiet in 0..99 {
            missing.went_on(now, n * 101 + quiet, 0);
        }
        missing.went_on(now, n * 101 + 100, 1);
        asked(&mut missing, now + OVERTAKEN);
        now += OVERTAKEN + 50 * MS;
        missing.came(now, n * 101 + 99, true);
    }
    let took = missing.patience();
    assert!((50 * MS..56 * MS).contains(&took), "{took:?}");
}

#[test]
fn no_more_than_so_many_are_missing() {
    let (start, mut missing) = (origin(), Missing::default());
    for n in 1..10 {
        missing.went_on(start, n * 300, 299);
        assert!(missing.lost.len() <= MOST_MISSING);
    }
    missing.went_on(start, 100_000, 10_000);
    assert!(missing.lost.is_empty(), "a leap is no loss");
    assert!(
        missing.ask(start, 200, &mut Vec::new()),
        "though the picture is broken"
    );
}
