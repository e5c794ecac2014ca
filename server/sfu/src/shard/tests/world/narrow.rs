//! Networks of the pretend world that carry only so much: a queue before a slow link, as in a home router.

use std::time::{Duration, Instant};

use super::World;
use crate::{PeerAddress, PeerId};

/// What the queue holds.
const LONGEST_QUEUE: Duration = Duration::from_millis(200);

/// The way to one peer.
pub(super) struct Link {
    bps: u64,
    /// When all that waits has left.
    free_at: Instant,
}

impl World {
    /// Lets so many bits a second through to a peer from now on, or as many as come.
    pub(in crate::shard::tests) fn carry_to(&mut self, peer: u64, bps: Option<u64>) {
        let address = self.clients[&PeerId(peer)].address;
        let free_at = self.now;
        match bps {
            Some(bps) => self.links.insert(address, Link { bps, free_at }),
            None => self.links.remove(&address),
        };
    }

    /// How long a datagram waits on its way; `None` if there is no room for it.
    pub(super) fn queue(&mut self, to: PeerAddress, bytes: usize) -> Option<Duration> {
        let Some(link) = self.links.get_mut(&to) else {
            return Some(Duration::ZERO);
        };
        let begins_at = link.free_at.max(self.now);
        if begins_at - self.now > LONGEST_QUEUE {
            return None;
        }
        link.free_at = begins_at + Duration::from_micros(bytes as u64 * 8_000_000 / link.bps);
        Some(link.free_at - self.now)
    }
}
