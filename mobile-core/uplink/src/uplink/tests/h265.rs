//! Pictures in H.265: the prepared ones that the bindings are tested with.

use std::time::Duration;

use str0m::format::Codec;

use super::world::{CONFIG, World};
use super::{DELTA, IDR, SETS, SOON};
use crate::{Input, Output, UplinkConfig, UplinkState, VideoCodec};

const FILM: &[u8] = include_bytes!("../../../../../bindings/clip/testsrc.h265");
/// What every access unit of the film begins with.
const DELIMITER: [u8; 6] = [0, 0, 0, 1, 0x46, 0x01];
const CONFIG_265: UplinkConfig = UplinkConfig {
    video: &[VideoCodec::H265, VideoCodec::H264],
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
    let mut world = World::answered(UplinkConfig {
        video: &[VideoCodec::H265],
        ..CONFIG
    });
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
fn the_server_chooses_among_what_the_encoders_make() {
    let (h264, h265) = (&[VideoCodec::H264][..], &[VideoCodec::H265][..]);
    for (takes, chosen) in [
        (h265, Some(VideoCodec::H265)),
        (h264, Some(VideoCodec::H264)),
        (&[], None),
    ] {
        let (mut world, offer) = World::offered(CONFIG_265);
        assert!(offer.find("H265/90000") < offer.find("H264/90000"), "{offer}");
        assert_eq!(world.uplink.codec(), None, "before the answer");
        let named = |codec: &VideoCodec| format!("{codec:?}/90000");
        let taken = |codec| takes.contains(&codec);
        let unknown = |offer: String, codec: VideoCodec| {
            if taken(codec) {
                offer
            } else {
                offer.replace(&named(&codec), "H266/90000")
            }
        };
        let seen = unknown(unknown(offer, VideoCodec::H264), VideoCodec::H265);
        let answer = world.answer(&seen);
        world.give(Input::Answered { sdp: &answer });
        world.run(SOON);
        assert_eq!(world.uplink.codec(), chosen);
        world.film(&[&SETS[..], &IDR].concat());
        world.film(&DELTA);
        if taken(VideoCodec::H265) {
            world.film(access_units()[0]);
        }
        world.run(SOON);
        let came: Vec<_> = world
            .video()
            .iter()
            .map(|data| data.params.spec().codec)
            .collect();
        let expected = match chosen {
            Some(VideoCodec::H264) => vec![Codec::H264; 2],
            Some(VideoCodec::H265) => vec![Codec::H265],
            None => vec![],
        };
        assert_eq!(came, expected, "what is in another codec is not sent");
    }
}

#[test]
fn the_first_codec_of_an_answer_that_takes_both_is_sent() {
    let numbers = |sdp: &str| {
        let line = sdp.lines().find(|line| line.starts_with("m=video ")).unwrap();
        line.to_owned()
    };
    for chosen in [VideoCodec::H264, VideoCodec::H265] {
        let (mut world, offer) = World::offered(CONFIG_265);
        let answer = world.answer(&offer);
        let line = numbers(&answer);
        assert!(line.contains("108") && line.contains("102"), "{line}");
        let (first, second) = match chosen {
            VideoCodec::H264 => ("108 109", "102 103"),
            VideoCodec::H265 => ("102 103", "108 109"),
        };
        let ordered = format!("m=video 9 UDP/TLS/RTP/SAVPF {first} {second}");
        world.give(Input::Answered {
            sdp: &answer.replace(&line, &ordered),
        });
        world.run(SOON);
        assert_eq!(world.uplink.codec(), Some(chosen));
        assert_eq!(world.uplink.state(), UplinkState::Connected);
    }
}

#[test]
fn a_server_that_takes_neither_is_told_apart() {
    let (mut world, offer) = World::offered(UplinkConfig {
        sound: false,
        ..CONFIG_265
    });
    let strange = offer
        .replace("H265/90000", "H266/90000")
        .replace("H264/90000", "H263/90000");
    let answer = world.answer(&strange);
    world.give(Input::Answered { sdp: &answer });
    world.run(SOON);
    assert_eq!(world.count(&Output::StateChanged(UplinkState::Closed)), 1);
}
