//! When to ask for a key frame.
//!
//! Each costs the phone's uplink many times a common frame, so a recorder asks seldom.

/// The least time between two asks, in milliseconds.
const APART_MS: i64 = 4_000;
/// Without a key frame for this long, in milliseconds, a recording cannot be entered midway.
const SEEK_MS: i64 = 10_000;

#[derive(Debug, Default)]
pub(super) struct KeyFrames {
    asked_at_ms: Option<i64>,
    came_at_ms: Option<i64>,
}

impl KeyFrames {
    pub(super) fn came(&mut self, now_ms: i64) {
        self.came_at_ms = Some(now_ms);
    }

    /// Whether pictures have been coming for long without one.
    pub(super) fn is_overdue(&self, now_ms: i64) -> bool {
        self.came_at_ms
            .is_some_and(|came| now_ms.saturating_sub(came) >= SEEK_MS)
    }

    /// Whether to ask now; if so, it counts as asked.
    pub(super) fn ask(&mut self, now_ms: i64) -> bool {
        // A wall clock that was set back must not silence the asks.
        let soon = |asked: i64| (0..APART_MS).contains(&now_ms.saturating_sub(asked));
        let asks = !self.asked_at_ms.is_some_and(soon);
        if asks {
            self.asked_at_ms = Some(now_ms);
        }
        asks
    }

    /// When asking again is right, if it was ever asked.
    pub(super) fn may_ask_at_ms(&self) -> Option<i64> {
        self.asked_at_ms.map(|asked| asked.saturating_add(APART_MS))
    }
}
