//! What is taken for a packet that came before.

use super::{MOST_SOURCES, Replay, WINDOW};

#[test]
fn a_packet_is_new_once() {
    let mut replay = Replay::default();
    let told: Vec<bool> = [1, 2, 2, 5, 3, 3, 1]
        .map(|index| replay.is_new(7, index))
        .to_vec();
    assert_eq!(told, [true, true, false, true, true, false, false]);
}

#[test]
fn what_is_too_old_is_taken_for_replayed() {
    let mut replay = Replay::default();
    assert!(replay.is_new(7, 1_000));
    assert!(!replay.is_new(7, 1_000 - WINDOW));
    assert!(replay.is_new(7, 1_001 - WINDOW));
}

#[test]
fn each_source_counts_by_itself() {
    let mut replay = Replay::default();
    for index in 1..4 {
        for source in [0, 1, u32::MAX] {
            assert!(replay.is_new(source, index), "{source} {index}");
        }
    }
    assert!(!replay.is_new(1, 2));
}

#[test]
fn a_peer_of_endless_sources_is_heard_from_some() {
    let mut replay = Replay::default();
    let heard = (0..10_000).filter(|&source| replay.is_new(source, 1)).count();
    assert_eq!(heard, MOST_SOURCES);
    assert!(replay.is_new(0, 2), "the first ones go on");
}
