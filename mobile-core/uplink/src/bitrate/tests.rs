//! Falls are passed on at once, rises when they are worth it.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{EncoderRate, FLOOR_BPS, RISE_SPACING};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

#[test]
fn the_first_estimate_is_passed_on() {
    assert_eq!(
        EncoderRate::new(2_000_000).estimated(origin(), 1_000_000, Duration::ZERO),
        Some(940_000)
    );
}

#[test]
fn wavering_is_not() {
    let now = origin();
    let mut rate = EncoderRate::new(2_000_000);
    rate.estimated(now, 1_000_000, Duration::ZERO);
    for estimate in [1_030_000, 970_000, 1_050_000, 990_000] {
        assert_eq!(
            rate.estimated(now + 2 * RISE_SPACING, estimate, Duration::ZERO),
            None
        );
    }
}

#[test]
fn a_fall_is_at_once_and_a_rise_is_not() {
    let now = origin();
    let mut rate = EncoderRate::new(2_000_000);
    rate.estimated(now, 1_000_000, Duration::ZERO);
    assert_eq!(rate.estimated(now, 500_000, Duration::ZERO), Some(470_000));
    assert_eq!(rate.estimated(now, 1_000_000, Duration::ZERO), None);
    assert_eq!(
        rate.estimated(now + RISE_SPACING, 1_000_000, Duration::ZERO),
        Some(940_000)
    );
}

#[test]
fn the_last_step_to_the_most_is_taken() {
    let now = origin();
    let mut rate = EncoderRate::new(1_000_000);
    assert_eq!(rate.estimated(now, 1_060_000, Duration::ZERO), Some(996_400));
    assert_eq!(
        rate.estimated(now + RISE_SPACING, 5_000_000, Duration::ZERO),
        Some(1_000_000)
    );
    assert_eq!(
        rate.estimated(now + 2 * RISE_SPACING, 9_000_000, Duration::ZERO),
        None
    );
}

#[test]
fn queues_are_emptied_before_more_is_sent() {
    let now = origin();
    let mut rate = EncoderRate::new(2_000_000);
    let short = super::NO_WAIT;
    assert_eq!(rate.estimated(now, 1_000_000, short), Some(940_000));
    let half = short + super::EMPTIED_WITHIN / 2;
    assert_eq!(rate.estimated(now, 1_000_000, half), Some(470_000));
    let endless = Duration::from_secs(9);
    assert_eq!(rate.estimated(now, 1_000_000, endless), Some(282_000));
    assert_eq!(
        rate.estimated(now + RISE_SPACING, 1_000_000, short),
        Some(940_000)
    );
}

#[test]
fn on_a_narrow_network_packets_that_come_one_after_the_other_are_no_queue() {
    let two_packets = Duration::from_millis(192);
    let asked = |waits| EncoderRate::new(2_000_000).estimated(origin(), 100_000, waits);
    assert_eq!(asked(two_packets), Some(94_000));
    assert!(asked(two_packets + super::EMPTIED_WITHIN / 10) < Some(90_000));
}

#[test]
fn a_network_that_loses_is_left_partly_free_unless_it_is_narrow() {
    let now = origin();
    let mut rate = EncoderRate::new(2_000_000);
    for _ in 0..10 * super::LOSSES_COUNTED {
        rate.lost(10);
    }
    let asked = rate.estimated(now, 1_000_000, Duration::ZERO);
    assert!(
        (565_000..600_000).contains(&asked.unwrap()),
        "two fifths: {asked:?}"
    );
    let narrow = rate.estimated(now, 250_000, Duration::ZERO);
    assert_eq!(narrow, Some(235_000), "all of it");
    for _ in 0..10 * super::LOSSES_COUNTED {
        rate.lost(0);
    }
    assert_eq!(
        rate.estimated(now + RISE_SPACING, 1_000_000, Duration::ZERO),
        Some(940_000)
    );
}

proptest! {
    #[test]
    fn it_stays_within_its_bounds(max: u64, estimates in prop::collection::vec((any::<u64>(), 0_u64..5_000), 1..50)) {
        let mut now = origin();
        let mut rate = EncoderRate::new(max);
        for (estimate, pause) in estimates {
            now += Duration::from_millis(pause);
            if let Some(asked) = rate.estimated(now, estimate, Duration::ZERO) {
                prop_assert!((FLOOR_BPS..=max.max(FLOOR_BPS)).contains(&asked));
            }
        }
    }
}
