//! Requests are few, and none is lost.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{KeyFrames, PATIENCE, SPACING};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

/// Sends a request if one is due, as the shard does.
fn poll(key_frames: &mut KeyFrames, now: Instant) -> bool {
    let due = key_frames.due_at(now).is_some_and(|at| at <= now);
    if due {
        key_frames.sent(now);
    }
    due
}

#[test]
fn nothing_wanted_is_nothing_sent() {
    assert_eq!(KeyFrames::default().due_at(origin()), None);
}

#[test]
fn a_wish_within_the_spacing_is_put_off() {
    let now = origin();
    let mut key_frames = KeyFrames::default();
    key_frames.want();
    assert!(poll(&mut key_frames, now));
    key_frames.want();
    assert!(!poll(&mut key_frames, now + SPACING / 2));
    assert_eq!(key_frames.due_at(now), Some(now + SPACING));
    assert!(poll(&mut key_frames, now + SPACING));
}

#[test]
fn a_key_frame_fulfils_a_wish_put_off() {
    let now = origin();
    let mut key_frames = KeyFrames::default();
    key_frames.want();
    assert!(poll(&mut key_frames, now));
    key_frames.want();
    key_frames.arrived();
    assert_eq!(key_frames.due_at(now), None);
    assert!(!key_frames.is_open());
}

#[test]
fn a_request_that_brings_nothing_is_repeated() {
    let now = origin();
    let mut key_frames = KeyFrames::default();
    key_frames.want();
    assert!(poll(&mut key_frames, now));
    assert_eq!(key_frames.due_at(now), Some(now + PATIENCE));
}

#[test]
fn an_open_request_reaches_the_next_publisher() {
    let now = origin();
    let mut key_frames = KeyFrames::default();
    key_frames.want();
    assert!(poll(&mut key_frames, now));
    key_frames.publisher_changed();
    assert_eq!(key_frames.due_at(now), Some(now + SPACING));
}

proptest! {
    #[test]
    fn never_two_within_the_spacing_and_never_none(wishes in prop::collection::vec(0_u64..3_000, 1..100)) {
        let start = origin();
        let mut key_frames = KeyFrames::default();
        let mut sent = Vec::new();
        for millisecond in 0..4_000 {
            let now = start + Duration::from_millis(millisecond);
            if wishes.contains(&millisecond) {
                key_frames.want();
            }
            if poll(&mut key_frames, now) {
                sent.push(millisecond);
                // The answer takes a while, so that wishes pile up before it.
            } else if sent.last().is_some_and(|last| millisecond == last + 40) {
                key_frames.arrived();
            }
        }
        prop_assert!(sent.windows(2).all(|pair| pair[1] - pair[0] >= 500));
        for wish in wishes {
            let served = sent.iter().any(|at| (wish..=wish + 500).contains(at) || (wish.saturating_sub(40)..=wish).contains(at));
            prop_assert!(served, "wish at {} not served by {:?}", wish, sent);
        }
    }
}
