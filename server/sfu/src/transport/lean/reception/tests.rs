//! What two reports tell of the packets between them.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Carried, Mark, Reception};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn mark(began: Instant, millis: u64, highest: u32, lost: u32, repairs: u64) -> Mark {
    Mark {
        at: began + Duration::from_millis(millis),
        highest,
        lost,
        bytes: highest.wrapping_mul(1_000),
        repairs,
    }
}

/// What so many packets of a thousand bytes a second come to.
fn bps(packets: u64) -> u64 {
    packets * 8_000
}

#[test]
fn what_is_lost_did_not_arrive() {
    let began = origin();
    let mut reception = Reception::default();
    assert_eq!(
        reception.note(mark(began, 0, 1_000, 7, 0)),
        None,
        "it is the first"
    );
    assert_eq!(reception.note(mark(began, 500, 1_050, 9, 0)), None, "too soon");
    let carried = Carried {
        since: began,
        sent_bps: bps(100),
        arrived_bps: bps(80),
        lost_per_mille: 200,
    };
    assert_eq!(reception.note(mark(began, 1_000, 1_100, 27, 0)), Some(carried));
    let next = Carried {
        since: began + Duration::from_secs(1),
        sent_bps: bps(50),
        arrived_bps: bps(50),
        lost_per_mille: 0,
    };
    assert_eq!(reception.note(mark(began, 3_000, 1_200, 27, 0)), Some(next));
}

#[test]
fn who_counts_repairs_as_received_has_lost_what_was_repaired() {
    let began = origin();
    for (lost, repairs, arrived, at_first) in [(5, 30, 95, 300), (30, 5, 70, 300), (0, 0, 100, 0)] {
        let mut reception = Reception::default();
        reception.note(mark(began, 0, 1_000, 0, 40));
        let told = reception.note(mark(began, 1_000, 1_100, lost, 40 + repairs));
        let told = told.unwrap();
        assert_eq!((told.arrived_bps, told.lost_per_mille), (bps(arrived), at_first));
    }
}

#[test]
fn a_loss_that_was_made_good_is_none() {
    let began = origin();
    let mut reception = Reception::default();
    reception.note(mark(began, 0, 1_000, 3, 0));
    let told = reception.note(mark(began, 1_000, 1_100, 0xFF_FFFE, 0));
    assert_eq!(told.unwrap().arrived_bps, bps(100));
}

#[test]
fn few_packets_and_long_silences_tell_nothing() {
    let began = origin();
    let mut reception = Reception::default();
    reception.note(mark(began, 0, 1_000, 0, 0));
    assert_eq!(reception.note(mark(began, 2_000, 1_031, 31, 0)), None);
    assert_eq!(reception.note(mark(began, 60_000, 1_300, 200, 0)), None);
    assert!(reception.note(mark(began, 61_000, 1_400, 200, 0)).is_some());
    assert_eq!(
        reception.note(mark(began, 62_000, 900_000, 200, 0)),
        None,
        "it counts anew"
    );
}

proptest! {
    #[test]
    fn no_more_arrives_than_was_sent(
        reports in prop::collection::vec((0..5_000_u64, any::<u32>(), 0..0x100_0000_u32, any::<u64>()), 0..40),
    ) {
        let mut reception = Reception::default();
        let mut at = origin();
        for (millis, highest, lost, repairs) in reports {
            at += Duration::from_millis(millis);
            if let Some(carried) = reception.note(mark(at, 0, highest % 100_000, lost, repairs)) {
                prop_assert!(carried.arrived_bps <= carried.sent_bps);
            }
        }
    }
}
