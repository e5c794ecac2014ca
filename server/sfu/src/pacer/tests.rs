//! A viewer's packets leave in order, never more than eight within a millisecond.

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
fn eight_go_at_once_and_eight_more_each_tick() {
    let now = origin();
    let mut pacer = Pacer::default();
    let at_once = (0..20).filter(|_| give(&mut pacer, now));
    assert_eq!(at_once.count(), 8);
    assert_eq!(pacer.due_at(), Some(now + TICK));
    assert!(pacer.take_due(now).is_none(), "not yet");
    for (tick, expected) in [(1, 8), (2, 4), (3, 0)] {
        let now = now + TICK * tick;
        let taken = std::iter::from_fn(|| pacer.take_due(now)).count();
        assert_eq!(taken, expected, "in tick {tick}");
    }
    assert_eq!(pacer.due_at(), None);
    let later = now + Duration::from_secs(1);
    assert!(give(&mut pacer, later), "nothing waits");
}

#[test]
fn no_millisecond_has_more_than_eight() {
    let start = origin();
    let mut pacer = Pacer::default();
    let mut left = Vec::new();
    for step in 0..400 {
        // A packet alone begins a tick; a picture follows in the middle of it.
        let now = start + Duration::from_micros(50 * step);
        let given = [1, 0, 0, 0, 59].get(usize::try_from(step).unwrap()).copied();
        let went = (0..given.unwrap_or_default())
            .filter(|_| give(&mut pacer, now))
            .count();
        let taken = std::iter::from_fn(|| pacer.take_due(now)).count();
        left.extend(std::iter::repeat_n(now, went + taken));
    }
    assert_eq!(left.len(), 60);
    let within = |at: Instant| {
        left.iter()
            .filter(move |&&other| other >= at && other < at + Duration::from_millis(1))
    };
    assert_eq!(left.iter().map(|&at| within(at).count()).max(), Some(8));
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
