//! Candidates as they are written down (RFC 8839), over UDP and over TCP (RFC 6544).
//!
//! What the server offers over TCP is told apart from all else: paths are tried one kind after the other.

use std::net::SocketAddr;

use str0m::Candidate;
use str0m::net::{Protocol as Wire, TcpType};

use crate::messages::Protocol;

/// Those of a description, or of a fragment of one.
pub(super) fn candidates(sdp: &str) -> impl Iterator<Item = Candidate> + '_ {
    sdp.lines().filter_map(candidate)
}

/// A description without its candidates over TCP; where the server takes connections, if it does.
pub(super) fn without_tcp(sdp: &str) -> (String, Option<SocketAddr>) {
    let is_tcp = |line: &str| candidate(line).filter(|candidate| candidate.proto() == Wire::Tcp);
    let mut passive = candidates(sdp)
        .filter(|candidate| candidate.proto() == Wire::Tcp && candidate.tcptype() == Some(TcpType::Passive));
    let kept = sdp.split_inclusive('\n').filter(|line| is_tcp(line).is_none());
    let taken_at = passive.next().map(|candidate| candidate.addr());
    (kept.collect(), taken_at)
}

/// An end of a connection; `None` if nobody could answer there.
pub(super) fn over_tcp(at: SocketAddr, priority: u32, kind: TcpType) -> Option<Candidate> {
    Candidate::host(at, "tcp").ok()?;
    let (ip, port) = (at.ip(), at.port());
    let line = format!("candidate:tcp 1 tcp {priority} {ip} {port} typ host tcptype {kind}");
    Candidate::from_sdp_string(&line).ok()
}

/// What the WebRTC library calls it.
pub(super) fn on_the_wire(protocol: Protocol) -> Wire {
    match protocol {
        Protocol::Udp => Wire::Udp,
        Protocol::Tcp => Wire::Tcp,
    }
}

/// What the WebRTC library means; `None` for what is not ours.
pub(super) fn protocol_of(wire: Wire) -> Option<Protocol> {
    match wire {
        Wire::Udp => Some(Protocol::Udp),
        Wire::Tcp => Some(Protocol::Tcp),
        _ => None,
    }
}

fn candidate(line: &str) -> Option<Candidate> {
    let candidate = line.trim_end().strip_prefix("a=candidate:")?;
    Candidate::from_sdp_string(&format!("candidate:{candidate}")).ok()
}
