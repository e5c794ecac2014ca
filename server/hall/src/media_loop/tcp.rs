//! The media port over TCP, for peers whose networks let no UDP through (RFC 6544).
//!
//! Anybody can open a connection, so that one which proves nothing soon is closed, and there are only so many of these at a
//! time, from everywhere as from one address. What proves it is the shard's reply to a check: strangers get none. It leaves
//! a connection's frames to `connection`.

mod connection;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use mio::event::Event;
use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};

use self::connection::{Connection, Heard};

/// How long a connection may take until a check on it is replied to.
const PROVED_WITHIN: Duration = Duration::from_secs(10);
/// How long after the last check that was replied to it stays; a browser checks what it does not use every 25 s.
const IDLE_AFTER: Duration = Duration::from_secs(30);
/// How often connections are looked over.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many connections there may be.
const MOST: usize = 1_024;
/// How many of them may have proved nothing yet.
const MOST_UNPROVED: usize = 256;
/// How many of these may be from one address.
const MOST_UNPROVED_OF_ONE: usize = 16;
/// Connections taken before anything else gets its turn.
const ACCEPTED_AT_ONCE: usize = 32;
/// Frames taken from one connection before another gets its turn.
const FRAMES_AT_ONCE: usize = 16;

/// What has been counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Connections taken.
    pub(super) accepted: u64,
    /// Connections not taken, because there were too many.
    pub(super) turned_away: u64,
    /// Connections closed, because of what came on them or did not.
    pub(super) hung_up: u64,
    /// Datagrams that a slow connection had no room for.
    pub(super) dropped: u64,
}

/// The port with all its connections.
#[derive(Debug)]
pub(super) struct Connections {
    listener: TcpListener,
    registry: Registry,
    open: BTreeMap<Token, Connection>,
    by_address: HashMap<SocketAddr, Token>,
    next: Token,
    first: Token,
    /// Those that may have something to read.
    readable: VecDeque<Token>,
    /// Those that have something to send.
    unsent: Vec<Token>,
    accepts: bool,
    look_at: Option<Instant>,
    counts: Counts,
}

impl Connections {
    /// Begins to listen; the listener's events come under `first`, the connections' above it.
    pub(super) fn new(mut listener: TcpListener, registry: Registry, first: Token) -> std::io::Result<Self> {
        registry.register(&mut listener, first, Interest::READABLE)?;
        Ok(Self {
            listener,
            registry,
            open: BTreeMap::new(),
            by_address: HashMap::new(),
            next: Token(first.0 + 1),
            first,
            readable: VecDeque::new(),
            unsent: Vec::new(),
            accepts: true,
            look_at: None,
            counts: Counts::default(),
        })
    }

    /// Takes note of an event under one of its tokens.
    pub(super) fn note(&mut self, event: &Event) {
        let token = event.token();
        if token == self.first {
            self.accepts = true;
        }
        let Some(connection) = self.open.get_mut(&token) else {
            return;
        };
        if (event.is_readable() || event.is_read_closed() || event.is_error())
            && connection.becomes_readable()
        {
            self.readable.push_back(token);
        }
        if event.is_writable() && connection.becomes_writable() {
            self.unsent.push(token);
        }
    }

    /// Tells whether there may be something to do at once.
    pub(super) fn is_waiting(&self) -> bool {
        self.accepts || self.is_readable()
    }

    /// Tells whether there may be something to read.
    pub(super) fn is_readable(&self) -> bool {
        !self.readable.is_empty()
    }

    /// Accepts whoever waits, and closes those whose time is up.
    pub(super) fn look_after(&mut self, now: Instant) {
        if self.look_at.is_none_or(|at| at <= now) {
            self.look_at = Some(now + LOOK_EVERY);
            // Nobody tells when there are file descriptors again.
            self.accepts = true;
            let is_up = |connection: &Connection| now >= connection.time_up_at(PROVED_WITHIN, IDLE_AFTER);
            let up = self.open.iter().filter(|(_, connection)| is_up(connection));
            for token in up.map(|(&token, _)| token).collect::<Vec<_>>() {
                self.hang_up(token);
            }
        }
        for _ in 0..ACCEPTED_AT_ONCE {
            if !self.accepts {
                break;
            }
            match self.listener.accept() {
                Ok((stream, from)) => self.accept(now, stream, from),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    if error.kind() != ErrorKind::WouldBlock {
                        tracing::debug!(%error, "the media port takes no connection");
                    }
                    self.accepts = false;
                }
            }
        }
    }

    /// Takes a few frames from the connection whose turn it is.
    pub(super) fn take_some(&mut self, mut give: impl FnMut(SocketAddr, &[u8])) {
        let Some(token) = self.readable.pop_front() else {
            return;
        };
        let Some(connection) = self.open.get_mut(&token) else {
            return;
        };
        let from = connection.from();
        match connection.hear(FRAMES_AT_ONCE, |bytes| give(from, bytes)) {
            Heard::All => {}
            Heard::Some => self.readable.push_back(token),
            Heard::Closed => self.close(token),
            Heard::Broken => self.hang_up(token),
        }
    }

    /// Adds a datagram; one for a connection that is gone is lost as on any network.
    pub(super) fn push(&mut self, now: Instant, to: SocketAddr, bytes: &[u8]) {
        let Some(&token) = self.by_address.get(&to) else {
            return;
        };
        let Some(connection) = self.open.get_mut(&token) else {
            return;
        };
        if is_reply(bytes) {
            connection.prove(now);
        }
        if !connection.has_unsent() {
            self.unsent.push(token);
        }
        if !connection.push(bytes) {
            self.counts.dropped += 1;
        }
    }

    /// Sends what was added.
    pub(super) fn flush(&mut self) {
        while let Some(token) = self.unsent.pop() {
            let failed = self.open.get_mut(&token).is_some_and(|open| open.send().is_err());
            if failed {
                self.close(token);
            }
        }
    }

    /// How many connections there are.
    pub(super) fn count(&self) -> usize {
        self.open.len()
    }

    /// What has been counted.
    pub(super) fn counts(&self) -> Counts {
        self.counts
    }

    fn accept(&mut self, now: Instant, stream: TcpStream, from: SocketAddr) {
        if self.open.len() >= MOST || !self.has_room_for_stranger(from.ip()) {
            self.counts.turned_away += 1;
            return;
        }
        let token = self.next;
        let Ok(connection) = Connection::open(now, stream, from, &self.registry, token) else {
            return;
        };
        self.next = Token(token.0 + 1);
        self.counts.accepted += 1;
        self.by_address.insert(from, token);
        self.open.insert(token, connection);
        self.readable.push_back(token);
    }

    fn has_room_for_stranger(&self, ip: IpAddr) -> bool {
        let unproved = || self.open.values().filter(|open| !open.is_proved());
        let of_one = unproved().filter(|open| open.from().ip() == ip).count();
        of_one < MOST_UNPROVED_OF_ONE && unproved().count() < MOST_UNPROVED
    }

    fn hang_up(&mut self, token: Token) {
        self.counts.hung_up += 1;
        self.close(token);
    }

    fn close(&mut self, token: Token) {
        let Some(mut connection) = self.open.remove(&token) else {
            return;
        };
        connection.close(&self.registry);
        if self.by_address.get(&connection.from()) == Some(&token) {
            self.by_address.remove(&connection.from());
        }
    }
}

/// Tells whether a datagram of the shard's replies to a check, by STUN's first byte (RFC 7983).
fn is_reply(bytes: &[u8]) -> bool {
    matches!(bytes, [0..=3, ..])
}

#[cfg(test)]
mod tests;
