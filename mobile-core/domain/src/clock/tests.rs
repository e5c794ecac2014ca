//! Shows what `clock` promises.

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + seconds * 1000)
}

fn clock() -> ResponseClock {
    ResponseClock::new(at(0), Some(QUARTER_OF_AN_HOUR))
}

#[test]
fn waits_for_the_first_receipt() {
    assert_eq!(clock().started_at(at(59)), None);
    assert_eq!(clock().due_at(at(59)), None);
}

#[test]
fn runs_from_the_first_receipt() {
    let mut clock = clock();
    assert!(clock.received(at(12)));
    assert_eq!(clock.started_at(at(12)), Some(at(12)));
    assert_eq!(clock.due_at(at(300)), Some(at(12 + 900)));
}

#[test]
fn runs_from_sending_when_nobody_received_it_in_time() {
    let mut clock = clock();
    assert_eq!(clock.started_at(at(60)), Some(at(0)));
    assert!(clock.received(at(400)));
    assert_eq!(clock.started_at(at(400)), Some(at(0)));
}

#[test]
fn a_second_receipt_never_restarts_it() {
    let mut clock = clock();
    clock.received(at(5));
    assert!(!clock.received(at(40)));
    assert_eq!(clock.started_at(at(41)), Some(at(5)));
}

proptest! {
    #[test]
    fn the_sequence_of_receipts_does_not_matter(mut receipts in prop::collection::vec(0_i64..200, 0..8)) {
        let (mut forward, mut sorted) = (clock(), clock());
        for &receipt in &receipts {
            forward.received(at(receipt));
        }
        receipts.sort_unstable();
        for &receipt in &receipts {
            sorted.received(at(receipt));
        }
        prop_assert_eq!(forward, sorted);
    }

    #[test]
    fn once_it_runs_time_alone_never_moves_it(receipt in prop::option::of(0_i64..200), now in 0_i64..2000, later in 0_i64..2000) {
        let mut clock = clock();
        if let Some(receipt) = receipt {
            clock.received(at(receipt));
        }
        if let Some(started) = clock.started_at(at(now)) {
            prop_assert_eq!(clock.started_at(at(now + later)), Some(started));
        }
    }
}
