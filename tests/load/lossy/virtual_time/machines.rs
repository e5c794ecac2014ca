//! The two machines, with the path between them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context as _;
use sfu::{Among, Epoch, PeerAddress, PeerId, Reached, Sfu, SfuConfig, StreamKey};
use uplink::{Uplink, UplinkConfig, VideoCodec};

use crate::lossy::camera::rate::Budget;
use crate::lossy::pictures::Packet;
use crate::lossy::seeing::{Saw, Seeing};
use crate::lossy::watching::{ASK_EVERY, PATIENCE};
use crate::lossy::{FIRST_RATE, LossyArgs};
use crate::path::{Fate, Path};

const HALL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1)), 1_000);
const PHONE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2)), 2_000);
const STREAM: StreamKey = StreamKey(1);
/// The parameter sets of a picture of 640 by 360, and the slices that follow: a key frame's, another's.
const PARAMETERS: [&[u8]; 2] = [
    &[
        0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x2f, 0xf9, 0x70, 0x11, 0x00, 0x00, 0x03, 0x00, 0x01, 0x00,
        0x00, 0x03, 0x00, 0x1e, 0x0f, 0x16, 0x2e, 0x48,
    ],
    &[0x68, 0xce, 0x3c, 0x80],
];
const KEY_SLICE: u8 = 0x65;
const SLICE: u8 = 0x41;
/// What the load's own encoder makes of its scene at its least rate.
const KEY_BYTES: usize = 6_000;
const BYTES: usize = 500;

/// Something under way: when it arrives, which of all it is, whether it goes up.
type UnderWay = Reverse<(Duration, u64, bool, Vec<u8>)>;

/// The phone and the hall.
pub(super) struct Machines {
    origin: Instant,
    now: Duration,
    sfu: Sfu,
    uplink: Box<Uplink>,
    up: Path,
    down: Path,
    under_way: BinaryHeap<UnderWay>,
    sent: u64,
    encoder: Encoder,
    seeing: Seeing,
    latest: Duration,
    asked_at: Duration,
}

struct Encoder {
    picture: Duration,
    next: Duration,
    bits_per_second: u32,
    is_key_wanted: bool,
    budget: Budget,
    bytes: u64,
}

impl Machines {
    pub(super) fn new(args: &LossyArgs, seed: u64, counted_from: Duration) -> anyhow::Result<Self> {
        let origin = Instant::now();
        let mut sfu = Sfu::new(SfuConfig {
            local: Reached { udp: HALL, tcp: None },
            seed: [seed.to_le_bytes()[0]; 32],
            epoch: Epoch {
                instant: origin,
                wall: SystemTime::now(),
            },
            among: Among::ALONE,
            prefers_h265: false,
        })
        .context("making a certificate")?;
        let config = UplinkConfig {
            local: PHONE,
            video: &[VideoCodec::H264],
            sound: false,
            hears: false,
            layers: 1,
            max_bitrate_bps: u64::from(args.max_kbps) * 1_000,
            hall_time: SystemTime::now(),
        };
        let (mut uplink, offer) = Uplink::new(origin, config)?;
        let peer = PeerId(1);
        sfu.handle_input(
            origin,
            sfu::Input::Published {
                peer,
                stream: STREAM,
                offer: &offer,
            },
        );
        let answered = std::iter::from_fn(|| sfu.poll_output()).find_map(|output| match output {
            sfu::Output::Answer { result, .. } => Some(result),
            _ => None,
        });
        let sdp = answered.context("the offer was not answered")??;
        uplink.handle_input(origin, uplink::Input::Answered { sdp: &sdp });
        sfu.handle_input(
            origin,
            sfu::Input::Tapped {
                stream: STREAM,
                on: true,
            },
        );
        let fps = u32::from(args.fps);
        Ok(Self {
            origin,
            now: Duration::ZERO,
            sfu,
            uplink: Box::new(uplink),
            up: Path::new(args.way_up(), seed),
            down: Path::new(args.path(), seed.wrapping_add(1)),
            under_way: BinaryHeap::new(),
            sent: 0,
            encoder: Encoder::new(fps),
            seeing: Seeing::counting_from(counted_from, fps),
            latest: Duration::ZERO,
            asked_at: Duration::ZERO,
        })
    }

    pub(super) fn run(&mut self, until: Duration) {
        while self.now < until {
            while self.drain_phone() | self.drain_hall() {}
            self.now = self.next().max(self.now);
            self.deliver();
            self.film();
            self.wake();
        }
    }

    /// What the encoder made, in kbit/s.
    pub(super) fn encoded_kbps(&self, span: Duration) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let bits = (self.encoder.bytes * 8) as f64;
        bits / 1_000.0 / span.as_secs_f64()
    }

    pub(super) fn end(self, at: Duration) -> Saw {
        self.seeing.end(at)
    }

    fn at(&self) -> Instant {
        self.origin + self.now
    }

    /// When something happens next.
    fn next(&self) -> Duration {
        let arrives = self.under_way.peek().map(|Reverse((at, ..))| *at);
        let wakes = [self.sfu.poll_timeout(), self.uplink.poll_timeout()];
        let wakes = wakes
            .into_iter()
            .flatten()
            .map(|at| at.saturating_duration_since(self.origin));
        wakes.chain(arrives).fold(self.encoder.next, Duration::min)
    }

    fn drain_phone(&mut self) -> bool {
        let mut any = false;
        while let Some(output) = self.uplink.poll_output() {
            any = true;
            match output {
                uplink::Output::Transmit { bytes, .. } => self.send(true, bytes),
                uplink::Output::SetBitrate { bits_per_second, .. } => {
                    self.encoder.bits_per_second = u32::try_from(bits_per_second).unwrap_or(u32::MAX);
                }
                uplink::Output::KeyFrameWanted { .. } => self.encoder.is_key_wanted = true,
                // There is UDP, however bad.
                uplink::Output::OpenTcp { .. } => {
                    self.uplink.handle_input(self.at(), uplink::Input::TcpFailed);
                }
                _ => {}
            }
        }
        any
    }

    fn drain_hall(&mut self) -> bool {
        let mut any = false;
        while let Some(output) = self.sfu.poll_output() {
            any = true;
            match output {
                sfu::Output::Transmit { bytes, .. } => self.send(false, bytes),
                sfu::Output::Copy { packet, .. } => {
                    let read = Packet::of_h264(packet.timestamp, packet.marker, &packet.payload);
                    if self.seeing.take(self.now, packet.sequence, read) {
                        self.latest = self.now;
                    }
                }
                _ => {}
            }
        }
        any
    }

    fn send(&mut self, is_up: bool, bytes: Vec<u8>) {
        let path = if is_up { &mut self.up } else { &mut self.down };
        if let Fate::Arrives(at) = path.carry(self.now, bytes.len()) {
            self.sent += 1;
            self.under_way.push(Reverse((at, self.sent, is_up, bytes)));
        }
    }

    fn deliver(&mut self) {
        let at = self.at();
        while self
            .under_way
            .peek()
            .is_some_and(|Reverse((at, ..))| *at <= self.now)
        {
            let Some(Reverse((_, _, is_up, bytes))) = self.under_way.pop() else {
                return;
            };
            let bytes = bytes.as_slice();
            if is_up {
                let from = PeerAddress::udp(PHONE);
                self.sfu.handle_input(at, sfu::Input::Datagram { from, bytes });
            } else {
                let protocol = uplink::Protocol::Udp;
                let (from, to) = (HALL, PHONE);
                self.uplink.handle_input(
                    at,
                    uplink::Input::Datagram {
                        protocol,
                        from,
                        to,
                        bytes,
                    },
                );
            }
        }
    }

    fn film(&mut self) {
        if self.encoder.next <= self.now {
            let bytes = self.encoder.picture();
            let frame = uplink::Input::VideoFrame {
                at: self.now,
                layer: 0,
                bytes: &bytes,
            };
            self.uplink.handle_input(self.at(), frame);
        }
    }

    fn wake(&mut self) {
        let at = self.at();
        if self.sfu.poll_timeout().is_some_and(|due| due <= at) {
            self.sfu.handle_input(at, sfu::Input::Timeout);
        }
        if self.uplink.poll_timeout().is_some_and(|due| due <= at) {
            self.uplink.handle_input(at, uplink::Input::Timeout);
        }
        if self.now.saturating_sub(self.latest) >= PATIENCE
            && self.now.saturating_sub(self.asked_at) >= ASK_EVERY
        {
            self.asked_at = self.now;
            self.seeing.asked(self.now);
            self.sfu.handle_input(at, sfu::Input::TapStuck { stream: STREAM });
        }
    }
}

impl Encoder {
    fn new(fps: u32) -> Self {
        Self {
            picture: Duration::from_secs(1) / fps.max(1),
            next: Duration::ZERO,
            bits_per_second: FIRST_RATE,
            is_key_wanted: true,
            budget: Budget::new(fps),
            bytes: 0,
        }
    }

    /// The next picture: what a decoder looks at is right, its contents are filler.
    fn picture(&mut self) -> Vec<u8> {
        self.next += self.picture;
        let is_key = std::mem::take(&mut self.is_key_wanted);
        let mut unit = Vec::new();
        let mut begin = |nal: &[u8]| {
            unit.extend_from_slice(&[0, 0, 0, 1]);
            unit.extend_from_slice(nal);
        };
        if is_key {
            PARAMETERS.into_iter().for_each(&mut begin);
        }
        begin(&[if is_key { KEY_SLICE } else { SLICE }]);
        unit.resize(unit.len() + if is_key { KEY_BYTES } else { BYTES }, 0x55);
        self.budget.fill(self.bits_per_second, is_key, &mut unit);
        self.bytes += unit.len() as u64;
        unit
    }
}
