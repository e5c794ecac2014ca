//! Pictures as an encoder makes them, in VP8 packets (RFC 7741), of bytes that mean nothing.

use crate::stamp::{self, Stamp};

/// Payload bytes of a full packet.
const FULL: usize = 1_100;
/// How many times larger a key frame is than another.
const KEY_FRAME_FACTOR: usize = 5;
/// Pictures a second.
pub(crate) const RATE: u32 = 30;
/// Pictures from one key frame to the next, unless one is asked for.
const KEY_FRAME_EVERY: u32 = 60;

/// Makes one publisher's pictures.
#[derive(Debug)]
pub(crate) struct Encoder {
    publisher: u32,
    picture: u32,
    packet: u32,
    bytes: usize,
    key_frame_wanted: bool,
}

impl Encoder {
    /// An encoder of a rate.
    pub(crate) fn new(publisher: u32, kbps: u32) -> Self {
        let per_second = kbps as usize * 1_000 / 8;
        let pictures = RATE as usize * KEY_FRAME_EVERY as usize;
        let units = pictures + pictures / KEY_FRAME_EVERY as usize * (KEY_FRAME_FACTOR - 1);
        Self {
            publisher,
            picture: 0,
            packet: 0,
            bytes: per_second * KEY_FRAME_EVERY as usize / units,
            key_frame_wanted: true,
        }
    }

    /// Makes the next picture a key frame.
    pub(crate) fn want_key_frame(&mut self) {
        self.key_frame_wanted = true;
    }

    /// The payloads of the next picture, each stamped.
    pub(crate) fn next(&mut self) -> Vec<Vec<u8>> {
        let is_key_frame =
            std::mem::take(&mut self.key_frame_wanted) || self.picture.is_multiple_of(KEY_FRAME_EVERY);
        self.picture += 1;
        let size = self.bytes * if is_key_frame { KEY_FRAME_FACTOR } else { 1 };
        let count = size.div_ceil(FULL).max(1);
        let each = (size / count).max(stamp::LENGTH + 16);
        (0..count)
            .map(|part| self.packet(part, count, each, is_key_frame))
            .collect()
    }

    fn packet(&mut self, part: usize, parts: usize, size: usize, is_key_frame: bool) -> Vec<u8> {
        let mut payload = Vec::with_capacity(size);
        // The start of a partition, then RFC 6386 section 9.1's frame header.
        payload.push(if part == 0 { 0x10 } else { 0x00 });
        if part == 0 && is_key_frame {
            payload.extend([0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02]);
        } else if part == 0 {
            payload.extend([0x11, 0x02, 0x00]);
        }
        let stamp = Stamp {
            packet: self.packet,
            publisher: self.publisher,
            part: u16::try_from(part).unwrap_or(u16::MAX),
            parts: u16::try_from(parts).unwrap_or(u16::MAX),
            is_key_frame,
        };
        self.packet += 1;
        stamp.write(&mut payload);
        payload.resize(size, 0xA5);
        payload
    }
}
