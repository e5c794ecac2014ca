//! A voice of a phone's own: the real uplink, whose encoder leaves no silence out but says how loud each piece is.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use uplink::{Input, Output, Protocol, Uplink, UplinkConfig, UplinkState};

use crate::eventually;

/// How often a piece of sound is sent.
pub const PIECE: Duration = Duration::from_millis(20);
/// How loud a voice is, in decibels below the loudest there is (RFC 6464).
pub const VOICE: u8 = 30;
/// How loud silence is.
pub const SILENCE: u8 = 127;

/// A voice that runs on a thread of its own until it is dropped; silent to begin with.
pub struct NativeVoice {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    level: AtomicU8,
    connected: AtomicBool,
    ends: AtomicBool,
}

/// One whose offer waits for its answer.
pub struct Offering {
    uplink: Box<Uplink>,
    socket: UdpSocket,
}

impl NativeVoice {
    /// One that offers to speak and to hear.
    pub fn offer() -> (Offering, String) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let config = UplinkConfig {
            local: socket.local_addr().unwrap(),
            video: &[],
            sound: true,
            hears: true,
            layers: 1,
            max_bitrate_bps: 300_000,
            hall_time: SystemTime::now(),
        };
        let (uplink, offer) = Uplink::new(Instant::now(), config).unwrap();
        let uplink = Box::new(uplink);
        (Offering { uplink, socket }, offer)
    }

    /// Is so loud from now on.
    pub fn speak_at(&self, level: u8) {
        self.shared.level.store(level, Ordering::Relaxed);
    }

    /// Waits until media can flow.
    pub async fn connected(&self) {
        let connected = async || self.shared.connected.load(Ordering::Relaxed).then_some(());
        eventually("the voice is connected", connected).await;
    }
}

impl Drop for NativeVoice {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Offering {
    /// Takes the hall's answer.
    pub fn accept(mut self, answer: &str) -> NativeVoice {
        self.uplink
            .handle_input(Instant::now(), Input::Answered { sdp: answer });
        let shared = Arc::new(Shared {
            level: AtomicU8::new(SILENCE),
            connected: AtomicBool::new(false),
            ends: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        let thread = std::thread::spawn(move || self.run(&own));
        NativeVoice {
            shared,
            thread: Some(thread),
        }
    }

    fn run(mut self, shared: &Shared) {
        let (began, mut next) = (Instant::now(), Instant::now());
        let to = self.socket.local_addr().unwrap();
        let mut buffer = [0; 2_048];
        while !shared.ends.load(Ordering::Relaxed) {
            self.carry_out(shared);
            let now = Instant::now();
            if now >= next {
                next += PIECE;
                let (at, level) = (now - began, Some(shared.level.load(Ordering::Relaxed)));
                let bytes = &[0x78; 60];
                self.uplink
                    .handle_input(now, Input::SoundFrame { at, level, bytes });
                continue;
            }
            let wake_at = self.uplink.poll_timeout().unwrap_or(next).min(next);
            let sleep = wake_at.saturating_duration_since(now);
            self.socket
                .set_read_timeout(Some(sleep.max(Duration::from_millis(1))))
                .unwrap();
            let received = self.socket.recv_from(&mut buffer);
            let input = match &received {
                Ok((length, from)) => Input::Datagram {
                    protocol: Protocol::Udp,
                    from: *from,
                    to,
                    bytes: &buffer[..*length],
                },
                Err(_) => Input::Timeout,
            };
            self.uplink.handle_input(Instant::now(), input);
        }
        // Whoever hangs up says so.
        self.uplink.handle_input(Instant::now(), Input::Stopped);
        self.carry_out(shared);
    }

    fn carry_out(&mut self, shared: &Shared) {
        while let Some(output) = self.uplink.poll_output() {
            match output {
                Output::Transmit { to, bytes, .. } => {
                    // A hall that has stopped hears nothing.
                    let _ = self.socket.send_to(&bytes, to);
                }
                Output::StateChanged(UplinkState::Connected) => {
                    shared.connected.store(true, Ordering::Relaxed);
                }
                _ => {}
            }
        }
    }
}
