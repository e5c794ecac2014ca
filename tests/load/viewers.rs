//! The viewers' thread: it serves all of them, and counts what each received.
//!
//! The kernel stamps a datagram when it arrives, so that the latency is the server's, not that of this thread's queue;
//! what this thread adds is told apart.

use std::collections::BTreeSet;
use std::io::IoSliceMut;
use std::net::SocketAddr;
use std::os::fd::AsRawFd as _;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use nix::errno::Errno;
use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrIn, recvmsg, setsockopt, sockopt};

use crate::client::{Client, Heard};
use crate::stamp::{Stamp, now_ns};

const LARGEST_DATAGRAM: usize = 2_048;
const EVENTS: usize = 1_024;
/// The longest sleep, after which commands and timers are looked at.
const SLEEP: Duration = Duration::from_millis(2);
/// Datagrams taken from one viewer before the next one has its turn.
const AT_ONCE: usize = 64;

/// One packet that a viewer received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) publisher: u32,
    pub(crate) packet: u32,
    pub(crate) is_key_frame: bool,
    pub(crate) kernel_us: u32,
    pub(crate) client_us: u32,
}

/// What became of one viewer.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) joining: Option<Duration>,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) fault: Option<String>,
    /// What the server does not take for it.
    pub(crate) lacks: Vec<&'static str>,
    packets: BTreeSet<(u32, u32)>,
}

enum Command {
    Add(Box<Client>, Instant),
    Measure,
    Stop,
}

/// The running thread.
pub(crate) struct Viewers {
    commands: Sender<Command>,
    thread: JoinHandle<anyhow::Result<Vec<Seen>>>,
}

struct Viewer {
    client: Client,
    joined_at: Instant,
    seen: Seen,
}

impl Viewers {
    /// Starts it.
    pub(crate) fn start() -> Self {
        let (commands, inbox) = channel();
        let thread = std::thread::spawn(move || serve(&inbox));
        Self { commands, thread }
    }

    /// Adds a viewer that began to join at a time.
    pub(crate) fn add(&self, client: Client, joined_at: Instant) {
        // A thread that has ended tells why when it is stopped.
        let _ = self.commands.send(Command::Add(Box::new(client), joined_at));
    }

    /// Counts from here on.
    pub(crate) fn measure(&self) {
        let _ = self.commands.send(Command::Measure);
    }

    /// Stops it; returns what each viewer saw.
    pub(crate) fn stop(self) -> anyhow::Result<Vec<Seen>> {
        let _ = self.commands.send(Command::Stop);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("the viewers' thread panicked"))?
    }
}

fn serve(inbox: &Receiver<Command>) -> anyhow::Result<Vec<Seen>> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(EVENTS);
    let mut viewers: Vec<Viewer> = Vec::new();
    let mut unread: BTreeSet<usize> = BTreeSet::new();
    loop {
        let sleep = if unread.is_empty() { SLEEP } else { Duration::ZERO };
        match poll.poll(&mut events, Some(sleep)) {
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return Err(error.into()),
            _ => unread.extend(events.iter().map(|event| event.token().0)),
        }
        for command in inbox.try_iter() {
            match command {
                Command::Add(client, joined_at) => {
                    setsockopt(&client.socket, sockopt::ReceiveTimestampns, &true)?;
                    let token = Token(viewers.len());
                    poll.registry().register(
                        &mut SourceFd(&client.socket.as_raw_fd()),
                        token,
                        Interest::READABLE,
                    )?;
                    unread.insert(token.0);
                    viewers.push(Viewer::new(*client, joined_at));
                }
                Command::Measure => {
                    for viewer in &mut viewers {
                        viewer.seen.arrivals.clear();
                    }
                }
                Command::Stop => return Ok(viewers.into_iter().map(Viewer::leave).collect()),
            }
        }
        for index in std::mem::take(&mut unread) {
            if viewers.get_mut(index).is_some_and(Viewer::read) {
                unread.insert(index);
            }
        }
        let now = Instant::now();
        for viewer in viewers.iter_mut().filter(|viewer| viewer.client.wake_at <= now) {
            viewer.wake(now);
        }
    }
}

impl Viewer {
    fn new(client: Client, joined_at: Instant) -> Self {
        let seen = Seen {
            lacks: client.lacks.clone(),
            ..Seen::default()
        };
        Self {
            client,
            joined_at,
            seen,
        }
    }

    /// Reads datagrams; tells whether there may be more.
    fn read(&mut self) -> bool {
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
            let taken = self
                .client
                .receive(Instant::now(), from, buffer.get(..length).unwrap_or_default());
            self.note(taken, at);
        }
        true
    }

    fn wake(&mut self, now: Instant) {
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
                Heard::Packet(packet) => self.count(&packet.payload, arrived_ns),
                Heard::Closed => {
                    self.seen
                        .fault
                        .get_or_insert_with(|| "the server closed the connection".to_owned());
                }
                Heard::KeyFrameWanted => {}
            }
        }
    }

    fn count(&mut self, payload: &[u8], arrived_ns: u64) {
        let now = now_ns();
        let age = |at: u64, sent: u64| u32::try_from(at.saturating_sub(sent) / 1_000).unwrap_or(u32::MAX);
        for stamp in Stamp::find(payload) {
            self.seen.joining.get_or_insert_with(|| self.joined_at.elapsed());
            if self.seen.packets.insert((stamp.publisher, stamp.packet)) {
                self.seen.arrivals.push(Arrival {
                    publisher: stamp.publisher,
                    packet: stamp.packet,
                    is_key_frame: stamp.is_key_frame,
                    kernel_us: age(arrived_ns, stamp.sent_ns),
                    client_us: age(now, stamp.sent_ns),
                });
            }
        }
    }

    fn leave(mut self) -> Seen {
        // Whoever does not hear the goodbye notices the silence.
        let _ = self.client.rtc.close();
        let _ = self.client.settle(Instant::now());
        self.seen
    }
}
