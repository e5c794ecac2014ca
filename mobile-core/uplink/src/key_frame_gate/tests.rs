//! Nothing before a key frame, and few wishes.

use std::time::Instant;

use super::{KeyFrameGate, PATIENCE};

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

#[test]
fn it_opens_with_a_key_frame() {
    let mut gate = KeyFrameGate::default();
    assert!(!gate.admits(false));
    assert!(gate.admits(true));
    assert!(gate.admits(false));
    gate.shut(origin());
    assert!(!gate.admits(false));
}

#[test]
fn a_wish_is_passed_on_once() {
    let now = origin();
    let mut gate = KeyFrameGate::default();
    assert!(gate.want(now));
    assert!(!gate.want(now));
    assert!(gate.want(now + PATIENCE), "the encoder did not follow");
    gate.admits(true);
    assert!(gate.want(now + PATIENCE), "a new wish after it did");
}
