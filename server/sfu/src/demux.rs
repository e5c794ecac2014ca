//! Which peer a datagram belongs to.
//!
//! Connectivity checks are routed by the username fragment we minted ourselves, everything else by a table of source
//! addresses (RFC 7983 tells the two apart). A publisher's packets find it from an unknown address too, by their source. The
//! table is filled only with addresses from which a check or a packet was authenticated, so a stranger costs two look-ups
//! and no allocation, and peers are never scanned. It leaves the authentication to the peer and the number of addresses
//! per peer to `path`.

pub(crate) mod stun;

use crate::credentials::Ufrag;
use crate::messages::PeerId;
use crate::peer_address::PeerAddress;
use crate::tables::Table;

/// Where a datagram goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// A connectivity check that names this peer; not authenticated yet.
    Check {
        /// The peer it names.
        peer: PeerId,
        /// The fragment it names it by.
        ufrag: Ufrag,
        /// It carries USE-CANDIDATE.
        nominating: bool,
    },
    /// DTLS, SRTP or SRTCP from an address of this peer.
    Media(PeerId),
    /// SRTP from an unknown address, under a source (SSRC) of this peer; not authenticated yet.
    Moved(PeerId),
    /// Nobody's.
    Stranger,
}

/// The tables.
#[derive(Debug, Default)]
pub(crate) struct Demux {
    ufrags: Table<Ufrag, PeerId>,
    addresses: Table<PeerAddress, PeerId>,
    ssrcs: Table<u32, PeerId>,
}

impl Demux {
    /// Finds the peer of a datagram.
    pub(crate) fn route(&self, from: PeerAddress, bytes: &[u8]) -> Route {
        match bytes.first() {
            Some(0..=3) => self.route_check(bytes),
            Some(20..=63 | 128..=191) => match self.addresses.get(&from) {
                Some(&peer) => Route::Media(peer),
                None => self.route_moved(bytes),
            },
            _ => Route::Stranger,
        }
    }

    /// Makes a publisher known by a source of its packets, one of which was authenticated.
    pub(crate) fn know(&mut self, ssrc: u32, peer: PeerId) {
        self.ssrcs.entry(ssrc).or_insert(peer);
    }

    /// Forgets all sources of a publisher.
    pub(crate) fn forget(&mut self, peer: PeerId) {
        self.ssrcs.retain(|_, known| *known != peer);
    }

    /// Makes a peer known by its username fragment.
    pub(crate) fn admit(&mut self, ufrag: Ufrag, peer: PeerId) {
        self.ufrags.insert(ufrag, peer);
    }

    /// Makes a peer known by an address that one of its authenticated checks came from.
    pub(crate) fn register(&mut self, from: PeerAddress, peer: PeerId) {
        self.addresses.insert(from, peer);
    }

    /// Forgets an address, unless another peer has taken it over.
    pub(crate) fn unregister(&mut self, from: PeerAddress, peer: PeerId) {
        if self.addresses.get(&from) == Some(&peer) {
            self.addresses.remove(&from);
        }
    }

    /// Forgets a username fragment.
    pub(crate) fn dismiss(&mut self, ufrag: Ufrag) {
        self.ufrags.remove(&ufrag);
    }

    /// The publisher that a packet is from, if its source is to be believed.
    pub(crate) fn owner_of_source(&self, bytes: &[u8]) -> Option<PeerId> {
        let ssrc = stun::read_rtp_source(bytes)?;
        self.ssrcs.get(&ssrc).copied()
    }

    /// A router that forgets its mapping gives a phone another address that the phone itself knows nothing of.
    fn route_moved(&self, bytes: &[u8]) -> Route {
        self.owner_of_source(bytes).map_or(Route::Stranger, Route::Moved)
    }

    /// How many username fragments are known.
    pub(crate) fn ufrags(&self) -> usize {
        self.ufrags.len()
    }

    /// How many addresses are known.
    pub(crate) fn sources(&self) -> usize {
        self.addresses.len()
    }

    fn route_check(&self, bytes: &[u8]) -> Route {
        let Some(check) = stun::read_check(bytes) else {
            return Route::Stranger;
        };
        let named = Ufrag::read(check.local_ufrag);
        match named.and_then(|ufrag| Some((ufrag, *self.ufrags.get(&ufrag)?))) {
            Some((ufrag, peer)) => Route::Check {
                peer,
                ufrag,
                nominating: check.nominating,
            },
            None => Route::Stranger,
        }
    }
}

#[cfg(test)]
mod tests;
