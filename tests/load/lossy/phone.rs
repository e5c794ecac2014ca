//! A phone that publishes: the real uplink, driven as the phone's shell drives it.

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use uplink::{Input, Output, Protocol, Uplink, UplinkState};

use super::camera::Camera;
use crate::client::is_media;
use crate::publisher::wait;

const LARGEST_DATAGRAM: usize = 2_048;
/// The longest sleep, after which the camera is looked at.
const SLEEP: Duration = Duration::from_millis(2);
/// The payload type that the uplink offers for repairs (RFC 4588).
pub(super) const REPAIRS: u8 = 109;

/// What a phone did.
#[derive(Debug, Default)]
pub(super) struct Did {
    pub(super) pictures: u64,
    pub(super) picture_bytes: u64,
    pub(super) media_packets: u64,
    pub(super) media_bytes: u64,
    pub(super) repairs: u64,
    pub(super) key_frames_wanted: u64,
    /// The rates that the encoder was asked for, by time since the start.
    pub(super) rates: Vec<(Duration, u64)>,
    /// The states of the connection, by time since the start.
    pub(super) states: Vec<(Duration, UplinkState)>,
}

/// A running phone.
pub(super) struct Phone {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Did>>,
}

impl Phone {
    /// Starts one whose offer has been answered.
    pub(super) fn start(uplink: Uplink, socket: UdpSocket, camera: Camera, began: Instant) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&stop);
        let sending = Sending {
            uplink: Box::new(uplink),
            socket,
            camera,
            began,
            did: Did::default(),
        };
        let thread = std::thread::spawn(move || sending.run(&is_over));
        Self { stop, thread }
    }

    /// Whether it still publishes.
    pub(super) fn is_running(&self) -> bool {
        !self.thread.is_finished()
    }

    pub(super) fn stop(self) -> anyhow::Result<Did> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("the phone panicked"))?
    }
}

struct Sending {
    uplink: Box<Uplink>,
    socket: UdpSocket,
    camera: Camera,
    began: Instant,
    did: Did,
}

impl Sending {
    fn run(mut self, is_over: &AtomicBool) -> anyhow::Result<Did> {
        self.socket.set_nonblocking(true)?;
        let to = self.socket.local_addr()?;
        let mut buffer = [0; LARGEST_DATAGRAM];
        self.carry_out();
        while !is_over.load(Ordering::Relaxed) {
            while let Ok(filmed) = self.camera.filmed.try_recv() {
                self.did.pictures += 1;
                self.did.picture_bytes += filmed.bytes.len() as u64;
                let (at, bytes) = (filmed.at, filmed.bytes.as_slice());
                self.give(Input::VideoFrame { at, layer: 0, bytes });
            }
            while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
                let bytes = buffer.get(..length).unwrap_or_default();
                let protocol = Protocol::Udp;
                self.give(Input::Datagram {
                    protocol,
                    from,
                    to,
                    bytes,
                });
            }
            if self.uplink.state() == UplinkState::Closed {
                anyhow::bail!("the uplink closed: {:?}", self.uplink.fault());
            }
            let now = Instant::now();
            let wake_at = self.uplink.poll_timeout().unwrap_or(now + SLEEP);
            if wake_at <= now {
                self.give(Input::Timeout);
                continue;
            }
            wait(&self.socket, SLEEP.min(wake_at - now))?;
        }
        self.give(Input::Stopped);
        self.camera.stop()?;
        Ok(self.did)
    }

    fn give(&mut self, input: Input<'_>) {
        self.uplink.handle_input(Instant::now(), input);
        self.carry_out();
    }

    fn carry_out(&mut self) {
        while let Some(output) = self.uplink.poll_output() {
            match output {
                Output::Transmit { to, bytes, .. } => {
                    if is_media(&bytes) {
                        self.did.media_packets += 1;
                        self.did.media_bytes += bytes.len() as u64;
                        let is_repair = bytes.get(1).is_some_and(|kind| kind & 0x7F == REPAIRS);
                        self.did.repairs += u64::from(is_repair);
                    }
                    // A full buffer loses it, as a network would.
                    let _ = self.socket.send_to(&bytes, to);
                }
                Output::SetBitrate { bits_per_second, .. } => {
                    self.did.rates.push((self.began.elapsed(), bits_per_second));
                    let rate = u32::try_from(bits_per_second).unwrap_or(u32::MAX);
                    self.camera.wishes.bits_per_second.store(rate, Ordering::Relaxed);
                }
                Output::KeyFrameWanted { .. } => {
                    self.did.key_frames_wanted += 1;
                    self.camera.wishes.key_frame.store(true, Ordering::Relaxed);
                }
                Output::StateChanged(state) => self.did.states.push((self.began.elapsed(), state)),
                // It stays where it is, with its ear shut; there is UDP, however bad.
                Output::OpenTcp { .. } => self.uplink.handle_input(Instant::now(), Input::TcpFailed),
                Output::Play { .. }
                | Output::Leave { .. }
                | Output::Restart { .. }
                | Output::StillsOnly { .. } => {}
            }
        }
    }
}
