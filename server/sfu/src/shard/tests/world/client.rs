//! One peer of the pretend world, with what it has noticed.

use std::time::Instant;

use str0m::media::Mid;
use str0m::net::TcpType;
use str0m::rtp::RtpPacket;
use str0m::{Candidate, Event, Rtc};

use crate::srtp::Srtp;
use crate::{PeerAddress, Protocol};

/// A candidate for one of a client's addresses.
pub(super) fn candidate(address: PeerAddress) -> Candidate {
    let builder = Candidate::builder();
    match address.protocol {
        Protocol::Udp => builder.udp().host(address.at).build(),
        Protocol::Tcp => builder.tcp().host(address.at).tcptype(TcpType::Active).build(),
    }
    .unwrap()
}

pub(super) struct Client {
    pub(super) rtc: Rtc,
    pub(super) address: PeerAddress,
    /// Its address on another network, once it is on one.
    pub(super) second: Option<PeerAddress>,
    pub(super) answer: String,
    pub(super) ufrag_at_shard: String,
    pub(super) video: Option<Mid>,
    pub(super) videos: Vec<Mid>,
    pub(super) audio: Option<Mid>,
    pub(super) wake_at: Instant,
    pub(super) connected_at: Option<Instant>,
    pub(super) cut_off: bool,
    pub(super) received: Vec<RtpPacket>,
    pub(super) key_frame_requests: usize,
    pub(super) seq: u64,
    pub(super) timestamp: u32,
    pub(super) closed: bool,
    /// Its keys, once it has some.
    pub(super) keys: Option<Srtp>,
}

impl Client {
    /// Whether datagrams to an address reach it.
    pub(super) fn is_at(&self, address: PeerAddress) -> bool {
        self.address == address || self.second == Some(address)
    }

    /// Where datagrams of an interface of it seem to come from.
    pub(super) fn source(&self, interface: PeerAddress) -> PeerAddress {
        self.second
            .filter(|second| *second == interface)
            .unwrap_or(self.address)
    }

    pub(super) fn note(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => self.connected_at = Some(now),
            Event::Closed => self.closed = true,
            Event::RtpPacket(packet) => self.received.push(packet),
            Event::KeyframeRequest(_) => self.key_frame_requests += 1,
            _ => {}
        }
    }
}
