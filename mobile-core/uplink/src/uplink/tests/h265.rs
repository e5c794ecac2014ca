//! Pictures in H.265: the prepared ones that the bindings are tested with.

use std::time::Duration;

use str0m::format::Codec;

use super::world::{CONFIG, World};
use super::{DELTA, IDR, SETS, SOON};
use crate::{Output, UplinkConfig, UplinkState, VideoCodec};

const FILM: &[u8] = include_bytes!("../../../../../bindings/clip/testsrc.h265");
/// What every access unit of the film begins with.
const DELIMITER: [u8; 6] = [0, 0, 0, 1, 0x46, 0x01];
const CONFIG_265: UplinkConfig = UplinkConfig {
    video: Some(VideoCodec::H265),
    ..CONFIG
};

fn access_units() -> Vec<&'static [u8]> {
    let begins = |&at: &usize| FILM[at..].starts_with(&DELIMITER);
    let mut begun: Vec<_> = (0..FILM.len()).filter(begins).collect();
    begun.push(FILM.len());
    begun.windows(2).map(|ends| &FILM[ends[0]..ends[1]]).collect()
}

/// The NAL units of an access unit but for the delimiter, which is not sent: packets mark where an access unit ends.
fn units(access_unit: &[u8]) -> Vec<&[u8]> {
    let begins = |&at: &usize| access_unit[at..].starts_with(&[0, 0, 1]);
    let mut begun: Vec<_> = (0..access_unit.len()).filter(begins).collect();
    begun.push(access_unit.len());
    let between = begun.windows(2).map(|ends| &access_unit[ends[0] + 3..ends[1]]);
    let trimmed = between.map(|unit| unit.strip_suffix(&[0]).unwrap_or(unit));
    trimmed
        .filter(|unit| !unit.starts_with(&DELIMITER[4..]))
        .collect()
}

#[test]
fn pictures_in_h265_arrive_whole() {
    let mut world = World::answered(CONFIG_265);
    world.run(SOON);
    let film = access_units();
    assert_eq!(film.len(), 60);
    for unit in &film {
        world.film(unit);
        world.run(Duration::from_secs(1) / 15);
    }
    let came = world.video();
    assert!(came.iter().all(|data| data.params.spec().codec == Codec::H265));
    assert_eq!(came.len(), film.len());
    for (came, filmed) in came.iter().zip(film) {
        assert_eq!(units(&came.data), units(filmed));
    }
}

#[test]
fn the_other_codec_is_not_sent_and_a_server_without_h265_is_told_apart() {
    let mut world = World::answered(CONFIG_265);
    world.run(SOON);
    world.film(&[&SETS[..], &IDR].concat());
    world.film(&DELTA);
    world.run(SOON);
    assert!(world.video().is_empty(), "no picture of H.265 has begun");

    let (mut world, offer) = World::offered(UplinkConfig {
        sound: false,
        ..CONFIG_265
    });
    let answer = world.answer(&offer.replace("H265/90000", "H266/90000"));
    world.give(crate::Input::Answered { sdp: &answer });
    world.run(SOON);
    assert_eq!(world.count(&Output::StateChanged(UplinkState::Closed)), 1);
}
