//! The samples of a track, written over where they lie (ISO/IEC 14496-12 sections 8.7.3 to 8.7.5).

use std::ops::Range;

use super::Unfit;
use super::boxes::{find, large, number, size, wipe};

/// Writes over all samples of a track that is about to go, whose bytes there must be `room` for.
pub(super) fn wipe_samples(file: &mut [u8], track: Range<usize>, room: &mut usize) -> Result<(), Unfit> {
    let Some(stbl) = find(file, track, &[*b"mdia", *b"minf", *b"stbl"])? else {
        return Ok(());
    };
    let of = |name| find(file, stbl.clone(), &[name]);
    let (short, long) = (of(*b"stco")?, of(*b"co64")?);
    let is_long = short.is_none();
    let Some(chunks) = short.or(long).map(|body| Table { body, head: 8 }) else {
        return Ok(());
    };
    let runs = Table::required(of(*b"stsc")?, 8)?;
    let sizes = Table::required(of(*b"stsz")?, 12)?;
    let (even, count) = (size(sizes.before(file, 4)?)?, chunks.count(file)?);
    let (mut run, mut sample) = (0, 0_usize);
    for chunk in 0..count {
        // A run of equal chunks begins with the chunk that it names, counted from 1.
        while run + 1 < runs.count(file)? && size(runs.cell(file, run + 1, 3, 0)?)? <= chunk + 1 {
            run += 1;
        }
        let samples = size(runs.cell(file, run, 3, 1)?)?;
        let mut length = 0_usize;
        if even > 0 {
            length = even.checked_mul(samples).ok_or(Unfit::Unreadable)?;
        } else {
            for _ in 0..samples {
                let more = size(sizes.cell(file, sample, 1, 0)?)?;
                length = length.checked_add(more).ok_or(Unfit::Unreadable)?;
                sample += 1;
            }
        }
        let start = if is_long {
            large(file, chunks.at(chunk, 2, 0)?)?
        } else {
            size(chunks.cell(file, chunk, 1, 0)?)?
        };
        *room = room.checked_sub(length).ok_or(Unfit::Unreadable)?;
        wipe(file, start..start.checked_add(length).ok_or(Unfit::Unreadable)?)?;
    }
    Ok(())
}

/// Rows of numbers of four bytes, whose count is the last number before them.
struct Table {
    body: Range<usize>,
    /// Bytes before the first row.
    head: usize,
}

impl Table {
    fn required(body: Option<Range<usize>>, head: usize) -> Result<Self, Unfit> {
        let body = body.ok_or(Unfit::Unreadable)?;
        Ok(Self { body, head })
    }

    /// The number so many bytes into the box.
    fn before(&self, file: &[u8], at: usize) -> Result<u32, Unfit> {
        number(
            file.get(..self.body.end).ok_or(Unfit::Unreadable)?,
            self.body.start + at,
        )
    }

    fn count(&self, file: &[u8]) -> Result<usize, Unfit> {
        size(self.before(file, self.head - 4)?)
    }

    /// Where a number stands in a row of `width` numbers; refuses what is beyond the box.
    fn at(&self, row: usize, width: usize, column: usize) -> Result<usize, Unfit> {
        let start = row
            .checked_mul(4 * width)
            .and_then(|rows| rows.checked_add(self.body.start + self.head));
        let whole = start.filter(|start| start.saturating_add(4 * width) <= self.body.end);
        Ok(whole.ok_or(Unfit::Unreadable)? + 4 * column)
    }

    fn cell(&self, file: &[u8], row: usize, width: usize, column: usize) -> Result<u32, Unfit> {
        number(file, self.at(row, width, column)?)
    }
}
