//! How often a name may be tried.

use std::net::Ipv4Addr;

use super::*;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + seconds * 1000)
}

#[test]
fn the_eleventh_try_within_a_minute_waits_until_the_first_is_a_minute_old() {
    let throttle = Throttle::default();
    for second in 0..10 {
        throttle.tried(HERE, "Li", at(second)).unwrap();
    }

    assert_eq!(throttle.tried(HERE, "Li", at(20)), Err(Duration::from_secs(40)));
    assert_eq!(throttle.tried(HERE, "Wang", at(20)), Ok(()), "others go on");
    assert_eq!(throttle.tried(HERE, "Li", at(60)), Ok(()));
    assert_eq!(throttle.tried(HERE, "Li", at(60)), Err(Duration::from_secs(1)));
}

#[test]
fn a_success_forgets_the_failures() {
    let throttle = Throttle::default();
    for _ in 0..9 {
        throttle.tried(HERE, "Li", at(0)).unwrap();
    }
    throttle.succeeded(HERE, "Li");
    for _ in 0..10 {
        assert_eq!(throttle.tried(HERE, "Li", at(1)), Ok(()));
    }
    assert!(throttle.tried(HERE, "Li", at(1)).is_err());
}

#[test]
fn a_flood_of_names_does_not_fill_the_memory() {
    let throttle = Throttle::default();
    for number in 0..NAMES + 50 {
        throttle.tried(HERE, &format!("name {number}"), at(0)).unwrap();
    }
    assert_eq!(throttle.tries.lock().unwrap().len(), NAMES);
    throttle.tried(HERE, "one more", at(61)).unwrap();
    assert_eq!(throttle.tries.lock().unwrap().len(), 1, "old ones go first");
}

#[test]
fn tries_from_elsewhere_keep_nobody_out() {
    let throttle = Throttle::default();
    let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
    while throttle.tried(elsewhere, "Li", at(0)).is_ok() {}
    assert_eq!(throttle.tried(HERE, "Li", at(1)), Ok(()));
}
