//! A TCP connection to the hall's media port: datagrams in frames (RFC 4571), for networks that let no UDP through.
//!
//! What waits to be sent is bounded, by how much it is as well as by how long it stands still: late media do no good, and a
//! connection that takes nothing is none. It leaves when to open one to `uplink`.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use protocol::{MEDIA_FRAME_LENGTH_BYTES, media_frame_length, take_media_frames};
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// How long opening one may take.
const OPENED_WITHIN: Duration = Duration::from_secs(5);
/// How much the system may hold of what is sent: what it takes to fill a long way, but no more, since nobody can drop it there.
const SYSTEM_HOLDS: u32 = 64 * 1_024;
/// How much may wait to be sent: some tenths of a second of a good picture.
const MOST_WAITING: usize = 64 * 1_024;
/// How much more, if it is no media.
const ROOM_FOR_CONTROL: usize = 16 * 1_024;
/// For how long it may take nothing of what waits.
const STUCK_AFTER: Duration = Duration::from_secs(5);
/// How much is read at a time: a few frames.
const READ_BYTES: usize = 8 * 1_024;

/// One that is open.
pub(super) struct Connection {
    stream: TcpStream,
    local: SocketAddr,
    to: SocketAddr,
    read: Vec<u8>,
    heard: VecDeque<Vec<u8>>,
    unsent: VecDeque<u8>,
    /// Since when nothing of what waits was taken.
    stands_since: Option<Instant>,
}

impl Connection {
    /// Opens one.
    pub(super) async fn open(to: SocketAddr) -> io::Result<Self> {
        let socket = if to.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        socket.set_send_buffer_size(SYSTEM_HOLDS)?;
        let stream = timeout(OPENED_WITHIN, socket.connect(to)).await??;
        stream.set_nodelay(true)?;
        Ok(Self {
            local: stream.local_addr()?,
            stream,
            to,
            read: Vec::new(),
            heard: VecDeque::new(),
            unsent: VecDeque::new(),
            stands_since: None,
        })
    }

    /// Its near end.
    pub(super) fn local(&self) -> SocketAddr {
        self.local
    }

    /// Its far end.
    pub(super) fn to(&self) -> SocketAddr {
        self.to
    }

    /// Adds a datagram, unless there is no room for it; media find none before anything else does.
    pub(super) fn push(&mut self, now: Instant, bytes: &[u8]) {
        let is_media = matches!(bytes, [128..=191, ..]);
        let most = MOST_WAITING + if is_media { 0 } else { ROOM_FOR_CONTROL };
        let fits = self.unsent.len() + MEDIA_FRAME_LENGTH_BYTES + bytes.len() <= most;
        if let Some(length) = media_frame_length(bytes).filter(|_| fits) {
            self.unsent.extend(length);
            self.unsent.extend(bytes);
            self.stands_since.get_or_insert(now);
            // What is wrong with it is told when it is waited for.
            let _ = self.send_now();
        }
    }

    /// Waits for a datagram, which is put into the buffer: its length; sends meanwhile. An error means that it is over.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.send(context)?;
        loop {
            if let Some(datagram) = self.heard.pop_front() {
                if datagram.len() <= buffer.remaining() {
                    buffer.put_slice(&datagram);
                    return Poll::Ready(Ok(()));
                }
                continue;
            }
            let mut bytes = [0; READ_BYTES];
            let mut read = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.stream).poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
            self.read.extend_from_slice(read.filled());
            let heard = &mut self.heard;
            if take_media_frames(&mut self.read, |frame| heard.push_back(frame.to_vec())).is_none() {
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            }
        }
    }

    /// Sends what waits, and waits for room for what is left.
    fn send(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        loop {
            self.send_now()?;
            if self.unsent.is_empty() {
                return Ok(());
            }
            let stuck = |since: Instant| since.elapsed() >= STUCK_AFTER;
            match self.stream.poll_write_ready(context) {
                Poll::Ready(ready) => ready?,
                Poll::Pending if self.stands_since.is_some_and(stuck) => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Poll::Pending => return Ok(()),
            }
        }
    }

    /// Sends what waits, as far as the system takes it.
    fn send_now(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            let (front, _) = self.unsent.as_slices();
            match self.stream.try_write(front) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(sent) => {
                    self.unsent.drain(..sent);
                    self.stands_since = Some(Instant::now());
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.stands_since = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
