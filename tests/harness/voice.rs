//! A voice without a browser: sends Opus packets by str0m while it speaks, and counts those it hears.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

use crate::eventually;
use crate::waiting::wait;

/// How often a packet of sound is sent.
const PACKET: Duration = Duration::from_millis(20);

/// A voice that runs on a thread of its own until it is dropped.
pub struct Voice {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    speaks: AtomicBool,
    connected: AtomicBool,
    ends: AtomicBool,
    heard: AtomicUsize,
}

/// A voice whose offer waits for its answer.
pub struct Offering {
    rtc: Box<Rtc>,
    socket: UdpSocket,
    pending: SdpPendingOffer,
    mid: Mid,
}

impl Voice {
    /// A voice that offers to speak, and to hear in so many places.
    pub fn offer(ears: usize) -> (Offering, String) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(socket.local_addr().unwrap(), "udp").unwrap());
        let mut changes = rtc.sdp_api();
        let mid = changes.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        for _ in 1..ears {
            changes.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = changes.apply().unwrap();
        let offering = Offering {
            rtc: Box::new(rtc),
            socket,
            pending,
            mid,
        };
        (offering, offer.to_sdp_string())
    }

    /// Speaks from now on, or no more.
    pub fn speak(&self, aloud: bool) {
        self.shared.speaks.store(aloud, Ordering::Relaxed);
    }

    /// How many packets of sound it has heard.
    pub fn heard(&self) -> usize {
        self.shared.heard.load(Ordering::Relaxed)
    }

    /// Waits until media can flow.
    pub async fn connected(&self) {
        let connected = async || self.shared.connected.load(Ordering::Relaxed).then_some(());
        eventually("the voice is connected", connected).await;
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Offering {
    /// Takes the hall's answer.
    pub fn accept(self, answer: &str) -> Voice {
        let Self {
            mut rtc,
            socket,
            pending,
            mid,
        } = self;
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = std::thread::spawn(move || run(&mut rtc, &socket, mid, &own));
        Voice {
            shared,
            thread: Some(thread),
        }
    }
}

fn run(rtc: &mut Rtc, socket: &UdpSocket, mid: Mid, shared: &Shared) {
    let (began, mut next, mut number) = (Instant::now(), Instant::now(), 0_u64);
    while !shared.ends.load(Ordering::Relaxed) {
        let wake_at = drain(rtc, socket, shared);
        let now = Instant::now();
        if now >= next {
            next = now + PACKET;
            if shared.speaks.load(Ordering::Relaxed) && shared.connected.load(Ordering::Relaxed) {
                number += 1;
                send(rtc, mid, number, began, now);
                rtc.handle_input(Input::Timeout(now)).unwrap();
                continue;
            }
        }
        wait(rtc, socket, wake_at.min(next).saturating_duration_since(now));
    }
    // Whoever hangs up says so.
    let _ = rtc.close();
    drain(rtc, socket, shared);
}

fn send(rtc: &mut Rtc, mid: Mid, number: u64, began: Instant, now: Instant) {
    let pt = rtc.codec_config().params()[0].pt();
    let timestamp = u32::try_from(now.duration_since(began).as_millis() * 48).unwrap();
    let packet = RtpWrite::new(pt, number.into(), timestamp, now, &[0x78; 60][..]);
    let mut api = rtc.direct_api();
    api.stream_tx_by_mid(mid, None).unwrap().write_rtp(packet);
}

fn drain(rtc: &mut Rtc, socket: &UdpSocket, shared: &Shared) -> Instant {
    loop {
        match rtc.poll_output().unwrap() {
            Output::Timeout(at) => return at,
            Output::Transmit(transmit) => {
                // A hall that has stopped hears nothing.
                let _ = socket.send_to(&transmit.contents, transmit.destination);
            }
            Output::Event(Event::Connected) => shared.connected.store(true, Ordering::Relaxed),
            Output::Event(Event::RtpPacket(_)) => {
                shared.heard.fetch_add(1, Ordering::Relaxed);
            }
            Output::Event(_) => {}
        }
    }
}
