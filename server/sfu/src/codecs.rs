//! The codecs a shard forwards.
//!
//! H.264 in packetization mode 1 (RFC 6184), VP8 (RFC 7741), VP9 (RFC 9628), AV1 (the RTP Payload Format For AV1),
//! H.265 (RFC 7798), Opus (RFC 7587) with or without redundancy (RFC 2198). An answer names them in this order: what
//! phones encode in hardware and the hall can record comes first, unless the operator would rather have H.265. Each
//! peer numbers them as it likes; a packet is renumbered for each viewer, and one that a viewer cannot decode is
//! counted and not sent. It leaves the contents alone, but for telling where a key frame starts and how high it is.

mod beginnings;
mod decoders;
mod heights;
mod vp9;

use str0m::format::{Codec, CodecSpec, PayloadParams};
use str0m::media::Pt;
use str0m::rtp::{Extension, ExtensionMap};
use str0m::{Rtc, RtcConfig};

pub(crate) use self::beginnings::{begins_anew, begins_key_frame};
use self::decoders::distance;
pub(crate) use self::heights::picture_height;

/// H.264 profiles by payload type, its repair's payload type, and profile-level-id; the phones' own first.
const H264: [(u8, u8, u32); 4] = [
    (108, 109, 0x42_e01f),
    (127, 121, 0x42_001f),
    (123, 119, 0x4d_001f),
    (114, 115, 0x64_001f),
];

/// H.265's second profile, which the library does not name by itself: its payload type, its repair's, profile, tier, level.
const H265_MAIN_10: (u8, u8, u8, u8, u8) = (104, 105, 2, 0, 180);

/// A configuration with the shard's codecs and header extensions; RTP passes through whole.
pub(crate) fn rtp_config(h265_first: bool) -> RtcConfig {
    let mut config = Rtc::builder()
        .set_rtp_mode(true)
        .clear_codecs()
        .enable_opus(true, true);
    if h265_first {
        config = with_h265(config);
    }
    for (pt, repair, profile) in H264 {
        config
            .codec_config()
            .add_h264(pt.into(), Some(repair.into()), true, profile);
    }
    config = config.enable_vp8(true).enable_vp9(true).enable_av1(true);
    if !h265_first {
        config = with_h265(config);
    }
    let mut extensions = ExtensionMap::standard();
    extensions.set(7, Extension::AbsoluteCaptureTime);
    config.set_extension_map(extensions)
}

fn with_h265(config: RtcConfig) -> RtcConfig {
    let mut config = config.enable_h265(true);
    let (pt, repair, profile, tier, level) = H265_MAIN_10;
    config
        .codec_config()
        .add_h265(pt.into(), Some(repair.into()), profile, tier, level);
    config
}

/// What people call a codec.
pub(crate) fn name(codec: Codec) -> &'static str {
    match codec {
        Codec::H264 => "H.264",
        Codec::H265 => "H.265",
        Codec::Vp8 => "VP8",
        Codec::Vp9 => "VP9",
        Codec::Av1 => "AV1",
        Codec::Opus => "Opus",
        _ => "an unknown codec",
    }
}

/// Finds the payload type under which a viewer takes a publisher's codec, the closest profile first.
pub(crate) fn payload_type(accepted: &[PayloadParams], sent: &CodecSpec) -> Option<Pt> {
    let ranked = accepted
        .iter()
        .filter_map(|params| Some((distance(&params.spec(), sent)?, params.pt())));
    ranked.min_by_key(|&(distance, _)| distance).map(|(_, pt)| pt)
}

/// The payload type under which a viewer takes a codec's redundancy (RFC 2198), if it does.
pub(crate) fn redundancy_type(accepted: &[PayloadParams], codec: Pt) -> Option<Pt> {
    accepted.iter().find(|params| params.pt() == codec)?.red()
}

#[cfg(test)]
mod tests;
