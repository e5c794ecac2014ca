//! How fast a viewer is sent packets.
//!
//! A key frame is many packets at once, more than the queue of a home router or a radio link holds, so that a viewer
//! gets no more than [`BURST`] of them within [`TICK`]; the rest waits its turn. It leaves the repairs of the WebRTC
//! library to that one, which bounds them by their share.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::numbered::Numbered;

/// How many packets may leave within one [`TICK`].
const BURST: u32 = 8;
/// The span that [`BURST`] is counted over. It is two milliseconds, so that no more leave within any one of them, wherever that begins.
const TICK: Duration = Duration::from_millis(2);
/// How many packets may wait: half a second's worth.
const MOST_WAITING: usize = 2_048;

/// More packets wait than may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The packets of one viewer that wait.
#[derive(Debug, Default)]
pub(crate) struct Pacer {
    tick_began: Option<Instant>,
    sent: u32,
    waiting: VecDeque<Numbered>,
}

impl Pacer {
    /// Tells whether a packet may go at once, and counts it if so.
    pub(crate) fn lets_go(&mut self, now: Instant) -> bool {
        let goes = self.waiting.is_empty() && self.has_room(now);
        self.sent += u32::from(goes);
        goes
    }

    /// Lets a packet wait; if too many do, all are dropped, because the viewer is sent far more than it could take.
    pub(crate) fn wait(&mut self, packet: Numbered) -> Result<(), TooMany> {
        if self.waiting.len() >= MOST_WAITING {
            self.waiting = VecDeque::new();
            return Err(TooMany);
        }
        self.waiting.push_back(packet);
        Ok(())
    }

    /// Tells whether no more packets may wait.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= MOST_WAITING
    }

    /// Takes out a packet whose turn has come.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Numbered> {
        if self.waiting.is_empty() || !self.has_room(now) {
            return None;
        }
        self.sent += 1;
        let next = self.waiting.pop_front();
        if self.waiting.is_empty() {
            // A long wait is rare; what it took is given back.
            self.waiting = VecDeque::new();
        }
        next
    }

    /// When the next packet has its turn, if one waits.
    pub(crate) fn due_at(&self) -> Option<Instant> {
        let began = self.tick_began.filter(|_| !self.waiting.is_empty());
        began.map(|began| began + TICK)
    }

    fn has_room(&mut self, now: Instant) -> bool {
        let over = self
            .tick_began
            .is_none_or(|began| now.saturating_duration_since(began) >= TICK);
        if over {
            self.tick_began = Some(now);
            self.sent = 0;
        }
        self.sent < BURST
    }
}

#[cfg(test)]
mod tests;
