//! A stream is watched at another shard than its own.

use std::time::Duration;

use super::world::World;
use super::world::crossing::{TWO, stream_of};
use super::{FRAME, SOON, assert_gapless, film};
use crate::{ShardId, StreamKey};

/// A camera at the first shard that has sent a picture; whoever comes next joins at the second.
fn filmed_elsewhere() -> (World, StreamKey) {
    let mut world = World::of_two();
    let stream = stream_of(0, 0);
    world.publish_to(1, stream, 100);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(FRAME);
    world.joins = ShardId(1);
    (world, stream)
}

#[test]
fn a_viewer_elsewhere_is_shown_the_newest_pictures_at_once_and_all_that_follow() {
    let (mut world, stream) = filmed_elsewhere();
    world.watch_this(2, stream);
    world.run(Duration::from_millis(300));
    assert_eq!(world.video(2).len(), 3);
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 13);
    assert_gapless(&world.video(2));
    assert_eq!(world.key_frame_requests(1), 0, "the camera was not troubled");
}

#[test]
fn a_viewer_here_and_a_viewer_elsewhere_see_the_same() {
    let (mut world, stream) = filmed_elsewhere();
    world.joins = ShardId(0);
    world.watch_this(2, stream);
    world.joins = ShardId(1);
    world.watch_this(3, stream);
    world.run(Duration::from_millis(300));
    film(&mut world, 1, 10);
    let payloads =
        |video: Vec<(u64, u32, Vec<u8>)>| video.into_iter().map(|(.., payload)| payload).collect::<Vec<_>>();
    assert_eq!(payloads(world.video(2)), payloads(world.video(3)));
    assert_eq!(world.video(3).len(), 13);
}

#[test]
fn a_broken_picture_elsewhere_asks_the_camera_for_one_key_frame() {
    let (mut world, stream) = filmed_elsewhere();
    for viewer in [2, 3] {
        world.watch_this(viewer, stream);
    }
    world.run(SOON);
    film(&mut world, 1, 5);
    for viewer in [2, 3] {
        world.lose_picture(viewer);
    }
    film(&mut world, 1, 5);
    assert_eq!(world.key_frame_requests(1), 1);
    world.send_key_frame(1);
    film(&mut world, 1, 60);
    assert_eq!(world.key_frame_requests(1), 1, "it is answered");
}

#[test]
fn a_viewer_who_waits_elsewhere_sees_the_camera_that_comes() {
    let mut world = World::of_two();
    let stream = stream_of(0, 0);
    world.joins = ShardId(1);
    world.watch_this(2, stream);
    world.run(SOON * 10);
    world.joins = ShardId(0);
    world.publish_to(1, stream, 100);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 13);
    assert_eq!(world.key_frame_requests(1), 0);
}

#[test]
fn a_camera_that_is_taken_over_goes_on_elsewhere_without_a_gap() {
    let (mut world, stream) = filmed_elsewhere();
    world.watch_this(2, stream);
    world.run(SOON);
    film(&mut world, 1, 5);
    world.joins = ShardId(0);
    world.publish_to(3, stream, 9_000);
    world.run(SOON);
    world.send_key_frame(3);
    film(&mut world, 3, 5);
    assert_gapless(&world.video(2));
    assert_eq!(world.video(2).len(), 3 + 5 + 3 + 5);
}

#[test]
fn a_camera_that_goes_with_its_last_picture_leaves_nothing_behind() {
    let (mut world, stream) = filmed_elsewhere();
    world.watch_this(2, stream);
    world.run(SOON);
    film(&mut world, 1, 5);
    assert_eq!(world.takes_for_sent(stream), [true; 2]);
    world.gives_together = true;
    world.send_delta_frame(1);
    world.close(1);
    world.run(FRAME * 2);
    assert_eq!(world.video(2).len(), 3 + 5 + 1, "it is seen");
    assert_eq!(world.takes_for_sent(stream), [false; 2]);
}

#[test]
fn a_wall_shows_streams_of_both_shards() {
    let (mut world, stream) = filmed_elsewhere();
    let other = stream_of(1, 0);
    assert_eq!((stream.home(TWO), other.home(TWO)), (ShardId(0), ShardId(1)));
    world.publish_to(2, other, 5_000);
    world.join_wall(3, 2);
    world.run(SOON);
    world.send_key_frame(1);
    world.send_key_frame(2);
    world.place(3, 0, Some((stream, 720)));
    world.place(3, 1, Some((other, 720)));
    for _ in 0..5 {
        film(&mut world, 1, 1);
        film(&mut world, 2, 1);
    }
    for slot in [0, 1] {
        assert_eq!(world.shown(3, slot).len(), 3 + 5, "slot {slot}");
        assert_gapless(&world.shown(3, slot));
    }
}

#[test]
fn an_officer_hears_somebody_of_another_shard() {
    let mut world = World::of_two();
    let (speaks, hears) = (stream_of(0, 0), stream_of(1, 0));
    world.publish_to(1, speaks, 100);
    world.joins = ShardId(1);
    world.publish_hearing(2, hears, 5_000);
    world.run(SOON);
    world.place(2, 0, Some((speaks, 0)));
    for _ in 0..10 {
        world.begin_picture(1);
        world.send_audio(1, &[7; 40]);
        world.run(FRAME);
    }
    assert_eq!(world.audio(2).len(), 10);
}

#[test]
fn what_was_lost_between_shards_heals() {
    let (mut world, stream) = filmed_elsewhere();
    world.loses_crossings = true;
    world.watch_this(2, stream);
    world.run(SOON);
    film(&mut world, 1, 10);
    assert!(world.video(2).is_empty());
    world.loses_crossings = false;
    film(&mut world, 1, 30);
    assert_eq!(world.key_frame_requests(1), 1);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 13);
}

#[test]
fn what_nobody_watches_any_more_crosses_no_more_and_is_forgotten() {
    let (mut world, stream) = filmed_elsewhere();
    world.watch_this(2, stream);
    world.run(SOON);
    assert_eq!(world.streams(), [1, 1]);
    world.close(2);
    world.run(SOON);
    assert_eq!(world.streams(), [1, 0]);
    world.close(1);
    world.run(SOON);
    assert_eq!(world.streams(), [0, 0]);
}

#[test]
fn a_shard_that_falls_silent_is_sent_nothing_for_long() {
    let (mut world, stream) = filmed_elsewhere();
    world.watch_this(2, stream);
    world.run(SOON);
    world.close(1);
    world.run(SOON);
    assert_eq!(world.streams(), [1, 1], "somebody elsewhere waits for the camera");
    world.loses_crossings = true;
    world.run(SOON * 6);
    assert_eq!(world.streams(), [0, 1]);
}
