//! A viewer's packets leave in order, eight a millisecond.

use std::time::{Duration, Instant};

use super::{MOST_WAITING, Pacer, TICK, TooMany};
use crate::numbered::Numbered;
use crate::numbered::tests::numbered;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn packet(now: Instant) -> Numbered {
    numbered(now, 1, &[1])
}

/// Gives a packet its turn; tells whether it went at once.
fn give(pacer: &mut Pacer, now: Instant) -> bool {
    let goes = pacer.lets_go(now);
    if !goes {
        pacer.wait(packet(now)).unwrap();
    }
    goes
}

#[test]
fn eight_go_at_once_and_eight_more_each_millisecond() {
    let now = origin();
    let mut pacer = Pacer::default();
    let at_once = (0..20).filter(|_| give(&mut pacer, now));
    assert_eq!(at_once.count(), 8);
    assert_eq!(pacer.due_at(), Some(now + TICK));
    assert!(pacer.take_due(now).is_none(), "not yet");
    for (tick, expected) in [(1, 8), (2, 4), (3, 0)] {
        let now = now + TICK * tick;
        let taken = std::iter::from_fn(|| pacer.take_due(now)).count();
        assert_eq!(taken, expected, "in millisecond {tick}");
    }
    assert_eq!(pacer.due_at(), None);
    let later = now + Duration::from_secs(1);
    assert!(give(&mut pacer, later), "nothing waits");
}

#[test]
fn nothing_overtakes_what_waits() {
    let now = origin();
    let mut pacer = Pacer::default();
    for _ in 0..9 {
        give(&mut pacer, now);
    }
    let later = now + TICK;
    assert!(!give(&mut pacer, later));
    assert_eq!(std::iter::from_fn(|| pacer.take_due(later)).count(), 2);
}

#[test]
fn far_too_much_is_dropped_together() {
    let now = origin();
    let mut pacer = Pacer::default();
    for _ in 0..8 + MOST_WAITING {
        give(&mut pacer, now);
    }
    assert!(!pacer.lets_go(now));
    assert_eq!(pacer.wait(packet(now)), Err(TooMany));
    assert_eq!(pacer.due_at(), None);
}
