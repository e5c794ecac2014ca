//! The boxes that an MP4 file is made of (ISO/IEC 14496-12 section 4.2).

use std::ops::Range;

use super::Unfit;

/// The name of a box, or of what a track is.
pub(super) type Name = [u8; 4];

/// Bytes of a box's length and name.
const HEAD: usize = 8;

/// A box as it lies in a file.
pub(super) struct Found {
    pub(super) name: Name,
    /// Where its name is.
    pub(super) name_at: usize,
    pub(super) body: Range<usize>,
}

/// The box at the beginning of a part of the file, which begins after it from then on; none if the part is too short for one.
pub(super) fn next(file: &[u8], part: &mut Range<usize>) -> Result<Option<Found>, Unfit> {
    if part.len() < HEAD {
        return Ok(None);
    }
    let name_at = part.start + 4;
    let name = four(file, name_at)?;
    // A length of 1 is written large behind the name, one of 0 reaches to the end.
    let (head, length) = match number(file, part.start)? {
        0 => (HEAD, part.len()),
        1 => (HEAD + 8, large(file, part.start + HEAD)?),
        short => (HEAD, size(short)?),
    };
    if !(head..=part.len()).contains(&length) {
        return Err(Unfit::Unreadable);
    }
    let end = part.start + length;
    let body = part.start + head..end;
    part.start = end;
    Ok(Some(Found { name, name_at, body }))
}

/// What is in the first box of this path within a part of the file.
pub(super) fn find(
    file: &[u8],
    mut part: Range<usize>,
    path: &[Name],
) -> Result<Option<Range<usize>>, Unfit> {
    let Some((wanted, rest)) = path.split_first() else {
        return Ok(Some(part));
    };
    while let Some(found) = next(file, &mut part)? {
        if found.name == *wanted {
            return find(file, found.body, rest);
        }
    }
    Ok(None)
}

/// Four bytes.
pub(super) fn four(file: &[u8], at: usize) -> Result<Name, Unfit> {
    let rest = file.get(at..).ok_or(Unfit::Unreadable)?;
    rest.first_chunk().copied().ok_or(Unfit::Unreadable)
}

/// A number of four bytes.
pub(super) fn number(file: &[u8], at: usize) -> Result<u32, Unfit> {
    four(file, at).map(u32::from_be_bytes)
}

/// A number of eight bytes that counts bytes of the file.
pub(super) fn large(file: &[u8], at: usize) -> Result<usize, Unfit> {
    let (high, low) = (number(file, at)?, number(file, at.saturating_add(4))?);
    usize::try_from(u64::from(high) << 32 | u64::from(low)).map_err(|_| Unfit::Unreadable)
}

/// A number of four bytes as one that counts bytes of the file.
pub(super) fn size(number: u32) -> Result<usize, Unfit> {
    usize::try_from(number).map_err(|_| Unfit::Unreadable)
}

/// Writes over a part of the file.
pub(super) fn wipe(file: &mut [u8], part: Range<usize>) -> Result<(), Unfit> {
    file.get_mut(part).ok_or(Unfit::Unreadable)?.fill(0);
    Ok(())
}
