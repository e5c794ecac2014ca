//! The bytes of a fragmented MP4 file (ISO/IEC 14496-12), of which every prefix is a file.
//!
//! A header names the tracks and holds no frame; each fragment behind it describes its own frames and repeats nothing
//! of the header, so that what was written stays valid whatever comes after. Each fragment tells its wall-clock time
//! (`prft`).

mod fragment;
mod header;

pub use fragment::SEAL;
pub(crate) use fragment::{Fragment, Sample, Samples, is_whole};
pub(crate) use header::{Header, codecs};
use mp4_atom::Encode;

use crate::media::Track;

/// What cannot be written as MP4.
pub(crate) type Unwritable = mp4_atom::Error;

/// The track's number in every file.
const fn id(track: Track) -> u32 {
    match track {
        Track::Video => 1,
        Track::Sound => 2,
    }
}

fn written(atoms: &[&dyn Written]) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = Vec::new();
    for atom in atoms {
        atom.write(&mut bytes)?;
    }
    Ok(bytes)
}

/// [`Encode`] for atoms of different types in one list.
trait Written {
    fn write(&self, bytes: &mut Vec<u8>) -> Result<(), Unwritable>;
}

impl<T: Encode> Written for T {
    fn write(&self, bytes: &mut Vec<u8>) -> Result<(), Unwritable> {
        self.encode(bytes)
    }
}

#[cfg(test)]
mod tests;
