//! Packets for other tests.

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use str0m::format::{Codec, PayloadParams};
use str0m::rtp::ExtensionValues;

use super::Numbered;
use crate::codecs;
use crate::publisher::Packet;
use crate::rewrite::Source;

/// The codec of the packets.
static H264: LazyLock<PayloadParams> = LazyLock::new(|| {
    let mut config = codecs::rtp_config(false);
    let is_h264 = |params: &&PayloadParams| params.spec().codec == Codec::H264;
    *config.codec_config().params().iter().find(is_h264).unwrap()
});

/// A packet of video.
pub(crate) fn video(arrived_at: Instant, seq: u64, payload: &[u8]) -> Packet {
    Packet {
        source: Source { turn: 1, ssrc: 1 },
        layer: 0,
        codec: H264.spec(),
        payload_type: H264.pt(),
        seq,
        timestamp: 0,
        marker: true,
        extensions: ExtensionValues::default(),
        payload: payload.into(),
        redundant: None,
        is_recovered: false,
        arrived_at,
        opens_key_frame: false,
        height: None,
        completes_first_picture: false,
    }
}

/// The same on a viewer's line.
pub(crate) fn numbered(now: Instant, seq: u64, payload: &[u8]) -> Numbered {
    let packet = video(now, seq, payload);
    Numbered {
        instead: None,
        mid: "0".into(),
        payload_type: packet.payload_type,
        seq,
        timestamp: 90_000,
        is_repair: false,
        packet: Arc::new(packet),
    }
}
