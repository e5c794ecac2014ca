//! Where a peer's packets go, among the addresses it has proved to own.
//!
//! A phone that moves from Wi-Fi to mobile data sends from a new address under the same username fragment. It sends
//! media and feedback only on the path it has chosen, so the path follows these: at once to an address learnt later
//! than the present one, otherwise only when the present one has fallen silent, lest stragglers turn it back. A
//! nominating check (RFC 8445 section 7.3.1.5) does the same for a viewer with nothing to send. It leaves proving
//! addresses to the ICE agent.
//!
//! UDP nominated takes over from TCP at once. From UDP to TCP it goes like to any other address.

use std::time::{Duration, Instant};

use crate::peer_address::{PeerAddress, Protocol};

/// How many addresses a peer may have at a time.
const MAX_SOURCES: usize = 8;
/// How long the present address must have been silent before an older one, or a mere check, may take over.
const SILENCE: Duration = Duration::from_secs(1);

/// The addresses of one peer.
#[derive(Debug, Default)]
pub(crate) struct Path {
    sources: Vec<Known>,
    current: Option<PeerAddress>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    address: PeerAddress,
    since: Instant,
    heard: Instant,
}

impl Path {
    /// Takes note of an authenticated check; returns an address to forget in exchange, if there are too many.
    pub(crate) fn checked(
        &mut self,
        now: Instant,
        from: PeerAddress,
        nominating: bool,
    ) -> Option<PeerAddress> {
        if nominating && (self.current_is_silent(now) || self.leaves_tcp(from)) {
            self.current = Some(from);
        }
        if let Some(known) = self.sources.iter_mut().find(|known| known.address == from) {
            known.heard = now;
            return None;
        }
        let forgotten = if self.sources.len() < MAX_SOURCES {
            None
        } else {
            self.forget_quietest()
        };
        self.sources.push(Known {
            address: from,
            since: now,
            heard: now,
        });
        forgotten
    }

    /// Takes note of media or feedback from a known address; tells whether the path moved there.
    pub(crate) fn heard(&mut self, now: Instant, from: PeerAddress) -> bool {
        let silent = self.current_is_silent(now);
        let current_since = self.current_source().map(|known| known.since);
        let Some(known) = self.sources.iter_mut().find(|known| known.address == from) else {
            return false;
        };
        known.heard = now;
        if self.current == Some(from) || !(silent || current_since.is_none_or(|since| known.since > since)) {
            return false;
        }
        self.current.replace(from).is_some()
    }

    /// Moves the path to where the peer has nominated one after a restart.
    pub(crate) fn restarted(&mut self, at: PeerAddress) {
        self.current = Some(at);
    }

    /// Where to send something that the transport would send to `proposed`.
    pub(crate) fn destination(&self, proposed: PeerAddress) -> PeerAddress {
        self.current.unwrap_or(proposed)
    }

    /// All addresses of the peer.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = PeerAddress> + '_ {
        self.sources.iter().map(|known| known.address)
    }

    fn current_source(&self) -> Option<&Known> {
        self.sources
            .iter()
            .find(|known| Some(known.address) == self.current)
    }

    fn current_is_silent(&self, now: Instant) -> bool {
        self.current_source()
            .is_none_or(|known| now.saturating_duration_since(known.heard) >= SILENCE)
    }

    /// UDP is nominated: a peer that tries both may have nominated TCP only because its check came first.
    fn leaves_tcp(&self, nominated: PeerAddress) -> bool {
        let is_on_tcp = self
            .current
            .is_some_and(|current| current.protocol == Protocol::Tcp);
        is_on_tcp && nominated.protocol == Protocol::Udp
    }

    fn forget_quietest(&mut self) -> Option<PeerAddress> {
        let current = self.current;
        let candidates = self
            .sources
            .iter()
            .enumerate()
            .filter(|(_, known)| Some(known.address) != current);
        let (index, _) = candidates.min_by_key(|(_, known)| known.heard)?;
        Some(self.sources.swap_remove(index).address)
    }
}

#[cfg(test)]
mod tests;
