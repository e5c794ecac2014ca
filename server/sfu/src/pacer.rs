//! How fast a viewer is sent packets.
//!
//! A key frame is many packets at once, more than the queue of a home router or a radio link holds, so that a viewer
//! gets no more than [`BURST`] of them within [`TICK`]; the rest waits its turn. It leaves repairs to the WebRTC library,
//! which bounds them by their share.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::rtp::RtpWrite;

/// How many packets may leave within one [`TICK`].
const BURST: u32 = 8;
/// The span that [`BURST`] is counted over.
const TICK: Duration = Duration::from_millis(1);
/// How many packets may wait: a quarter of a second's worth.
const MOST_WAITING: usize = 2_048;

/// The packets of one viewer that wait.
#[derive(Debug, Default)]
pub(crate) struct Pacer {
    tick_began: Option<Instant>,
    sent: u32,
    waiting: VecDeque<(Mid, RtpWrite)>,
}

/// What is to be done with a packet.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all of them go at once, and going is not worth an allocation"
)]
pub(crate) enum Turn {
    /// Send it.
    Now(RtpWrite),
    /// Nothing; it waits.
    Later,
    /// Nothing; it is dropped with all that waited, because the viewer is sent far more than it could take.
    TooMany,
}

impl Pacer {
    /// Gives a packet its turn.
    pub(crate) fn give(&mut self, now: Instant, mid: Mid, packet: RtpWrite) -> Turn {
        if self.waiting.is_empty() && self.has_room(now) {
            self.sent += 1;
            return Turn::Now(packet);
        }
        if self.waiting.len() >= MOST_WAITING {
            self.waiting = VecDeque::new();
            return Turn::TooMany;
        }
        self.waiting.push_back((mid, packet));
        Turn::Later
    }

    /// Takes out a packet whose turn has come.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<(Mid, RtpWrite)> {
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
