//! Which SRTCP packets have come before (RFC 3711 section 3.3.2).

/// How far back packets are told apart; older ones are taken for replayed.
const WINDOW: u32 = 64;

/// The indices seen.
#[derive(Debug, Default)]
pub(super) struct Replay {
    highest: u32,
    /// The n-th bit is that of `highest - n`.
    seen: u64,
}

impl Replay {
    /// Takes note of an index that was authenticated; tells whether it is the first time.
    pub(super) fn is_new(&mut self, index: u32) -> bool {
        if self.seen == 0 || index > self.highest {
            let ahead = index.saturating_sub(self.highest);
            self.seen = self.seen.checked_shl(ahead).unwrap_or(0) | 1;
            self.highest = index;
            return true;
        }
        let behind = self.highest - index;
        if behind >= WINDOW || self.seen >> behind & 1 == 1 {
            return false;
        }
        self.seen |= 1 << behind;
        true
    }
}
