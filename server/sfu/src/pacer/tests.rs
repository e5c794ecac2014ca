//! A viewer's packets leave in order, eight a millisecond.

use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::rtp::RtpWrite;

use super::{MOST_WAITING, Pacer, TICK, Turn};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn packet(now: Instant) -> RtpWrite {
    RtpWrite::new(96.into(), 1.into(), 0, now, [1_u8].as_slice())
}

fn give(pacer: &mut Pacer, now: Instant) -> Turn {
    pacer.give(now, Mid::from("0"), packet(now))
}

#[test]
fn eight_go_at_once_and_eight_more_each_millisecond() {
    let now = origin();
    let mut pacer = Pacer::default();
    let at_once = (0..20).filter(|_| matches!(give(&mut pacer, now), Turn::Now(_)));
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
    assert!(matches!(give(&mut pacer, later), Turn::Now(_)), "nothing waits");
}

#[test]
fn nothing_overtakes_what_waits() {
    let now = origin();
    let mut pacer = Pacer::default();
    for _ in 0..9 {
        give(&mut pacer, now);
    }
    let later = now + TICK;
    assert!(matches!(give(&mut pacer, later), Turn::Later));
    assert_eq!(std::iter::from_fn(|| pacer.take_due(later)).count(), 2);
}

#[test]
fn far_too_much_is_dropped_together() {
    let now = origin();
    let mut pacer = Pacer::default();
    let too_many = (0..=8 + MOST_WAITING).find(|_| matches!(give(&mut pacer, now), Turn::TooMany));
    assert_eq!(too_many, Some(8 + MOST_WAITING));
    assert_eq!(pacer.due_at(), None);
}
