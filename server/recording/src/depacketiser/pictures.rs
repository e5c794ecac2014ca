//! Packets of pictures, in sequence, as whole frames.
//!
//! A frame is whole if nothing is missing from the packet that surely begins it to the one that surely ends it. A
//! marker or another timestamp ends a frame; what follows an end begins one. After a loss neither is known, so a frame
//! counts only if its first packet says itself that it begins one. After a loss nothing but a key frame is of use.

use super::h264_units::Units;
use super::vp8_partitions::Partitions;
use super::{Packet, h264_units, vp8_partitions};
use crate::h264::ParameterSets;
use crate::media::{Codec, Media, Track, VideoFormat, VideoFrame};

/// A frame of more bytes is no camera's.
pub(super) const LARGEST: usize = 4 << 20;

/// Makes packets in sequence into frames.
#[derive(Debug)]
pub(super) struct Pictures {
    /// Of the packet before.
    codec: Codec,
    place: Place,
    /// No frame but a key frame can be decoded.
    awaits_key: bool,
    /// H.264's, of frames before.
    sets: ParameterSets,
}

/// Where in the sequence of frames the next packet is.
#[derive(Debug)]
enum Place {
    /// It begins a frame.
    Boundary,
    /// It may be anywhere.
    Unknown,
    /// It may belong to a frame of this timestamp that will never be whole.
    Spoilt(u32),
    /// It may belong to this frame.
    Within(Open),
}

/// A frame, whole so far.
#[derive(Debug)]
struct Open {
    timestamp: u32,
    arrived_ms: i64,
    body: Body,
}

#[derive(Debug)]
enum Body {
    H264(Units),
    Vp8(Partitions),
}

/// A packet that cannot belong to a frame that is otherwise whole.
#[derive(Debug)]
pub(super) struct Broken;

impl Default for Pictures {
    fn default() -> Self {
        Self {
            codec: Codec::H264,
            place: Place::Unknown,
            awaits_key: true,
            sets: ParameterSets::default(),
        }
    }
}

impl Pictures {
    pub(super) fn push(&mut self, packet: Packet<'_>, whole: &mut Vec<Media>) {
        if packet.payload.is_empty() {
            return;
        }
        if packet.codec != self.codec {
            self.change(packet.codec, whole);
        }
        self.end_at_another_timestamp(packet.timestamp, whole);
        let mut open = match std::mem::replace(&mut self.place, Place::Unknown) {
            Place::Within(open) => open,
            Place::Boundary => Open::new(packet),
            Place::Unknown if begins_frame(packet) => Open::new(packet),
            Place::Unknown | Place::Spoilt(_) => {
                self.place = Place::Spoilt(packet.timestamp);
                self.end_at_marker(packet.marker, whole);
                return;
            }
        };
        self.place = if open.add(packet.payload).is_ok() {
            Place::Within(open)
        } else {
            self.await_key(whole);
            Place::Spoilt(packet.timestamp)
        };
        self.end_at_marker(packet.marker, whole);
    }

    /// Packets are missing before the next one.
    pub(super) fn lose(&mut self, whole: &mut Vec<Media>) {
        self.place = Place::Unknown;
        self.await_key(whole);
    }

    fn change(&mut self, codec: Codec, whole: &mut Vec<Media>) {
        let unspoilt = matches!(self.place, Place::Boundary | Place::Within(_));
        self.end(whole);
        self.codec = codec;
        self.await_key(whole);
        self.place = if unspoilt { Place::Boundary } else { Place::Unknown };
    }

    fn end_at_another_timestamp(&mut self, timestamp: u32, whole: &mut Vec<Media>) {
        let before = match &self.place {
            Place::Within(open) => open.timestamp,
            Place::Spoilt(spoilt) => *spoilt,
            Place::Boundary | Place::Unknown => return,
        };
        if before != timestamp {
            self.end(whole);
        }
    }

    fn end_at_marker(&mut self, marker: bool, whole: &mut Vec<Media>) {
        if marker {
            self.end(whole);
        }
    }

    /// The packet before was surely the last of its frame.
    fn end(&mut self, whole: &mut Vec<Media>) {
        let Place::Within(open) = std::mem::replace(&mut self.place, Place::Boundary) else {
            return;
        };
        match open.finish(&mut self.sets) {
            Ok(Some(frame)) if frame.key.is_some() || !self.awaits_key => {
                self.awaits_key = false;
                whole.push(Media::Video(frame));
            }
            Ok(_) => {}
            Err(Broken) => self.await_key(whole),
        }
    }

    /// Says so once until the next key frame.
    fn await_key(&mut self, whole: &mut Vec<Media>) {
        if !std::mem::replace(&mut self.awaits_key, true) {
            whole.push(Media::Lost(Track::Video));
        }
    }
}

impl Open {
    fn new(packet: Packet<'_>) -> Self {
        Self {
            timestamp: packet.timestamp,
            arrived_ms: packet.arrived_ms,
            body: match packet.codec {
                Codec::Vp8 => Body::Vp8(Partitions::default()),
                _ => Body::H264(Units::default()),
            },
        }
    }

    fn add(&mut self, payload: &[u8]) -> Result<(), Broken> {
        match &mut self.body {
            Body::H264(units) => units.add(payload),
            Body::Vp8(partitions) => partitions.add(payload),
        }
    }

    /// The frame; nothing if it holds no picture.
    fn finish(self, sets: &mut ParameterSets) -> Result<Option<VideoFrame>, Broken> {
        let picture = match self.body {
            Body::H264(units) => units
                .finish(sets)?
                .map(|(data, format)| (data, format.map(VideoFormat::H264))),
            Body::Vp8(partitions) => {
                let (data, format) = partitions.finish()?;
                Some((data, format.map(VideoFormat::Vp8)))
            }
        };
        Ok(picture.map(|(data, key)| VideoFrame {
            timestamp: self.timestamp,
            arrived_ms: self.arrived_ms,
            data,
            key,
        }))
    }
}

/// Whether the packet says itself that it begins a frame.
fn begins_frame(packet: Packet<'_>) -> bool {
    match packet.codec {
        Codec::Vp8 => vp8_partitions::begins_frame(packet.payload),
        _ => h264_units::begins_frame(packet.payload),
    }
}
