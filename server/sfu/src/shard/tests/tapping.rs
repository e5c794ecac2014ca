//! What the hall itself gets of a stream, for a recorder or a still.

use super::world::{STREAM, World};
use super::{FRAME, SOON, film, live};
use crate::{CopiedCodec, CopiedPacket, Input, Output};

fn tell(world: &mut World, input: Input<'_>) {
    world.sfu.handle_input(world.now, input);
    world.drain_sfu();
}

fn tap(world: &mut World, on: bool) {
    tell(world, Input::Tapped { stream: STREAM, on });
}

/// The copies given since the last look.
fn copies(world: &mut World) -> Vec<CopiedPacket> {
    let copies = std::mem::take(&mut world.outputs).into_iter();
    let copies = copies.filter_map(|output| match output {
        Output::Copy {
            stream: STREAM,
            packet,
        } => Some(packet),
        _ => None,
    });
    copies.collect()
}

fn stills(world: &mut World) -> Vec<Vec<CopiedPacket>> {
    let stills = std::mem::take(&mut world.outputs).into_iter();
    let stills = stills.filter_map(|output| match output {
        Output::Still {
            stream: STREAM,
            packets,
        } => Some(packets),
        _ => None,
    });
    stills.collect()
}

#[test]
fn a_tap_gets_every_packet_once_with_all_that_depacketising_takes() {
    let mut world = World::new();
    tap(&mut world, true);
    tap(&mut world, true);
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    world.send_audio(1, &[7; 20]);
    film(&mut world, 1, 30);

    let copies = copies(&mut world);
    let (sound, video): (Vec<_>, Vec<_>) = copies
        .iter()
        .partition(|packet| packet.codec == CopiedCodec::Opus);
    assert_eq!((video.len(), sound.len()), (33, 1));
    assert_eq!(video[0].payload[..], [0x67, 0x42, 0xe0, 0x1f]);
    assert_eq!(sound[0].payload[..], [7; 20]);
    assert!(video.iter().all(|packet| packet.codec == CopiedCodec::H264
        && packet.ssrc == video[0].ssrc
        && packet.turn == video[0].turn));
    let marks: Vec<_> = video.iter().take(4).map(|packet| packet.marker).collect();
    assert_eq!(marks, [false, false, true, true]);
    assert!(
        video
            .windows(2)
            .all(|pair| pair[0].sequence < pair[1].sequence && pair[0].arrived_at <= pair[1].arrived_at)
    );
    assert_eq!(world.video(2).len(), 33, "viewers get theirs");

    tap(&mut world, false);
    film(&mut world, 1, 5);
    assert_eq!(self::copies(&mut world), []);
}

#[test]
fn a_tap_begins_with_the_newest_group_of_pictures() {
    let mut world = live();
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    copies(&mut world);
    tap(&mut world, true);
    film(&mut world, 1, 1);
    let copies = copies(&mut world);
    assert_eq!(copies.len(), 14, "the key frame of three packets, ten and one");
    assert!(
        copies
            .windows(2)
            .all(|pair| pair[0].sequence + 1 == pair[1].sequence)
    );
    assert_eq!(world.key_frame_requests(1), 0);
}

#[test]
fn a_tap_takes_the_place_of_one_whose_end_got_lost() {
    let mut world = live();
    tap(&mut world, true);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    copies(&mut world);
    tap(&mut world, true);
    let again = copies(&mut world);
    assert_eq!(again.len(), 13, "whoever taps now begins with a key frame");
    film(&mut world, 1, 1);
    assert_eq!(copies(&mut world).len(), 1, "each packet is copied once");
    tap(&mut world, false);
    film(&mut world, 1, 5);
    assert_eq!(copies(&mut world), []);
}

#[test]
fn a_tap_that_is_stuck_costs_one_request_and_a_tap_alone_none() {
    let mut world = live();
    film(&mut world, 1, 60);
    tap(&mut world, true);
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 1, "nothing to begin with");
    world.send_key_frame(1);
    film(&mut world, 1, 200);
    assert_eq!(world.key_frame_requests(1), 1);
    for _ in 0..3 {
        tell(&mut world, Input::TapStuck { stream: STREAM });
    }
    film(&mut world, 1, 10);
    assert_eq!(world.key_frame_requests(1), 2);
}

#[test]
fn a_tapped_stream_lives_without_anybody_else() {
    let mut world = World::new();
    tap(&mut world, true);
    world.run(SOON);
    assert_eq!(world.sfu.counters().streams, 1);
    tap(&mut world, false);
    assert_eq!(world.sfu.counters().streams, 0);
}

#[test]
fn a_publisher_that_comes_back_has_another_turn() {
    let mut world = live();
    tap(&mut world, true);
    world.send_key_frame(1);
    world.run(SOON);
    world.publish(9, 60_000);
    world.run(SOON);
    world.send_key_frame(9);
    world.run(SOON);
    let turns: std::collections::BTreeSet<_> = copies(&mut world).iter().map(|packet| packet.turn).collect();
    assert_eq!(turns.len(), 2);
}

#[test]
fn a_still_is_given_at_once_while_the_key_frame_is_fresh() {
    let mut world = live();
    world.send_key_frame(1);
    film(&mut world, 1, 40);
    world.outputs.clear();
    tell(&mut world, Input::StillWanted { stream: STREAM });
    let given = stills(&mut world);
    assert_eq!(given.len(), 1);
    let payloads: Vec<_> = given[0].iter().map(|packet| packet.payload.to_vec()).collect();
    assert_eq!(payloads[0], [0x67, 0x42, 0xe0, 0x1f]);
    assert_eq!(payloads.len(), 3);
    assert_eq!(world.key_frame_requests(1), 0);
}

#[test]
fn an_older_one_costs_one_request_and_is_given_when_it_has_come() {
    let mut world = live();
    film(&mut world, 1, 90);
    world.outputs.clear();
    for _ in 0..3 {
        tell(&mut world, Input::StillWanted { stream: STREAM });
    }
    film(&mut world, 1, 10);
    assert_eq!(stills(&mut world).len(), 0);
    assert_eq!(world.key_frame_requests(1), 1);
    world.send_key_frame(1);
    world.run(SOON);
    assert_eq!(stills(&mut world).len(), 1);
    film(&mut world, 1, 10);
    assert_eq!(stills(&mut world).len(), 0, "once");
}

#[test]
fn nobody_makes_a_still_of_nothing() {
    let mut world = World::new();
    tell(&mut world, Input::StillWanted { stream: STREAM });
    assert_eq!(stills(&mut world), Vec::<Vec<CopiedPacket>>::new());
    assert_eq!(world.sfu.counters().streams, 0);
}

/// Pictures of some layers, with a key frame of each first if `keys` says so.
fn film_layers(world: &mut World, layers: &[(&str, u16)], pictures: u32, keys: bool) {
    for picture in 0..pictures {
        world.begin_picture(1);
        for &(rid, height) in layers {
            world.send_in_layer(1, rid, height, keys && picture == 0);
        }
        world.run(FRAME);
    }
}

#[test]
fn of_several_layers_a_tap_gets_the_largest_that_is_sent() {
    const BOTH: [(&str, u16); 2] = [("s", 180), ("l", 720)];
    let mut world = World::new();
    world.publish_layers(1, &["s", "l"]);
    tap(&mut world, true);
    world.run(SOON);
    film_layers(&mut world, &BOTH, 30, true);
    let both = copies(&mut world);
    assert_eq!(both.len(), 31, "one picture of the small layer, which came first");
    let large = both[1].ssrc;
    assert_ne!(both[0].ssrc, large);
    assert!(both[1..].iter().all(|packet| packet.ssrc == large));
    let asked = world.key_frame_requests(1);

    // The phone gives the large layer up; the small one is of use from its key frame on.
    film_layers(&mut world, &BOTH[..1], 90, false);
    assert_eq!(copies(&mut world), []);
    let asked = world.key_frame_requests(1) - asked;
    assert!((1..=3).contains(&asked), "once, and again each second: {asked}");
    film_layers(&mut world, &BOTH[..1], 10, true);
    assert_eq!(copies(&mut world).len(), 10);

    // It is back: one key frame later the tap is, too.
    film_layers(&mut world, &BOTH, 10, true);
    let back = copies(&mut world);
    assert_eq!(back.len(), 11);
    assert!(back[1..].iter().all(|packet| packet.ssrc == large));
}
