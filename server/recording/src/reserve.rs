//! How much of a disk recordings leave free.
//!
//! The record of what was decided lies on the same disk, and is worth more than any picture. Room that comes and goes at
//! the edge must not begin a recording each second, so that a little more than the reserve is asked for to begin again.
//! It leaves asking the disk to its shell.

/// What is asked for beyond the reserve to begin again, at most.
const MARGIN: u64 = 100_000_000;

/// Bytes that stay free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserve(pub u64);

impl Reserve {
    /// Whether a disk with so many free bytes has no room for recordings, after it had none or some before.
    pub fn is_short(self, was_short: bool, free: u64) -> bool {
        let margin = if was_short { MARGIN.min(self.0 / 10) } else { 0 };
        free < self.0.saturating_add(margin)
    }
}

#[cfg(test)]
mod tests;
