//! A peer on a real socket, made of the WebRTC library directly.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::Receive;
use str0m::rtp::RtpWrite;
use str0m::{Event, Input, Output, Rtc};

use super::wire::Wire;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Client {
    rtc: Rtc,
    wire: Wire,
    at: SocketAddr,
    video: Mid,
    pending: Option<SdpPendingOffer>,
    connected: bool,
    received: usize,
}

impl Client {
    pub(super) fn publisher() -> (Self, String) {
        Self::new(Direction::SendOnly, Wire::udp())
    }

    pub(super) fn publisher_over_tcp() -> (Self, String) {
        Self::new(Direction::SendOnly, Wire::tcp())
    }

    pub(super) fn viewer() -> (Self, String) {
        Self::new(Direction::RecvOnly, Wire::udp())
    }

    pub(super) fn viewer_over_tcp() -> (Self, String) {
        Self::new(Direction::RecvOnly, Wire::tcp())
    }

    fn new(direction: Direction, wire: Wire) -> (Self, String) {
        let at = wire.local_addr();
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_vp8(true)
            .build(Instant::now());
        rtc.add_local_candidate(wire.candidate());
        let mut changes = rtc.sdp_api();
        let video = changes.add_media(MediaKind::Video, direction, None, None, None);
        let (offer, pending) = changes.apply().unwrap();
        let client = Self {
            rtc,
            wire,
            at,
            video,
            pending: Some(pending),
            connected: false,
            received: 0,
        };
        (client, offer.to_sdp_string())
    }

    /// Connects, sends a key frame every half second with others between, then closes.
    pub(super) fn film(mut self, answer: &str, span: Duration) {
        self.connect(answer);
        let start = Instant::now();
        for picture in 0_u64.. {
            // VP8 payload descriptor with the start of a partition, then a frame header: key frame or not (RFC 7741).
            let frame = if picture % 25 == 0 {
                [0x10, 0x00]
            } else {
                [0x10, 0x01]
            };
            let timestamp = u32::try_from(picture * 1_800).unwrap();
            let pt = self.rtc.codec_config().params()[0].pt();
            let packet =
                RtpWrite::new(pt, (picture + 1).into(), timestamp, Instant::now(), &frame[..]).marker(true);
            self.rtc
                .direct_api()
                .stream_tx_by_mid(self.video, None)
                .unwrap()
                .write_rtp(packet);
            self.run(Duration::from_millis(20), |_| false);
            if start.elapsed() > span {
                break;
            }
        }
        self.close();
    }

    /// Connects, receives so many packets, closes; returns how many came.
    pub(super) fn watch(mut self, answer: &str, packets: usize) -> usize {
        self.connect(answer);
        self.run(PATIENCE, |client| client.received >= packets);
        let received = self.received;
        self.close();
        received
    }

    fn connect(&mut self, answer: &str) {
        self.wire.connect(answer);
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        self.rtc
            .sdp_api()
            .accept_answer(self.pending.take().unwrap(), answer)
            .unwrap();
        self.run(PATIENCE, |client| client.connected);
        assert!(self.connected, "no connection");
    }

    fn close(mut self) {
        self.rtc.close().unwrap();
        self.run(Duration::from_millis(100), |_| false);
    }

    fn run(&mut self, span: Duration, done: impl Fn(&Self) -> bool) {
        let until = Instant::now() + span;
        let mut buffer = [0; 2_048];
        loop {
            let wake_at = self.drain();
            let now = Instant::now();
            if done(self) || now >= until {
                return;
            }
            let sleep = wake_at
                .min(until)
                .saturating_duration_since(now)
                .max(Duration::from_millis(1));
            let input = match self.wire.receive(sleep, &mut buffer) {
                Some((length, from)) => {
                    let protocol = self.wire.protocol();
                    Input::Receive(
                        Instant::now(),
                        Receive::new(protocol, from, self.at, &buffer[..length]).unwrap(),
                    )
                }
                None => Input::Timeout(Instant::now()),
            };
            self.rtc.handle_input(input).unwrap();
        }
    }

    fn drain(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => return at,
                Output::Transmit(transmit) => {
                    self.wire.send(transmit.destination, &transmit.contents);
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(_)) => self.received += 1,
                Output::Event(_) => {}
            }
        }
    }
}
