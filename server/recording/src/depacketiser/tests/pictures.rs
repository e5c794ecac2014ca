//! Pictures: what comes out is what went in, or is told as lost.

use openh264::decoder::Decoder;

use crate::depacketiser::window::{PACKETS, PATIENCE_MS};
use crate::media::{Codec, Media, Track, VideoFormat, VideoFrame};
use crate::sender::{
    H264Camera, Sender, Sent, annex_b_units, depacketised, fits, h264_payloads, vp8_frames, vp8_payloads,
};
use crate::{Depacketiser, Packet};

/// A second of a camera, a key frame each third, with its access units.
fn filmed() -> (Vec<Vec<u8>>, Vec<Vec<Sent>>) {
    let mut camera = H264Camera::new((320, 240));
    let mut sender = Sender::new(Codec::H264);
    let units: Vec<_> = (0..9)
        .map(|moment| camera.film(moment, moment % 3 == 0))
        .collect();
    let packets = units.iter().zip(0_u32..).map(|(unit, index)| {
        let payloads = h264_payloads(unit, 40);
        assert!(
            payloads.len() > 1,
            "a frame that cannot lose a part proves nothing"
        );
        sender.send(payloads, index * 3000, i64::from(index) * 33)
    });
    let packets = packets.collect();
    (units, packets)
}

fn frames(media: &[Media]) -> Vec<&VideoFrame> {
    let frames = media.iter().filter_map(|media| match media {
        Media::Video(frame) => Some(frame),
        _ => None,
    });
    frames.collect()
}

/// An access unit's NAL units without its parameter sets, each behind its length.
fn lengthened(unit: &[u8]) -> Vec<u8> {
    let units = annex_b_units(unit).into_iter();
    units
        .filter(|unit| ![7, 8].contains(&(unit[0] & 0x1F)))
        .flat_map(|unit| [&fits::<u32, _>(unit.len()).to_be_bytes()[..], &unit].concat())
        .collect()
}

#[test]
fn h264_comes_out_as_it_was_filmed() {
    let (units, packets) = filmed();
    let media = depacketised(packets.iter().flatten());
    let frames = frames(&media);
    assert_eq!(media.len(), 9);
    for ((frame, unit), index) in frames.iter().zip(&units).zip(0_u32..) {
        assert_eq!(frame.data, lengthened(unit));
        assert_eq!(
            (frame.timestamp, frame.arrived_ms),
            (index * 3000, i64::from(index) * 33)
        );
        assert_eq!(frame.key.is_some(), index % 3 == 0);
    }
    let Some(VideoFormat::H264(format)) = &frames[0].key else {
        panic!("{:?}", frames[0].key);
    };
    assert_eq!(format.size(), (320, 240));
    let sets = annex_b_units(&units[0]);
    assert_eq!(format.sps(), sets[0]);
    assert_eq!(format.pps(), &sets[1..2]);
}

#[test]
fn vp8_comes_out_as_it_was_filmed() {
    let filmed = vp8_frames();
    let mut sender = Sender::new(Codec::Vp8);
    let packets: Vec<_> = filmed
        .iter()
        .zip(0_u32..)
        .flat_map(|(frame, index)| sender.send(vp8_payloads(frame, 100, fits(index)), index * 6000, 0))
        .collect();
    let media = depacketised(&packets);
    for ((frame, filmed), index) in frames(&media).iter().zip(&filmed).zip(0..) {
        assert_eq!(&frame.data, filmed);
        let size = frame.key.as_ref().map(VideoFormat::size);
        assert_eq!(size, (index % 15 == 0).then_some((64, 48)));
    }
    assert_eq!(media.len(), 30);
}

#[test]
fn what_overtook_is_put_in_sequence_and_what_came_twice_comes_once() {
    let (_, packets) = filmed();
    let packets: Vec<_> = packets.into_iter().flatten().collect();
    let straight = depacketised(&packets);
    let mut shuffled = vec![packets[0].clone()];
    for pair in packets[1..].chunks(4) {
        shuffled.extend(pair.iter().rev().cloned());
        shuffled.extend(pair.iter().cloned());
    }
    // A doubled packet may bring the frame out at another moment, but it is the same frame.
    assert_eq!(depacketised(&shuffled), straight);
}

#[test]
fn a_frame_with_a_hole_is_not_handed_out_and_pictures_wait_for_a_key_frame() {
    let (units, packets) = filmed();
    for (frame, lost) in [(1, 0), (1, 1), (2, 0), (0, 1), (3, 1)] {
        let mut packets = packets.clone();
        packets[frame].remove(lost);
        let mut depacketiser = Depacketiser::new();
        let mut media = Vec::new();
        for sent in packets.iter().flatten() {
            media.extend(depacketiser.push(sent.packet()));
        }
        assert!(frames(&media).len() <= frame, "what comes behind the hole waits");
        media.extend(depacketiser.expire(8 * 33 + PATIENCE_MS));
        let next_key = (frame + 1).next_multiple_of(3);
        let expected: Vec<_> = (0..frame)
            .chain(next_key..9)
            .map(|index| lengthened(&units[index]))
            .collect();
        let out: Vec<_> = frames(&media).iter().map(|frame| frame.data.clone()).collect();
        assert_eq!(out, expected, "frame {frame} lost packet {lost}");
        let told = media.iter().position(|media| *media == Media::Lost(Track::Video));
        // Before the first key frame there is nothing that could be missed.
        assert_eq!(told, (frame > 0).then_some(frame));
    }
}

#[test]
fn a_packet_is_waited_for_and_not_longer() {
    let (_, packets) = filmed();
    for (late_ms, expected) in [(PATIENCE_MS - 1, 9), (PATIENCE_MS, 7)] {
        let mut depacketiser = Depacketiser::new();
        let mut late = packets[1][1].clone();
        late.arrived_ms = packets[1][0].arrived_ms + late_ms;
        let others = packets
            .iter()
            .flatten()
            .filter(|sent| sent.sequence != late.sequence);
        let mut media: Vec<_> = others.flat_map(|sent| depacketiser.push(sent.packet())).collect();
        media.extend(depacketiser.expire(late.arrived_ms));
        media.extend(depacketiser.push(late.packet()));
        assert_eq!(frames(&media).len(), expected, "late by {late_ms} ms");
    }
}

#[test]
fn what_waits_is_bounded_though_no_time_passes() {
    let mut depacketiser = Depacketiser::new();
    let packet = |sequence| Packet {
        codec: Codec::H264,
        sequence,
        timestamp: 0,
        marker: false,
        payload: &[0x61; 1200],
        arrived_ms: 0,
    };
    let _ = depacketiser.push(packet(0));
    for sequence in 2..10_000 {
        let _ = depacketiser.push(packet(sequence));
        assert!(depacketiser.window.len() <= PACKETS);
    }
}

#[test]
fn slices_of_one_picture_stay_together() {
    let mut sender = Sender::new(Codec::H264);
    let key = H264Camera::new((64, 48)).film(0, true);
    let slices = vec![
        vec![0x41, 0x9A, 1],
        vec![0x41, 0x12, 2],
        vec![24, 0, 2, 0x41, 3, 0, 2, 0x41, 4],
    ];
    let mut packets = sender.send(h264_payloads(&key, 1200), 0, 0);
    packets.extend(sender.send(slices, 3000, 33));
    let media = depacketised(&packets);
    let expected = [
        &[0, 0, 0, 3, 0x41, 0x9A, 1][..],
        &[0, 0, 0, 3, 0x41, 0x12, 2],
        &[0, 0, 0, 2, 0x41, 3, 0, 0, 0, 2, 0x41, 4],
    ];
    assert_eq!(frames(&media)[1].data, expected.concat());
}

#[test]
fn another_timestamp_ends_a_frame_that_nobody_marked() {
    let (_, mut packets) = filmed();
    packets.iter_mut().flatten().for_each(|sent| sent.marker = false);
    let media = depacketised(packets.iter().flatten());
    // The ninth may go on.
    assert_eq!(frames(&media).len(), 8);
}

#[test]
fn packets_of_padding_belong_to_no_frame() {
    let (_, packets) = filmed();
    let mut padded = Vec::new();
    let mut sequence = 65_530;
    for mut sent in packets.into_iter().flatten() {
        let mut padding = sent.clone();
        padding.payload.clear();
        padding.marker = false;
        padding.sequence = sequence;
        sent.sequence = sequence + 1;
        sequence += 2;
        padded.extend([padding, sent]);
    }
    assert_eq!(frames(&depacketised(&padded)).len(), 9);
}

#[test]
fn another_codec_begins_with_a_key_frame() {
    let (_, h264) = filmed();
    let mut packets: Vec<_> = h264[..2].iter().flatten().cloned().collect();
    let mut sender = Sender::new(Codec::Vp8);
    let vp8 = vp8_frames();
    for (frame, timestamp) in [(&vp8[1], 9000), (&vp8[15], 15_000), (&vp8[16], 21_000)] {
        packets.extend(sender.send(vp8_payloads(frame, 100, 0), timestamp, 50));
    }
    for (sent, sequence) in packets.iter_mut().zip(0..) {
        sent.sequence = sequence;
    }
    let media = depacketised(&packets);
    assert_eq!(media.len(), 5, "two frames, the loss, two frames");
    assert_eq!(media[2], Media::Lost(Track::Video));
    assert!(frames(&media)[2].key.is_some());
}

#[test]
fn what_comes_out_can_be_decoded() {
    let (_, packets) = filmed();
    let mut decoder = Decoder::new().unwrap();
    let mut pictures = 0;
    for frame in frames(&depacketised(packets.iter().flatten())) {
        let mut stream = Vec::new();
        if let Some(VideoFormat::H264(format)) = &frame.key {
            for set in std::iter::once(format.sps()).chain(format.pps().iter().map(Vec::as_slice)) {
                stream.extend([&[0, 0, 0, 1][..], set].concat());
            }
        }
        let mut rest = frame.data.as_slice();
        while let Some((length, behind)) = rest.split_first_chunk::<4>() {
            let (unit, behind) = behind.split_at(u32::from_be_bytes(*length) as usize);
            stream.extend([&[0, 0, 0, 1][..], unit].concat());
            rest = behind;
        }
        pictures += usize::from(decoder.decode(&stream).unwrap().is_some());
    }
    assert_eq!(pictures, 9);
}
