//! What a viewer who joins is shown.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Group, LARGEST, MOST_PACKETS};
use crate::numbered::tests::video;
use crate::publisher::Packet;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn packet(arrived_at: Instant, seq: u64, opens_key_frame: bool, bytes: usize) -> Arc<Packet> {
    let packet = video(arrived_at, seq, &vec![0; bytes]);
    Arc::new(Packet {
        opens_key_frame,
        ..packet
    })
}

fn shown(group: &Group, now: Instant) -> Vec<u64> {
    group.to_join(now).iter().map(|packet| packet.seq).collect()
}

#[test]
fn a_group_begins_with_the_newest_key_frame() {
    let now = origin();
    let mut group = Group::default();
    for (seq, key) in [(1, false), (2, true), (3, false), (4, true), (5, false)] {
        group.add(&packet(now, seq, key, 100));
    }
    assert_eq!(shown(&group, now), [4, 5]);
    group.clear();
    group.add(&packet(now, 6, false, 100));
    assert!(shown(&group, now).is_empty(), "nothing without a key frame");
}

#[test]
fn a_group_longer_than_a_second_is_not_shown() {
    let now = origin();
    let mut group = Group::default();
    group.add(&packet(now, 1, true, 100));
    let later = now + Duration::from_secs(1);
    group.add(&packet(later, 2, false, 100));
    assert_eq!(shown(&group, later), [1, 2]);
    assert!(shown(&group, later + Duration::from_millis(1)).is_empty());
    group.add(&packet(later + Duration::from_millis(1), 3, false, 100));
    assert!(shown(&group, later).is_empty(), "it was let go");
}

#[test]
fn a_group_too_large_is_let_go() {
    let now = origin();
    let mut group = Group::default();
    group.add(&packet(now, 1, true, LARGEST));
    assert_eq!(shown(&group, now), [1]);
    group.add(&packet(now, 2, false, 1));
    assert!(shown(&group, now).is_empty());
    group.add(&packet(now, 3, true, 1));
    assert_eq!(shown(&group, now), [3], "the next key frame begins another");
}

#[test]
fn a_group_of_ever_more_packets_is_let_go_however_small_they_are() {
    let now = origin();
    let mut group = Group::default();
    group.add(&packet(now, 0, true, 1));
    for seq in 1..10_000 {
        group.add(&packet(now, seq, false, 0));
        assert!(shown(&group, now).len() <= MOST_PACKETS);
    }
    assert!(shown(&group, now).is_empty());
}
