//! What was sent, for as long as a viewer may ask for it again.
//!
//! Only numbers are kept for each viewer; the packets are shared. A packet is not sent again before the last repair had
//! time to arrive, and all repairs together stay below half of what is sent, lest they clog a network that loses because
//! it is full.

use std::time::{Duration, Instant};

use crate::numbered::Numbered;
use crate::transport::{MOST_REPAIRABLE, REPAIRABLE_FOR};

const FEWEST: usize = 64;
/// Repairs may be one in so many of all packets.
const SHARE: u32 = 2;
/// So many may be sent before any share counts.
const FREE: u32 = 50;
/// After how many packets some are forgotten, with the repairs they allowed: what a good hour saved is not for a bad minute.
const COUNTED_OVER: u32 = 1_000;
const FORGOTTEN: u32 = 500;

/// The packets of one line.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    /// By their number modulo the length, which is a power of two.
    kept: Vec<Option<Kept>>,
    sent: u32,
    repaired: u32,
}

#[derive(Debug)]
struct Kept {
    numbered: Numbered,
    sent_at: Instant,
    repaired_at: Option<Instant>,
}

impl Repairs {
    /// Keeps a packet that was sent just now.
    pub(super) fn keep(&mut self, now: Instant, numbered: Numbered) {
        self.sent += 1;
        if self.sent >= COUNTED_OVER {
            self.sent -= FORGOTTEN;
            self.repaired = self.repaired.saturating_sub(FORGOTTEN / SHARE);
        }
        if self.kept.is_empty() {
            self.kept.resize_with(FEWEST, || None);
        }
        let place = self.place(numbered.seq);
        let displaces_young = |kept: &Kept| now.saturating_duration_since(kept.sent_at) < REPAIRABLE_FOR;
        let is_short = self
            .kept
            .get(place)
            .and_then(Option::as_ref)
            .is_some_and(displaces_young);
        if is_short && self.kept.len() < MOST_REPAIRABLE {
            self.grow();
        }
        let place = self.place(numbered.seq);
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = Some(Kept {
                numbered,
                sent_at: now,
                repaired_at: None,
            });
        }
    }

    /// Finds a packet that is missing, if it is worth sending again.
    pub(super) fn find(&mut self, now: Instant, round_trip: Duration, seq: u16) -> Option<Numbered> {
        if self.repaired >= FREE + self.sent / SHARE {
            return None;
        }
        let place = self.place(u64::from(seq));
        let kept = self.kept.get_mut(place)?.as_mut()?;
        let is_it = kept.numbered.seq & 0xFFFF == u64::from(seq);
        let is_young = now.saturating_duration_since(kept.sent_at) < REPAIRABLE_FOR;
        let is_under_way = kept
            .repaired_at
            .is_some_and(|at| now.saturating_duration_since(at) < round_trip);
        if !is_it || !is_young || is_under_way {
            return None;
        }
        kept.repaired_at = Some(now);
        self.repaired += 1;
        Some(Numbered {
            is_repair: true,
            ..kept.numbered.clone()
        })
    }

    fn grow(&mut self) {
        let former = std::mem::take(&mut self.kept);
        self.kept.resize_with(2 * former.len(), || None);
        for kept in former.into_iter().flatten() {
            let place = self.place(kept.numbered.seq);
            if let Some(room) = self.kept.get_mut(place) {
                *room = Some(kept);
            }
        }
    }

    /// The length is a power of two up to 2¹⁰, so that 16 bits of a number find the same place as all of it.
    fn place(&self, seq: u64) -> usize {
        let mask = self.kept.len().wrapping_sub(1) as u64;
        usize::try_from(seq & mask).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
