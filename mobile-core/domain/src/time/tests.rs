//! Tests of the hall's wall clock.

use proptest::prelude::*;

use super::*;

#[test]
fn it_is_written_as_rfc_3339_with_three_decimals() {
    let time = Timestamp::from_millis(1_795_421_700_250);
    assert_eq!(time.to_string(), "2026-11-23T08:15:00.250Z");
    assert_eq!(
        serde_json::to_string(&time).unwrap(),
        "\"2026-11-23T08:15:00.250Z\""
    );
    assert_eq!(Timestamp::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
}

#[test]
fn other_ways_to_write_the_same_moment_are_read() {
    let time = Timestamp::from_millis(1_795_421_700_000);
    for text in [
        "2026-11-23T08:15:00Z",
        "2026-11-23T16:15:00+08:00",
        "2026-11-23T08:15:00.000999Z",
    ] {
        assert_eq!(text.parse(), Ok(time), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused_with_an_example_of_one() {
    for text in ["", "now", "2026-11-23", "2026-11-23T08:15:00", "1795421700250"] {
        assert_eq!(text.parse::<Timestamp>(), Err(NotATime), "{text}");
    }
    let fault = serde_json::from_str::<Timestamp>("\"now\"")
        .unwrap_err()
        .to_string();
    assert!(fault.contains("2026-11-23T08:15:00.250Z"), "{fault}");
}

#[test]
fn what_lies_outside_is_clamped() {
    assert_eq!(Timestamp::from_millis(-1).as_millis(), 0);
    assert_eq!(Timestamp::from_millis(i64::MIN).as_millis(), 0);
    assert_eq!(Timestamp::from_millis(i64::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MAX.after(Duration::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MAX.before(Duration::MAX).as_millis(), 0);
    assert_eq!("1969-12-31T23:59:59Z".parse(), Ok(Timestamp::from_millis(0)));
}

#[test]
fn the_latest_moment_can_be_written_down() {
    assert_eq!(Timestamp::MAX.to_string(), "9999-12-30T22:00:00.000Z");
    assert_eq!(Timestamp::MAX.to_string().parse(), Ok(Timestamp::MAX));
}

#[test]
fn a_moment_ahead_is_no_time_ago() {
    let (early, late) = (Timestamp::from_millis(1000), Timestamp::from_millis(1250));
    assert_eq!(late.since(early), Duration::from_millis(250));
    assert_eq!(early.since(late), Duration::ZERO);
}

proptest! {
    #[test]
    fn every_moment_survives_being_written(millis in 0..=Timestamp::MAX.as_millis()) {
        let time = Timestamp::from_millis(millis);
        prop_assert_eq!(time.to_string().parse(), Ok(time));
        let json = serde_json::to_string(&time).unwrap();
        prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    }

    #[test]
    fn written_times_sort_like_the_moments(a in 0..=Timestamp::MAX.as_millis(), b in 0..=Timestamp::MAX.as_millis()) {
        let (a, b) = (Timestamp::from_millis(a), Timestamp::from_millis(b));
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }
}
