//! Sound that repeats itself (RED, RFC 2198): each packet carries the pieces before it as well.
//!
//! A viewer who takes that is sent it whole. For everybody else it is taken apart: they get each piece once, and what the
//! publisher's network lost is put in from the packets after it. It leaves making such packets to phones and browsers.

use std::sync::Arc;

use str0m::media::Pt;
use str0m::rtp::RedDecoder;

use crate::publisher::Packet;

/// Set in the first octet of a block's header if another header follows.
const MORE: u8 = 0x80;

/// A packet taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unpacked {
    /// Its own piece of sound.
    pub(crate) own: Arc<[u8]>,
    /// The earlier ones.
    pub(crate) earlier: Vec<Earlier>,
}

/// An earlier piece of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earlier {
    /// How many packets back.
    pub(crate) back: u64,
    /// How much earlier it was taken, in ticks of the clock.
    pub(crate) age: u32,
    /// The piece.
    pub(crate) payload: Arc<[u8]>,
}

/// Takes a packet apart whose pieces are of a payload type; `None` if it is malformed or its own piece is of another.
pub(crate) fn unpack(payload: &[u8], piece: Pt) -> Option<Unpacked> {
    let blocks = RedDecoder::decode(payload).ok()?;
    let (own, earlier) = blocks.split_last()?;
    if own.pt != *piece {
        return None;
    }
    // The blocks are in the order they were taken, one for each of the packets before.
    let numbered = (1..).zip(earlier.iter().rev());
    let earlier = numbered
        .filter(|(_, block)| block.pt == *piece && block.timestamp_offset > 0 && !block.payload.is_empty())
        .map(|(back, block)| Earlier {
            back,
            age: block.timestamp_offset,
            payload: block.payload.into(),
        });
    Some(Unpacked {
        earlier: earlier.collect(),
        own: own.payload.into(),
    })
}

/// Under which payload type a viewer is sent a packet, with what in place of its own payload. `received_as` is the viewer's
/// number of its codec, `redundant_as` that of its redundancy; `None` if the viewer gets it in another packet.
pub(crate) fn sent(
    packet: &Packet,
    received_as: Pt,
    redundant_as: Option<Pt>,
) -> Option<(Pt, Option<Arc<[u8]>>)> {
    match (redundant_as, &packet.redundant) {
        (Some(_), _) if packet.is_recovered => None,
        (Some(number), Some(whole)) => {
            let instead = renumbered(whole, packet.payload_type, received_as);
            Some((number, Some(instead)))
        }
        _ => Some((received_as, None)),
    }
}

/// Gives the pieces in a packet another payload type.
fn renumbered(whole: &Arc<[u8]>, from: Pt, to: Pt) -> Arc<[u8]> {
    if from == to {
        return whole.clone();
    }
    let mut bytes = whole.to_vec();
    let mut at = 0;
    while let Some(header) = bytes.get_mut(at) {
        let more = *header & MORE;
        if *header & !MORE == *from {
            *header = more | *to;
        }
        if more == 0 {
            break;
        }
        at += 4;
    }
    bytes.into()
}

/// Which of the latest packets of a source have arrived, themselves or within later ones.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    newest: Option<u64>,
    /// One bit for each packet from the newest back.
    bits: u64,
}

impl Arrived {
    /// Takes note of a packet; tells whether it is the first time.
    pub(crate) fn note(&mut self, seq: u64) -> bool {
        let Some(newest) = self.newest else {
            // What was before the first one is not missed.
            (self.newest, self.bits) = (Some(seq), u64::MAX);
            return true;
        };
        if let Some(ahead) = seq.checked_sub(newest).filter(|&ahead| ahead > 0) {
            let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
            self.bits = self.bits.checked_shl(ahead).unwrap_or(0) | 1;
            self.newest = Some(seq);
            return true;
        }
        let back = u32::try_from(newest - seq).unwrap_or(u32::MAX);
        let Some(bit) = 1_u64.checked_shl(back) else {
            return false;
        };
        let first = self.bits & bit == 0;
        self.bits |= bit;
        first
    }
}

#[cfg(test)]
mod tests;
