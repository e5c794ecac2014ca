//! The bounded window in which packets that overtook each other are put in sequence.
//!
//! A packet is waited for while what came behind it is few, small and young. What comes after that is as good as
//! lost, and a packet that comes twice comes once.

use std::collections::BTreeMap;

use super::Packet;
use crate::media::Codec;

/// Packets held behind a missing one.
pub(super) const PACKETS: usize = 1024;
/// Their bytes.
pub(super) const BYTES: usize = 2 << 20;
/// How long a missing packet is waited for, in milliseconds. Two asks over a net with a round trip of 150 ms fit in,
/// and what a killed process had not written stays below a second.
pub(super) const PATIENCE_MS: i64 = 400;

/// What comes next in sequence.
pub(super) enum Next {
    Packet(Held),
    /// One or more packets that are not waited for any longer.
    Lost,
}

/// A packet that waits for an earlier one.
#[derive(Debug)]
pub(super) struct Held {
    codec: Codec,
    sequence: u64,
    timestamp: u32,
    marker: bool,
    payload: Box<[u8]>,
    arrived_ms: i64,
}

impl Held {
    pub(super) fn packet(&self) -> Packet<'_> {
        Packet {
            codec: self.codec,
            sequence: self.sequence,
            timestamp: self.timestamp,
            marker: self.marker,
            payload: &self.payload,
            arrived_ms: self.arrived_ms,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Window {
    /// The sequence number that comes next; none before the first packet.
    next: Option<u64>,
    held: BTreeMap<u64, Held>,
    bytes: usize,
    /// Since when the packet before the held ones is missing, in milliseconds of the wall clock.
    missing_since_ms: i64,
}

impl Window {
    /// Whether this packet's turn is now; if so, it counts as gone by.
    ///
    /// The first packet of all starts the sequence, wherever that is.
    pub(super) fn passes(&mut self, sequence: u64) -> bool {
        let passes = self.next.is_none_or(|next| next == sequence);
        if passes {
            self.next = Some(sequence.saturating_add(1));
        }
        passes
    }

    /// Keeps a packet that came before its turn; one that came too late or before is left out.
    pub(super) fn hold(&mut self, packet: Packet<'_>) {
        let late = self.next.is_some_and(|next| packet.sequence < next);
        if late || self.held.contains_key(&packet.sequence) {
            return;
        }
        if self.held.is_empty() {
            self.missing_since_ms = packet.arrived_ms;
        }
        self.bytes += packet.payload.len();
        let held = Held {
            codec: packet.codec,
            sequence: packet.sequence,
            timestamp: packet.timestamp,
            marker: packet.marker,
            payload: packet.payload.into(),
            arrived_ms: packet.arrived_ms,
        };
        self.held.insert(packet.sequence, held);
    }

    /// What comes next, if that is known by now.
    pub(super) fn next(&mut self, now_ms: i64) -> Option<Next> {
        let (&first, _) = self.held.first_key_value()?;
        let next = self.next.unwrap_or(first);
        if first > next && !self.is_impatient(now_ms) {
            return None;
        }
        if first > next {
            self.next = Some(first);
            return Some(Next::Lost);
        }
        let (_, held) = self.held.pop_first()?;
        self.bytes = self.bytes.saturating_sub(held.payload.len());
        self.next = Some(first.saturating_add(1));
        if let Some((&behind, _)) = self.held.first_key_value()
            && behind > first.saturating_add(1)
        {
            // Another packet is missing, since the first of those behind it came.
            let arrivals = self.held.values().map(|held| held.arrived_ms);
            self.missing_since_ms = arrivals.min().unwrap_or(self.missing_since_ms);
        }
        Some(Next::Packet(held))
    }

    fn is_impatient(&self, now_ms: i64) -> bool {
        self.held.len() > PACKETS
            || self.bytes > BYTES
            || now_ms.saturating_sub(self.missing_since_ms) >= PATIENCE_MS
    }

    /// Packets held.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    /// Their bytes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
