//! What a viewer receives: everything, in order, whatever happens to the publisher or the network.

use std::time::Duration;

use super::world::{STREAM, World};
use super::{SOON, assert_gapless, film, live};
use crate::{LeaveReason, Output, PeerId};

#[test]
fn a_picture_reaches_every_viewer() {
    let mut world = World::new();
    world.publish(1, 100);
    world.watch(2);
    world.watch(3);
    world.run(SOON);
    assert!(world.is_connected(1) && world.is_connected(2) && world.is_connected(3));

    world.send_key_frame(1);
    film(&mut world, 1, 30);
    for viewer in [2, 3] {
        let video = world.video(viewer);
        assert_eq!(video.len(), 33);
        assert_eq!(
            video[0].2,
            [0x67, 0x42, 0xe0, 0x1f],
            "the parameter sets come first"
        );
        assert!(video[0].0 < 65_536);
        assert_gapless(&video);
    }
}

#[test]
fn what_arrives_together_reaches_every_viewer_once() {
    let mut world = World::new();
    world.gives_together = true;
    world.publish(1, 100);
    for viewer in 2..5 {
        world.watch(viewer);
    }
    world.run(SOON);
    world.send_key_frame(1);
    for n in 0..10 {
        world.send_audio(1, &[n; 20]);
        world.send_delta_frame(1);
    }
    world.run(SOON);
    for viewer in 2..5 {
        let (video, audio) = (world.video(viewer), world.audio(viewer));
        assert_eq!((video.len(), audio.len()), (13, 10));
        assert!(video.is_sorted(), "in order");
        let spoken: Vec<_> = audio.iter().map(|packet| packet.2[0]).collect();
        assert_eq!(spoken, (0..10).collect::<Vec<_>>(), "in order");
    }
    assert_eq!(world.sfu.counters().rtp_forwarded, 3 * 23);
}

#[test]
fn sound_needs_no_key_frame() {
    let mut world = World::new();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    for n in 0..10 {
        world.send_audio(1, &[n; 20]);
        world.run(Duration::from_millis(20));
    }
    world.run(SOON);
    let heard: Vec<_> = world
        .audio(2)
        .into_iter()
        .map(|(_, _, payload)| payload[0])
        .collect();
    assert_eq!(heard, (0..10).collect::<Vec<_>>());
}

#[test]
fn viewers_keep_watching_when_the_publisher_is_replaced() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 20);

    world.publish(9, 60_000);
    let left = Output::PeerLeft {
        peer: PeerId(1),
        reason: LeaveReason::Replaced,
    };
    let stopped = Output::StreamStopped {
        stream: STREAM,
        peer: PeerId(1),
        reason: LeaveReason::Replaced,
    };
    assert_eq!(world.outputs[1..], [stopped, left]);
    world.run(SOON);
    assert!(world.is_closed(1), "the former publisher is told to leave");
    world.send_key_frame(9);
    film(&mut world, 9, 20);

    let video = world.video(2);
    assert_eq!(video.len(), 23 + 23);
    assert_gapless(&video);
    let pause = video[23].1.wrapping_sub(video[22].1);
    assert!(
        (80_000..110_000).contains(&pause),
        "about a second at 90 kHz: {pause}"
    );
    assert_eq!(
        world.outputs.last(),
        Some(&Output::StreamStarted {
            stream: STREAM,
            peer: PeerId(9)
        })
    );
}

#[test]
fn a_viewer_may_come_before_the_publisher() {
    let mut world = World::new();
    world.watch(2);
    world.run(SOON);
    world.publish(1, 100);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 5);
    assert_eq!(world.video(2).len(), 8);
}

#[test]
fn a_publisher_keeps_publishing_from_a_new_address() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    let before = world.video(2).len();
    world.move_to(1, "172.16.0.9:6000");
    // Until its next check it is a stranger.
    world.run(Duration::from_secs(6));
    film(&mut world, 1, 10);
    assert!(world.video(2).len() >= before + 10);
    world.lose_picture(2);
    let requests = world.key_frame_requests(1);
    world.run(SOON);
    assert_eq!(
        world.key_frame_requests(1),
        requests + 1,
        "feedback finds it there"
    );
}

#[test]
fn a_viewer_keeps_watching_at_a_new_address() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    world.move_to(2, "172.16.0.9:6000");
    film(&mut world, 1, 240);
    let before = world.video(2).len();
    film(&mut world, 1, 30);
    assert_eq!(world.video(2).len(), before + 30);
    assert!(world.sfu.counters().paths_moved <= 1);
}

#[test]
fn what_the_network_loses_is_repaired_on_both_sides() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    world.loses_every = Some(13);
    film(&mut world, 1, 300);
    world.loses_every = None;
    film(&mut world, 1, 30);
    let mut video = world.video(2);
    assert!(
        video.windows(2).any(|pair| pair[1].0 < pair[0].0),
        "repairs come late"
    );
    video.sort_unstable();
    assert_gapless(&video);
    assert_eq!(video.len(), 333);
}
