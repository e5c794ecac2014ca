//! When it knocks, told as sentences.

use std::time::{Duration, Instant};

use super::Knocking;

#[expect(
    clippy::disallowed_methods,
    reason = "virtual time has to start somewhere, and an Instant has no other origin"
)]
fn origin() -> Instant {
    Instant::now()
}

/// The seconds in which it knocks, of so many.
fn knocks(knocking: &mut Knocking, from: Instant, seconds: u64, is_quiet: impl Fn(u64) -> bool) -> Vec<u64> {
    let at = |second| from + Duration::from_secs(second);
    (0..seconds)
        .filter(|&second| knocking.is_due(at(second), true, is_quiet(second)))
        .collect()
}

#[test]
fn a_network_that_does_not_open_is_knocked_at_less_and_less() {
    let mut knocking = Knocking::default();
    let at = knocks(&mut knocking, origin(), 160, |_| true);
    assert_eq!(at, [5, 15, 35, 75, 115, 155]);
}

#[test]
fn nobody_knocks_while_packets_wait_or_are_lost() {
    let mut knocking = Knocking::default();
    let at = knocks(&mut knocking, origin(), 30, |second| !(4..9).contains(&second));
    assert_eq!(at, [9, 19]);
}

#[test]
fn once_nothing_stands_in_the_way_it_begins_from_the_start() {
    let (mut knocking, now) = (Knocking::default(), origin());
    assert_eq!(knocks(&mut knocking, now, 16, |_| true), [5, 15]);
    let later = now + Duration::from_secs(16);
    assert!(!knocking.is_due(later, false, true));
    assert_eq!(knocks(&mut knocking, later, 16, |_| true), [5, 15]);
}
