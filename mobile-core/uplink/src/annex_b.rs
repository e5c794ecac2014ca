//! As much of H.264's byte stream (H.264 Annex B) as sending it takes.
//!
//! Phones' encoders hand out parameter sets once, apart from the pictures; a viewer who joins later needs them with
//! every key frame. It leaves cutting into packets to the WebRTC library.

const IDR_SLICE: u8 = 5;
const SLICES: std::ops::RangeInclusive<u8> = 1..=5;
const SPS: u8 = 7;
const PPS: u8 = 8;
const FORBIDDEN_ZERO_BIT: u8 = 0x80;
/// Slices, messages, parameter sets and the delimiters around them.
const IN_ACCESS_UNITS: std::ops::RangeInclusive<u8> = 1..=12;
const START_CODE: [u8; 4] = [0, 0, 0, 1];

/// What an access unit holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// A slice of any picture.
    pub(crate) picture: bool,
    /// A slice of a picture that needs no other.
    pub(crate) key_frame: bool,
    /// A sequence and a picture parameter set.
    pub(crate) parameter_sets: bool,
}

/// Reads an access unit.
pub(crate) fn contents(access_unit: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let (mut sps, mut pps) = (false, false);
    for kind in units(access_unit).filter_map(kind) {
        contents.picture |= SLICES.contains(&kind);
        contents.key_frame |= kind == IDR_SLICE;
        sps |= kind == SPS;
        pps |= kind == PPS;
    }
    contents.parameter_sets = sps && pps;
    contents
}

/// Whether an H.264 access unit in Annex B form holds a picture that needs no other.
pub fn is_key_frame(access_unit: &[u8]) -> bool {
    contents(access_unit).key_frame
}

/// Whether an H.264 access unit in Annex B form holds a picture that needs the ones before it.
///
/// Parameter sets by themselves are neither this nor a key frame.
pub fn is_delta_frame(access_unit: &[u8]) -> bool {
    let contents = contents(access_unit);
    contents.picture && !contents.key_frame
}

/// Whether bytes begin like an H.264 access unit in Annex B form: with a start code, then the header of a NAL unit of an
/// access unit (H.264 table 7-1). Only the beginning is looked at.
pub fn is_byte_stream(bytes: &[u8]) -> bool {
    let header = match bytes {
        [0, 0, 1, header, ..] | [0, 0, 0, 1, header, ..] => *header,
        _ => return false,
    };
    header & FORBIDDEN_ZERO_BIT == 0 && IN_ACCESS_UNITS.contains(&(header & 0x1F))
}

/// Copies the parameter sets out of an access unit, as a byte stream of their own.
pub(crate) fn parameter_sets(access_unit: &[u8]) -> Vec<u8> {
    let mut copied = Vec::new();
    for unit in units(access_unit).filter(|unit| matches!(kind(unit), Some(SPS | PPS))) {
        copied.extend(START_CODE);
        copied.extend(unit);
    }
    copied
}

fn kind(unit: &[u8]) -> Option<u8> {
    unit.first().map(|header| header & 0x1F)
}

/// The NAL units between the start codes.
fn units(access_unit: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = after_start_code(access_unit);
    std::iter::from_fn(move || {
        let unit = rest?;
        let (unit, next) = match find_start_code(unit) {
            Some(at) => unit.split_at_checked(at)?,
            None => (unit, &[][..]),
        };
        rest = after_start_code(next);
        // A four-byte start code's first zero looks like the end of the unit before it.
        Some(unit.strip_suffix(&[0]).unwrap_or(unit))
    })
}

fn find_start_code(bytes: &[u8]) -> Option<usize> {
    bytes.windows(3).position(|window| window == [0, 0, 1])
}

fn after_start_code(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(find_start_code(bytes)? + 3..)
}

#[cfg(test)]
mod tests;
