//! A shard and its peers, joined by a pretend network in virtual time.
//!
//! Peers are the WebRTC library's own, as offerers with full ICE, so that DTLS and SRTP are real.

mod client;
pub(super) mod crossing;
mod filming;
mod restarting;
mod seeing;
mod walls;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Simulcast};
use str0m::net::Receive;
use str0m::{Input as RtcInput, Output as RtcOutput, Rtc};

use self::client::Client;
use crate::{
    Among, Epoch, Input, OfferRefusal, Output, PeerAddress, PeerId, Protocol, Reached, Sfu, SfuConfig,
    ShardId, StreamKey,
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
    wire: BTreeMap<(Instant, u64), (PeerAddress, PeerAddress, Vec<u8>)>,
    sent: u64,
    /// The last SRTP to the shard, by where it came from.
    heard: BTreeMap<PeerAddress, Vec<u8>>,
    /// Every so many datagrams, one is lost.
    pub(super) loses_every: Option<u64>,
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
            wire,
            sent: 0,
            heard: BTreeMap::new(),
            loses_every: None,
            repeats_sound: false,
            gives_together: false,
            protocol: Protocol::Udp,
        }
    }

    /// Joins a publisher whose RTP starts at `seq`.
    pub(super) fn publish(&mut self, peer: u64, seq: u64) {
        self.join(peer, Direction::SendOnly, seq);
    }

    pub(super) fn watch(&mut self, peer: u64) {
        self.join(peer, Direction::RecvOnly, 0);
    }

    /// Joins a viewer whose offer is changed on its way.
    pub(super) fn watch_with(&mut self, peer: u64, change: impl FnOnce(String) -> String) {
        let (offer, accept) = self.offer(peer, Direction::RecvOnly, 0);
        let input = Input::Watched {
            peer: PeerId(peer),
            stream: STREAM,
            offer: &change(offer),
        };
        self.enter(peer, accept, input);
    }

    fn join(&mut self, peer: u64, direction: Direction, seq: u64) {
        let (offer, accept) = self.offer(peer, direction, seq);
        let id = PeerId(peer);
        let input = match direction {
            Direction::SendOnly => Input::Published {
                peer: id,
                stream: STREAM,
                offer: &offer,
            },
            _ => Input::Watched {
                peer: id,
                stream: STREAM,
                offer: &offer,
            },
        };
        self.enter(peer, accept, input);
    }

    /// Gives the shard a client's offer and the client its answer.
    fn enter(&mut self, peer: u64, accept: SdpPendingOffer, input: Input<'_>) {
        let now = self.now;
        self.joined().handle_input(now, input);
        self.drain_sfu();
        let answer = self.answer_to(peer).expect("the offer is answered");
        let ufrag = answer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:"));
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.ufrag_at_shard = ufrag.unwrap().to_owned();
        client.answer.clone_from(&answer);
        let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
        client.rtc.sdp_api().accept_answer(accept, answer).unwrap();
        self.settle_client(PeerId(peer));
    }

    /// Makes a client and its offer, without giving it to the shard.
    pub(super) fn offer(&mut self, peer: u64, direction: Direction, seq: u64) -> (String, SdpPendingOffer) {
        let kinds = [(MediaKind::Audio, None), (MediaKind::Video, None)];
        self.offer_of(peer, direction, seq, kinds)
    }

    /// Makes a client that offers these media sections.
    fn offer_of(
        &mut self,
        peer: u64,
        direction: Direction,
        seq: u64,
        sections: impl IntoIterator<Item = (MediaKind, Option<Simulcast>)>,
    ) -> (String, SdpPendingOffer) {
        let at = SocketAddr::from(([10, 0, 1, u8::try_from(peer).unwrap()], 4_000));
        let protocol = self.protocol;
        let address = PeerAddress { protocol, at };
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, self.repeats_sound)
            .enable_h264(true);
        rtc = rtc.enable_vp8(true);
        let mut rtc = rtc.build(self.now);
        rtc.add_local_candidate(client::candidate(address));
        let mut api = rtc.sdp_api();
        let (mut audio, mut videos) = (None, Vec::new());
        for (kind, simulcast) in sections {
            let mid = api.add_media(kind, direction, None, None, simulcast);
            match kind {
                MediaKind::Audio => audio = Some(mid),
                MediaKind::Video => videos.push(mid),
            }
        }
        let (offer, pending) = api.apply().unwrap();
        let client = Client {
            rtc,
            address,
            second: None,
            answer: String::new(),
            ufrag_at_shard: String::new(),
            video: videos.first().copied(),
            videos,
            audio,
            wake_at: self.now,
            connected_at: None,
            cut_off: false,
            received: Vec::new(),
            key_frame_requests: 0,
            seq,
            timestamp: u32::try_from(seq).unwrap().wrapping_mul(77_777),
            closed: false,
        };
        self.clients.insert(PeerId(peer), client);
        (offer.to_sdp_string(), pending)
    }

    pub(super) fn answer_to(&mut self, peer: u64) -> Result<String, OfferRefusal> {
        let at = self
            .outputs
            .iter()
            .position(|output| matches!(output, Output::Answer { peer: answered, .. } if answered.0 == peer))
            .expect("an answer");
        match self.outputs.remove(at) {
            Output::Answer { result, .. } => result,
            other => panic!("not an answer: {other:?}"),
        }
    }

    /// Lets time pass, and with it everything on the wire and every timer.
    pub(super) fn run(&mut self, span: Duration) {
        let until = self.now + span;
        for _ in 0..1_000_000 {
            let wire = self.wire.keys().next().map(|&(at, _)| at);
            let wakes = self.clients.values().map(|client| client.wake_at).min();
            let second = self.second.as_ref().and_then(Sfu::poll_timeout);
            let next = [wire, wakes, self.sfu.poll_timeout(), second]
                .into_iter()
                .flatten()
                .min();
            let Some(next) = next.filter(|&at| at <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(next);
            self.step();
        }
        panic!("the world spins");
    }

    fn step(&mut self) {
        while let Some(entry) = self.wire.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let (from, to, bytes) = entry.remove();
            self.deliver(from, to, &bytes);
        }
        self.drain_sfu();
        for sfu in [Some(&mut self.sfu), self.second.as_mut()].into_iter().flatten() {
            if sfu.poll_timeout().is_some_and(|at| at <= self.now) {
                sfu.handle_input(self.now, Input::Timeout);
            }
        }
        self.drain_sfu();
        let due = |(id, client): (&PeerId, &Client)| (client.wake_at <= self.now).then_some(*id);
        let due: Vec<_> = self.clients.iter().filter_map(due).collect();
        for id in due {
            self.clients
                .get_mut(&id)
                .unwrap()
                .rtc
                .handle_input(RtcInput::Timeout(self.now))
                .unwrap();
            self.settle_client(id);
        }
    }

    fn deliver(&mut self, from: PeerAddress, to: PeerAddress, bytes: &[u8]) {
        if to.at == reached(ShardId(0)).by(to.protocol) {
            if bytes.first().is_some_and(|first| *first >= 128) {
                self.heard.insert(from, bytes.to_vec());
            }
            self.sfu.handle_input(self.now, Input::Datagram { from, bytes });
            if !self.gives_together {
                self.drain_sfu();
            }
            return;
        }
        if to.at == reached(ShardId(1)).by(to.protocol) {
            self.deliver_to_second(from, bytes);
            return;
        }
        let Some((&id, client)) = self.clients.iter_mut().find(|(_, client)| client.is_at(to)) else {
            return;
        };
        if client.cut_off {
            return;
        }
        let receive = Receive::new(to.protocol.on_the_wire(), from.at, to.at, bytes).unwrap();
        client
            .rtc
            .handle_input(RtcInput::Receive(self.now, receive))
            .unwrap();
        self.settle_client(id);
    }

    pub(super) fn drain_sfu(&mut self) {
        loop {
            let (output, from) = match self.sfu.poll_output() {
                Some(output) => (output, reached(ShardId(0))),
                None => match self.second.as_mut().and_then(Sfu::poll_output) {
                    Some(output) => (output, reached(ShardId(1))),
                    None => return,
                },
            };
            match output {
                Output::Transmit { to, bytes } => {
                    let at = from.by(to.protocol);
                    self.send(PeerAddress { at, ..to }, to, bytes);
                }
                Output::Cross { to, crossing } => self.cross(to, &crossing),
                other => self.outputs.push(other),
            }
        }
    }

    fn send(&mut self, from: PeerAddress, to: PeerAddress, bytes: Vec<u8>) {
        self.sent += 1;
        if self
            .loses_every
            .is_some_and(|every| self.sent.is_multiple_of(every))
        {
            return;
        }
        self.wire
            .insert((self.now + LATENCY, self.sent), (from, to, bytes));
    }

    fn settle_client(&mut self, id: PeerId) {
        for _ in 0..100 {
            let client = self.clients.get_mut(&id).unwrap();
            let mut sent = Vec::new();
            loop {
                match client.rtc.poll_output().unwrap() {
                    RtcOutput::Timeout(at) => {
                        client.wake_at = at;
                        break;
                    }
                    RtcOutput::Transmit(transmit) => {
                        let protocol = Protocol::of(transmit.proto).unwrap();
                        let end = |at| PeerAddress { protocol, at };
                        let (from, to) = (client.source(end(transmit.source)), end(transmit.destination));
                        sent.push((from, to, Vec::from(transmit.contents)));
                    }
                    RtcOutput::Event(event) => client.note(self.now, event),
                }
            }
            let cut_off = client.cut_off;
            if client.wake_at <= self.now {
                client.rtc.handle_input(RtcInput::Timeout(self.now)).unwrap();
            }
            let again = client.wake_at <= self.now;
            for (from, to, bytes) in sent.into_iter().filter(|_| !cut_off) {
                self.send(from, to, bytes);
            }
            if !again {
                return;
            }
        }
        self.clients.get_mut(&id).unwrap().wake_at = self.now + Duration::from_millis(1);
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
