//! How pictures are encoded, with what a NAL unit is in each codec.

use str0m::format::Codec;

/// How pictures are encoded.
///
/// Every browser decodes H.264, and the hall records it. H.265 takes about half the bits for the same picture; the hall passes
/// it on to viewers who decode it, and does not record it, so it wants H.265 only if its operator said so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// H.264 (ITU-T H.264, RFC 6184).
    #[default]
    H264,
    /// H.265 (ITU-T H.265, RFC 7798).
    H265,
}

/// What a NAL unit of an access unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A slice of a picture that needs no other.
    KeySlice,
    /// A slice of any other picture.
    Slice,
    /// A parameter set, the how manieth of those that decoding takes.
    ParameterSet(u8),
    /// A message, a delimiter.
    Other,
}

const FORBIDDEN_ZERO_BIT: u8 = 0x80;

impl VideoCodec {
    /// The transport's name for it, read back.
    pub(crate) fn of(codec: Codec) -> Option<Self> {
        match codec {
            Codec::H264 => Some(Self::H264),
            Codec::H265 => Some(Self::H265),
            _ => None,
        }
    }

    /// How many kinds of parameter sets decoding takes.
    pub(crate) const fn parameter_sets(self) -> u8 {
        match self {
            Self::H264 => 2,
            Self::H265 => 3,
        }
    }

    /// What a NAL unit is; `None` if it is none of an access unit.
    pub(crate) fn unit(self, unit: &[u8]) -> Option<Unit> {
        let (&header, rest) = unit.split_first()?;
        if header & FORBIDDEN_ZERO_BIT != 0 {
            return None;
        }
        match self {
            Self::H264 => of_h264(header & 0x1F),
            Self::H265 => of_h265(header, *rest.first()?),
        }
    }
}

/// By `nal_unit_type` (H.264 table 7-1).
fn of_h264(kind: u8) -> Option<Unit> {
    match kind {
        5 => Some(Unit::KeySlice),
        1..=4 => Some(Unit::Slice),
        7 | 8 => Some(Unit::ParameterSet(kind - 7)),
        6 | 9..=12 => Some(Unit::Other),
        _ => None,
    }
}

/// Whether a NAL unit has the header of one of H.265's base layer (H.265 section 7.3.1.2), whatever it is: those of pictures and
/// sequence parameter sets in H.264 look like another layer's.
pub(crate) fn is_of_base_layer(unit: &[u8]) -> bool {
    let &[first, second, ..] = unit else {
        return false;
    };
    let (layer, temporal_id_plus1) = ((first & 1) << 5 | second >> 3, second & 7);
    first & FORBIDDEN_ZERO_BIT == 0 && layer == 0 && temporal_id_plus1 != 0
}

/// By `nal_unit_type` (H.265 table 7-1), of the base layer.
fn of_h265(first: u8, second: u8) -> Option<Unit> {
    if !is_of_base_layer(&[first, second]) {
        return None;
    }
    match first >> 1 {
        16..=21 => Some(Unit::KeySlice),
        0..=9 => Some(Unit::Slice),
        kind @ 32..=34 => Some(Unit::ParameterSet(kind - 32)),
        35..=40 => Some(Unit::Other),
        _ => None,
    }
}
