//! Where in a stream of RTP payloads a key frame begins.
//!
//! A viewer, a recorder or a still is shown nothing before one. The WebRTC library knows a key frame's payloads; this
//! finds the first of them, with the parameter sets before it where a codec has those.

use str0m::format::{
    Codec, detect_av1_keyframe, detect_h264_keyframe, detect_h264_nalu, detect_h265_keyframe,
    detect_vp8_keyframe, detect_vp9_keyframe,
};

use super::vp9::Descriptor;

/// NAL unit type of an H.264 sequence parameter set, which opens a key frame.
pub(super) const H264_SPS: u8 = 7;
/// NAL unit type of an H.265 video parameter set, which opens a key frame (H.265 section 7.4.2.4.4).
const H265_VPS: u8 = 32;
/// NAL unit type of an H.265 sequence parameter set.
const H265_SPS: u8 = 33;
/// Payload type of several H.265 NAL units in one packet (RFC 7798 section 4.4.2).
const H265_AGGREGATION: u8 = 48;

/// Tells whether an RTP payload begins what can be decoded without anything before it.
pub(crate) fn begins_anew(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::H264 => detect_h264_nalu(payload, H264_SPS),
        Codec::H265 => h265_has(payload, H265_VPS),
        _ => begins_key_frame(codec, payload),
    }
}

/// Tells whether an RTP payload begins a key frame, or the parameter sets before it.
pub(crate) fn begins_key_frame(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::H264 => detect_h264_nalu(payload, H264_SPS) || detect_h264_keyframe(payload),
        Codec::H265 => {
            h265_has(payload, H265_VPS) || h265_has(payload, H265_SPS) || detect_h265_keyframe(payload)
        }
        Codec::Vp8 => detect_vp8_keyframe(payload),
        Codec::Vp9 => detect_vp9_keyframe(payload) && vp9_begins_key_picture(payload),
        Codec::Av1 => detect_av1_keyframe(payload) && av1_begins_unit(payload),
        _ => false,
    }
}

/// Whether a VP9 payload begins a picture that is a key frame by its own header (VP9 section 6.2): some senders never say in
/// the descriptor that a picture is predicted.
fn vp9_begins_key_picture(payload: &[u8]) -> bool {
    const MARKER_EXISTING_INTER: u8 = 0b1100_1100;
    const KEY_FRAME: u8 = 0b1000_0000;
    let Some(descriptor) = Descriptor::read(payload) else {
        return false;
    };
    let header = descriptor.frame.first();
    descriptor.begins_picture && header.is_some_and(|header| header & MARKER_EXISTING_INTER == KEY_FRAME)
}

/// Whether an AV1 payload goes on with nothing from the packet before it (AV1 RTP section 4.4, Z).
fn av1_begins_unit(payload: &[u8]) -> bool {
    payload.first().is_some_and(|header| header & 0x80 == 0)
}

/// Whether an H.265 payload has a NAL unit of a type, by itself or together with others.
fn h265_has(payload: &[u8], wanted: u8) -> bool {
    let kind = |unit: &[u8]| unit.first().map(|first| first >> 1 & 0x3F);
    if kind(payload) != Some(H265_AGGREGATION) {
        return kind(payload) == Some(wanted);
    }
    let mut rest = payload.get(2..).unwrap_or_default();
    while let Some((length, units)) = rest.split_first_chunk() {
        let Some((unit, others)) = units.split_at_checked(usize::from(u16::from_be_bytes(*length))) else {
            return false;
        };
        if kind(unit) == Some(wanted) {
            return true;
        }
        rest = others;
    }
    false
}

#[cfg(test)]
mod tests;
