//! A VP8 frame out of its packets' payloads (RFC 7741, section 4.2).

use super::pictures::{Broken, LARGEST};
use crate::vp8::{Vp8Format, is_delta};

/// A frame's bytes so far.
#[derive(Debug, Default)]
pub(super) struct Partitions {
    data: Vec<u8>,
    begun: bool,
}

impl Partitions {
    pub(super) fn add(&mut self, payload: &[u8]) -> Result<(), Broken> {
        let (begins, rest) = split(payload).ok_or(Broken)?;
        // A second beginning belongs to a frame that nobody marked off.
        if begins == self.begun || self.data.len() + rest.len() > LARGEST {
            return Err(Broken);
        }
        self.begun = true;
        self.data.extend_from_slice(rest);
        Ok(())
    }

    /// The frame; of a key frame also its size.
    pub(super) fn finish(self) -> Result<(Vec<u8>, Option<Vp8Format>), Broken> {
        if self.data.is_empty() {
            return Err(Broken);
        }
        let format = if is_delta(&self.data) {
            None
        } else {
            Some(Vp8Format::of_key_frame(&self.data).ok_or(Broken)?)
        };
        Ok((self.data, format))
    }
}

/// Whether a payload holds the first bytes of a frame.
pub(super) fn begins_frame(payload: &[u8]) -> bool {
    split(payload).is_some_and(|(begins, _)| begins)
}

/// Whether a frame begins here, with what follows the payload descriptor; `None` if that is cut off.
fn split(payload: &[u8]) -> Option<(bool, &[u8])> {
    let (&first, mut rest) = payload.split_first()?;
    // The bit S, and the number of the partition.
    let begins = first & 0x17 == 0x10;
    if first & 0x80 != 0 {
        let (&extension, behind) = rest.split_first()?;
        rest = behind;
        if extension & 0x80 != 0 {
            let (&picture, behind) = rest.split_first()?;
            rest = if picture & 0x80 == 0 {
                behind
            } else {
                behind.get(1..)?
            };
        }
        if extension & 0x40 != 0 {
            rest = rest.get(1..)?;
        }
        if extension & 0x30 != 0 {
            rest = rest.get(1..)?;
        }
    }
    Some((begins, rest))
}
