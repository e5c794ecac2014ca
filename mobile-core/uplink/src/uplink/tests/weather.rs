//! Five minutes on a mobile network that loses a tenth: what arrives, what the encoder is asked for.

use std::time::Duration;

use super::world::{CONFIG, World};
use super::{DELTA, IDR, SETS};
use crate::{Output, Picture, UplinkConfig, VideoCodec};

const FRAME: Duration = Duration::from_millis(40);
const SOUND: Duration = Duration::from_millis(20);
/// From narrow to wide and back again.
const TOOTH: u64 = 30_000;
const NARROW: u64 = 300_000;
const WIDE: u64 = 800_000;

/// What a viewer made of it.
#[derive(Debug)]
struct Seen {
    shown: usize,
    requests: usize,
    mean_bps: u64,
    /// Of a thousand seconds, how many at less than 100 kbit/s.
    starved: usize,
    mean_link_bps: u64,
    /// How often stills took the place of video.
    stills: usize,
}

/// The width of the link at a time, which falls and rises like the teeth of a saw.
fn link_bps(at: Duration) -> u64 {
    let into = u64::try_from(at.as_millis()).unwrap() % TOOTH;
    WIDE - (WIDE - NARROW) * into / TOOTH
}

fn weathered(seconds: u32, loss: u64) -> Seen {
    let mut world = World::answered(UplinkConfig {
        max_bitrate_bps: 1_500_000,
        ..CONFIG
    });
    world.latency = Duration::from_millis(75);
    world.run(Duration::from_secs(2));
    let began = world.now;
    world.loss = loss;
    let (mut taken, mut key_frames, mut rates, mut links) = (0, 0, Vec::new(), Vec::new());
    let (mut looked_at, mut intact, mut shown) = (0, false, 0);
    for n in 0..seconds * 25 {
        world.link_bps = link_bps(world.now - began);
        links.push(world.link_bps);
        let bps = world.bitrate().unwrap_or(300_000);
        if n >= 10 * 25 {
            rates.push(bps);
        }
        let wanted = world.count(&Output::KeyFrameWanted { layer: 0 });
        let is_key = wanted > key_frames || n == 0;
        key_frames = wanted;
        let mut picture = if is_key {
            [&SETS[..], &IDR].concat()
        } else {
            DELTA.to_vec()
        };
        // An encoder that keeps to its rate spreads what a key frame takes over the pictures after it.
        let share = if is_key { 4 } else { 1 };
        picture.resize(usize::try_from(bps / 25 / 8 * share).unwrap().max(40), 0x55);
        world.film(&picture);
        for _ in 0..FRAME.as_millis() / SOUND.as_millis() {
            world.speak(&[0xf8; 60]);
            world.run(SOUND);
        }
        // As a browser does: what misses a picture before it is not shown, and a key frame is asked for.
        let mut asks = false;
        for data in &world.video()[looked_at..] {
            taken += 1;
            intact = VideoCodec::H264.picture(&data.data) == Picture::Key || intact && data.contiguous;
            asks |= !intact;
            shown += usize::from(intact);
        }
        looked_at = taken;
        if asks {
            world.request_key_frame();
        }
    }
    let mean = |values: &[u64]| values.iter().sum::<u64>() / values.len() as u64;
    Seen {
        shown,
        requests: key_frames,
        mean_bps: mean(&rates),
        starved: rates.iter().filter(|bps| **bps < 100_000).count() * 1_000 / rates.len(),
        mean_link_bps: mean(&links),
        stills: world.count(&Output::StillsOnly { on: true }),
    }
}

#[test]
fn losses_of_a_radio_do_not_starve_the_encoder() {
    let seen = weathered(300, 10);
    println!("{seen:?}");
    assert_eq!(seen.stills, 0, "it carries video all the time: {seen:?}");
    assert!(
        seen.shown >= 7_200 && seen.requests <= 40,
        "repairs arrive: {seen:?}"
    );
    assert!(
        seen.mean_bps * 100 >= seen.mean_link_bps * 35,
        "the network is used: {seen:?}"
    );
    assert!(seen.starved <= 50, "a twentieth of the time: {seen:?}");
}
