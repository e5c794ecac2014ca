//! A network that carries no video, but voice with a picture now and again.

use std::time::Duration;

use super::world::World;
use super::{DELTA, IDR, SETS, connected, film};
use crate::{Output, UplinkState};

const FRAME: Duration = Duration::from_millis(40);
/// Bytes of an Opus packet each 40 ms.
const VOICE: usize = 60;

/// Films as an encoder does that makes key frames only when asked, and speaks; when key frames were given, from here on.
fn show(world: &mut World, seconds: u32) -> Vec<Duration> {
    let mut shown = Vec::new();
    for n in 0..seconds * 25 {
        if world.take_key_frame_wish(0) {
            let mut picture = [&SETS[..], &IDR].concat();
            picture.resize(6_000, 0x55);
            world.film(&picture);
            shown.push(FRAME * n);
        } else {
            let mut picture = DELTA.to_vec();
            picture.resize(
                usize::try_from(world.bitrate().unwrap_or(80_000) / 200).unwrap(),
                0x55,
            );
            world.film(&picture);
        }
        world.speak(&[0xf8; VOICE]);
        world.run(FRAME);
    }
    shown
}

fn narrowed() -> World {
    let mut world = connected();
    film(&mut world, 10);
    world.link_bps = 300_000;
    show(&mut world, 10);
    world.link_bps = 70_000;
    show(&mut world, 30);
    world
}

#[test]
fn below_eighty_kilobits_there_are_stills_and_voice() {
    let mut world = narrowed();
    assert_eq!(world.count(&Output::StillsOnly { on: true }), 1);
    assert_eq!(world.count(&Output::StillsOnly { on: false }), 0);
    let (pictures, sound) = (world.video().len(), world.sound().len());
    let shown = show(&mut world, 60);
    assert!((8..=13).contains(&shown.len()), "one in five seconds: {shown:?}");
    let pictures = world.video().len() - pictures;
    assert!((8..=13).contains(&pictures), "{pictures} stills and nothing else");
    let sound = world.sound().len() - sound;
    assert!(sound >= 1_425, "{sound} of 1500 pieces of voice");
    assert_eq!(world.uplink.state(), UplinkState::Connected);
}

#[test]
fn video_comes_again_with_the_network() {
    let mut world = narrowed();
    world.link_bps = 2_000_000;
    show(&mut world, 60);
    assert_eq!(world.count(&Output::StillsOnly { on: false }), 1);
    assert_eq!(
        world.count(&Output::StillsOnly { on: true }),
        1,
        "it does not flutter"
    );
    let before = world.video().len();
    show(&mut world, 4);
    assert!(world.video().len() >= before + 90, "it moves");
    assert!(world.bitrate().unwrap() >= 120_000);
}

#[test]
fn a_short_hole_is_no_reason_for_stills() {
    let mut world = connected();
    film(&mut world, 5);
    world.link_bps = 60_000;
    show(&mut world, 1);
    world.link_bps = 2_000_000;
    show(&mut world, 20);
    assert_eq!(world.count(&Output::StillsOnly { on: true }), 0);
}
