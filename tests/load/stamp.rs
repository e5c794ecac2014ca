//! What a packet says about itself, so that whoever receives it knows which one it is.
//!
//! It lies in the picture's bytes, since servers renumber packets, and some cut pictures anew. When it was sent is kept by
//! its publisher, who only knows when the packet has been encrypted.

use std::time::{SystemTime, UNIX_EPOCH};

/// What a stamp begins with: twelve bytes no encoder makes by chance.
const MAGIC: [u8; 12] = *b"yike-load-02";
/// The length of a stamp.
pub(crate) const LENGTH: usize = MAGIC.len() + 4 + 4 + 2 + 2 + 1;

/// A packet's stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its number, counted over a publisher's life.
    pub(crate) packet: u32,
    /// Which publisher sent it.
    pub(crate) publisher: u32,
    /// Which packet of its picture it is, from 0.
    pub(crate) part: u16,
    /// How many packets its picture has.
    pub(crate) parts: u16,
    /// Whether it is part of a key frame.
    pub(crate) is_key_frame: bool,
}

impl Stamp {
    /// Appends it to a payload.
    pub(crate) fn write(&self, payload: &mut Vec<u8>) {
        payload.extend(MAGIC);
        payload.extend(self.packet.to_be_bytes());
        payload.extend(self.publisher.to_be_bytes());
        payload.extend(self.part.to_be_bytes());
        payload.extend(self.parts.to_be_bytes());
        payload.push(u8::from(self.is_key_frame));
    }

    /// Finds the stamps in a payload: one, or another number where a server has cut pictures anew.
    pub(crate) fn find(payload: &[u8]) -> impl Iterator<Item = Self> + '_ {
        let mut rest = payload;
        std::iter::from_fn(move || {
            let at = rest.windows(MAGIC.len()).position(|window| window == MAGIC)?;
            let stamp = rest.get(at + MAGIC.len()..)?;
            let (&packet, stamp) = stamp.split_first_chunk()?;
            let (&publisher, stamp) = stamp.split_first_chunk()?;
            let (&part, stamp) = stamp.split_first_chunk()?;
            let (&parts, stamp) = stamp.split_first_chunk()?;
            let (&is_key_frame, stamp) = stamp.split_first()?;
            rest = stamp;
            Some(Self {
                packet: u32::from_be_bytes(packet),
                publisher: u32::from_be_bytes(publisher),
                part: u16::from_be_bytes(part),
                parts: u16::from_be_bytes(parts),
                is_key_frame: is_key_frame != 0,
            })
        })
    }
}

/// The time now, in nanoseconds since 1970: the clock that the kernel stamps datagrams with.
pub(crate) fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
