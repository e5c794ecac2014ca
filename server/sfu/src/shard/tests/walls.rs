//! A wall moves streams into its slots; each slot shows the layer that its tile needs.

use std::time::Duration;

use super::world::{STREAM, World};
use super::{FRAME, SOON, assert_gapless, film};
use crate::StreamKey;

const OTHER: StreamKey = StreamKey(8);
const LAYERS: [(&str, u16); 2] = [("s", 180), ("l", 720)];

/// Sends pictures of both layers for a while, a key frame of either whenever `keys` says so.
fn film_layers(world: &mut World, pictures: u32, keys: bool) {
    for picture in 0..pictures {
        world.begin_picture(1);
        for (rid, height) in LAYERS {
            world.send_in_layer(1, rid, height, keys && picture == 0);
        }
        world.run(FRAME);
    }
}

/// The height that each picture's bytes tell.
pub(super) fn heights(video: &[(u64, u32, Vec<u8>)]) -> Vec<u16> {
    let of = |payload: &Vec<u8>| match payload.as_slice() {
        [_, 0x10, .., low, high] | [_, 0x11, low, high, ..] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    };
    video.iter().map(|(.., payload)| of(payload)).collect()
}

#[test]
fn a_stream_moves_into_a_slot_and_another_takes_its_place() {
    let mut world = World::new();
    world.publish(1, 100);
    world.publish_to(2, OTHER, 5_000);
    world.join_wall(3, 2);
    world.run(SOON);
    for publisher in [1, 2] {
        world.send_key_frame(publisher);
    }
    world.run(FRAME);
    assert!(world.shown(3, 0).is_empty(), "slots begin empty");

    world.place(3, 0, Some((STREAM, 720)));
    world.run(FRAME);
    assert_eq!(
        world.shown(3, 0).len(),
        3,
        "the newest pictures are there at once"
    );
    film(&mut world, 1, 5);
    world.place(3, 0, Some((OTHER, 720)));
    film(&mut world, 2, 5);
    let shown = world.shown(3, 0);
    assert_eq!(shown.len(), 3 + 5 + 3 + 5);
    assert_gapless(&shown);
    assert!(world.shown(3, 1).is_empty());

    world.place(3, 0, None);
    film(&mut world, 2, 5);
    assert_eq!(
        world.shown(3, 0).len(),
        shown.len(),
        "an emptied slot is sent nothing"
    );
    assert_eq!((world.key_frame_requests(1), world.key_frame_requests(2)), (0, 0));
}

#[test]
fn a_slot_that_is_not_seen_is_sent_no_pictures_and_goes_on_without_a_gap() {
    let mut world = World::new();
    world.publish(1, 100);
    world.join_wall(3, 1);
    world.run(SOON);
    world.send_key_frame(1);
    world.place(3, 0, Some((STREAM, 720)));
    film(&mut world, 1, 5);
    world.place(3, 0, Some((STREAM, 0)));
    film(&mut world, 1, 5);
    let before = world.shown(3, 0).len();
    film(&mut world, 1, 20);
    assert_eq!(world.shown(3, 0).len(), before);
    world.run(SOON);
    world.place(3, 0, Some((STREAM, 720)));
    film(&mut world, 1, 2);
    assert_eq!(world.key_frame_requests(1), 1, "what it saw last is too old");
    world.send_key_frame(1);
    film(&mut world, 1, 5);
    assert_gapless(&world.shown(3, 0));
    assert_eq!(world.shown(3, 0).len(), before + 3 + 5);
}

#[test]
fn a_tile_gets_the_layer_of_its_height_and_turns_at_a_key_frame() {
    let mut world = World::new();
    world.publish_layers(1, &["s", "l"]);
    world.join_wall(3, 1);
    world.run(SOON);
    film_layers(&mut world, 3, true);
    world.place(3, 0, Some((STREAM, 150)));
    film_layers(&mut world, 30, false);
    let small = world.shown(3, 0);
    assert!(
        heights(&small).iter().all(|&height| height == 180),
        "{:?}",
        heights(&small)
    );
    assert!(small.len() >= 30);

    world.place(3, 0, Some((STREAM, 700)));
    film_layers(&mut world, 3, false);
    let waiting = world.shown(3, 0);
    assert!(
        heights(&waiting).iter().all(|&height| height == 180),
        "it goes on until the other begins"
    );
    assert!(waiting.len() > small.len());
    film_layers(&mut world, 30, true);
    let shown = world.shown(3, 0);
    let seen = heights(&shown);
    let turned = seen.iter().position(|&height| height == 720).expect("it turns");
    assert!(
        seen[turned..].iter().all(|&height| height == 720),
        "once: {seen:?}"
    );
    assert_gapless(&shown);
    assert!(
        (1..=2).contains(&world.key_frame_requests(1)),
        "{}",
        world.key_frame_requests(1)
    );
}

#[test]
fn a_viewer_of_one_stream_sees_its_largest_layer() {
    let mut world = World::new();
    world.publish_layers(1, &["s", "l"]);
    world.watch(2);
    world.run(SOON);
    film_layers(&mut world, 3, true);
    film_layers(&mut world, 60, true);
    world.run(Duration::from_millis(200));
    let seen = heights(&world.video(2));
    assert_eq!(seen.last(), Some(&720), "{seen:?}");
    assert_gapless(&world.video(2));
}

#[test]
fn a_viewer_who_waits_for_a_camera_costs_it_no_request() {
    let mut world = World::new();
    world.watch(2);
    world.run(SOON);
    world.publish(1, 100);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 0);
    assert_eq!(world.video(2).len(), 13);
}
