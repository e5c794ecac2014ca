//! How often a name may be tried.

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + seconds * 1000)
}

#[test]
fn the_eleventh_try_within_a_minute_waits_until_the_first_is_a_minute_old() {
    let throttle = Throttle::default();
    for second in 0..10 {
        throttle.tried("Li", at(second)).unwrap();
    }

    assert_eq!(throttle.tried("Li", at(20)), Err(Duration::from_secs(40)));
    assert_eq!(throttle.tried("Wang", at(20)), Ok(()), "others go on");
    assert_eq!(throttle.tried("Li", at(60)), Ok(()));
    assert_eq!(throttle.tried("Li", at(60)), Err(Duration::from_secs(1)));
}

#[test]
fn a_success_forgets_the_failures() {
    let throttle = Throttle::default();
    for _ in 0..9 {
        throttle.tried("Li", at(0)).unwrap();
    }
    throttle.succeeded("Li");
    for _ in 0..10 {
        assert_eq!(throttle.tried("Li", at(1)), Ok(()));
    }
    assert!(throttle.tried("Li", at(1)).is_err());
}

#[test]
fn a_flood_of_names_does_not_fill_the_memory() {
    let throttle = Throttle::default();
    for number in 0..NAMES + 50 {
        throttle.tried(&format!("name {number}"), at(0)).unwrap();
    }
    assert_eq!(throttle.tries.lock().unwrap().len(), NAMES);
    throttle.tried("one more", at(61)).unwrap();
    assert_eq!(throttle.tries.lock().unwrap().len(), 1, "old ones go first");
}
