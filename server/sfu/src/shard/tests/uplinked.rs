//! A phone with our own uplink sends the layers that somebody needs, and only those.

use std::time::Duration;

use super::SOON;
use super::world::uplinked::{HEIGHTS, filling};
use super::world::{STREAM, World};

const MOST_BPS: u64 = 1_200_000;
/// Within this a layer that nobody needs has to rest.
const RESTS_WITHIN: Duration = Duration::from_secs(2);
/// Within this a layer that rested has to be seen.
const BACK_WITHIN: Duration = Duration::from_millis(500);

/// A phone whose layers have all been sent, and a wall with an empty slot.
fn filming() -> World {
    let mut world = World::new();
    world.publish_uplink(1, MOST_BPS);
    world.join_wall(2, 1);
    world.run(SOON);
    for _ in 0..30 {
        world.film_with_phone(SOON);
        if heights(&world) == HEIGHTS {
            return world;
        }
    }
    panic!("not all layers arrive: {:?}", heights(&world));
}

/// The heights of the layers that have arrived.
fn heights(world: &World) -> Vec<u16> {
    let layers = &world.sfu.streams[&STREAM].layers;
    let known = layers.iter().filter(|layer| layer.is_known());
    known.map(|layer| layer.present(world.now).height).collect()
}

/// Which of the layers rest.
fn rest(world: &World) -> [bool; 3] {
    world.phone.as_ref().unwrap().rates().map(|bps| bps == 0)
}

/// The layer that each packet in the slot is of; parameter sets, with which key frames begin, are of none.
fn shown(world: &mut World) -> Vec<Option<usize>> {
    let layer_of = |payload: &Vec<u8>| (0..3).find(|layer| payload.last() == Some(&filling(*layer)));
    world
        .shown(2, 0)
        .iter()
        .map(|(.., payload)| layer_of(payload))
        .collect()
}

#[test]
fn all_layers_arrive_and_all_but_the_smallest_rest_while_nobody_watches() {
    let mut world = filming();
    world.film_with_phone(RESTS_WITHIN);
    assert_eq!(rest(&world), [false, true, true]);
}

#[test]
fn a_small_tile_is_sent_the_small_layer_and_nothing_else_is_encoded() {
    let mut world = filming();
    world.place(2, 0, Some((STREAM, 700)));
    world.film_with_phone(Duration::from_secs(4));
    assert_eq!(rest(&world), [true, true, false]);
    assert_eq!(shown(&mut world).last(), Some(&Some(2)));
    world.place(2, 0, Some((STREAM, 150)));
    world.film_with_phone(RESTS_WITHIN);
    assert_eq!(rest(&world), [false, true, true]);
    let before = shown(&mut world).len();
    world.film_with_phone(SOON);
    let small = shown(&mut world).split_off(before);
    assert!(small.len() >= 24, "{}", small.len());
    assert!(small.iter().all(|layer| *layer == Some(0)), "{small:?}");
}

#[test]
fn a_tile_that_is_made_larger_has_the_large_layer_back_from_a_key_frame_on() {
    let mut world = filming();
    world.place(2, 0, Some((STREAM, 150)));
    world.film_with_phone(Duration::from_secs(5));
    assert_eq!(rest(&world), [false, true, true]);
    let before = shown(&mut world).len();
    world.place(2, 0, Some((STREAM, 700)));
    world.film_with_phone(BACK_WITHIN);
    let shown_since = shown(&mut world).split_off(before);
    let turned = shown_since.iter().position(|layer| *layer == Some(2));
    let turned = turned.unwrap_or_else(|| panic!("the large one is not there: {shown_since:?}"));
    assert_eq!(
        shown_since[turned - 1],
        None,
        "a key frame, with its parameter sets"
    );
    assert!(
        shown_since[..turned - 1].iter().all(|layer| *layer == Some(0)),
        "the small one goes on until then: {shown_since:?}"
    );
    assert!(
        shown_since[turned..].iter().all(|layer| *layer == Some(2)),
        "{shown_since:?}"
    );
    super::assert_gapless(&world.shown(2, 0));
    world.film_with_phone(RESTS_WITHIN);
    assert_eq!(rest(&world), [true, true, false]);
}
