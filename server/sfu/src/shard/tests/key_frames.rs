//! What viewers cost a publisher in key frames: as little as can be.

use std::time::Duration;

use super::world::{STREAM, World};
use super::{SOON, assert_gapless, film, live};
use crate::{Output, PeerId};

#[test]
fn a_publisher_without_a_key_frame_is_asked_for_one() {
    let mut world = World::new();
    world.publish(1, 100);
    world.run(SOON);
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 1, "once, with nobody watching");
    world.send_key_frame(1);
    world.run(SOON);
    assert_eq!(
        world.outputs,
        [Output::StreamStarted {
            stream: STREAM,
            peer: PeerId(1)
        }]
    );
    film(&mut world, 1, 60);
    assert_eq!(world.key_frame_requests(1), 1);
}

#[test]
fn a_late_viewer_costs_one_key_frame_request() {
    let mut world = live();
    film(&mut world, 1, 30);
    assert_eq!(world.key_frame_requests(1), 0);
    world.watch(2);
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 1);
    assert_eq!(world.video(2), [], "nothing before the key frame");
    world.send_key_frame(1);
    film(&mut world, 1, 60);
    assert_eq!(world.key_frame_requests(1), 1);
    assert_eq!(world.video(2).len(), 63);
    assert_gapless(&world.video(2));
}

#[test]
fn a_key_frame_right_behind_a_picture_that_had_to_wait_is_enough() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    assert_eq!(world.key_frame_requests(1), 1);
    world.gives_together = true;
    world.send_delta_frame(1);
    world.send_key_frame(1);
    film(&mut world, 1, 60);
    assert_eq!(world.key_frame_requests(1), 1);
    assert_eq!(world.video(2).len(), 63);
}

#[test]
fn ten_viewers_at_once_cost_at_most_two_requests() {
    let mut world = live();
    for viewer in 2..12 {
        world.watch(viewer);
    }
    film(&mut world, 1, 6);
    assert_eq!(world.key_frame_requests(1), 1);
    world.send_key_frame(1);
    film(&mut world, 1, 60);
    assert!(world.key_frame_requests(1) <= 2);
    assert!((2..12).all(|viewer| world.video(viewer).len() == 63));
}

#[test]
fn an_unanswered_request_is_repeated_every_second() {
    let mut world = live();
    world.watch(2);
    film(&mut world, 1, 100);
    let requests = world.key_frame_requests(1);
    assert!((3..=4).contains(&requests), "{requests} in 3.3 seconds");
}

#[test]
fn viewers_who_lose_their_picture_are_heard_at_most_twice_a_second() {
    let mut world = live();
    world.watch(2);
    world.watch(3);
    world.run(Duration::from_millis(300));
    world.send_key_frame(1);
    world.run(SOON);
    let before = world.key_frame_requests(1);
    for _ in 0..20 {
        world.lose_picture(2);
        world.lose_picture(3);
        world.run(Duration::from_millis(50));
    }
    let asked = world.key_frame_requests(1) - before;
    assert!((2..=3).contains(&asked), "{asked} in one second");
}

#[test]
fn the_rest_of_a_key_frame_does_not_answer_a_later_wish() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    let before = world.key_frame_requests(1);
    world.begin_picture(1);
    world.send_video(1, &[0x67, 0x42, 0xe0, 0x1f], false);
    world.run(Duration::from_millis(30));
    world.lose_picture(2);
    world.run(Duration::from_millis(30));
    world.send_video(1, &[0x65, 1, 2], true);
    world.run(Duration::from_millis(1_200));
    assert_eq!(world.key_frame_requests(1), before + 2, "it is repeated");
}
