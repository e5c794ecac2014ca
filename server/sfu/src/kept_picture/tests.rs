//! Which picture a still is made of.

use std::time::{Duration, Instant};

use super::{FRESH, KeptPicture, LARGEST, MOST_PACKETS};
use crate::numbered::tests::video;
use crate::publisher::Packet;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

/// A packet of a picture at `timestamp`: (sequence number, opens a key frame, ends the picture, bytes).
fn packet(
    arrived_at: Instant,
    timestamp: u32,
    (seq, opens, marker, bytes): (u64, bool, bool, usize),
) -> Packet {
    Packet {
        timestamp,
        marker,
        opens_key_frame: opens,
        ..video(arrived_at, seq, &vec![0; bytes])
    }
}

fn kept(kept: &KeptPicture, now: Instant) -> Vec<u64> {
    let packets = kept.fresh(now).unwrap_or_default();
    packets.iter().map(|packet| packet.sequence).collect()
}

#[test]
fn a_whole_key_frame_is_kept_until_the_next_one_is_whole() {
    let now = origin();
    let mut picture = KeptPicture::default();
    picture.add(&packet(now, 1, (10, true, false, 100)));
    assert_eq!(kept(&picture, now), [0; 0], "half a picture");
    picture.add(&packet(now, 1, (12, false, true, 100)));
    assert_eq!(kept(&picture, now), [0; 0], "one is missing");
    picture.add(&packet(now, 1, (11, false, false, 100)));
    assert_eq!(kept(&picture, now), [10, 11, 12], "in sequence");
    picture.add(&packet(now, 2, (13, false, true, 100)));
    picture.add(&packet(now, 3, (14, true, false, 100)));
    assert_eq!(kept(&picture, now), [10, 11, 12]);
    picture.add(&packet(now, 3, (15, false, true, 100)));
    assert_eq!(kept(&picture, now), [14, 15]);
}

#[test]
fn an_old_one_is_none() {
    let now = origin();
    let mut picture = KeptPicture::default();
    picture.add(&packet(now, 1, (10, true, true, 100)));
    assert_eq!(kept(&picture, now + FRESH), [10]);
    assert_eq!(kept(&picture, now + FRESH + Duration::from_millis(1)), [0; 0]);
}

#[test]
fn a_picture_without_end_is_let_go() {
    let now = origin();
    let mut picture = KeptPicture::default();
    picture.add(&packet(now, 1, (10, true, false, LARGEST)));
    picture.add(&packet(now, 1, (11, false, true, 1)));
    assert_eq!(kept(&picture, now), [0; 0]);
    picture.add(&packet(now, 2, (12, true, true, LARGEST)));
    assert_eq!(kept(&picture, now), [12]);
}

#[test]
fn a_picture_of_ever_more_packets_with_nothing_in_them_is_let_go() {
    let now = origin();
    let mut picture = KeptPicture::default();
    picture.add(&packet(now, 1, (10, true, false, 100)));
    for seq in 11..20_000 {
        picture.add(&packet(now, 1, (seq, false, false, 0)));
        assert!(picture.arriving.packets.len() <= MOST_PACKETS);
    }
    picture.add(&packet(now, 1, (20_000, false, true, 100)));
    assert_eq!(kept(&picture, now), [0; 0]);
}
