//! Publishers hear each other: the hall moves a voice into what a publisher hears.

use std::time::Duration;

use str0m::media::Direction;

use super::world::{STREAM, World};
use super::{FRAME, SOON, assert_gapless, film};
use crate::{Input, OfferRefusal, Output, PeerId, StreamKey};

const HALL: StreamKey = StreamKey(8);
const OTHER: StreamKey = StreamKey(9);

fn speak(world: &mut World, peer: u64, packets: u8) {
    for number in 0..packets {
        world.begin_picture(peer);
        world.send_audio(peer, &[number; 40]);
        world.run(Duration::from_millis(20));
    }
}

fn voices(world: &World, stream: StreamKey) -> usize {
    let heard =
        |output: &&Output| matches!(output, Output::VoiceHeard { stream: known, .. } if *known == stream);
    world.outputs.iter().filter(heard).count()
}

fn outstanding(world: &World) -> Vec<bool> {
    let stands_out = |output: &Output| match output {
        Output::VoiceHeard { stands_out, .. } => Some(*stands_out),
        _ => None,
    };
    world.outputs.iter().filter_map(stands_out).collect()
}

#[test]
fn a_unit_that_sends_its_picture_hears_whoever_has_the_floor() {
    let mut world = World::new();
    world.publish_hearing(1, STREAM, 100);
    world.publish_hearing(2, HALL, 4_000);
    world.publish_hearing(3, OTHER, 9_000);
    world.watch(4);
    world.run(SOON);
    world.send_key_frame(1);
    speak(&mut world, 2, 5);
    assert!(world.audio(1).is_empty(), "nobody has the floor");

    world.place(1, 0, Some((HALL, 0)));
    speak(&mut world, 2, 10);
    speak(&mut world, 3, 10);
    world.place(1, 0, Some((OTHER, 0)));
    speak(&mut world, 2, 10);
    speak(&mut world, 3, 10);
    world.place(1, 0, None);
    speak(&mut world, 2, 10);
    world.run(SOON);

    let heard = world.audio(1);
    assert_eq!(heard.len(), 20, "one voice at a time");
    assert_gapless(&heard);
    let before = world.video(4).len();
    film(&mut world, 1, 10);
    world.run(FRAME);
    assert_eq!(world.video(4).len(), before + 10, "its own picture goes on");
    assert!(world.audio(2).is_empty() && world.audio(3).is_empty());
}

#[test]
fn a_voice_is_told_of_while_there_is_one() {
    let mut world = World::new();
    world.publish_hearing(1, HALL, 100);
    world.run(SOON);
    assert_eq!(voices(&world, HALL), 0);
    speak(&mut world, 1, 50);
    assert_eq!(voices(&world, HALL), 4, "four times a second");
    assert_eq!(outstanding(&world), [false, true, true, true]);
    for _ in 0..50 {
        world.begin_picture(1);
        world.send_audio(1, &[0xF8, 0xFF, 0xFE]);
        world.run(Duration::from_millis(20));
    }
    assert_eq!(voices(&world, HALL), 4, "silence is no voice");
}

#[test]
fn whoever_leaves_hears_nothing_and_leaves_nothing() {
    let mut world = World::new();
    world.publish_hearing(1, STREAM, 100);
    world.publish_hearing(2, HALL, 4_000);
    world.run(SOON);
    world.place(1, 0, Some((HALL, 0)));
    world.close(1);
    world.close(2);
    world.run(SOON);
    assert_eq!((world.sfu.counters().peers, world.sfu.counters().streams), (0, 0));
}

#[test]
fn a_publisher_that_wants_to_hear_too_many_is_refused() {
    let mut world = World::new();
    let (offer, _) = world.offer(1, Direction::SendRecv, 100);
    let (head, media) = offer.split_once("m=audio").unwrap();
    let (audio, video) = media.split_once("m=video").unwrap();
    let ears: String = (10..14)
        .map(|mid| {
            format!("m=audio{audio}")
                .replace("a=mid:", &format!("a=mid:{mid}"))
                .replace("a=sendrecv", "a=recvonly")
        })
        .collect();
    let offer = format!("{head}m=audio{audio}{ears}m=video{video}");
    let (peer, stream) = (PeerId(1), STREAM);
    let offer = &offer;
    world
        .sfu
        .handle_input(world.now, Input::Published { peer, stream, offer });
    let result = Err(OfferRefusal::TooManySections);
    assert_eq!(world.sfu.poll_output(), Some(Output::Answer { peer, result }));
}
