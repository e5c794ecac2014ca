//! As much of a byte stream of NAL units (H.264 and H.265, Annex B) as sending it takes.
//!
//! Phones' encoders hand out parameter sets once, apart from the pictures; a viewer who joins later needs them with
//! every key frame. It leaves cutting into packets to the WebRTC library.

use crate::video_codec::{Unit, VideoCodec, is_of_base_layer};

const START_CODE: [u8; 4] = [0, 0, 0, 1];
/// As much of a NAL unit as says what it is.
const UNIT_HEADER: usize = 2;

/// What an access unit holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// A slice of any picture.
    pub(crate) picture: bool,
    /// A slice of a picture that needs no other.
    pub(crate) key_frame: bool,
    /// All parameter sets that decoding takes.
    pub(crate) parameter_sets: bool,
}

/// Reads an access unit.
pub(crate) fn contents(codec: VideoCodec, access_unit: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let mut sets = 0_u8;
    for unit in units(access_unit).filter_map(|unit| codec.unit(unit)) {
        contents.picture |= matches!(unit, Unit::KeySlice | Unit::Slice);
        contents.key_frame |= unit == Unit::KeySlice;
        if let Unit::ParameterSet(which) = unit {
            sets |= 1 << which;
        }
    }
    contents.parameter_sets = sets.count_ones() == u32::from(codec.parameter_sets());
    contents
}

/// Copies the parameter sets out of an access unit, as a byte stream of their own.
pub(crate) fn parameter_sets(codec: VideoCodec, access_unit: &[u8]) -> Vec<u8> {
    let mut copied = Vec::new();
    let is_set = |unit: &&[u8]| matches!(codec.unit(unit), Some(Unit::ParameterSet(_)));
    for unit in units(access_unit).filter(is_set) {
        copied.extend(START_CODE);
        copied.extend(unit);
    }
    copied
}

/// What a viewer can do with an access unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Picture {
    /// It holds none: parameter sets by themselves, say.
    None,
    /// It needs no other.
    Key,
    /// It needs the ones before it.
    Delta,
}

impl VideoCodec {
    /// What an access unit in Annex B form holds.
    pub fn picture(self, access_unit: &[u8]) -> Picture {
        match contents(self, access_unit) {
            Contents { key_frame: true, .. } => Picture::Key,
            Contents { picture: true, .. } => Picture::Delta,
            _ => Picture::None,
        }
    }

    /// Which of these codecs an access unit in Annex B form is in; nothing if it is in none of them. Of one codec alone only the
    /// beginning is looked at.
    pub fn of_access_unit(known: &[Self], bytes: &[u8]) -> Option<Self> {
        let made = match known {
            [only] => *only,
            _ if units(bytes).all(is_of_base_layer) => Self::H265,
            _ => Self::H264,
        };
        (known.contains(&made) && made.is_begun_by(bytes)).then_some(made)
    }

    /// Whether bytes begin like an access unit in Annex B form: with a start code, then the header of a NAL unit of an access
    /// unit.
    fn is_begun_by(self, bytes: &[u8]) -> bool {
        let header = match bytes {
            [0, 0, 1, unit @ ..] | [0, 0, 0, 1, unit @ ..] => unit.get(..UNIT_HEADER).unwrap_or(unit),
            _ => return false,
        };
        self.unit(header).is_some()
    }
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
