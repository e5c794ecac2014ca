//! The payload descriptor in front of VP9 (RFC 9628 section 4.2).
//!
//! It says whether a picture begins here, and may say how high its layers are; the frame itself is behind it. It leaves
//! what a viewer is given to others: all layers of a stream pass through together.

/// What a payload says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Descriptor<'a> {
    /// A picture begins with it: a frame of the lowest spatial layer.
    pub(super) begins_picture: bool,
    /// The height of the largest layer, in pixels.
    pub(super) height: Option<u16>,
    /// What follows.
    pub(super) frame: &'a [u8],
}

impl<'a> Descriptor<'a> {
    /// Reads it; `None` if it is cut off.
    pub(super) fn read(payload: &'a [u8]) -> Option<Self> {
        let (&flags, mut rest) = payload.split_first()?;
        let has = |bit: u8| flags & bit != 0;
        let (is_predicted, is_flexible) = (has(0x40), has(0x10));
        if has(0x80) {
            let is_long = rest.first()? & 0x80 != 0;
            rest = rest.get(if is_long { 2 } else { 1 }..)?;
        }
        let mut is_lowest = true;
        if has(0x20) {
            is_lowest = rest.first()? & 0x0E == 0;
            // In flexible mode the indices have no number of the lowest temporal layer behind them.
            rest = rest.get(if is_flexible { 1 } else { 2 }..)?;
        }
        if is_flexible && is_predicted {
            rest = after_references(rest)?;
        }
        let mut height = None;
        if has(0x02) {
            (height, rest) = structure(rest)?;
        }
        Some(Self {
            begins_picture: has(0x08) && is_lowest,
            height,
            frame: rest,
        })
    }
}

/// Passes over the pictures that this one refers to: up to three, each but the last with its lowest bit set.
fn after_references(mut rest: &[u8]) -> Option<&[u8]> {
    for _ in 0..3 {
        let (difference, others) = rest.split_first()?;
        rest = others;
        if difference & 1 == 0 {
            break;
        }
    }
    Some(rest)
}

/// Reads the height of the largest layer out of a scalability structure (section 4.2.1), and passes over the rest of it.
fn structure(rest: &[u8]) -> Option<(Option<u16>, &[u8])> {
    let (&first, mut rest) = rest.split_first()?;
    let layers = usize::from(first >> 5) + 1;
    let mut height = None;
    if first & 0x10 != 0 {
        let (sizes, others) = rest.split_at_checked(4 * layers)?;
        height = sizes.last_chunk().map(|height| u16::from_be_bytes(*height));
        rest = others;
    }
    if first & 0x08 != 0 {
        let (&pictures, mut others) = rest.split_first()?;
        for _ in 0..pictures {
            let (picture, behind) = others.split_first()?;
            others = behind.get(usize::from(picture >> 2 & 3)..)?;
        }
        rest = others;
    }
    Some((height, rest))
}

#[cfg(test)]
mod tests;
