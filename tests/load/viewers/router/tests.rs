//! What a router loses, told as sentences.

use super::{Router, RouterSpec};

const MS: u64 = 1_000_000;

/// A media packet of 1,222 bytes: 10,000 bits with its headers, half a millisecond at 20 Mbit/s.
fn packet(timestamp: u32) -> Vec<u8> {
    let mut packet = vec![0x80, 96, 0, 1];
    packet.extend(timestamp.to_be_bytes());
    packet.resize(1_222, 0);
    packet
}

fn router() -> Router {
    Router::new(RouterSpec {
        packets: 4,
        kbps: 20_000,
    })
}

#[test]
fn a_burst_loses_what_finds_no_room() {
    let mut router = router();
    let through = (0..10).filter(|_| router.lets_through(5 * MS, &packet(1)));
    assert_eq!(through.count(), 4);
    assert_eq!((router.lost().packets, router.lost().lost), (10, 6));
}

#[test]
fn what_comes_no_faster_than_the_line_all_comes_through() {
    let mut router = router();
    assert!((0..100).all(|n| router.lets_through(n * MS / 2, &packet(1))));
    assert_eq!(router.lost().lost, 0);
}

#[test]
fn what_is_lost_of_key_frames_is_counted_apart() {
    let mut router = router();
    for _ in 0..6 {
        router.lets_through(MS, &packet(7));
    }
    router.lets_through(100 * MS, &packet(8));
    router.saw_key_frame(7);
    let lost = router.lost();
    assert_eq!(
        (lost.packets, lost.key_frame_packets, lost.key_frame_lost),
        (7, 6, 2)
    );
}

#[test]
fn feedback_takes_room_though_it_is_not_counted() {
    let mut router = router();
    let report = [0x80, 200, 0, 6, 0, 0, 0, 1];
    assert!(router.lets_through(MS, &report));
    assert_eq!(router.lost().packets, 0);
}
