//! One connection: datagrams in frames, each behind its length of two bytes (RFC 4571).
//!
//! A frame is sent whole or not at all. What waits is bounded: media that has no room is dropped, the newest first, as a
//! full queue anywhere on the way would do, while checks and handshakes have some room of their own.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use protocol::{MEDIA_FRAME_LENGTH_BYTES, media_frame_length, take_media_frames};

/// How much is read at a time: a few frames.
const READ_BYTES: usize = 8 * 1_024;
/// How much may wait to be sent: a second of a good picture.
const MOST_WAITING: usize = 192 * 1_024;
/// How much more, if it is no media.
const ROOM_FOR_CONTROL: usize = 16 * 1_024;
/// A picture's worth; what keeps its capacity beyond is given back.
const SEND_BYTES: usize = 16 * 1_024;

/// What came of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// All there was.
    All,
    /// Some of it; there may be more.
    Some,
    /// The end.
    Closed,
    /// Something that is no frame.
    Broken,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    from: SocketAddr,
    opened_at: Instant,
    proved_at: Option<Instant>,
    read: Vec<u8>,
    unsent: VecDeque<u8>,
    is_readable: bool,
    is_writable: bool,
}

impl Connection {
    /// Takes over a connection that was just accepted.
    pub(super) fn open(
        now: Instant,
        mut stream: TcpStream,
        from: SocketAddr,
        registry: &Registry,
        token: Token,
    ) -> std::io::Result<Self> {
        stream.set_nodelay(true)?;
        registry.register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
        Ok(Self {
            stream,
            from,
            opened_at: now,
            proved_at: None,
            read: Vec::new(),
            unsent: VecDeque::new(),
            is_readable: true,
            is_writable: true,
        })
    }

    /// Its far end.
    pub(super) fn from(&self) -> SocketAddr {
        self.from
    }

    /// Takes note that there is something to read; tells whether that is news.
    pub(super) fn becomes_readable(&mut self) -> bool {
        !std::mem::replace(&mut self.is_readable, true)
    }

    /// Takes note that there is room to send; tells whether something waits for it.
    pub(super) fn becomes_writable(&mut self) -> bool {
        self.is_writable = true;
        self.has_unsent()
    }

    /// Takes note that a check on it was replied to.
    pub(super) fn prove(&mut self, now: Instant) {
        self.proved_at = Some(now);
    }

    /// Tells whether one ever was.
    pub(super) fn is_proved(&self) -> bool {
        self.proved_at.is_some()
    }

    /// When it has to go, unless a check is replied to before.
    pub(super) fn time_up_at(&self, proved_within: Duration, idle_after: Duration) -> Instant {
        self.proved_at
            .map_or(self.opened_at + proved_within, |at| at + idle_after)
    }

    /// Reads up to about so many frames.
    pub(super) fn hear(&mut self, frames: usize, mut give: impl FnMut(&[u8])) -> Heard {
        let mut heard = 0;
        let mut buffer = [0; READ_BYTES];
        while heard < frames {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Heard::Closed,
                Ok(length) => self
                    .read
                    .extend_from_slice(buffer.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.is_readable = false;
                    return Heard::All;
                }
                Err(_) => return Heard::Closed,
            }
            match take_media_frames(&mut self.read, &mut give) {
                Some(count) => heard += count.max(1),
                None => return Heard::Broken,
            }
        }
        Heard::Some
    }

    /// Tells whether something waits to be sent.
    pub(super) fn has_unsent(&self) -> bool {
        !self.unsent.is_empty()
    }

    /// Adds a datagram; tells whether there was room for it.
    pub(super) fn push(&mut self, bytes: &[u8]) -> bool {
        let is_media = matches!(bytes, [128..=191, ..]);
        let most = MOST_WAITING + if is_media { 0 } else { ROOM_FOR_CONTROL };
        let fits = self.unsent.len() + MEDIA_FRAME_LENGTH_BYTES + bytes.len() <= most;
        match media_frame_length(bytes) {
            Some(length) if fits => {
                self.unsent.extend(length);
                self.unsent.extend(bytes);
                true
            }
            _ => false,
        }
    }

    /// Sends what waits, as far as the kernel takes it.
    pub(super) fn send(&mut self) -> std::io::Result<()> {
        while self.is_writable && self.has_unsent() {
            let (front, back) = self.unsent.as_slices();
            match self
                .stream
                .write_vectored(&[IoSlice::new(front), IoSlice::new(back)])
            {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(sent) => drop(self.unsent.drain(..sent)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.is_writable = false,
                Err(error) => return Err(error),
            }
        }
        if !self.has_unsent() {
            self.unsent.shrink_to(SEND_BYTES);
        }
        Ok(())
    }

    /// Closes it.
    pub(super) fn close(&mut self, registry: &Registry) {
        // It may be gone already.
        let _ = registry.deregister(&mut self.stream);
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
