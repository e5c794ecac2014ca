//! Which peer a datagram belongs to.
//!
//! Connectivity checks are routed by the username fragment we minted ourselves, everything else by a table of source
//! addresses (RFC 7983 tells the two apart). The table is filled only with addresses from which a check was
//! authenticated, so a stranger costs one look-up and no allocation, and peers are never scanned. It leaves the
//! authentication to the peer's ICE agent and the number of addresses per peer to `path`.

pub(crate) mod stun;

use std::net::SocketAddr;

use crate::credentials::Ufrag;
use crate::messages::PeerId;
use crate::tables::Table;

/// Where a datagram goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// A connectivity check that names this peer; not authenticated yet.
    Check {
        /// The peer it names.
        peer: PeerId,
        /// It carries USE-CANDIDATE.
        nominating: bool,
    },
    /// DTLS, SRTP or SRTCP from an address of this peer.
    Media(PeerId),
    /// Nobody's.
    Stranger,
}

/// The two tables.
#[derive(Debug, Default)]
pub(crate) struct Demux {
    by_ufrag: Table<Ufrag, PeerId>,
    by_source: Table<SocketAddr, PeerId>,
}

impl Demux {
    /// Finds the peer of a datagram.
    pub(crate) fn route(&self, from: SocketAddr, bytes: &[u8]) -> Route {
        match bytes.first() {
            Some(0..=3) => self.route_check(bytes),
            Some(20..=63 | 128..=191) => self
                .by_source
                .get(&from)
                .copied()
                .map_or(Route::Stranger, Route::Media),
            _ => Route::Stranger,
        }
    }

    /// Makes a peer known by its username fragment.
    pub(crate) fn admit(&mut self, ufrag: Ufrag, peer: PeerId) {
        self.by_ufrag.insert(ufrag, peer);
    }

    /// Makes a peer known by an address that one of its authenticated checks came from.
    pub(crate) fn register(&mut self, from: SocketAddr, peer: PeerId) {
        self.by_source.insert(from, peer);
    }

    /// Forgets an address, unless another peer has taken it over.
    pub(crate) fn unregister(&mut self, from: SocketAddr, peer: PeerId) {
        if self.by_source.get(&from) == Some(&peer) {
            self.by_source.remove(&from);
        }
    }

    /// Forgets a username fragment.
    pub(crate) fn dismiss(&mut self, ufrag: Ufrag) {
        self.by_ufrag.remove(&ufrag);
    }

    /// How many username fragments are known.
    pub(crate) fn ufrags(&self) -> usize {
        self.by_ufrag.len()
    }

    /// How many addresses are known.
    pub(crate) fn sources(&self) -> usize {
        self.by_source.len()
    }

    fn route_check(&self, bytes: &[u8]) -> Route {
        let Some(check) = stun::read_check(bytes) else {
            return Route::Stranger;
        };
        match Ufrag::read(check.local_ufrag).and_then(|ufrag| self.by_ufrag.get(&ufrag)) {
            Some(&peer) => Route::Check {
                peer,
                nominating: check.nominating,
            },
            None => Route::Stranger,
        }
    }
}

#[cfg(test)]
mod tests;
