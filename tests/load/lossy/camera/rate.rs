//! How large each picture may be, so that together they keep to a rate.
//!
//! A key frame takes more than others; those after it are the smaller for it. It leaves encoding to `camera`.

/// How much of the rate a key frame takes, compared with another picture.
const KEY_FRAME_SHARE: u32 = 4;
/// How much of its share a picture gives up for what went before.
const PAID_BACK: u32 = 3;

/// A filler data unit's start code and header; its last octet (ITU-T H.264 sections B.1.1 and 7.3.2.7).
const FILLER: [u8; 5] = [0, 0, 0, 1, 12];
const FILLER_END: u8 = 0x80;

/// What may be spent.
#[derive(Debug)]
pub(in crate::lossy) struct Budget {
    fps: u32,
    /// Octets spent ahead of time.
    debt: usize,
}

impl Budget {
    pub(in crate::lossy) fn new(fps: u32) -> Self {
        Self {
            fps: fps.max(1),
            debt: 0,
        }
    }

    /// Fills a picture up to what the rate has room for.
    pub(in crate::lossy) fn fill(&mut self, bits_per_second: u32, is_key: bool, unit: &mut Vec<u8>) {
        let share = as_size(bits_per_second / 8 / self.fps);
        let wanted = if is_key {
            share * as_size(KEY_FRAME_SHARE)
        } else {
            share - self.debt.min(share / as_size(PAID_BACK))
        };
        let room = wanted.saturating_sub(unit.len());
        if let Some(filling) = room.checked_sub(FILLER.len() + 1) {
            unit.extend_from_slice(&FILLER);
            unit.resize(unit.len() + filling, 0xFF);
            unit.push(FILLER_END);
        }
        self.debt = (self.debt + unit.len()).saturating_sub(share);
    }
}

fn as_size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
