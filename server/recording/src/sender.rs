//! A pretend publisher: real frames, cut into RTP payloads as browsers and phones cut them.
//!
//! It leaves loss and delay to the tests.

mod frames;
mod packetiser;

pub(crate) use frames::{H264Camera, opus_packets, vp8_frames};
pub(crate) use packetiser::{annex_b_units, h264_payloads, red_payload, vp8_payloads};

use crate::media::Codec;
use crate::{Depacketiser, Media, Packet, VideoFrame};

/// One packet on its way.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) codec: Codec,
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) payload: Vec<u8>,
    pub(crate) arrived_ms: i64,
}

impl Sent {
    pub(crate) fn packet(&self) -> Packet<'_> {
        Packet {
            codec: self.codec,
            sequence: self.sequence,
            timestamp: self.timestamp,
            marker: self.marker,
            payload: &self.payload,
            arrived_ms: self.arrived_ms,
        }
    }
}

/// Numbers a stream's packets.
#[derive(Debug)]
pub(crate) struct Sender {
    codec: Codec,
    next: u64,
}

impl Sender {
    pub(crate) fn new(codec: Codec) -> Self {
        // Near the end of 16 bits, where those who do not extend the number stumble.
        Self { codec, next: 65_530 }
    }

    /// The packets of one frame, the last one marked.
    pub(crate) fn send(&mut self, payloads: Vec<Vec<u8>>, timestamp: u32, arrived_ms: i64) -> Vec<Sent> {
        let last = payloads.len().saturating_sub(1);
        let packets = payloads.into_iter().enumerate().map(|(index, payload)| Sent {
            codec: self.codec,
            sequence: self.next + index as u64,
            timestamp,
            marker: index == last,
            payload,
            arrived_ms,
        });
        let packets: Vec<_> = packets.collect();
        self.next += packets.len() as u64;
        packets
    }
}

/// A number as another type that it fits.
pub(crate) fn fits<T: TryFrom<N>, N>(number: N) -> T {
    T::try_from(number).ok().unwrap()
}

/// What a depacketiser makes of these packets.
pub(crate) fn depacketised<'a>(packets: impl IntoIterator<Item = &'a Sent>) -> Vec<Media> {
    let mut depacketiser = Depacketiser::new();
    packets
        .into_iter()
        .flat_map(|sent| depacketiser.push(sent.packet()))
        .collect()
}

/// A camera's frames as a depacketiser gives them, one each 1/`fps` s from `start_ms`, a key frame each `keys`.
pub(crate) fn h264_video(
    size: (usize, usize),
    fps: u32,
    keys: usize,
    count: usize,
    start_ms: i64,
) -> Vec<VideoFrame> {
    let mut camera = H264Camera::new(size);
    let mut sender = Sender::new(Codec::H264);
    let packets: Vec<_> = (0..count)
        .flat_map(|index| {
            let unit = camera.film(index, index % keys == 0);
            let timestamp = u32::try_from(index).unwrap() * (90_000 / fps);
            let arrived_ms = start_ms + fits::<i64, _>(index) * 1000 / i64::from(fps);
            sender.send(h264_payloads(&unit, 1200), timestamp, arrived_ms)
        })
        .collect();
    video_frames(depacketised(&packets))
}

/// The VP8 fixture's frames as a depacketiser gives them, at 15 a second from `start_ms`.
pub(crate) fn vp8_video(start_ms: i64) -> Vec<VideoFrame> {
    let mut sender = Sender::new(Codec::Vp8);
    let packets: Vec<_> = vp8_frames()
        .iter()
        .zip(0..)
        .flat_map(|(frame, index)| {
            let arrived_ms = start_ms + i64::from(index) * 1000 / 15;
            sender.send(vp8_payloads(frame, 200, fits(index)), index * 6000, arrived_ms)
        })
        .collect();
    video_frames(depacketised(&packets))
}

fn video_frames(media: Vec<Media>) -> Vec<VideoFrame> {
    let frames = media.into_iter().map(|media| match media {
        Media::Video(frame) => frame,
        other => panic!("{other:?}"),
    });
    frames.collect()
}
