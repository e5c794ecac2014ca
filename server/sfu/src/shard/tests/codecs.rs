//! Codecs that the hall itself does not read: they reach whoever speaks them, and nobody else.

use str0m::format::Codec;
use str0m::media::Direction;

use super::world::{STREAM, World};
use super::{FRAME, SOON, assert_gapless};
use crate::{Input, OfferRefusal, Output, PeerId};

/// A codec, its key frame's packets, a packet of another picture; each payload's first bytes are an encoder's.
struct Speech {
    codec: Codec,
    only: &'static [Codec],
    with_others: &'static [Codec],
    name: &'static str,
    key: [&'static [u8]; 2],
    delta: &'static [u8],
}

const SPEECHES: [Speech; 3] = [
    Speech {
        codec: Codec::Vp9,
        only: &[Codec::Vp9],
        with_others: &[Codec::H264, Codec::Vp8, Codec::Vp9],
        name: "VP9",
        key: [&[0x08, 0x82, 0x49, 0x83, 0x42, 0x00], &[0x04, 0x58, 0x8A, 0xB9]],
        delta: &[0x4C, 0x86, 0x00, 0x40],
    },
    Speech {
        codec: Codec::Av1,
        only: &[Codec::Av1],
        with_others: &[Codec::H264, Codec::Vp8, Codec::Av1],
        name: "AV1",
        key: [&[0x68, 0x0C, 0x08, 0x00, 0x00, 0x00, 0x04], &[0x90, 0x28]],
        delta: &[0x10, 0x30, 0x30, 0x00],
    },
    Speech {
        codec: Codec::H265,
        only: &[Codec::H265],
        with_others: &[Codec::H264, Codec::Vp8, Codec::H265],
        name: "H.265",
        key: [&[0x60, 0x01, 0x00, 0x02, 0x40, 0x01], &[0x28, 0x01, 0xAF, 0x11]],
        delta: &[0x02, 0x01, 0xD0, 0x11],
    },
];

/// A publisher in a codec, with those who join in `join`.
fn live(speech: &Speech, join: impl FnOnce(&mut World)) -> World {
    let mut world = World::new();
    world.speaks = speech.only;
    world.publish(1, 100);
    join(&mut world);
    world.run(SOON);
    film(&mut world, speech, 10);
    world
}

/// A key frame and so many pictures after it.
fn film(world: &mut World, speech: &Speech, pictures: usize) {
    world.begin_picture(1);
    world.send_coded(1, speech.codec, speech.key[0], false);
    world.send_coded(1, speech.codec, speech.key[1], true);
    for _ in 0..pictures {
        world.run(FRAME);
        world.begin_picture(1);
        world.send_coded(1, speech.codec, speech.delta, true);
    }
    world.run(SOON);
}

#[test]
fn a_picture_reaches_who_speaks_its_codec_and_not_who_does_not() {
    for speech in &SPEECHES {
        let mut world = live(speech, |world| {
            world.speaks = speech.with_others;
            world.watch(2);
            world.join_wall(4, 1);
            world.place(4, 0, Some((STREAM, 720)));
            world.speaks = &[Codec::H264, Codec::Vp8];
            world.watch(3);
        });
        let video = world.video(2);
        assert_eq!(video.len(), 12, "{}", speech.name);
        assert_eq!([&video[0].2[..], &video[1].2], speech.key, "{}", speech.name);
        assert_gapless(&video);
        assert_eq!(world.shown(4, 0).len(), 12, "{} on a wall", speech.name);

        assert!(world.is_connected(3));
        assert_eq!(world.video(3), [], "{}", speech.name);
        assert!(world.sfu.counters().rtp_unforwardable >= 12, "it is counted");
        let starts = |output: &&Output| matches!(output, Output::StreamStarted { .. });
        assert_eq!(world.outputs.iter().filter(starts).count(), 1, "{}", speech.name);
    }
}

#[test]
fn who_joins_later_begins_with_the_key_frame() {
    for speech in &SPEECHES {
        let mut world = live(speech, |_| {});
        film(&mut world, speech, 5);
        world.speaks = speech.only;
        world.watch(2);
        world.run(SOON);
        let asked = world.key_frame_requests(1);
        world.begin_picture(1);
        world.send_coded(1, speech.codec, speech.delta, true);
        world.run(SOON);
        assert_eq!(world.video(2), [], "{}: nothing before a key frame", speech.name);
        assert!(
            world.key_frame_requests(1) > asked,
            "{}: it is asked for",
            speech.name
        );
        film(&mut world, speech, 3);
        let video = world.video(2);
        assert_eq!(video.len(), 5, "{}", speech.name);
        assert_eq!(video[0].2, speech.key[0], "{}", speech.name);
    }
}

/// What the hall was told that it cannot read.
fn unreadable(world: &mut World) -> Vec<&'static str> {
    let outputs = std::mem::take(&mut world.outputs).into_iter();
    let told = outputs.filter_map(|output| match output {
        Output::Unreadable {
            stream: STREAM,
            codec,
        } => Some(codec),
        Output::Copy { .. } | Output::Still { .. } => panic!("it cannot be read"),
        _ => None,
    });
    told.collect()
}

#[test]
fn who_taps_it_or_wants_a_still_is_told_that_it_cannot_be_read() {
    for speech in &SPEECHES {
        let mut world = live(speech, |_| {});
        let now = world.now;
        world.sfu.handle_input(now, Input::StillWanted { stream: STREAM });
        world.drain_sfu();
        film(&mut world, speech, 3);
        assert_eq!(unreadable(&mut world), [speech.name], "for a still, once");

        let now = world.now;
        world.sfu.handle_input(
            now,
            Input::Tapped {
                stream: STREAM,
                on: true,
            },
        );
        world.drain_sfu();
        film(&mut world, speech, 3);
        assert_eq!(unreadable(&mut world), [speech.name], "for a tap, once");
    }
}

/// What a viewer was told not to be able to decode, or to decode again.
fn undecodable(world: &mut World, viewer: u64) -> Vec<(u8, Option<&'static str>)> {
    let outputs = std::mem::take(&mut world.outputs).into_iter();
    let told = outputs.filter_map(|output| match output {
        Output::Undecodable {
            peer,
            slot,
            stream,
            codec,
        } => {
            assert_eq!((peer.0, stream), (viewer, STREAM));
            Some((slot.0, codec))
        }
        _ => None,
    });
    told.collect()
}

#[test]
fn a_wall_is_told_once_that_it_cannot_decode_and_once_that_it_can_again() {
    for speech in &SPEECHES {
        let mut world = live(speech, |world| {
            world.speaks = &[Codec::H264, Codec::Vp8];
            world.join_wall(2, 2);
            world.place(2, 1, Some((STREAM, 720)));
        });
        assert_eq!(undecodable(&mut world, 2), [(1, Some(speech.name))]);
        world.place(2, 1, Some((STREAM, 360)));
        film(&mut world, speech, 3);
        assert_eq!(undecodable(&mut world, 2), [], "{}: once", speech.name);

        // Another camera takes the place of the first, in a codec that the wall takes.
        world.speaks = &[Codec::H264];
        world.publish(3, 500);
        world.run(SOON);
        world.send_key_frame(3);
        world.run(SOON);
        assert_eq!(undecodable(&mut world, 2), [(1, None)], "{}", speech.name);
        assert!(!world.shown(2, 1).is_empty(), "{}", speech.name);
        world.send_delta_frame(3);
        world.run(SOON);
        assert_eq!(undecodable(&mut world, 2), []);
    }
}

#[test]
fn a_slot_that_shows_another_stream_is_told_anew() {
    let speech = &SPEECHES[1];
    let mut world = live(speech, |world| {
        world.speaks = &[Codec::H264, Codec::Vp8];
        world.join_wall(2, 1);
        world.place(2, 0, Some((STREAM, 720)));
    });
    assert_eq!(undecodable(&mut world, 2), [(0, Some("AV1"))]);
    world.place(2, 0, None);
    film(&mut world, speech, 3);
    assert_eq!(undecodable(&mut world, 2), [], "the slot is empty");
    world.place(2, 0, Some((STREAM, 720)));
    film(&mut world, speech, 3);
    assert_eq!(undecodable(&mut world, 2), [(0, Some("AV1"))]);
}

#[test]
fn who_comes_with_an_offer_that_lacks_the_streams_codec_is_refused_with_its_name() {
    for speech in &SPEECHES {
        let mut world = live(speech, |_| {});
        let mut answer_to = |peer, speaks| {
            world.speaks = speaks;
            let (offer, _) = world.offer(peer, Direction::RecvOnly, 0);
            let now = world.now;
            let input = Input::Watched {
                peer: PeerId(peer),
                stream: STREAM,
                offer: &offer,
            };
            world.sfu.handle_input(now, input);
            world.drain_sfu();
            world.answer_to(peer)
        };
        let refusal = answer_to(2, &[Codec::H264, Codec::Vp8]).unwrap_err();
        assert_eq!(refusal, OfferRefusal::CodecNotOffered(speech.name));
        assert!(refusal.to_string().contains(speech.name), "{refusal}");
        assert!(answer_to(3, speech.with_others).is_ok(), "{}", speech.name);

        // With the camera goes the reason.
        let now = world.now;
        world.sfu.handle_input(now, Input::Left { peer: PeerId(1) });
        world.drain_sfu();
        world.speaks = &[Codec::H264, Codec::Vp8];
        world.watch(4);
    }
}

#[test]
fn who_only_hears_is_let_in_whatever_the_pictures_are_in() {
    let mut world = live(&SPEECHES[0], |_| {});
    world.speaks = &[Codec::H264];
    world.listen(2);
    world.run(SOON);
    assert!(world.is_connected(2));
}
