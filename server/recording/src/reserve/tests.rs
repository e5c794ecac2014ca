//! How recordings stop for want of room, to begin again when there is some.

use super::*;

#[test]
fn recording_stops_below_the_reserve_and_begins_well_above_it() {
    let reserve = Reserve(2_000_000_000);
    let mut short = false;
    let steps = [
        (2_000_000_001, false),
        (2_000_000_000, false),
        (1_999_999_999, true),
        (2_000_000_000, true),
        (2_099_999_999, true),
        (2_100_000_000, false),
        (2_000_000_000, false),
        (0, true),
    ];
    for (free, expected) in steps {
        short = reserve.is_short(short, free);
        assert_eq!(short, expected, "{free} bytes free");
    }
}

#[test]
fn without_a_reserve_there_is_always_room_and_with_an_endless_one_never() {
    for was_short in [false, true] {
        assert!(!Reserve(0).is_short(was_short, 0));
        assert!(Reserve(u64::MAX).is_short(was_short, u64::MAX - 1));
    }
}
