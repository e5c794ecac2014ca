//! The newest key frame of a layer, for a still.
//!
//! A group of pictures is let go after a second, because joining on it would take longer than a fresh key frame; a still
//! may be older than that. Only its packets are kept, shared with whoever else has them. It leaves decoding to the hall.

use std::time::{Duration, Instant};

use crate::publisher::Packet;
use crate::tap::CopiedPacket;

/// How old a still may be.
const FRESH: Duration = Duration::from_secs(2);
/// A larger picture, in bytes of payload, is not kept.
const LARGEST: usize = 1024 * 1024;
/// Nor is one of more packets, however small they are.
const MOST_PACKETS: usize = 2_500;

/// The newest key frame.
#[derive(Debug, Default)]
pub(crate) struct KeptPicture {
    arriving: Picture,
    whole: Picture,
}

#[derive(Debug, Default)]
struct Picture {
    packets: Vec<CopiedPacket>,
    bytes: usize,
    /// The packet that ends it is there.
    has_end: bool,
}

impl KeptPicture {
    /// Takes note of a packet of video.
    pub(crate) fn add(&mut self, packet: &Packet) {
        if packet.opens_key_frame {
            self.arriving = Picture::default();
        } else if self
            .arriving
            .packets
            .first()
            .is_none_or(|first| first.timestamp != packet.timestamp)
        {
            return;
        }
        let Some(copy) = CopiedPacket::of(packet) else {
            return;
        };
        self.arriving.bytes += copy.payload.len();
        self.arriving.has_end |= copy.marker;
        self.arriving.packets.push(copy);
        if self.arriving.is_too_large() {
            self.arriving = Picture::default();
        } else if self.arriving.is_whole() {
            self.whole = std::mem::take(&mut self.arriving);
        }
    }

    /// The packets of the newest whole one in sequence, if it is not too old.
    pub(crate) fn fresh(&self, now: Instant) -> Option<&[CopiedPacket]> {
        let first = self.whole.packets.first()?;
        let fresh = now.saturating_duration_since(first.arrived_at) <= FRESH;
        fresh.then_some(&self.whole.packets)
    }
}

impl Picture {
    fn is_too_large(&self) -> bool {
        self.bytes > LARGEST || self.packets.len() > MOST_PACKETS
    }

    /// Whether every packet from the first to the marked one is there; if so, they are in sequence.
    fn is_whole(&mut self) -> bool {
        if !self.has_end {
            return false;
        }
        self.packets.sort_by_key(|packet| packet.sequence);
        self.packets.dedup_by_key(|packet| packet.sequence);
        let (Some(first), Some(last)) = (self.packets.first(), self.packets.last()) else {
            return false;
        };
        last.marker && last.sequence - first.sequence + 1 == self.packets.len() as u64
    }
}

#[cfg(test)]
mod tests;
