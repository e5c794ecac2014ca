//! Any net: loss, delay, doubles and made-up bytes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::depacketiser::window::{BYTES, PACKETS, PATIENCE_MS};
use crate::media::{Codec, Media, VideoFrame};
use crate::sender::{Sender, Sent, fits, h264_payloads, vp8_payloads};
use crate::{Depacketiser, Packet};

/// A frame of this many packets, with its number inside.
fn frame(codec: Codec, number: usize, packets: usize, key: bool) -> Vec<Vec<u8>> {
    // Counted from 1: H.264 allows no three zeros in a row.
    let mark = [fits::<u8, _>(number + 1); 40].repeat(packets);
    if codec == Codec::Vp8 {
        let tag: &[u8] = if key {
            &[0, 0, 0, 0x9D, 1, 0x2A, 64, 0, 48, 0]
        } else {
            &[1]
        };
        return vp8_payloads(&[tag, &mark[tag.len()..]].concat(), 40, fits(number));
    }
    let sets = "0000000167640028acd940780227e5c044000003000400000300503c60c6580000000168ebe3cb22c0";
    let sets = (0..sets.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&sets[at..at + 2], 16).unwrap());
    let slice = |kind| [&[0, 0, 0, 1, kind, 0b1011_1111], mark.as_slice()].concat();
    if key {
        h264_payloads(&[sets.collect(), slice(0x65)].concat(), 42)
    } else {
        h264_payloads(&slice(0x41), 42)
    }
}

/// A stream: for each frame its packets and whether it is a key frame; the first is one.
fn stream(codec: Codec, frames: &[(usize, bool)]) -> Vec<Vec<Sent>> {
    let mut sender = Sender::new(codec);
    let sent = frames.iter().enumerate().map(|(number, &(packets, key))| {
        let payloads = frame(codec, number, packets, key || number == 0);
        sender.send(payloads, 3000 * fits::<u32, _>(number), 0)
    });
    sent.collect()
}

fn video(media: Vec<Media>) -> Vec<VideoFrame> {
    let frames = media.into_iter().filter_map(|media| match media {
        Media::Video(frame) => Some(frame),
        _ => None,
    });
    frames.collect()
}

fn codec() -> impl Strategy<Value = Codec> {
    prop_oneof![Just(Codec::H264), Just(Codec::Vp8)]
}

/// What the net does with a packet.
#[derive(Debug, Clone, Copy)]
struct Fate {
    lost: bool,
    doubled: bool,
    delay: usize,
}

fn fate() -> impl Strategy<Value = Fate> {
    (prop::bool::weighted(0.04), prop::bool::weighted(0.1), 0_usize..30)
        .prop_map(|(lost, doubled, delay)| Fate { lost, doubled, delay })
}

/// The packets as they arrive, the very first one first: it starts the sequence.
fn arrivals(sent: &[Vec<Sent>], fates: &[Fate]) -> Vec<Sent> {
    let mut arrivals = Vec::new();
    for (place, packet) in sent.iter().flatten().enumerate() {
        let fate = fates[place % fates.len()];
        if place == 0 {
            arrivals.push((0, packet.clone()));
        } else if !fate.lost {
            arrivals.push((1 + place + fate.delay, packet.clone()));
            if fate.doubled {
                arrivals.push((1 + place + fate.delay * 2, packet.clone()));
            }
        }
    }
    arrivals.sort_by_key(|&(at, _)| at);
    arrivals.into_iter().map(|(_, packet)| packet).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn frames_out_are_exactly_those_that_arrived_and_can_be_decoded(
        codec in codec(),
        frames in prop::collection::vec((1_usize..6, prop::bool::weighted(0.2)), 2..40),
        fates in prop::collection::vec(fate(), 40..160),
    ) {
        let sent = stream(codec, &frames);
        let arrivals = arrivals(&sent, &fates);
        let arrived: BTreeSet<u64> = arrivals.iter().map(|sent| sent.sequence).collect();

        let mut depacketiser = Depacketiser::new();
        let mut media = Vec::new();
        for packet in &arrivals {
            media.extend(depacketiser.push(packet.packet()));
        }
        media.extend(depacketiser.expire(PATIENCE_MS));
        let out: Vec<u32> = video(media).iter().map(|frame| frame.timestamp / 3000).collect();

        let mut awaits_key = true;
        let mut expected = Vec::new();
        for (number, packets) in sent.iter().enumerate() {
            let whole = packets.iter().all(|packet| arrived.contains(&packet.sequence));
            let key = frames[number].1 || number == 0;
            awaits_key = !(whole && (key || !awaits_key));
            if !awaits_key {
                expected.push(fits(number));
            }
        }
        prop_assert_eq!(out, expected);
    }

    #[test]
    fn however_late_packets_are_no_frame_is_damaged_or_out_of_sequence(
        codec in codec(),
        frames in prop::collection::vec((1_usize..6, prop::bool::weighted(0.2)), 2..40),
        delays in prop::collection::vec(0_i64..900, 20..80),
    ) {
        let sent = stream(codec, &frames);
        let whole = video(crate::sender::depacketised(sent.iter().flatten()));
        prop_assert_eq!(whole.len(), frames.len());

        let mut arrivals: Vec<Sent> = sent.iter().flatten().cloned().collect();
        for (place, packet) in arrivals.iter_mut().enumerate() {
            packet.arrived_ms = 10 * fits::<i64, _>(place) + delays[place % delays.len()];
        }
        arrivals.sort_by_key(|packet| packet.arrived_ms);
        let mut depacketiser = Depacketiser::new();
        let mut media = Vec::new();
        for packet in &arrivals {
            media.extend(depacketiser.expire(packet.arrived_ms));
            media.extend(depacketiser.push(packet.packet()));
        }
        let mut before = None;
        for frame in video(media) {
            let number = frame.timestamp / 3000;
            prop_assert_eq!(&frame.data, &whole[number as usize].data);
            prop_assert!(before < Some(number));
            prop_assert!(frame.key.is_some() || before == number.checked_sub(1));
            before = Some(number);
        }
    }

    #[test]
    fn made_up_packets_cost_bounded_memory_and_nothing_else(
        packets in prop::collection::vec(
            (0_usize..4, 0_u64..2_000, any::<u32>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..60), -500_i64..500),
            0..300,
        ),
    ) {
        let mut depacketiser = Depacketiser::new();
        for (codec, sequence, timestamp, marker, payload, arrived_ms) in &packets {
            let codec = [Codec::H264, Codec::Vp8, Codec::Opus, Codec::OpusRed][*codec];
            let _ = depacketiser.push(Packet {
                codec,
                sequence: *sequence,
                timestamp: timestamp % 7,
                marker: *marker,
                payload,
                arrived_ms: *arrived_ms,
            });
            prop_assert!(depacketiser.window.len() <= PACKETS);
            prop_assert!(depacketiser.window.bytes() <= BYTES);
        }
        let _ = depacketiser.expire(i64::MAX);
        prop_assert_eq!(depacketiser.window.len(), 0);
        prop_assert_eq!(depacketiser.window.bytes(), 0);
    }
}
