//! What is in packets that repeat themselves, and who is sent what.

use std::sync::Arc;
use std::time::Instant;

use proptest::prelude::*;
use str0m::format::Codec;
use str0m::media::Pt;
use str0m::rtp::{RedDecoder, RedEncoder, RedundantBlock};

use super::{Arrived, Earlier, sent, unpack};
use crate::codecs;
use crate::publisher::Packet;
use crate::rewrite::Source;

const OPUS: u8 = 111;

fn opus() -> Pt {
    OPUS.into()
}

fn block(age: u32, byte: u8) -> RedundantBlock {
    RedundantBlock {
        pt: OPUS,
        timestamp_offset: age,
        payload: vec![byte; 10],
    }
}

/// Piece 3 of sound, with 1 and 2 before it.
fn third() -> Vec<u8> {
    RedEncoder::encode(OPUS, &[3; 10], &[block(1_920, 1), block(960, 2)])
}

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn packet(redundant: Option<Arc<[u8]>>, is_recovered: bool) -> Packet {
    let rtc = codecs::rtp_config(false).build(Instant::now());
    let is_opus = |params: &&str0m::format::PayloadParams| params.spec().codec == Codec::Opus;
    let codec = rtc.codec_config().params().iter().find(is_opus).unwrap().spec();
    Packet {
        source: Source { turn: 1, ssrc: 2 },
        layer: 0,
        codec,
        payload_type: opus(),
        seq: 9,
        timestamp: 0,
        marker: false,
        extensions: str0m::rtp::ExtensionValues::default(),
        payload: [3; 10].into(),
        redundant,
        is_recovered,
        arrived_at: Instant::now(),
        opens_key_frame: false,
        height: None,
        completes_first_picture: false,
    }
}

#[test]
fn a_packet_holds_its_own_piece_and_those_before_it() {
    let unpacked = unpack(&third(), opus()).unwrap();
    assert_eq!(*unpacked.own, [3; 10]);
    let earlier = |back, age, byte: u8| Earlier {
        back,
        age,
        payload: [byte; 10].into(),
    };
    assert_eq!(unpacked.earlier, [earlier(1, 960, 2), earlier(2, 1_920, 1)]);
}

#[test]
fn what_is_of_another_codec_is_left_out() {
    assert_eq!(unpack(&third(), 96.into()), None);
    let mixed = RedEncoder::encode(
        OPUS,
        &[3],
        &[
            block(1_920, 1),
            RedundantBlock {
                pt: 0,
                ..block(960, 2)
            },
        ],
    );
    let backs: Vec<_> = unpack(&mixed, opus())
        .unwrap()
        .earlier
        .iter()
        .map(|earlier| earlier.back)
        .collect();
    assert_eq!(backs, [2]);
}

#[test]
fn who_takes_redundancy_is_sent_it_under_its_own_numbers() {
    let whole: Arc<[u8]> = third().into();
    let (number, instead) = sent(&packet(Some(whole.clone()), false), 96.into(), Some(97.into())).unwrap();
    assert_eq!(*number, 97);
    let instead = instead.unwrap();
    let blocks = RedDecoder::decode(&instead).unwrap();
    assert!(blocks.iter().all(|block| block.pt == 96));
    let pieces: Vec<_> = blocks.iter().map(|block| block.payload[0]).collect();
    assert_eq!(pieces, [1, 2, 3]);
    let (_, same) = sent(&packet(Some(whole.clone()), false), opus(), Some(63.into())).unwrap();
    assert_eq!(same, Some(whole));
}

#[test]
fn who_does_not_is_sent_each_piece_once() {
    let whole: Arc<[u8]> = third().into();
    let sent_plain = sent(&packet(Some(whole), false), 96.into(), None);
    assert_eq!(sent_plain, Some((96.into(), None)));
    assert!(sent(&packet(None, true), 96.into(), None).is_some());
    assert_eq!(sent(&packet(None, true), 96.into(), Some(97.into())), None);
}

#[test]
fn plain_sound_is_plain_for_everybody() {
    let plain = sent(&packet(None, false), 96.into(), Some(97.into()));
    assert_eq!(plain, Some((96.into(), None)));
}

#[test]
fn each_packet_arrives_for_the_first_time_once() {
    let mut arrived = Arrived::default();
    assert!(arrived.note(100));
    assert!(!arrived.note(99), "what was before the first one is not missed");
    assert!(arrived.note(103));
    assert!(arrived.note(101) && arrived.note(102));
    assert!(!arrived.note(101) && !arrived.note(103));
    assert!(arrived.note(1_000));
    assert!(!arrived.note(103), "long gone");
    assert!(arrived.note(999));
}

proptest! {
    #[test]
    fn any_bytes_are_taken_apart_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(unpacked) = unpack(&bytes, opus()) {
            let whole: usize = unpacked.earlier.iter().map(|earlier| earlier.payload.len()).sum();
            prop_assert!(whole + unpacked.own.len() < bytes.len());
        }
    }
}
