//! An uplink and a media server, joined by a pretend network in virtual time.
//!
//! The server is the WebRTC library's own, ICE-lite and in frame mode, so that DTLS, SRTP and feedback are real. The way
//! to it has a bandwidth and a queue, as a phone's has.

mod seeing;
mod serving;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use str0m::change::SdpOffer;
use str0m::media::MediaData;
use str0m::net::{Protocol as Wire, Receive};
use str0m::rtp::Extension;
use str0m::{Candidate, Event, Input as RtcInput, Output as RtcOutput, Rtc};

use crate::{Input, Output, Protocol, Uplink, UplinkConfig, VideoCodec};

const LATENCY: Duration = Duration::from_millis(20);
/// How long a datagram may queue before the radio before it is dropped.
const LONGEST_QUEUE: Duration = Duration::from_millis(400);

pub(super) struct World {
    pub(super) now: Instant,
    pub(super) start: Instant,
    pub(super) uplink: Uplink,
    pub(super) outputs: Vec<Output>,
    pub(super) received: Vec<MediaData>,
    pub(super) server_closed: bool,
    pub(super) cut_off: bool,
    /// The address of a network that carries nothing.
    pub(super) dead: Option<SocketAddr>,
    /// Percent of the datagrams to the server that get lost, and from it.
    pub(super) loss: u64,
    pub(super) latency: Duration,
    random: u64,
    /// Wishes for key frames that encoders have followed, by layer.
    followed: BTreeMap<usize, usize>,
    local: Vec<SocketAddr>,
    pub(super) link_bps: u64,
    link_free_at: Instant,
    server: Rtc,
    server_wake_at: Instant,
    wire: BTreeMap<(Instant, u64), (SocketAddr, SocketAddr, Vec<u8>)>,
    sent: u64,
}

#[expect(
    clippy::disallowed_methods,
    reason = "virtual time has to start somewhere, and an Instant has no other origin"
)]
pub(super) fn origin() -> Instant {
    Instant::now()
}

pub(super) fn server() -> SocketAddr {
    "10.0.0.1:5000".parse().unwrap()
}

pub(super) const CONFIG: UplinkConfig = UplinkConfig {
    local: SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2)), 4000),
    video: &[VideoCodec::H264],
    sound: true,
    hears: true,
    layers: 1,
    max_bitrate_bps: 2_000_000,
    hall_time: SystemTime::UNIX_EPOCH,
};

/// Which pieces of sound before it each of the server's packets says again.
const SAID_AGAIN: [u32; 2] = [1, 2];

impl World {
    /// An uplink with its offer, and a server that has not seen it.
    pub(super) fn offered(config: UplinkConfig) -> (Self, String) {
        let now = origin();
        let (uplink, offer) = Uplink::new(now, config).unwrap();
        let mut media = Rtc::builder()
            .set_ice_lite(true)
            .enable_opus(true, true)
            .set_extension(7, Extension::AbsoluteCaptureTime)
            // As patient as a browser.
            .set_reordering_size_video(200);
        media.codec_config().set_red_distances(&SAID_AGAIN);
        let mut rtc = media.build(now);
        rtc.add_local_candidate(Candidate::host(server(), "udp").unwrap());
        let world = Self {
            now,
            start: now,
            uplink,
            outputs: Vec::new(),
            received: Vec::new(),
            server_closed: false,
            cut_off: false,
            dead: None,
            loss: 0,
            latency: LATENCY,
            random: 0x9e37_79b9_7f4a_7c15,
            followed: BTreeMap::new(),
            local: vec![config.local],
            link_bps: 20_000_000,
            link_free_at: now,
            server: rtc,
            server_wake_at: now,
            wire: BTreeMap::new(),
            sent: 0,
        };
        (world, offer)
    }

    /// An uplink whose offer was answered.
    pub(super) fn answered(config: UplinkConfig) -> Self {
        let (mut world, offer) = Self::offered(config);
        let answer = world.answer(&offer);
        world.give(Input::Answered { sdp: &answer });
        world
    }

    pub(super) fn answer(&mut self, offer: &str) -> String {
        let answer = self
            .server
            .sdp_api()
            .accept_offer(SdpOffer::from_sdp_string(offer).unwrap())
            .unwrap();
        self.settle_server();
        answer.to_sdp_string()
    }

    pub(super) fn give(&mut self, input: Input<'_>) {
        self.uplink.handle_input(self.now, input);
        self.drain_uplink();
    }

    /// Gives a frame taken right now.
    pub(super) fn film(&mut self, bytes: &[u8]) {
        let at = self.now - self.start;
        self.give(Input::VideoFrame { at, layer: 0, bytes });
    }

    pub(super) fn speak(&mut self, bytes: &[u8]) {
        self.speak_at(None, bytes);
    }

    /// Gives a piece of sound that is so loud.
    pub(super) fn speak_at(&mut self, level: Option<u8>, bytes: &[u8]) {
        let at = self.now - self.start;
        self.give(Input::SoundFrame { at, level, bytes });
    }

    pub(super) fn run(&mut self, span: Duration) {
        let until = self.now + span;
        for _ in 0..1_000_000 {
            let wire = self.wire.keys().next().map(|&(at, _)| at);
            let next = [wire, Some(self.server_wake_at), self.uplink.poll_timeout()]
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
        if self.uplink.poll_timeout().is_some_and(|at| at <= self.now) {
            self.give(Input::Timeout);
        }
        if self.server_wake_at <= self.now {
            self.server.handle_input(RtcInput::Timeout(self.now)).unwrap();
            self.settle_server();
        }
    }

    fn deliver(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        if to != server() {
            if self.local.contains(&to) && self.dead != Some(to) {
                let protocol = Protocol::Udp;
                self.give(Input::Datagram {
                    protocol,
                    from,
                    to,
                    bytes,
                });
            }
            return;
        }
        let receive = Receive::new(Wire::Udp, from, to, bytes).unwrap();
        self.server
            .handle_input(RtcInput::Receive(self.now, receive))
            .unwrap();
        self.settle_server();
    }

    fn drain_uplink(&mut self) {
        while let Some(output) = self.uplink.poll_output() {
            match output {
                Output::Transmit {
                    protocol,
                    from,
                    to,
                    bytes,
                } => {
                    assert_eq!(protocol, Protocol::Udp, "the server takes no connection");
                    self.send_up(from, to, bytes);
                }
                Output::Leave { local, .. } => {
                    self.local.retain(|open| *open != local);
                    self.outputs.push(output);
                }
                other => self.outputs.push(other),
            }
        }
    }

    fn send_up(&mut self, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>) {
        assert!(self.local.contains(&from), "a socket that was closed");
        self.link_free_at = self.link_free_at.max(self.now);
        let lost = self.is_lost();
        if self.cut_off || self.dead == Some(from) || self.link_free_at - self.now > LONGEST_QUEUE {
            return;
        }
        self.link_free_at += Duration::from_micros(bytes.len() as u64 * 8 * 1_000_000 / self.link_bps);
        self.sent += 1;
        if !lost {
            let at = self.link_free_at + self.latency;
            self.wire.insert((at, self.sent), (from, to, bytes));
        }
    }

    fn is_lost(&mut self) -> bool {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % 100 < self.loss
    }

    /// Opens a socket on another network and tells the uplink.
    pub(super) fn move_to(&mut self, local: SocketAddr) {
        self.local.push(local);
        self.give(Input::Moved { local });
    }

    fn settle_server(&mut self) {
        for _ in 0..100 {
            self.server_wake_at = loop {
                match self.server.poll_output().unwrap() {
                    RtcOutput::Timeout(at) => break at,
                    RtcOutput::Transmit(transmit) => {
                        self.sent += 1;
                        let datagram = (server(), transmit.destination, Vec::from(transmit.contents));
                        if !self.cut_off && !self.is_lost() {
                            self.wire.insert((self.now + self.latency, self.sent), datagram);
                        }
                    }
                    RtcOutput::Event(Event::MediaData(data)) => self.received.push(data),
                    RtcOutput::Event(Event::Closed) => self.server_closed = true,
                    RtcOutput::Event(_) => {}
                }
            };
            if self.server_wake_at > self.now {
                return;
            }
            self.server.handle_input(RtcInput::Timeout(self.now)).unwrap();
        }
        self.server_wake_at = self.now + Duration::from_millis(1);
    }

    pub(super) fn close_server(&mut self) {
        self.server.close().unwrap();
        self.settle_server();
    }
}
