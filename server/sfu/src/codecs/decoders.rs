//! Which decoder takes which stream.
//!
//! A profile names the tools of coding a stream may use, so a decoder without them shows nothing. A level only bounds how
//! large and how quick pictures may be; peers name the highest they know of, whatever they send, so levels are not compared.

use str0m::format::{Codec, CodecSpec, H265Tier};

/// The id of H.265's profile Main.
const MAIN: u32 = 1;
/// The id of H.265's profile Main 10, which takes Main in (H.265 Annex A.3.3).
const MAIN_10: u32 = 2;

/// How far a decoder's profile is above a stream's; `None` if it cannot decode it.
pub(super) fn distance(decoder: &CodecSpec, stream: &CodecSpec) -> Option<u32> {
    if decoder.codec != stream.codec || decoder.clock_rate != stream.clock_rate {
        return None;
    }
    match stream.codec {
        Codec::H264 => h264_distance(decoder, stream),
        Codec::H265 => h265_distance(decoder, stream),
        // VP9's profiles are four formats, none within another (RFC 9628 section 6.1).
        Codec::Vp9 => {
            let profile = |spec: &CodecSpec| spec.format.profile_id.unwrap_or(0);
            (profile(decoder) == profile(stream)).then_some(0)
        }
        // Each of AV1's profiles takes in those before it (AV1 Annex A.2).
        Codec::Av1 => {
            let profile = |spec: &CodecSpec| u32::from(spec.format.profile.unwrap_or(0));
            profile(decoder).checked_sub(profile(stream))
        }
        _ => Some(0),
    }
}

fn h264_distance(decoder: &CodecSpec, stream: &CodecSpec) -> Option<u32> {
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

/// H.264 profiles, each decodable by the later ones (H.264 Annex A.2; Baseline by the note in `h264_distance`).
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

fn h265_distance(decoder: &CodecSpec, stream: &CodecSpec) -> Option<u32> {
    // Units out of order have numbers (RFC 7798 section 4.4) that a viewer who was not told takes for something else.
    let out_of_order = |spec: &CodecSpec| spec.format.sprop_max_don_diff.unwrap_or(0) > 0;
    if out_of_order(decoder) != out_of_order(stream) {
        return None;
    }
    let is_high = |spec: &CodecSpec| {
        let told = spec.format.h265_profile_tier_level;
        told.is_some_and(|told| told.tier() == H265Tier::High)
    };
    if is_high(stream) && !is_high(decoder) {
        return None;
    }
    match (h265_profile(decoder), h265_profile(stream)) {
        (decoder, stream) if decoder == stream => Some(0),
        (MAIN_10, MAIN) => Some(1),
        _ => None,
    }
}

/// The profile by its id; where none is told, it is Main (RFC 7798 section 7.1).
fn h265_profile(spec: &CodecSpec) -> u32 {
    let whole = spec.format.h265_profile_tier_level;
    let whole = whole.map(|told| u32::from(told.profile_id()));
    whole.or(spec.format.profile_id).unwrap_or(MAIN)
}

#[cfg(test)]
mod tests;
