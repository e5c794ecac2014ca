//! Which SRTCP packets have come before (RFC 3711 section 3.3.2).
//!
//! Packets are numbered by the source that sends them (RFC 3711 section 3.2.3), and a viewer may report on each of its
//! lines from a source of its own.

/// How far back packets are told apart; older ones are taken for replayed.
const WINDOW: u32 = 64;

/// How many sources a peer may report from; what others say is not heard.
const MOST_SOURCES: usize = 32;

/// The indices seen, by source.
#[derive(Debug, Default)]
pub(super) struct Replay {
    sources: Vec<(u32, Window)>,
}

impl Replay {
    /// Takes note of an index that was authenticated; tells whether it is its source's first time.
    pub(super) fn is_new(&mut self, source: u32, index: u32) -> bool {
        if let Some((_, window)) = self.sources.iter_mut().find(|(known, _)| *known == source) {
            return window.is_new(index);
        }
        if self.sources.len() >= MOST_SOURCES {
            return false;
        }
        let mut window = Window::default();
        let new = window.is_new(index);
        self.sources.push((source, window));
        new
    }
}

#[derive(Debug, Default)]
struct Window {
    highest: u32,
    /// The n-th bit is that of `highest - n`.
    seen: u64,
}

impl Window {
    fn is_new(&mut self, index: u32) -> bool {
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

#[cfg(test)]
mod tests;
