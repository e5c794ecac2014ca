//! What somebody in the hall who taps a stream is given: a recorder, for one.
//!
//! A tap is no peer: it has no congestion, no numbering of its own and no repair, so it gets each packet once as it
//! came, its payload shared. Of a simulcast it gets one layer, the best that is sent, and changes at a key frame; a better
//! one that rests is needed. It leaves whole frames to whoever taps.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::format::Codec;

use crate::codecs;
use crate::layer::Layer;
use crate::publisher::Packet;

/// The least time between two key frames that are asked for because a better layer is there.
const ASKED_APART: Duration = Duration::from_secs(4);

/// What a copied payload holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopiedCodec {
    /// H.264 (RFC 6184).
    H264,
    /// VP8 (RFC 7741).
    Vp8,
    /// Opus (RFC 7587).
    Opus,
}

impl CopiedCodec {
    /// `None` for what is forwarded but read by nobody here.
    fn of(codec: Codec) -> Option<Self> {
        match codec {
            Codec::H264 => Some(Self::H264),
            Codec::Vp8 => Some(Self::Vp8),
            Codec::Opus => Some(Self::Opus),
            _ => None,
        }
    }
}

/// The name of video that is forwarded but read by nobody here; `None` for what is read, or for sound.
pub(crate) fn unreadable(codec: Codec) -> Option<&'static str> {
    matches!(codec, Codec::Vp9 | Codec::Av1 | Codec::H265).then(|| codecs::name(codec))
}

/// A publisher's packet as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedPacket {
    /// Which publisher of the shard sent it, counted up: with another one, numbers and timestamps start anew.
    pub turn: u64,
    /// Its RTP source; each layer, and the sound, has its own.
    pub ssrc: u32,
    /// What the payload holds.
    pub codec: CopiedCodec,
    /// The sequence number, extended over its 16 bits.
    pub sequence: u64,
    /// The timestamp as it was sent.
    pub timestamp: u32,
    /// The marker bit.
    pub marker: bool,
    /// When it came.
    pub arrived_at: Instant,
    /// What follows the header.
    pub payload: Arc<[u8]>,
}

impl CopiedPacket {
    /// A copy; `None` if nobody here reads its codec.
    pub(crate) fn of(packet: &Packet) -> Option<Self> {
        Some(Self {
            turn: packet.source.turn,
            ssrc: packet.source.ssrc,
            codec: CopiedCodec::of(packet.codec.codec)?,
            sequence: packet.seq,
            timestamp: packet.timestamp,
            marker: packet.marker,
            arrived_at: packet.arrived_at,
            payload: Arc::clone(&packet.payload),
        })
    }
}

/// A tap on a stream.
#[derive(Debug, Default)]
pub(crate) struct Tap {
    layer: Option<usize>,
    asked_at: Option<Instant>,
    /// The publisher's turn of which it was told that the video cannot be read.
    pub(crate) told_of: Option<u64>,
}

impl Tap {
    /// Begins with a layer whose key frame is at hand.
    pub(crate) fn begin(&mut self, layer: usize) {
        self.layer = Some(layer);
    }

    /// Whether it gets the packet; it turns to a better layer where that begins.
    pub(crate) fn takes(&mut self, now: Instant, layers: &[Layer], packet: &Packet) -> bool {
        if !packet.is_video() || self.layer == Some(packet.layer) {
            return true;
        }
        let turns = packet.opens_key_frame && self.is_better(now, layers, packet.layer);
        if turns {
            self.layer = Some(packet.layer);
        }
        turns
    }

    /// The layer to ask for a key frame of, if a better one is there than it gets, or it gets none.
    pub(crate) fn asks_for(&mut self, now: Instant, layers: &[Layer]) -> Option<usize> {
        let best = best(now, layers).filter(|&best| self.is_better(now, layers, best))?;
        let soon = |asked: Instant| now.saturating_duration_since(asked) < ASKED_APART;
        if self.asked_at.is_some_and(soon) {
            return None;
        }
        self.asked_at = Some(now);
        Some(best)
    }

    /// The layers it needs: the best there can be, and until that is sent the one it has.
    pub(crate) fn needs(&self, now: Instant, layers: &[Layer]) -> impl Iterator<Item = usize> + use<> {
        [best_known(now, layers), self.layer].into_iter().flatten()
    }

    fn is_better(&self, now: Instant, layers: &[Layer], layer: usize) -> bool {
        let known = self.layer.and_then(|known| layers.get(known));
        let Some(known) = known.filter(|known| known.is_sent(now)) else {
            return true;
        };
        let height = |layer: &Layer| layer.present(now).height;
        layers
            .get(layer)
            .is_some_and(|other| height(other) > height(known))
    }
}

/// Somebody waits for a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StillWanted {
    /// Whoever asked waits no longer.
    pub(crate) until: Instant,
    /// Until when only the layer with the largest pictures will do: it rested when it was asked for.
    pub(crate) best_until: Option<Instant>,
}

/// The layer with the largest pictures of those that are sent, or have been.
pub(crate) fn best_known(now: Instant, layers: &[Layer]) -> Option<usize> {
    let known = layers.iter().map(|layer| layer.expected(now)).enumerate();
    let sent = known.filter(|(_, layer)| layer.bps > 0);
    sent.max_by_key(|(_, layer)| (layer.height, layer.bps))
        .map(|(number, _)| number)
}

/// The layer with the largest pictures of those that are sent.
pub(crate) fn best(now: Instant, layers: &[Layer]) -> Option<usize> {
    let sent = layers.iter().enumerate().filter(|(_, layer)| layer.is_sent(now));
    let size = |layer: &Layer| {
        let present = layer.present(now);
        (present.height, present.bps)
    };
    sent.max_by_key(|(_, layer)| size(layer))
        .map(|(number, _)| number)
}
