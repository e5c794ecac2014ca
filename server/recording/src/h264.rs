//! What H.264's parameter sets say (ITU-T H.264, sections 7.3.2.1 and 7.3.2.2).
//!
//! A file's header wants the picture's size and the parameter sets that its key frames use. It leaves the pictures
//! themselves alone.

mod bits;
mod sequence;

use std::collections::BTreeMap;

use bits::Bits;
pub(crate) use sequence::picture_size;

pub(crate) const IDR_SLICE: u8 = 5;
pub(crate) const SPS: u8 = 7;
pub(crate) const PPS: u8 = 8;
pub(crate) const DELIMITER: u8 = 9;

/// A longer parameter set is no camera's.
const LONGEST: usize = 4096;
/// H.264 knows 32 sequence parameter sets.
const SPS_IDS: u32 = 32;
/// H.264 knows 256 picture parameter sets; no encoder of a phone or browser comes near this many.
const PPS_IDS: u32 = 64;

/// The parameter sets that a key frame uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct H264Format {
    sps: Vec<u8>,
    pps: Vec<Vec<u8>>,
    width: u16,
    height: u16,
}

impl H264Format {
    /// Width and height in pixels, neither of them zero.
    pub fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// The sequence parameter set, a NAL unit.
    pub fn sps(&self) -> &[u8] {
        &self.sps
    }

    /// The picture parameter sets, NAL units in the order of their ids.
    pub fn pps(&self) -> &[Vec<u8>] {
        &self.pps
    }

    pub(crate) fn codecs(&self) -> String {
        let [profile, compatible, level] = self.profile();
        format!("avc1.{profile:02x}{compatible:02x}{level:02x}")
    }

    /// `profile_idc`, the constraint flags and `level_idc`.
    pub(crate) fn profile(&self) -> [u8; 3] {
        match self.sps.as_slice() {
            &[_, profile, compatible, level, ..] => [profile, compatible, level],
            _ => [66, 0, 10],
        }
    }

    /// `chroma_format_idc` and both bit depths, of profiles that have them.
    pub(crate) fn chroma(&self) -> Option<[u8; 3]> {
        sequence::chroma(&self.sps)
    }
}

/// The type of a NAL unit, 1 to 23; `None` if it is none.
pub(crate) fn kind(unit: &[u8]) -> Option<u8> {
    let &header = unit.first()?;
    let kind = header & 0x1F;
    (header & 0x80 == 0 && (1..24).contains(&kind)).then_some(kind)
}

/// The parameter sets a stream has sent so far, by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct ParameterSets {
    sps: BTreeMap<u32, Vec<u8>>,
    /// Each with the id of its sequence parameter set.
    pps: BTreeMap<u32, (u32, Vec<u8>)>,
}

impl ParameterSets {
    /// Takes a parameter set in; what is broken or is none is left out.
    pub(crate) fn learn(&mut self, unit: &[u8]) {
        if unit.len() > LONGEST {
            return;
        }
        match kind(unit) {
            Some(SPS) => {
                if let Some(id) = Bits::after(unit, 4).golomb().filter(|&id| id < SPS_IDS) {
                    self.sps.insert(id, unit.to_vec());
                }
            }
            Some(PPS) => {
                let mut bits = Bits::after(unit, 1);
                if let (Some(id), Some(sps)) = (bits.golomb().filter(|&id| id < PPS_IDS), bits.golomb()) {
                    self.pps.insert(id, (sps, unit.to_vec()));
                }
            }
            _ => {}
        }
    }

    /// What the picture of this slice uses; `None` if it has not been sent.
    pub(crate) fn used_by(&self, slice: &[u8]) -> Option<H264Format> {
        let mut bits = Bits::after(slice, 1);
        let _first_macroblock = bits.golomb()?;
        let _slice_type = bits.golomb()?;
        let (active, _) = self.pps.get(&bits.golomb()?)?;
        let sps = self.sps.get(active)?;
        let (width, height) = picture_size(sps)?;
        let pps = self.pps.values().filter(|(sps, _)| sps == active);
        Some(H264Format {
            sps: sps.clone(),
            pps: pps.map(|(_, unit)| unit.clone()).collect(),
            width,
            height,
        })
    }
}

#[cfg(test)]
mod tests;
