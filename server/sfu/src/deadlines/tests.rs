//! Wake-ups come in order, once each.

use std::time::{Duration, Instant};

use super::{Deadlines, Who};
use crate::messages::{PeerId, StreamKey};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

#[test]
fn only_what_is_due_is_taken() {
    let now = origin();
    let second = Duration::from_secs(1);
    let (a, b) = (Who::Peer(PeerId(1)), Who::Stream(StreamKey(1)));
    let mut deadlines = Deadlines::default();
    deadlines.set(a, Some(now + 2 * second));
    deadlines.set(b, Some(now + second));
    assert_eq!(deadlines.next(), Some(now + second));
    assert_eq!(deadlines.take_due(now), None);
    assert_eq!(deadlines.take_due(now + 3 * second), Some(b));
    assert_eq!(deadlines.take_due(now + 3 * second), Some(a));
    assert_eq!(deadlines.take_due(now + 3 * second), None);
}

#[test]
fn moving_a_time_leaves_nothing_behind() {
    let now = origin();
    let who = Who::Peer(PeerId(1));
    let mut deadlines = Deadlines::default();
    deadlines.set(who, Some(now));
    deadlines.set(who, Some(now + Duration::from_secs(1)));
    assert_eq!(deadlines.take_due(now), None);
    deadlines.set(who, None);
    assert_eq!(deadlines.next(), None);
}
