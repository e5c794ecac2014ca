//! A publisher of layers is asked for those that somebody needs.

use std::time::Duration;

use super::world::crossing::TWO;
use super::world::{STREAM, World};
use super::{FRAME, SOON};
use crate::{Input, Output, PeerId, ShardId};

const LAYERS: [(&str, u16); 3] = [("l", 180), ("m", 360), ("h", 720)];
/// Within this a layer that nobody needs has to rest.
const RESTS_WITHIN: Duration = Duration::from_secs(2);

/// What the publisher was last asked for; all at first.
pub(super) fn wanted(world: &World) -> Vec<bool> {
    let told = world.outputs.iter().rev().find_map(|output| match output {
        Output::LayersWanted { stream, peer, layers } => {
            assert_eq!(
                (*stream, *peer),
                (STREAM, PeerId(1)),
                "only its publisher is asked"
            );
            Some(layers.iter().collect())
        }
        _ => None,
    });
    told.unwrap_or_else(|| vec![true; LAYERS.len()])
}

/// Films as a phone does that sends what is wanted: each layer that begins, begins with a key frame.
fn film(world: &mut World, span: Duration) {
    let until = world.now + span;
    let mut sent = vec![false; LAYERS.len()];
    while world.now < until {
        world.begin_picture(1);
        let wanted = wanted(world);
        for ((rid, height), (sent, wanted)) in LAYERS.into_iter().zip(sent.iter_mut().zip(wanted)) {
            if wanted {
                world.send_in_layer(1, rid, height, !*sent);
            }
            *sent = wanted;
        }
        world.run(FRAME);
    }
}

/// Films on, as before: no layer that is sent begins anew.
fn film_on(world: &mut World, pictures: u32) {
    for _ in 0..pictures {
        world.begin_picture(1);
        for ((rid, height), wanted) in LAYERS.into_iter().zip(wanted(world)) {
            if wanted {
                world.send_in_layer(1, rid, height, false);
            }
        }
        world.run(FRAME);
    }
}

fn tell(world: &mut World, input: Input<'_>) {
    let now = world.now;
    world.sfu.handle_input(now, input);
    world.drain_sfu();
}

fn published() -> World {
    let mut world = World::new();
    world.publish_layers(1, &["l", "m", "h"]);
    world.run(SOON);
    world
}

#[test]
fn all_layers_are_wanted_until_it_is_known_what_they_take() {
    let mut world = published();
    film(&mut world, Duration::from_millis(400));
    world.run(Duration::from_secs(5));
    assert_eq!(wanted(&world), [true; 3]);
}

#[test]
fn while_nobody_watches_the_smallest_goes_on_alone() {
    let mut world = published();
    film(&mut world, Duration::from_millis(700) + RESTS_WITHIN);
    assert_eq!(wanted(&world), [true, false, false]);
}

#[test]
fn a_tile_has_the_layer_it_needs_sent_and_the_others_rest() {
    let mut world = published();
    world.join_wall(2, 1);
    film(&mut world, Duration::from_secs(3));
    world.place(2, 0, Some((STREAM, 300)));
    assert_eq!(wanted(&world), [true, true, false], "it is asked for at once");
    film(&mut world, RESTS_WITHIN);
    assert_eq!(wanted(&world), [false, true, false]);
    world.place(2, 0, Some((STREAM, 150)));
    assert_eq!(
        wanted(&world),
        [true, true, false],
        "the former goes on meanwhile"
    );
    film(&mut world, RESTS_WITHIN);
    assert_eq!(wanted(&world), [true, false, false]);
}

#[test]
fn a_tile_that_is_made_larger_keeps_its_layer_until_the_other_begins() {
    let mut world = published();
    world.join_wall(2, 1);
    film(&mut world, Duration::from_secs(3));
    world.place(2, 0, Some((STREAM, 150)));
    film(&mut world, Duration::from_secs(5));
    let before = world.shown(2, 0).len();
    world.place(2, 0, Some((STREAM, 700)));
    assert_eq!(wanted(&world), [true, false, true]);
    for _ in 0..10 {
        world.begin_picture(1);
        world.send_in_layer(1, "l", 180, false);
        world.run(FRAME);
    }
    let waiting = world.shown(2, 0).len();
    assert!(
        waiting >= before + 9,
        "{before}, then {waiting}: it sees the small one meanwhile"
    );
    film(&mut world, RESTS_WITHIN);
    assert_eq!(wanted(&world), [false, false, true]);
    let shown = world.shown(2, 0);
    assert!(shown.last().unwrap().2.len() > 720, "it sees the large one");
}

#[test]
fn a_viewer_of_one_stream_wants_the_largest_though_it_rests() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    assert_eq!(wanted(&world), [true, false, false]);
    world.watch(2);
    world.run(SOON);
    assert_eq!(wanted(&world), [true, false, true]);
    film(&mut world, Duration::from_secs(1));
    assert!(world.video(2).last().unwrap().2.len() > 720);
}

#[test]
fn a_recorder_wants_the_largest() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    tell(
        &mut world,
        Input::Tapped {
            stream: STREAM,
            on: true,
        },
    );
    assert!(wanted(&world)[2]);
    film(&mut world, Duration::from_secs(4));
    assert_eq!(wanted(&world), [false, false, true]);
    tell(
        &mut world,
        Input::Tapped {
            stream: STREAM,
            on: false,
        },
    );
    film_on(&mut world, 70);
    assert_eq!(wanted(&world), [true, false, false]);
}

#[test]
fn a_still_waits_for_the_largest() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    film_on(&mut world, 30);
    world.begin_picture(1);
    world.send_in_layer(1, "l", 180, true);
    world.run(FRAME);
    tell(&mut world, Input::StillWanted { stream: STREAM });
    assert!(wanted(&world)[2]);
    film(&mut world, Duration::from_millis(300));
    let stills = world.outputs.iter().filter_map(|output| match output {
        Output::Still { packets, .. } => Some(packets.clone()),
        _ => None,
    });
    let stills: Vec<_> = stills.collect();
    assert_eq!(stills.len(), 1);
    let payload = &stills[0][0].payload;
    assert_eq!(payload[payload.len() - 2..], 720_u16.to_le_bytes());
}

#[test]
fn a_still_takes_what_there_is_if_the_largest_does_not_come() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    film_on(&mut world, 10);
    tell(&mut world, Input::StillWanted { stream: STREAM });
    for picture in 0..40 {
        world.begin_picture(1);
        world.send_in_layer(1, "l", 180, picture == 0);
        world.run(FRAME);
    }
    assert!(
        world
            .outputs
            .iter()
            .any(|output| matches!(output, Output::Still { .. }))
    );
}

#[test]
fn a_still_that_does_not_come_keeps_no_layer_awake() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    film_on(&mut world, 30);
    tell(&mut world, Input::StillWanted { stream: STREAM });
    assert!(wanted(&world)[2]);
    film_on(&mut world, 30 * 5);
    assert_eq!(wanted(&world), [true, false, false]);
}

#[test]
fn the_next_publisher_begins_with_all() {
    let mut world = published();
    film(&mut world, Duration::from_secs(4));
    world.outputs.clear();
    world.publish_layers(1 + 4, &["l", "m", "h"]);
    world.run(Duration::from_secs(3));
    assert!(
        !world
            .outputs
            .iter()
            .any(|output| matches!(output, Output::LayersWanted { .. })),
        "what it has not sent yet is not judged by what another sent"
    );
}

#[test]
fn a_publisher_of_one_layer_is_asked_for_nothing() {
    let mut world = World::new();
    world.publish(1, 100);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(Duration::from_secs(5));
    assert!(
        !world
            .outputs
            .iter()
            .any(|output| matches!(output, Output::LayersWanted { .. }))
    );
}

#[test]
fn a_viewer_at_another_shard_has_the_layer_it_needs_sent() {
    let mut world = World::of_two();
    let ShardId(home) = STREAM.home(TWO);
    world.joins = ShardId(home);
    world.publish_layers(1, &["l", "m", "h"]);
    world.run(SOON);
    film(&mut world, Duration::from_secs(4));
    assert_eq!(wanted(&world), [true, false, false]);
    world.joins = ShardId(1 - home);
    world.join_wall(2, 1);
    world.run(SOON);
    world.place(2, 0, Some((STREAM, 700)));
    film(&mut world, Duration::from_millis(200));
    assert!(wanted(&world)[2], "although it has never been sent there");
    film(&mut world, Duration::from_secs(3));
    assert_eq!(wanted(&world), [false, false, true]);
    assert!(world.shown(2, 0).last().unwrap().2.len() > 720);
    world.place(2, 0, Some((STREAM, 150)));
    film(&mut world, Duration::from_secs(4));
    assert_eq!(wanted(&world), [true, false, false]);
    world.place(2, 0, None);
    film(&mut world, Duration::from_secs(5));
    assert_eq!(wanted(&world), [true, false, false]);
}
