//! Where a peer is, as its datagrams show.
//!
//! The same numbers over UDP and over TCP (RFC 6544) are two addresses: what one has proved, the other has not.

use std::net::SocketAddr;

use str0m::net::Protocol as Wire;
use str0m::net::TcpType;
use str0m::{Candidate, CandidateKind};

/// What carries datagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// UDP.
    Udp,
    /// A TCP connection that the peer opened, its datagrams framed (RFC 4571).
    Tcp,
}

/// The far end of a peer's datagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerAddress {
    /// What carries them.
    pub protocol: Protocol,
    /// Where they come from.
    pub at: SocketAddr,
}

impl PeerAddress {
    /// An address over UDP.
    pub fn udp(at: SocketAddr) -> Self {
        Self {
            protocol: Protocol::Udp,
            at,
        }
    }

    /// The far end of a TCP connection.
    pub fn tcp(at: SocketAddr) -> Self {
        Self {
            protocol: Protocol::Tcp,
            at,
        }
    }
}

impl Protocol {
    /// What the WebRTC library calls it.
    pub(crate) fn on_the_wire(self) -> Wire {
        match self {
            Self::Udp => Wire::Udp,
            Self::Tcp => Wire::Tcp,
        }
    }

    /// What the WebRTC library means; `None` for what is not ours.
    pub(crate) fn of(wire: Wire) -> Option<Self> {
        match wire {
            Wire::Udp => Some(Self::Udp),
            Wire::Tcp => Some(Self::Tcp),
            _ => None,
        }
    }
}

/// The preferences of a passive host candidate over TCP: of its type as browsers have it, below all but relays over UDP;
/// of its direction as RFC 6544 section 4.2 has it, 4 × 2¹³ with all of the rest.
const TCP_PRIORITY: u32 = 90 << 24 | (4 << 13 | 0x1FFF) << 8 | 255;

/// Where peers reach a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Over UDP.
    pub udp: SocketAddr,
    /// Over TCP, if it listens there.
    pub tcp: Option<SocketAddr>,
}

impl Reached {
    /// The address that a datagram by this protocol came to.
    pub(crate) fn by(&self, protocol: Protocol) -> SocketAddr {
        match protocol {
            Protocol::Udp => self.udp,
            Protocol::Tcp => self.tcp.unwrap_or(self.udp),
        }
    }

    /// The candidates of an answer, UDP before TCP; `None` if an address is none to be told.
    pub(crate) fn candidates(&self) -> Option<Vec<Candidate>> {
        let mut candidates = vec![Candidate::host(self.udp, "udp").ok()?];
        if let Some(at) = self.tcp {
            Candidate::host(at, "tcp").ok()?;
            candidates.push(Candidate::from_parts(
                "tcp".to_owned(),
                1,
                Wire::Tcp,
                TCP_PRIORITY,
                at,
                CandidateKind::Host,
                None,
                Some(TcpType::Passive),
                None,
            ));
        }
        Some(candidates)
    }
}

#[cfg(test)]
mod tests;
