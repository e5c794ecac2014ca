//! Sound that repeats itself: whole to who takes it, taken apart for everybody else.

use std::time::Duration;

use str0m::rtp::RedDecoder;

use super::SOON;
use super::world::World;

const PIECE: Duration = Duration::from_millis(20);

/// Who publishes and watches sound that repeats itself, and who watches but knows only plain sound.
fn speaking(pieces: u32, lost: impl Fn(u32) -> bool) -> World {
    let mut world = World::new();
    world.repeats_sound = true;
    world.publish(1, 100);
    world.watch(2);
    world.repeats_sound = false;
    world.watch(3);
    world.run(SOON);
    for n in 0..pieces {
        world.send_redundant_audio(1, n, lost(n));
        world.run(PIECE);
    }
    world.run(SOON);
    world
}

fn piece(payload: &[u8]) -> u32 {
    u32::from_be_bytes(*payload.first_chunk().unwrap())
}

#[test]
fn everybody_hears_all_of_it() {
    let world = speaking(50, |_| false);
    let whole = world.audio(2);
    assert_eq!(whole.len(), 50);
    assert!(
        whole[2..]
            .iter()
            .all(|(_, _, payload)| RedDecoder::decode(payload).unwrap().len() == 3)
    );
    let plain: Vec<_> = world
        .audio(3)
        .iter()
        .map(|(_, _, payload)| piece(payload))
        .collect();
    assert_eq!(plain, (0..50).collect::<Vec<_>>());
}

#[test]
fn what_was_lost_is_put_in_from_later_packets() {
    let world = speaking(60, |n| n % 5 == 1 || n % 5 == 2);
    assert_eq!(world.audio(2).len(), 36, "it has the rest within the others");
    let mut plain = world.audio(3);
    plain.sort_unstable();
    let pieces: Vec<_> = plain.iter().map(|(_, _, payload)| piece(payload)).collect();
    assert_eq!(pieces, (0..60).collect::<Vec<_>>());
    for pair in plain.windows(2) {
        assert_eq!((pair[1].0 - pair[0].0, pair[1].1 - pair[0].1), (1, 960));
    }
}

#[test]
fn more_than_two_lost_together_stay_lost() {
    let world = speaking(60, |n| (10..14).contains(&n));
    let plain: Vec<_> = world
        .audio(3)
        .iter()
        .map(|(_, _, payload)| piece(payload))
        .collect();
    assert_eq!(plain.len(), 58);
    assert!(!plain.contains(&10) && !plain.contains(&11) && plain.contains(&12));
}
