//! Carries datagrams between clients and the server over a pretend path.
//!
//! One thread, as many clients as come; each has a path of its own each way, and a port of its own towards the server, which
//! can be changed for another as a home router does when it has forgotten a connection. What a path does is `path`'s.

mod schedule;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token, Waker};

use self::schedule::{Parcel, Schedule};
use crate::path::{Fate, Path, PathSpec};

const WAKER: Token = Token(0);
const OUTSIDE: Token = Token(1);
const LARGEST_DATAGRAM: usize = 2_048;
/// Datagrams taken from one socket before the next one has its turn.
const AT_ONCE: usize = 64;
/// The most clients.
const MOST_FLOWS: usize = 1_000;
/// How long the thread may take to do as it is told.
const OBEYS_WITHIN: Duration = Duration::from_secs(5);

/// How a relay treats what it carries, towards the server and back.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weather {
    pub(crate) up: PathSpec,
    pub(crate) down: PathSpec,
    pub(crate) seed: u64,
}

/// What became of the datagrams of one direction.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    pub(crate) taken: AtomicU64,
    pub(crate) lost: AtomicU64,
    pub(crate) overflowed: AtomicU64,
}

enum Command {
    NewPorts(SyncSender<()>),
    Stop,
}

/// A running relay; it ends when it is dropped.
pub(crate) struct Relay {
    /// Where clients send to.
    pub(crate) at: SocketAddr,
    pub(crate) up: Arc<Carried>,
    pub(crate) down: Arc<Carried>,
    commands: SyncSender<Command>,
    waker: Waker,
    thread: Option<JoinHandle<()>>,
}

impl Relay {
    /// Starts one to a server's address.
    pub(crate) fn start(server: SocketAddr, weather: Weather) -> anyhow::Result<Self> {
        let mut outside = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let at = outside.local_addr()?;
        let poll = Poll::new()?;
        poll.registry()
            .register(&mut outside, OUTSIDE, Interest::READABLE)?;
        let waker = Waker::new(poll.registry(), WAKER)?;
        let (commands, inbox) = sync_channel(4);
        let (up, down) = (Arc::new(Carried::default()), Arc::new(Carried::default()));
        let carrier = Carrier {
            poll,
            outside,
            server,
            weather,
            began: Instant::now(),
            flows: BTreeMap::new(),
            by_client: BTreeMap::new(),
            next_token: OUTSIDE.0 + 1,
            schedule: Schedule::default(),
            up: Arc::clone(&up),
            down: Arc::clone(&down),
        };
        let thread = std::thread::spawn(move || {
            if let Err(error) = carrier.run(&inbox) {
                eprintln!("yike-load: the relay ended: {error:#}");
            }
        });
        Ok(Self {
            at,
            up,
            down,
            commands,
            waker,
            thread: Some(thread),
        })
    }

    /// Gives each client another port towards the server; done when this returns.
    pub(crate) fn give_new_ports(&self) -> anyhow::Result<()> {
        let (done, is_done) = sync_channel(1);
        let gone = "the relay has ended";
        self.commands.send(Command::NewPorts(done)).context(gone)?;
        self.waker.wake()?;
        is_done.recv_timeout(OBEYS_WITHIN).context(gone)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.commands.send(Command::Stop);
        let _ = self.waker.wake();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

struct Flow {
    client: SocketAddr,
    inside: UdpSocket,
    up: Path,
    down: Path,
}

struct Carrier {
    poll: Poll,
    outside: UdpSocket,
    server: SocketAddr,
    weather: Weather,
    began: Instant,
    flows: BTreeMap<Token, Flow>,
    by_client: BTreeMap<SocketAddr, Token>,
    next_token: usize,
    schedule: Schedule,
    up: Arc<Carried>,
    down: Arc<Carried>,
}

impl Carrier {
    fn run(mut self, inbox: &Receiver<Command>) -> anyhow::Result<()> {
        let mut events = Events::with_capacity(256);
        let mut buffer = [0; LARGEST_DATAGRAM];
        let mut unread = Vec::new();
        loop {
            let due = self.schedule.next().map(|at| at.saturating_sub(self.now()));
            let sleep = if unread.is_empty() {
                due
            } else {
                Some(Duration::ZERO)
            };
            match self.poll.poll(&mut events, sleep) {
                Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return Err(error.into()),
                _ => unread.extend(events.iter().map(mio::event::Event::token)),
            }
            unread.sort_unstable();
            unread.dedup();
            for command in inbox.try_iter() {
                match command {
                    Command::NewPorts(done) => {
                        self.give_new_ports()?;
                        let _ = done.send(());
                    }
                    Command::Stop => return Ok(()),
                }
            }
            let mut left = Vec::new();
            for token in std::mem::take(&mut unread) {
                let may_hold_more = match token {
                    WAKER => false,
                    OUTSIDE => self.read_outside(&mut buffer)?,
                    token => self.read_inside(token, &mut buffer),
                };
                if may_hold_more {
                    left.push(token);
                }
            }
            unread = left;
            self.deliver();
        }
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn read_outside(&mut self, buffer: &mut [u8]) -> anyhow::Result<bool> {
        for _ in 0..AT_ONCE {
            let Ok((length, from)) = self.outside.recv_from(buffer) else {
                return Ok(false);
            };
            let Some(token) = self.flow_of(from)? else {
                continue;
            };
            let now = self.now();
            let bytes = buffer.get(..length).unwrap_or_default();
            if let Some(flow) = self.flows.get_mut(&token) {
                let parcel = Parcel::new(token, true, bytes);
                take(&mut self.schedule, &mut flow.up, &self.up, now, parcel);
            }
        }
        Ok(true)
    }

    fn read_inside(&mut self, token: Token, buffer: &mut [u8]) -> bool {
        let now = self.now();
        // Its port may have been changed for another meanwhile.
        let Some(flow) = self.flows.get_mut(&token) else {
            return false;
        };
        for _ in 0..AT_ONCE {
            let Ok((length, _)) = flow.inside.recv_from(buffer) else {
                return false;
            };
            let bytes = buffer.get(..length).unwrap_or_default();
            let parcel = Parcel::new(token, false, bytes);
            take(&mut self.schedule, &mut flow.down, &self.down, now, parcel);
        }
        true
    }

    fn deliver(&mut self) {
        while let Some(parcel) = self.schedule.take_due(self.now()) {
            // Nothing is sent on a connection that is no more, and a full buffer loses it, as a network would.
            let Some(flow) = self.flows.get(&parcel.flow) else {
                continue;
            };
            let _ = if parcel.is_up {
                flow.inside.send_to(&parcel.bytes, self.server)
            } else {
                self.outside.send_to(&parcel.bytes, flow.client)
            };
        }
    }

    fn flow_of(&mut self, client: SocketAddr) -> anyhow::Result<Option<Token>> {
        if let Some(&token) = self.by_client.get(&client) {
            return Ok(Some(token));
        }
        if self.flows.len() >= MOST_FLOWS {
            return Ok(None);
        }
        let seed = self.weather.seed + 2 * self.flows.len() as u64;
        let flow = Flow {
            client,
            inside: UdpSocket::bind((Ipv4Addr::LOCALHOST, 0).into())?,
            up: Path::new(self.weather.up, seed),
            down: Path::new(self.weather.down, seed + 1),
        };
        self.add(flow).map(Some)
    }

    fn add(&mut self, mut flow: Flow) -> anyhow::Result<Token> {
        let token = Token(self.next_token);
        self.next_token += 1;
        self.poll
            .registry()
            .register(&mut flow.inside, token, Interest::READABLE)?;
        self.by_client.insert(flow.client, token);
        self.flows.insert(token, flow);
        Ok(token)
    }

    fn give_new_ports(&mut self) -> anyhow::Result<()> {
        for (_, mut flow) in std::mem::take(&mut self.flows) {
            self.poll.registry().deregister(&mut flow.inside)?;
            flow.inside = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0).into())?;
            self.add(flow)?;
        }
        Ok(())
    }
}

fn take(schedule: &mut Schedule, path: &mut Path, carried: &Carried, now: Duration, parcel: Parcel) {
    carried.taken.fetch_add(1, Ordering::Relaxed);
    match path.carry(now, parcel.bytes.len()) {
        Fate::Arrives(at) if schedule.add(at, parcel) => {}
        Fate::Lost => {
            carried.lost.fetch_add(1, Ordering::Relaxed);
        }
        Fate::Arrives(_) | Fate::Overflowed => {
            carried.overflowed.fetch_add(1, Ordering::Relaxed);
        }
    }
}
