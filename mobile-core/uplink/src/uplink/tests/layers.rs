//! An uplink whose picture has several layers.

use std::time::Duration;

use super::world::{CONFIG, World};
use super::{DELTA, IDR, SETS, SOON};
use crate::{Input, Output, UplinkConfig};

const FRAME: Duration = Duration::from_millis(40);
const LAYERS: usize = 3;
const OFFERED: UplinkConfig = UplinkConfig {
    layers: LAYERS,
    ..CONFIG
};

fn connected() -> World {
    let mut world = World::answered(OFFERED);
    world.run(SOON);
    world
}

fn give(world: &mut World, layer: usize, bytes: &[u8]) {
    let at = world.now - world.start;
    world.give(Input::VideoFrame { at, layer, bytes });
}

/// Films as encoders do that follow what they are asked for: each layer at its rate, 25 pictures a second.
fn film(world: &mut World, seconds: u32) {
    for n in 0..seconds * 25 {
        for layer in 0..LAYERS {
            let Some(bps) = world.bitrate_of(layer).or(Some(100_000)).filter(|bps| *bps > 0) else {
                continue;
            };
            let is_key = n == 0 || world.take_key_frame_wish(layer);
            let mut picture = if is_key {
                [&SETS[..], &IDR].concat()
            } else {
                DELTA.to_vec()
            };
            picture.resize(usize::try_from(bps / 200).unwrap().max(picture.len()), 0x55);
            give(world, layer, &picture);
        }
        world.run(FRAME);
    }
}

/// The pictures of a layer that arrived.
fn arrived(world: &World, name: &str) -> usize {
    let of = |rid: &str| rid == name;
    let video = world.video();
    video
        .iter()
        .filter(|data| data.rid.is_some_and(|rid| of(&rid)))
        .count()
}

#[test]
fn they_are_offered_by_name() {
    let (_, offer) = World::offered(OFFERED);
    for part in [
        "a=rid:l send",
        "a=rid:m send",
        "a=rid:h send",
        "a=simulcast:send l;m;h",
        "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
    ] {
        assert!(offer.contains(part), "{part} in {offer}");
    }
    let (_, offer) = World::offered(CONFIG);
    assert!(
        !offer.contains("a=simulcast"),
        "a single one needs no name: {offer}"
    );
}

#[test]
fn each_arrives_apart_from_the_others() {
    let mut world = connected();
    for layer in 0..LAYERS {
        assert_eq!(world.count(&Output::KeyFrameWanted { layer }), 1);
    }
    film(&mut world, 10);
    let before = ["l", "m", "h"].map(|name| arrived(&world, name));
    film(&mut world, 4);
    let after = ["l", "m", "h"].map(|name| arrived(&world, name));
    for (before, after) in before.into_iter().zip(after) {
        assert!(before >= 150 && after >= before + 95, "{before}, then {after}");
    }
}

#[test]
fn a_key_frame_is_asked_of_the_layer_that_needs_it() {
    let mut world = connected();
    film(&mut world, 10);
    let before = [0, 1, 2].map(|layer| world.count(&Output::KeyFrameWanted { layer }));
    world.request_key_frame_of("m");
    world.run(SOON);
    let after = [0, 1, 2].map(|layer| world.count(&Output::KeyFrameWanted { layer }));
    assert_eq!(after, [before[0], before[1] + 1, before[2]]);
}

#[test]
fn a_narrow_network_leaves_the_smallest() {
    let mut world = connected();
    film(&mut world, 5);
    world.link_bps = 200_000;
    film(&mut world, 20);
    assert!(world.bitrate_of(0).unwrap() >= 60_000);
    assert_eq!(world.bitrate_of(2), Some(0));
    let before = ["l", "h"].map(|name| arrived(&world, name));
    film(&mut world, 4);
    assert!(arrived(&world, "l") >= before[0] + 80);
    assert_eq!(arrived(&world, "h"), before[1]);
    world.link_bps = 20_000_000;
    film(&mut world, 40);
    assert!(world.bitrate_of(2).unwrap() > 0, "it comes again");
    let before = arrived(&world, "h");
    film(&mut world, 2);
    assert!(arrived(&world, "h") >= before + 40);
}

#[test]
fn a_layer_nobody_watches_is_not_encoded() {
    let mut world = connected();
    film(&mut world, 5);
    for layer in [1, 2] {
        world.give(Input::LayerWanted { layer, wanted: false });
        assert_eq!(world.bitrate_of(layer), Some(0));
    }
    let before = arrived(&world, "h");
    let wishes = world.count(&Output::KeyFrameWanted { layer: 2 });
    give(&mut world, 2, &[&SETS[..], &IDR].concat());
    world.run(SOON);
    assert_eq!(
        arrived(&world, "h"),
        before,
        "what is encoded all the same goes nowhere"
    );
    assert_eq!(world.count(&Output::KeyFrameWanted { layer: 2 }), wishes);
    world.give(Input::LayerWanted {
        layer: 2,
        wanted: true,
    });
    assert!(world.bitrate_of(2).unwrap() > 0);
    assert_eq!(world.count(&Output::KeyFrameWanted { layer: 2 }), wishes + 1);
    give(&mut world, 2, &DELTA);
    world.run(SOON);
    assert_eq!(arrived(&world, "h"), before, "it begins with a key frame");
}

#[test]
fn a_server_that_takes_but_one_gets_the_largest() {
    let (mut world, offer) = World::offered(OFFERED);
    let answer = world.answer(&offer);
    let plain = answer
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with("a=rid:") && !line.starts_with("a=simulcast:"));
    let plain: String = plain.collect();
    world.give(Input::Answered { sdp: &plain });
    world.run(SOON);
    film(&mut world, 3);
    assert_eq!([0, 1].map(|layer| world.bitrate_of(layer)), [Some(0), Some(0)]);
    assert!(world.bitrate_of(2).unwrap() > 0);
    assert!(world.video().len() >= 60);
}

#[test]
fn a_layer_there_is_not_harms_nothing() {
    let mut world = connected();
    give(&mut world, 3, &[&SETS[..], &IDR].concat());
    world.give(Input::LayerWanted {
        layer: 9,
        wanted: true,
    });
    film(&mut world, 1);
    assert!(world.uplink.fault().is_none());
}
