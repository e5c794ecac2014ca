//! The codecs a shard forwards.
//!
//! H.264 in packetization mode 1 (RFC 6184), VP8 (RFC 7741), Opus (RFC 7587) with or without redundancy (RFC 2198). Each
//! peer numbers them as it likes; a
//! packet is renumbered for each viewer. It leaves the contents alone, but for telling where a key frame starts.

use h264_reader::nal::sps::SeqParameterSet;
use h264_reader::rbsp;
use str0m::format::{
    Codec, CodecSpec, PayloadParams, detect_h264_keyframe, detect_h264_nalu, detect_vp8_keyframe,
};
use str0m::media::Pt;
use str0m::rtp::{Extension, ExtensionMap};
use str0m::{Rtc, RtcConfig};

/// NAL unit type of a sequence parameter set, which opens a key frame.
const H264_SPS: u8 = 7;

/// H.264 profiles by payload type, its repair's payload type, and profile-level-id; the phones' own first.
const H264: [(u8, u8, u32); 4] = [
    (108, 109, 0x42_e01f),
    (127, 121, 0x42_001f),
    (123, 119, 0x4d_001f),
    (114, 115, 0x64_001f),
];

/// A configuration with the shard's codecs and header extensions; RTP passes through whole.
pub(crate) fn rtp_config() -> RtcConfig {
    let mut config = Rtc::builder()
        .set_rtp_mode(true)
        .clear_codecs()
        .enable_opus(true, true);
    for (pt, repair, profile) in H264 {
        config
            .codec_config()
            .add_h264(pt.into(), Some(repair.into()), true, profile);
    }
    let mut extensions = ExtensionMap::standard();
    extensions.set(7, Extension::AbsoluteCaptureTime);
    config.enable_vp8(true).set_extension_map(extensions)
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

/// Tells whether an RTP payload begins what can be decoded without anything before it.
pub(crate) fn begins_anew(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::H264 => detect_h264_nalu(payload, H264_SPS),
        _ => begins_key_frame(codec, payload),
    }
}

/// Tells whether an RTP payload begins a key frame, or the parameter sets before it.
pub(crate) fn begins_key_frame(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::H264 => detect_h264_nalu(payload, H264_SPS) || detect_h264_keyframe(payload),
        Codec::Vp8 => detect_vp8_keyframe(payload),
        _ => false,
    }
}

/// The height of the pictures from a key frame on, from the RTP payload that begins it.
pub(crate) fn picture_height(codec: Codec, payload: &[u8]) -> Option<u16> {
    match codec {
        Codec::H264 => h264_height(payload),
        Codec::Vp8 => vp8_height(payload),
        _ => None,
    }
}

/// Reads a sequence parameter set (H.264 section 7.3.2.1), by itself or first of those packed together.
fn h264_height(payload: &[u8]) -> Option<u16> {
    const STAP_A: u8 = 24;
    let nal = match payload.first()? & 0x1F {
        STAP_A => {
            let (length, rest) = payload.get(1..)?.split_first_chunk()?;
            rest.get(..usize::from(u16::from_be_bytes(*length)))?
        }
        _ => payload,
    };
    if nal.first()? & 0x1F != H264_SPS {
        return None;
    }
    let bits = rbsp::decode_nal(nal).ok()?;
    let set = SeqParameterSet::from_bits(rbsp::BitReader::new(&*bits)).ok()?;
    let (_, height) = set.pixel_dimensions().ok()?;
    u16::try_from(height).ok()
}

/// Reads the frame header (RFC 6386 section 9.1) behind the payload descriptor (RFC 7741 section 4.2).
fn vp8_height(payload: &[u8]) -> Option<u16> {
    let mut descriptor = 1;
    if payload.first()? & 0x80 != 0 {
        let extensions = *payload.get(1)?;
        descriptor = 2;
        if extensions & 0x80 != 0 {
            descriptor += if payload.get(descriptor)? & 0x80 == 0 {
                1
            } else {
                2
            };
        }
        descriptor += usize::from(extensions & 0x40 != 0) + usize::from(extensions & 0x30 != 0);
    }
    let header = payload.get(descriptor..)?;
    let starts = header.get(3..6)? == [0x9D, 0x01, 0x2A];
    let height = u16::from_le_bytes(*header.get(8..)?.first_chunk()?) & 0x3FFF;
    starts.then_some(height)
}

/// How far a decoder's profile is above a stream's; `None` if it cannot decode it.
fn distance(decoder: &CodecSpec, stream: &CodecSpec) -> Option<u32> {
    if decoder.codec != stream.codec || decoder.clock_rate != stream.clock_rate {
        return None;
    }
    if stream.codec != Codec::H264 {
        return Some(0);
    }
    let mode = |spec: &CodecSpec| spec.format.packetization_mode.unwrap_or(0);
    // Mode 0 is a subset of mode 1, not the other way round.
    if mode(decoder) < mode(stream) {
        return None;
    }
    match (profile(decoder), profile(stream)) {
        (decoder, stream) if decoder >= stream => Some(decoder as u32 - stream as u32),
        // Encoders that say Baseline send Constrained Baseline; WebRTC has no other.
        (Profile::ConstrainedBaseline, Profile::Baseline) => Some(1),
        _ => None,
    }
}

/// H.264 profiles, each decodable by the later ones (H.264 Annex A.2; Baseline by the note in `distance`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Profile {
    ConstrainedBaseline,
    Baseline,
    Main,
    High,
}

fn profile(spec: &CodecSpec) -> Profile {
    let level_id = spec.format.profile_level_id.unwrap_or(0x42_000a);
    let constraint_set1 = level_id & 0x00_4000 != 0;
    match level_id >> 16 {
        0x42 if !constraint_set1 => Profile::Baseline,
        0x42 => Profile::ConstrainedBaseline,
        0x4d => Profile::Main,
        _ => Profile::High,
    }
}

#[cfg(test)]
mod tests;
