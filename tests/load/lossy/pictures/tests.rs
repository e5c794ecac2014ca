//! Which pictures can be shown, told as sentences.

use super::{Packet, Picture, Pictures};

fn packet(timestamp: u32, is_last: bool) -> Packet {
    Packet {
        timestamp,
        is_last,
        begins_key_frame: false,
        is_empty: false,
    }
}

fn key(timestamp: u32) -> Packet {
    Packet {
        begins_key_frame: true,
        ..packet(timestamp, false)
    }
}

fn shown(timestamps: &[u32]) -> Vec<u32> {
    timestamps.to_vec()
}

fn times(pictures: &[Picture]) -> Vec<u32> {
    pictures.iter().map(|picture| picture.timestamp).collect()
}

/// A viewer who has seen a key frame of two packets, numbers 10 and 11.
fn begun() -> Pictures {
    let mut pictures = Pictures::default();
    assert!(pictures.take(10, key(1)).is_empty());
    let first = pictures.take(11, packet(1, true));
    assert_eq!(
        first,
        [Picture {
            timestamp: 1,
            is_key_frame: true
        }]
    );
    pictures
}

#[test]
fn nothing_is_shown_before_a_key_frame() {
    let mut pictures = Pictures::default();
    assert!(pictures.take(1, packet(1, true)).is_empty());
    assert!(pictures.take(2, packet(2, true)).is_empty());
}

#[test]
fn a_picture_is_shown_when_its_last_packet_is_there() {
    let mut pictures = begun();
    assert!(pictures.take(12, packet(2, false)).is_empty());
    assert_eq!(times(&pictures.take(13, packet(2, true))), shown(&[2]));
}

#[test]
fn a_gap_holds_up_all_that_follow_until_it_is_filled() {
    let mut pictures = begun();
    assert!(pictures.take(13, packet(2, true)).is_empty());
    assert!(pictures.take(14, packet(3, true)).is_empty());
    assert_eq!(times(&pictures.take(12, packet(2, false))), shown(&[2, 3]));
}

#[test]
fn a_whole_key_frame_goes_past_a_gap() {
    let mut pictures = begun();
    assert!(pictures.take(13, packet(2, true)).is_empty());
    assert!(pictures.take(14, key(3)).is_empty());
    assert_eq!(times(&pictures.take(15, packet(3, true))), shown(&[3]));
    assert!(pictures.take(12, packet(2, false)).is_empty(), "too late");
    assert_eq!(times(&pictures.take(16, packet(4, true))), shown(&[4]));
}

#[test]
fn an_empty_packet_between_two_pictures_is_no_picture() {
    let mut pictures = begun();
    let empty = Packet {
        is_empty: true,
        ..packet(1, false)
    };
    assert!(pictures.take(12, empty).is_empty());
    assert_eq!(times(&pictures.take(13, packet(2, true))), shown(&[2]));
}

#[test]
fn a_key_frame_is_known_by_its_sequence_parameters() {
    assert!(Packet::of_h264(1, false, &[0x67, 0x42]).begins_key_frame);
    assert!(Packet::of_h264(1, false, &[0x78, 0, 9, 0x67, 0x42]).begins_key_frame);
    assert!(!Packet::of_h264(1, false, &[0x7C, 0x85]).begins_key_frame);
    assert!(Packet::of_h264(1, false, &[]).is_empty);
}
