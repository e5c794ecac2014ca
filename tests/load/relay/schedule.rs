//! What is under way, by when it arrives.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use mio::Token;

/// The most that may be under way.
const MOST: usize = 50_000;

/// A datagram under way.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parcel {
    pub(super) flow: Token,
    /// Whether it goes to the server.
    pub(super) is_up: bool,
    pub(super) bytes: Vec<u8>,
}

impl Parcel {
    pub(super) fn new(flow: Token, is_up: bool, bytes: &[u8]) -> Self {
        let bytes = bytes.to_vec();
        Self { flow, is_up, bytes }
    }
}

/// The datagrams under way; those that arrive at one time keep their order.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    under_way: BinaryHeap<Reverse<(Duration, u64, Parcel)>>,
    added: u64,
}

impl Schedule {
    /// Adds one; tells whether there was room.
    pub(super) fn add(&mut self, at: Duration, parcel: Parcel) -> bool {
        let fits = self.under_way.len() < MOST;
        if fits {
            self.added += 1;
            self.under_way.push(Reverse((at, self.added, parcel)));
        }
        fits
    }

    /// When the next one arrives.
    pub(super) fn next(&self) -> Option<Duration> {
        self.under_way.peek().map(|Reverse((at, ..))| *at)
    }

    /// Takes one out that has arrived by now.
    pub(super) fn take_due(&mut self, now: Duration) -> Option<Parcel> {
        if self.next()? > now {
            return None;
        }
        self.under_way.pop().map(|Reverse((_, _, parcel))| parcel)
    }
}

#[cfg(test)]
mod tests;
