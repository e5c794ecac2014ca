//! What H.264's parameter sets say (ITU-T H.264, sections 7.3.2.1 and 7.3.2.2).
//!
//! A file's header wants the picture's size and the parameter sets that its key frames use. It leaves the pictures
//! themselves alone.

mod sequence;

use std::collections::BTreeMap;

use h264_reader::rbsp::{BitRead, BitReader, ByteReader};

use sequence::Sequence;

pub(crate) const IDR_SLICE: u8 = 5;
pub(crate) const SPS: u8 = 7;
pub(crate) const PPS: u8 = 8;
pub(crate) const DELIMITER: u8 = 9;

/// A longer parameter set is no camera's.
const LONGEST: usize = 4096;
/// H.264 knows 256 picture parameter sets; no encoder of a phone or browser comes near this many.
const PPS_IDS: u32 = 64;

/// The parameter sets that a key frame uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct H264Format {
    sps: Vec<u8>,
    pps: Vec<Vec<u8>>,
    size: (u16, u16),
    chroma: Option<[u8; 3]>,
}

impl H264Format {
    /// Width and height in pixels, neither of them zero.
    pub fn size(&self) -> (u16, u16) {
        self.size
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
        self.chroma
    }
}

/// The type of a NAL unit, 1 to 23; `None` if it is none.
pub(crate) fn kind(unit: &[u8]) -> Option<u8> {
    let &header = unit.first()?;
    let kind = header & 0x1F;
    (header & 0x80 == 0 && (1..24).contains(&kind)).then_some(kind)
}

/// The first numbers of a NAL unit, each `ue(v)` (section 9.1).
fn first_fields<const N: usize>(unit: &[u8]) -> Option<[u32; N]> {
    let mut bits = BitReader::new(ByteReader::skipping_h264_header(unit));
    let mut fields = [0; N];
    for field in &mut fields {
        *field = bits.read_ue("a number").ok()?;
    }
    Some(fields)
}

/// The parameter sets a stream has sent so far, by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct ParameterSets {
    sps: BTreeMap<u32, (Sequence, Vec<u8>)>,
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
                if let Some(sequence) = Sequence::read(unit) {
                    self.sps.insert(sequence.id, (sequence, unit.to_vec()));
                }
            }
            Some(PPS) => {
                if let Some([id, sps]) = first_fields(unit).filter(|&[id, _]| id < PPS_IDS) {
                    self.pps.insert(id, (sps, unit.to_vec()));
                }
            }
            _ => {}
        }
    }

    /// What the picture of this slice uses; `None` if it has not been sent.
    pub(crate) fn used_by(&self, slice: &[u8]) -> Option<H264Format> {
        let [_first_macroblock, _slice_type, pps] = first_fields(slice)?;
        let (active, _) = self.pps.get(&pps)?;
        let (sequence, sps) = self.sps.get(active)?;
        let pps = self.pps.values().filter(|(sps, _)| sps == active);
        Some(H264Format {
            sps: sps.clone(),
            pps: pps.map(|(_, unit)| unit.clone()).collect(),
            size: sequence.size,
            chroma: sequence.chroma,
        })
    }
}

#[cfg(test)]
mod tests;
