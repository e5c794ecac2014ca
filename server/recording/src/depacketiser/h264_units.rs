//! An H.264 access unit out of its packets' payloads (RFC 6184, sections 5.6 to 5.8).
//!
//! NAL units come out each behind its length in four bytes, as MP4 wants them; parameter sets come out apart.

use super::pictures::{Broken, LARGEST};
use crate::h264::{DELIMITER, H264Format, IDR_SLICE, PPS, ParameterSets, SPS, kind};

const STAP_A: u8 = 24;
const FU_A: u8 = 28;
const SLICES: std::ops::RangeInclusive<u8> = 1..=5;
const SUPPLEMENTAL: u8 = 6;
const PREFIX: u8 = 14;

/// More parameter sets come with no key frame.
const SETS: usize = 64;

/// A picture's NAL units and, of a key frame, what decoding it takes.
type Picture = (Vec<u8>, Option<H264Format>);

/// An access unit's NAL units so far.
#[derive(Debug, Default)]
pub(super) struct Units {
    data: Vec<u8>,
    sets: Vec<Vec<u8>>,
    /// The NAL unit that is coming in pieces.
    pieces: Option<Vec<u8>>,
    /// Of the first slice: what tells which parameter sets the picture uses.
    first_slice: Option<Vec<u8>>,
    key: bool,
}

impl Units {
    pub(super) fn add(&mut self, payload: &[u8]) -> Result<(), Broken> {
        let (&header, rest) = payload.split_first().ok_or(Broken)?;
        match header & 0x1F {
            FU_A => return self.add_piece(header, rest),
            _ if self.pieces.is_some() => return Err(Broken),
            STAP_A => {
                let mut rest = rest;
                while !rest.is_empty() {
                    let (&size, behind) = rest.split_first_chunk().ok_or(Broken)?;
                    let (unit, behind) = behind
                        .split_at_checked(usize::from(u16::from_be_bytes(size)))
                        .ok_or(Broken)?;
                    self.add_unit(unit)?;
                    rest = behind;
                }
            }
            _ => self.add_unit(payload)?,
        }
        Ok(())
    }

    /// The access unit's picture; nothing if it holds none.
    pub(super) fn finish(self, known: &mut ParameterSets) -> Result<Option<Picture>, Broken> {
        if self.pieces.is_some() {
            return Err(Broken);
        }
        for set in &self.sets {
            known.learn(set);
        }
        let Some(slice) = self.first_slice else {
            return Ok(None);
        };
        let format = if self.key {
            Some(known.used_by(&slice).ok_or(Broken)?)
        } else {
            None
        };
        Ok(Some((self.data, format)))
    }

    fn add_piece(&mut self, indicator: u8, rest: &[u8]) -> Result<(), Broken> {
        let (&header, piece) = rest.split_first().ok_or(Broken)?;
        let (begins, ends) = (header & 0x80 != 0, header & 0x40 != 0);
        let mut unit = match (self.pieces.take(), begins) {
            (None, true) => vec![indicator & 0xE0 | header & 0x1F],
            (Some(pieces), false) => pieces,
            _ => return Err(Broken),
        };
        if self.data.len() + unit.len() + piece.len() > LARGEST {
            return Err(Broken);
        }
        unit.extend_from_slice(piece);
        if ends {
            return self.add_unit(&unit);
        }
        self.pieces = Some(unit);
        Ok(())
    }

    fn add_unit(&mut self, unit: &[u8]) -> Result<(), Broken> {
        let kind = kind(unit).ok_or(Broken)?;
        if SLICES.contains(&kind) && self.first_slice.is_none() {
            self.first_slice = Some(unit.iter().copied().take(24).collect());
        }
        self.key |= kind == IDR_SLICE;
        match kind {
            SPS | PPS if self.sets.len() < SETS => self.sets.push(unit.to_vec()),
            SUPPLEMENTAL | PREFIX => self.append(unit)?,
            kind if SLICES.contains(&kind) => self.append(unit)?,
            // Delimiters and filling are no part of a sample.
            _ => {}
        }
        Ok(())
    }

    fn append(&mut self, unit: &[u8]) -> Result<(), Broken> {
        let length = u32::try_from(unit.len()).map_err(|_| Broken)?;
        if self.data.len() + 4 + unit.len() > LARGEST {
            return Err(Broken);
        }
        self.data.extend_from_slice(&length.to_be_bytes());
        self.data.extend_from_slice(unit);
        Ok(())
    }
}

/// Whether a payload begins with what only the beginning of an access unit holds.
pub(super) fn begins_frame(payload: &[u8]) -> bool {
    let first = match payload.first().map(|header| header & 0x1F) {
        Some(STAP_A) => payload.get(3..).unwrap_or_default(),
        _ => payload,
    };
    matches!(kind(first), Some(SPS | DELIMITER))
}
