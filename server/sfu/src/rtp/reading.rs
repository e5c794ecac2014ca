//! Reading an RTP packet's header and its extensions.
//!
//! The header is in the clear, so that it is anybody's word until the packet is opened. Nothing is allocated, and nothing is
//! read twice.

use str0m::rtp::{AbsCaptureTime, ExtensionValues, VideoOrientation};

use super::{EXTENDED, Header, MARKER, Numbers, ONE_BYTE, VERSION, wall_clock};

const FIXED: usize = 12;
const PADDED: u8 = 1 << 5;
/// The number that ends the elements of the one-byte form (RFC 8285 section 4.2).
const LAST: u8 = 15;

/// A header, with where it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read<'a> {
    pub(crate) header: Header,
    /// How many octets it takes, extensions included.
    pub(crate) length: usize,
    pub(crate) is_padded: bool,
    is_short: bool,
    elements: &'a [u8],
}

/// What a header's extensions tell.
#[derive(Debug, Default)]
pub(crate) struct Told<'a> {
    /// The packet's number on its transport.
    pub(crate) count: Option<u16>,
    /// The name of its layer (RFC 8852).
    pub(crate) layer: Option<&'a [u8]>,
    /// The name of the layer that it repairs.
    pub(crate) repaired_layer: Option<&'a [u8]>,
    /// What describes the media.
    pub(crate) values: ExtensionValues,
}

/// Reads a packet's header; `None` if it makes no sense.
pub(crate) fn read(packet: &[u8]) -> Option<Read<'_>> {
    let &[first, second, s0, s1, t0, t1, t2, t3, c0, c1, c2, c3] = packet.first_chunk::<FIXED>()?;
    if first & 0xC0 != VERSION {
        return None;
    }
    let mut length = FIXED + 4 * usize::from(first & 0x0F);
    let (mut is_short, mut elements) = (false, &[][..]);
    if first & EXTENDED != 0 {
        let &[p0, p1, w0, w1] = packet.get(length..)?.first_chunk::<4>()?;
        let words = usize::from(u16::from_be_bytes([w0, w1]));
        let start = length + 4;
        length = start + 4 * words;
        let body = packet.get(start..length)?;
        is_short = [p0, p1] == ONE_BYTE;
        // Of the long form, the lower four bits mean nothing (RFC 8285 section 4.3).
        if is_short || (p0 == 0x10 && p1 & 0xF0 == 0) {
            elements = body;
        }
    }
    (length <= packet.len()).then_some(Read {
        header: Header {
            payload_type: second & !MARKER,
            marker: second & MARKER != 0,
            seq: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
        },
        length,
        is_padded: first & PADDED != 0,
        is_short,
        elements,
    })
}

/// A payload less its padding; `None` if there is said to be more of that than there is payload.
pub(crate) fn without_padding(payload: &[u8]) -> Option<&[u8]> {
    let padding = usize::from(*payload.last()?);
    let length = payload.len().checked_sub(padding).filter(|_| padding > 0)?;
    payload.get(..length)
}

impl<'a> Read<'a> {
    /// Reads those of the extensions that have a number.
    pub(crate) fn told(&self, numbers: &Numbers) -> Told<'a> {
        let mut told = Told::default();
        let mut rest = self.elements;
        while let Some((number, value)) = self.next_element(&mut rest) {
            note(&mut told, numbers, number, value);
        }
        told
    }

    fn next_element(&self, rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
        loop {
            let (&first, after) = rest.split_first()?;
            if first == 0 {
                // Padding between elements.
                *rest = after;
                continue;
            }
            let (number, length, after) = if self.is_short {
                (first >> 4, usize::from(first & 0x0F) + 1, after)
            } else {
                let (&length, after) = after.split_first()?;
                (first, usize::from(length), after)
            };
            if self.is_short && number == LAST {
                return None;
            }
            let (value, after) = after.split_at_checked(length)?;
            *rest = after;
            return Some((number, value));
        }
    }
}

fn note<'a>(told: &mut Told<'a>, numbers: &Numbers, number: u8, value: &'a [u8]) {
    let number = Some(number);
    let first = value.first().copied();
    if number == numbers.transport_cc {
        told.count = value.first_chunk().copied().map(u16::from_be_bytes);
    } else if number == numbers.layer {
        told.layer = Some(value);
    } else if number == numbers.repaired_layer {
        told.repaired_layer = Some(value);
    } else if number == numbers.audio_level {
        let level = first.and_then(|first| i8::try_from(first & 0x7F).ok());
        told.values.audio_level = level.map(|level| -level);
        told.values.voice_activity = first.map(|first| first & 0x80 != 0);
    } else if number == numbers.orientation {
        told.values.video_orientation = first.map(|first| VideoOrientation::from(first & 3));
    } else if number == numbers.capture_time {
        let time = value.first_chunk().copied().map(u64::from_be_bytes);
        told.values.abs_capture_time = time.and_then(wall_clock).map(|capture_time| AbsCaptureTime {
            capture_time,
            clock_offset: value
                .get(8..)
                .and_then(<[u8]>::first_chunk)
                .copied()
                .map(i64::from_be_bytes),
        });
    }
}
