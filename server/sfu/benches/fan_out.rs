//! What forwarding costs: one publisher, many viewers, no network between.
//!
//! Peers are the WebRTC library's own, so that ICE, DTLS, SRTP and feedback are real; only the shard's time is counted.
//! `cargo bench -p sfu --bench fan_out -- VIEWERS SECONDS` prints nanoseconds a packet, of which feedback and timers.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that fails may panic, and prints"
)]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use sfu::{Among, Epoch, Input, Output, PeerAddress, PeerId, Reached, Sfu, SfuConfig, StreamKey};
use str0m::change::SdpAnswer;
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Rtc};

const STREAM: StreamKey = StreamKey(1);
const FRAME: Duration = Duration::from_micros(33_333);
const PACKETS: usize = 6;
const PAYLOAD: usize = 970;

struct Client {
    rtc: Rtc,
    address: SocketAddr,
    video: Mid,
    received: u64,
}

struct Bench {
    sfu: Sfu,
    shard: SocketAddr,
    clients: Vec<Client>,
    by_address: HashMap<SocketAddr, usize>,
    now: Instant,
    spent: Duration,
    wire: Vec<(SocketAddr, Vec<u8>)>,
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn clock() -> Instant {
    Instant::now()
}

/// What this thread has taken so far, whatever else the machine does.
fn processor_time() -> Duration {
    nix::time::clock_gettime(nix::time::ClockId::CLOCK_THREAD_CPUTIME_ID)
        .unwrap()
        .into()
}

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let viewers = numbers.first().copied().unwrap_or(120);
    let seconds = numbers.get(1).copied().unwrap_or(5);
    let mut bench = Bench::new();
    bench.join(Direction::SendOnly);
    for _ in 0..viewers {
        bench.join(Direction::RecvOnly);
    }
    bench.run(Duration::from_secs(1), false);
    bench.run(Duration::from_secs(1), true);
    let before = bench.sfu.counters();
    bench.spent = Duration::ZERO;
    let forwarding = bench.run(Duration::from_secs(seconds as u64), true);
    let packets = bench.sfu.counters().rtp_forwarded - before.rtp_forwarded;
    let each = |span: Duration| span.as_nanos() / u128::from(packets.max(1));
    let received: u64 = bench.clients.iter().map(|client| client.received).sum();
    println!(
        "{viewers} viewers, {packets} packets ({received} received): {} ns each, of which {} for feedback and timers",
        each(bench.spent),
        each(bench.spent.saturating_sub(forwarding)),
    );
}

impl Bench {
    fn new() -> Self {
        let shard = "10.0.0.1:5000".parse().unwrap();
        let now = clock();
        let sfu = Sfu::new(SfuConfig {
            local: Reached {
                udp: shard,
                tcp: None,
            },
            seed: [7; 32],
            among: Among::ALONE,
            epoch: Epoch {
                instant: now,
                wall: SystemTime::UNIX_EPOCH + Duration::from_secs(1_750_000_000),
            },
            prefers_h265: false,
        })
        .unwrap();
        Self {
            sfu,
            shard,
            clients: Vec::new(),
            by_address: HashMap::new(),
            now,
            spent: Duration::ZERO,
            wire: Vec::new(),
        }
    }

    fn join(&mut self, direction: Direction) {
        let number = self.clients.len();
        let address = SocketAddr::from(([10, 0, 1, 1], 1_024 + u16::try_from(number).unwrap()));
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_vp8(true)
            .build(self.now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut changes = rtc.sdp_api();
        let video = changes.add_media(MediaKind::Video, direction, None, None, None);
        let (offer, pending) = changes.apply().unwrap();
        let (peer, offer) = (PeerId(number as u64), offer.to_sdp_string());
        let input = match direction {
            Direction::SendOnly => Input::Published {
                peer,
                stream: STREAM,
                offer: &offer,
            },
            _ => Input::Watched {
                peer,
                stream: STREAM,
                offer: &offer,
            },
        };
        self.sfu.handle_input(self.now, input);
        while let Some(output) = self.sfu.poll_output() {
            if let Output::Answer { result, .. } = output {
                let answer = SdpAnswer::from_sdp_string(&result.unwrap()).unwrap();
                rtc.sdp_api().accept_answer(pending, answer).unwrap();
                break;
            }
        }
        self.by_address.insert(address, number);
        self.clients.push(Client {
            rtc,
            address,
            video,
            received: 0,
        });
    }

    /// Runs in virtual time; returns what forwarding pictures took by itself.
    fn run(&mut self, span: Duration, films: bool) -> Duration {
        let until = self.now + span;
        let (mut forwarding, mut picture) = (Duration::ZERO, 0_u64);
        for client in &mut self.clients {
            client.received = 0;
        }
        while self.now < until {
            if films {
                picture += 1;
                self.film(picture);
                let before = self.spent;
                self.deliver_to_shard();
                forwarding += self.spent.saturating_sub(before);
            }
            for _ in 0..4 {
                self.let_clients_run();
                self.deliver_to_shard();
                self.now += FRAME / 4;
            }
        }
        forwarding
    }

    fn film(&mut self, picture: u64) {
        let key = picture % 60 == 1;
        let now = self.now;
        let client = &mut self.clients[0];
        let timestamp = u32::try_from(picture * 3_000).unwrap();
        for part in 0..PACKETS {
            let mut payload = vec![0xA5; PAYLOAD];
            payload[0] = if part == 0 { 0x10 } else { 0 };
            payload[1] = if key { 0x10 } else { 0x11 };
            let pt = client.rtc.codec_config().params()[0].pt();
            let seq = 1_000 + self.sfu.counters().rtp_received + part as u64;
            let packet = RtpWrite::new(pt, seq.into(), timestamp, now, payload)
                .marker(part + 1 == PACKETS)
                .nackable(true);
            client
                .rtc
                .direct_api()
                .stream_tx_by_mid(client.video, None)
                .unwrap()
                .write_rtp(packet);
        }
        self.settle(0);
    }

    fn let_clients_run(&mut self) {
        for number in 0..self.clients.len() {
            self.settle(number);
        }
    }

    fn settle(&mut self, number: usize) {
        let client = &mut self.clients[number];
        client.rtc.handle_input(str0m::Input::Timeout(self.now)).unwrap();
        loop {
            match client.rtc.poll_output().unwrap() {
                str0m::Output::Timeout(_) => break,
                str0m::Output::Transmit(transmit) => {
                    self.wire.push((client.address, Vec::from(transmit.contents)));
                }
                str0m::Output::Event(Event::RtpPacket(_)) => client.received += 1,
                str0m::Output::Event(_) => {}
            }
        }
    }

    fn deliver_to_shard(&mut self) {
        let wire = std::mem::take(&mut self.wire);
        let mut sent = Vec::new();
        let began = processor_time();
        for (from, bytes) in &wire {
            self.sfu.handle_input(
                self.now,
                Input::Datagram {
                    from: PeerAddress::udp(*from),
                    bytes,
                },
            );
        }
        while let Some(output) = self.sfu.poll_output() {
            sent.push(output);
        }
        if self.sfu.poll_timeout().is_some_and(|at| at <= self.now) {
            self.sfu.handle_input(self.now, Input::Timeout);
            while let Some(output) = self.sfu.poll_output() {
                sent.push(output);
            }
        }
        self.spent += processor_time().saturating_sub(began);
        for output in sent {
            let Output::Transmit { to, bytes } = output else {
                continue;
            };
            let Some(&number) = self.by_address.get(&to.at) else {
                continue;
            };
            let receive = Receive::new(Protocol::Udp, self.shard, to.at, &bytes).unwrap();
            self.clients[number]
                .rtc
                .handle_input(str0m::Input::Receive(self.now, receive))
                .unwrap();
            self.settle(number);
        }
    }
}
