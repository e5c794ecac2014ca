//! Sound both ways, also over a network that loses much.

use std::collections::BTreeSet;
use std::time::Duration;

use super::world::World;
use super::{SOON, connected};
use crate::Output;

const PIECE: Duration = Duration::from_millis(20);

fn piece(n: u32) -> Vec<u8> {
    let mut piece = vec![0x55; 60];
    piece[..4].copy_from_slice(&n.to_be_bytes());
    piece
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(*bytes.first_chunk().unwrap())
}

/// Speaks for so many pieces; how many of a thousand did not arrive.
fn missing(world: &mut World, pieces: u32) -> u32 {
    for n in 0..pieces {
        world.speak(&piece(n));
        world.run(PIECE);
    }
    world.loss = 0;
    world.run(SOON);
    let heard: BTreeSet<_> = world.sound().iter().map(|data| number(&data.data)).collect();
    (pieces - u32::try_from(heard.len()).unwrap()) * 1_000 / pieces
}

#[test]
fn a_fifth_of_random_loss_leaves_less_than_a_hundredth_of_the_sound_missing() {
    let mut world = connected();
    world.loss = 20;
    let missing = missing(&mut world, 10_000);
    assert!(missing <= 10, "{missing} of a thousand");
}

#[test]
fn how_loud_it_is_goes_with_each_piece_of_sound() {
    let mut world = connected();
    for level in [Some(0), Some(30), None, Some(127), Some(255)] {
        world.speak_at(level, &piece(0));
        world.run(PIECE);
    }
    world.run(SOON);
    let told: Vec<_> = world
        .sound()
        .iter()
        .map(|data| data.ext_vals.audio_level)
        .collect();
    assert_eq!(told, [Some(0), Some(-30), None, Some(-127), Some(-127)]);
}

#[test]
fn the_hall_is_heard_in_order_and_each_piece_once() {
    let mut world = connected();
    world.speak(&piece(0));
    world.run(SOON);
    world.loss = 10;
    for n in 1..=2_000 {
        world.say(u64::from(n), &piece(n));
        world.run(PIECE);
    }
    world.loss = 0;
    for n in 2_001..=2_010 {
        world.say(u64::from(n), &piece(n));
        world.run(PIECE);
    }
    world.run(SOON);
    let played: Vec<_> = world
        .outputs
        .iter()
        .filter_map(|output| match output {
            Output::Play { at, bytes } => Some((number(bytes), *at)),
            _ => None,
        })
        .collect();
    assert!(played.windows(2).all(|pair| pair[0] < pair[1]), "in order, once");
    assert!(played.len() >= 1_990, "{}", played.len());
    let (first, last) = (played[0], played[played.len() - 1]);
    assert_eq!(last.1.checked_sub(first.1), Some(PIECE * (last.0 - first.0)));
}
