//! One viewer: what it received, when.
//!
//! The kernel stamps a datagram when it arrives, so that the latency is the server's, not that of this thread's queue;
//! what this thread adds is told apart.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IoSliceMut;
use std::net::SocketAddr;
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrIn, recvmsg};
use str0m::rtp::RtpPacket;
use tokio::sync::oneshot;

use super::Joined;
use super::router::{Router, RouterSpec, Tally};
use crate::client::{Client, Heard};
use crate::stamp::{Stamp, now_ns};

const LARGEST_DATAGRAM: usize = 2_048;
/// Datagrams taken from one viewer before the next one has its turn.
const AT_ONCE: usize = 64;

/// One packet that a viewer received, with its times in nanoseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) publisher: u32,
    pub(crate) packet: u32,
    pub(crate) is_key_frame: bool,
    /// When the kernel had it.
    pub(crate) kernel_ns: u64,
    /// When it had been decrypted.
    pub(crate) client_ns: u64,
}

/// What became of one viewer.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) is_connected: bool,
    /// How long its first packet took.
    pub(crate) joining: Option<Duration>,
    /// How long its first whole key frame took.
    pub(crate) first_frame: Option<Duration>,
    pub(crate) arrivals: Vec<Arrival>,
    /// What its router lost.
    pub(crate) lost: Option<Tally>,
    pub(crate) fault: Option<String>,
    /// What the server does not take for it.
    pub(crate) lacks: Vec<&'static str>,
}

pub(super) struct Viewer {
    client: Client,
    joined_at: Instant,
    told: Option<oneshot::Sender<Joined>>,
    router: Option<Router>,
    seen: Seen,
    packets: BTreeSet<(u32, u32)>,
    /// The parts of key frames that came before one was whole, by publisher and first packet.
    parts: BTreeMap<(u32, u32), BTreeSet<u16>>,
}

impl Viewer {
    pub(super) fn new(
        client: Client,
        joined_at: Instant,
        told: Option<oneshot::Sender<Joined>>,
        router: Option<RouterSpec>,
    ) -> Self {
        let seen = Seen {
            lacks: client.lacks.clone(),
            ..Seen::default()
        };
        Self {
            client,
            joined_at,
            told,
            router: router.map(Router::new),
            seen,
            packets: BTreeSet::new(),
            parts: BTreeMap::new(),
        }
    }

    pub(super) fn wake_at(&self) -> Instant {
        self.client.wake_at
    }

    /// Counts from here on.
    pub(super) fn measure(&mut self) {
        self.seen.arrivals.clear();
        if let Some(router) = &mut self.router {
            router.clear();
        }
    }

    /// Reads datagrams; tells whether there may be more.
    pub(super) fn read(&mut self) -> bool {
        let mut buffer = [0; LARGEST_DATAGRAM];
        let mut space = nix::cmsg_space!(nix::sys::time::TimeSpec);
        for _ in 0..AT_ONCE {
            let mut parts = [IoSliceMut::new(&mut buffer)];
            let socket = self.client.socket.as_raw_fd();
            let received =
                recvmsg::<SockaddrIn>(socket, &mut parts, Some(&mut space), MsgFlags::MSG_DONTWAIT);
            let (length, from, at) = match received {
                Ok(message) => {
                    let stamps = message.cmsgs().into_iter().flatten();
                    let at = stamps.filter_map(|control| match control {
                        ControlMessageOwned::ScmTimestampns(time) => Some(time),
                        _ => None,
                    });
                    let at = at.map(|time| {
                        let (seconds, nanos) = (time.tv_sec(), time.tv_nsec());
                        u64::try_from(seconds).unwrap_or(0) * 1_000_000_000
                            + u64::try_from(nanos).unwrap_or(0)
                    });
                    (message.bytes, message.address, at.last().unwrap_or_else(now_ns))
                }
                Err(Errno::EAGAIN) => return false,
                Err(_) => continue,
            };
            let Some(from) = from else { continue };
            let from = SocketAddr::from((from.ip(), from.port()));
            let datagram = buffer.get(..length).unwrap_or_default();
            if let Some(router) = &mut self.router
                && !router.lets_through(at, datagram)
            {
                continue;
            }
            let taken = self.client.receive(Instant::now(), from, datagram);
            self.note(taken, at);
        }
        true
    }

    pub(super) fn wake(&mut self, now: Instant) {
        let taken = self.client.wake(now);
        self.note(taken, now_ns());
    }

    fn note(&mut self, taken: anyhow::Result<()>, arrived_ns: u64) {
        if let Err(error) = taken {
            self.seen.fault.get_or_insert_with(|| error.to_string());
            self.client.wake_at = Instant::now() + Duration::from_secs(1);
        }
        for heard in std::mem::take(&mut self.client.heard) {
            match heard {
                Heard::Packet(packet) => self.count(&packet, arrived_ns),
                Heard::Closed => {
                    self.seen
                        .fault
                        .get_or_insert_with(|| "the server closed the connection".to_owned());
                }
                Heard::KeyFrameWanted => {}
            }
        }
    }

    fn count(&mut self, packet: &RtpPacket, arrived_ns: u64) {
        let client_ns = now_ns();
        for stamp in Stamp::find(&packet.payload) {
            self.seen.joining.get_or_insert_with(|| self.joined_at.elapsed());
            // Whoever waited for it may have given up.
            let _ = self.told.take().map(|told| told.send(Joined));
            if stamp.is_key_frame {
                self.complete(stamp);
                if let Some(router) = &mut self.router {
                    router.saw_key_frame(packet.header.timestamp);
                }
            }
            if self.packets.insert((stamp.publisher, stamp.packet)) {
                self.seen.arrivals.push(Arrival {
                    publisher: stamp.publisher,
                    packet: stamp.packet,
                    is_key_frame: stamp.is_key_frame,
                    kernel_ns: arrived_ns,
                    client_ns,
                });
            }
        }
    }

    /// Takes note of when the first key frame is whole.
    fn complete(&mut self, stamp: Stamp) {
        if self.seen.first_frame.is_some() {
            return;
        }
        let first = stamp.packet.wrapping_sub(stamp.part.into());
        let parts = self.parts.entry((stamp.publisher, first)).or_default();
        parts.insert(stamp.part);
        if parts.len() == usize::from(stamp.parts) {
            self.seen.first_frame = Some(self.joined_at.elapsed());
            self.parts.clear();
        }
    }

    pub(super) fn leave(mut self) -> Seen {
        // Whoever does not hear the goodbye notices the silence.
        let _ = self.client.rtc.close();
        let _ = self.client.settle(Instant::now());
        self.seen.is_connected = self.client.is_connected;
        self.seen.lost = self.router.as_ref().map(Router::lost);
        self.seen
    }
}
