//! When a first picture counts as there.

use std::time::{Duration, Instant};

use super::FirstPicture;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

#[test]
fn every_packet_has_to_be_there() {
    let now = origin();
    let mut picture = FirstPicture::default();
    assert!(!picture.saw(now, 10, 5, false, true));
    assert!(!picture.saw(now, 12, 5, true, false), "11 is missing");
    assert!(picture.saw(now, 11, 5, false, false), "11 was repaired");
    assert!(!picture.is_overdue(now));
}

#[test]
fn it_completes_once() {
    let now = origin();
    let mut picture = FirstPicture::default();
    assert!(picture.saw(now, 1, 5, true, true));
    assert!(!picture.saw(now, 2, 6, true, true));
}

#[test]
fn other_frames_do_not_count() {
    let now = origin();
    let mut picture = FirstPicture::default();
    assert!(!picture.saw(now, 9, 4, true, false));
    assert!(picture.is_overdue(now), "none has begun");
    assert!(!picture.saw(now, 10, 5, false, true));
    assert!(!picture.saw(now, 11, 6, true, false), "the next frame");
    assert!(!picture.is_overdue(now));
    assert!(
        picture.is_overdue(now + Duration::from_secs(1)),
        "this one will not be whole any more"
    );
}

#[test]
fn a_later_key_frame_takes_over() {
    let now = origin();
    let mut picture = FirstPicture::default();
    assert!(!picture.saw(now, 10, 5, false, true));
    assert!(picture.saw(now, 30, 9, true, true));
}

#[test]
fn an_endless_key_frame_is_given_up() {
    let now = origin();
    let mut picture = FirstPicture::default();
    for seq in 0..10_000 {
        assert!(!picture.saw(now, seq, 5, false, seq == 0));
    }
    assert!(picture.is_overdue(now));
}
