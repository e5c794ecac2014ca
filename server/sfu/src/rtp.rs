//! RTP packets (RFC 3550 section 5.1) with their header extensions (RFC 8285).
//!
//! How they leave is here, how they are read in `reading`.

mod reading;

use std::time::{Duration, SystemTime};

pub(crate) use self::reading::{read, without_padding};
use str0m::rtp::{AbsCaptureTime, Extension, ExtensionMap, ExtensionValues};

const VERSION: u8 = 2 << 6;
const EXTENDED: u8 = 1 << 4;
const MARKER: u8 = 1 << 7;
const ONE_BYTE: [u8; 2] = [0xBE, 0xDE];
const TWO_BYTE: [u8; 2] = [0x10, 0x00];
/// The highest identifier that fits into the one-byte form.
const LAST_SHORT_ID: u8 = 14;

/// The part of a header that is not extensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) payload_type: u8,
    pub(crate) marker: bool,
    pub(crate) seq: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
}

/// The numbers that a peer gave to the header extensions it takes, or sends.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Numbers {
    mid: Option<u8>,
    transport_cc: Option<u8>,
    capture_time: Option<u8>,
    audio_level: Option<u8>,
    orientation: Option<u8>,
    layer: Option<u8>,
    repaired_layer: Option<u8>,
}

impl Numbers {
    /// Reads them from what was negotiated.
    pub(crate) fn new(negotiated: &ExtensionMap) -> Self {
        let number = |extension| negotiated.id_of(extension);
        Self {
            mid: number(Extension::RtpMid),
            transport_cc: number(Extension::TransportSequenceNumber),
            capture_time: number(Extension::AbsoluteCaptureTime),
            audio_level: number(Extension::AudioLevel),
            orientation: number(Extension::VideoOrientation),
            layer: number(Extension::RtpStreamId),
            repaired_layer: number(Extension::RepairedRtpStreamId),
        }
    }

    /// Those of several sections of one transport, where a number means the same in all of them (RFC 8285 section 5).
    pub(crate) fn and(self, others: Self) -> Self {
        Self {
            mid: self.mid.or(others.mid),
            transport_cc: self.transport_cc.or(others.transport_cc),
            capture_time: self.capture_time.or(others.capture_time),
            audio_level: self.audio_level.or(others.audio_level),
            orientation: self.orientation.or(others.orientation),
            layer: self.layer.or(others.layer),
            repaired_layer: self.repaired_layer.or(others.repaired_layer),
        }
    }

    /// Tells whether packets are counted over all of the transport (draft-holmer-rmcat-transport-wide-cc-extensions).
    pub(crate) fn counts(&self) -> bool {
        self.transport_cc.is_some()
    }

    fn are_short(&self) -> bool {
        let all = [
            self.mid,
            self.transport_cc,
            self.capture_time,
            self.audio_level,
            self.orientation,
        ];
        all.into_iter().flatten().all(|number| number <= LAST_SHORT_ID)
    }
}

/// Appends a header; `count` is the packet's number on its transport.
pub(crate) fn write_header(
    packet: &mut Vec<u8>,
    header: Header,
    numbers: &Numbers,
    mid: &[u8],
    count: u16,
    values: &ExtensionValues,
) {
    packet.push(VERSION | EXTENDED);
    packet.push(header.payload_type | if header.marker { MARKER } else { 0 });
    packet.extend_from_slice(&header.seq.to_be_bytes());
    packet.extend_from_slice(&header.timestamp.to_be_bytes());
    packet.extend_from_slice(&header.ssrc.to_be_bytes());
    let is_short = numbers.are_short();
    packet.extend_from_slice(if is_short { &ONE_BYTE } else { &TWO_BYTE });
    let length_at = packet.len();
    packet.extend_from_slice(&[0; 2]);
    let mut put = |number: Option<u8>, value: &[u8]| {
        if let Some(number) = number {
            put_element(packet, is_short, number, value);
        }
    };
    put(numbers.mid, mid);
    put(numbers.transport_cc, &count.to_be_bytes());
    if let Some(time) = &values.abs_capture_time {
        let (bytes, length) = capture_time(time);
        put(numbers.capture_time, bytes.get(..length).unwrap_or_default());
    }
    if let Some(level) = values.audio_level {
        put(numbers.audio_level, &[audio_level(level, values.voice_activity)]);
    }
    if let Some(orientation) = values.video_orientation {
        put(numbers.orientation, &[orientation as u8]);
    }
    let elements = packet.len() - length_at - 2;
    packet.resize(packet.len() + elements.next_multiple_of(4) - elements, 0);
    let words = u16::try_from(elements.div_ceil(4)).unwrap_or_default();
    if let Some(length) = packet.get_mut(length_at..length_at + 2) {
        length.copy_from_slice(&words.to_be_bytes());
    }
}

/// Appends an element; one that the form has no room for is left out.
fn put_element(packet: &mut Vec<u8>, is_short: bool, number: u8, value: &[u8]) {
    let Ok(length) = u8::try_from(value.len()) else {
        return;
    };
    match (is_short, length) {
        (true, 1..=16) => packet.push(number << 4 | (length - 1)),
        (true, _) => return,
        (false, _) => packet.extend_from_slice(&[number, length]),
    }
    packet.extend_from_slice(value);
}

/// The level (RFC 6464): minus decibels, below the flag for a voice.
fn audio_level(level: i8, has_voice: Option<bool>) -> u8 {
    const VOICE: u8 = 1 << 7;
    let voice = if has_voice == Some(true) { VOICE } else { 0 };
    voice | level.unsigned_abs().min(127)
}

fn capture_time(time: &AbsCaptureTime) -> ([u8; 16], usize) {
    let mut bytes = [0; 16];
    let (when, offset) = bytes.split_at_mut(8);
    when.copy_from_slice(&ntp(time.capture_time).to_be_bytes());
    match time.clock_offset {
        Some(value) => {
            offset.copy_from_slice(&value.to_be_bytes());
            (bytes, 16)
        }
        None => (bytes, 8),
    }
}

const FROM_1900_TO_1970: u64 = 2_208_988_800;

/// A wall-clock time as seconds since 1900 in 32.32 fixed point (RFC 3550 section 4).
pub(crate) fn ntp(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let fraction = (u64::from(since.subsec_nanos()) << 32) / 1_000_000_000;
    (since.as_secs() + FROM_1900_TO_1970) << 32 | fraction
}

/// The wall-clock time that a number of [`ntp`] is; none before 1970.
pub(crate) fn wall_clock(ntp: u64) -> Option<SystemTime> {
    let seconds = (ntp >> 32).checked_sub(FROM_1900_TO_1970)?;
    let nanos = ((ntp & 0xFFFF_FFFF) * 1_000_000_000) >> 32;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds) + Duration::from_nanos(nanos))
}

#[cfg(test)]
mod tests;
