//! A shard and its peers, joined by a pretend network in virtual time.
//!
//! Peers are the WebRTC library's own, as offerers with full ICE, so that DTLS and SRTP are real.

mod client;
pub(super) mod crossing;
mod filming;
mod forging;
mod joining;
mod narrow;
mod restarting;
mod seeing;
pub(super) mod uplinked;
mod walls;
mod wire;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use str0m::format::Codec;

use self::client::Client;
use self::narrow::Link;
use self::uplinked::Phone;
use crate::{
    Among, Epoch, Output, PeerAddress, PeerId, Protocol, Reached, Sfu, SfuConfig, ShardId, StreamKey,
};

pub(super) const LATENCY: Duration = Duration::from_millis(10);
pub(super) const STREAM: StreamKey = StreamKey(7);
/// What the wall clock shows when the world begins.
pub(super) const WALL_CLOCK: Duration = Duration::from_secs(1_750_000_000);

pub(super) struct World {
    pub(super) now: Instant,
    pub(super) sfu: Sfu,
    /// Another shard beside it.
    second: Option<Sfu>,
    /// The shard that clients to come join at.
    pub(super) joins: ShardId,
    /// Nothing that shards tell one another arrives.
    pub(super) loses_crossings: bool,
    pub(super) outputs: Vec<Output>,
    clients: BTreeMap<PeerId, Client>,
    /// A phone that publishes with our own uplink.
    pub(super) phone: Option<Phone>,
    wire: BTreeMap<(Instant, u64), (PeerAddress, PeerAddress, Vec<u8>)>,
    sent: u64,
    /// How many RTP packets the shards handed out, by where to.
    rtp_sent: BTreeMap<PeerAddress, usize>,
    /// The last SRTP to the shard, by where it came from.
    heard: BTreeMap<PeerAddress, Vec<u8>>,
    /// Every so many datagrams, one is lost.
    pub(super) loses_every: Option<u64>,
    /// A client of whose datagrams, in both directions, one in so many is lost.
    pub(super) loses_of: Option<(u64, u64)>,
    /// How many that were.
    pub(super) lost: usize,
    /// The ways to those who are not sent as much as anybody likes.
    links: BTreeMap<PeerAddress, Link>,
    /// The video that clients to come send or take, best first.
    pub(super) speaks: &'static [Codec],
    /// Clients to come take sound that repeats itself.
    pub(super) repeats_sound: bool,
    /// What arrives at one moment is given to the shard before it is asked what to do.
    pub(super) gives_together: bool,
    /// What carries the datagrams of clients to come.
    pub(super) protocol: Protocol,
}

#[expect(
    clippy::disallowed_methods,
    reason = "virtual time has to start somewhere, and an Instant has no other origin"
)]
fn origin() -> Instant {
    Instant::now()
}

/// Where both shards are reached: the second is on the machine next to the first one's.
fn reached(shard: ShardId) -> Reached {
    let at = |port| SocketAddr::from(([10, 0, 0, 1 + shard.0], port));
    Reached {
        udp: at(5_000),
        tcp: Some(at(5_001)),
    }
}

fn shard(now: Instant, among: Among) -> Sfu {
    Sfu::new(SfuConfig {
        local: reached(among.shard),
        seed: [3 + among.shard.0; 32],
        epoch: Epoch {
            instant: now,
            wall: SystemTime::UNIX_EPOCH + WALL_CLOCK,
        },
        among,
        prefers_h265: false,
    })
    .unwrap()
}

impl World {
    pub(super) fn new() -> Self {
        let now = origin();
        let (clients, wire) = (BTreeMap::new(), BTreeMap::new());
        Self {
            now,
            sfu: shard(now, Among::ALONE),
            second: None,
            joins: ShardId(0),
            loses_crossings: false,
            outputs: Vec::new(),
            clients,
            phone: None,
            wire,
            sent: 0,
            rtp_sent: BTreeMap::new(),
            heard: BTreeMap::new(),
            loses_every: None,
            loses_of: None,
            lost: 0,
            links: BTreeMap::new(),
            speaks: &[Codec::H264, Codec::Vp8],
            repeats_sound: false,
            gives_together: false,
            protocol: Protocol::Udp,
        }
    }

    pub(super) fn close(&mut self, peer: u64) {
        self.clients.get_mut(&PeerId(peer)).unwrap().rtc.close().unwrap();
        self.settle_client(PeerId(peer));
    }

    pub(super) fn cut_off(&mut self, peer: u64) {
        self.clients.get_mut(&PeerId(peer)).unwrap().cut_off = true;
    }

    /// Gives a client's datagrams another source address, as a router does that has forgotten its mapping.
    pub(super) fn move_to(&mut self, peer: u64, address: &str) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.address.at = address.parse().unwrap();
    }

    /// A check that names a peer, without knowing its password.
    pub(super) fn forged_check(&self, peer: u64) -> Vec<u8> {
        let username = format!("{}:x", self.clients[&PeerId(peer)].ufrag_at_shard);
        let mut attributes = vec![0, 6, 0, u8::try_from(username.len()).unwrap()];
        attributes.extend(username.bytes());
        attributes.resize(attributes.len().next_multiple_of(4), 0);
        // PRIORITY, ICE-CONTROLLING, USE-CANDIDATE, then a MESSAGE-INTEGRITY of zeroes.
        attributes.extend([0, 0x24, 0, 4, 1, 2, 3, 4]);
        attributes.extend([0x80, 0x2A, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1]);
        attributes.extend([0, 0x25, 0, 0]);
        attributes.extend([&[0, 8, 0, 20][..], &[0; 20]].concat());
        let length = u16::try_from(attributes.len()).unwrap().to_be_bytes();
        [
            &[0, 1][..],
            &length,
            &[0x21, 0x12, 0xA4, 0x42],
            &[7; 12],
            &attributes,
        ]
        .concat()
    }
}
