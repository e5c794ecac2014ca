//! Datagrams on their way out, many to a system call.
//!
//! Forwarding one picture to many viewers makes hundreds of datagrams at once; a call for each of them would cost more
//! than all the rest. They wait here until there are enough for one `sendmmsg`. Those in a row to one address and of one
//! size are a single message, which the kernel cuts up (`UDP_SEGMENT`, Linux 4.18). Their order is kept. What the kernel
//! does not take is dropped and counted, as a full queue anywhere on the way would do.

mod messages;

use std::io::IoSlice;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;

use nix::errno::Errno;
use nix::sys::socket::{ControlMessage, MsgFlags, MultiHeaders, SockaddrStorage, sendmmsg};

use self::messages::{Message, Run, runs};

/// How many datagrams wait at most.
const WAITING: usize = 64;
/// How many of the first ones wait, so that the first viewer hardly waits for another; each call takes twice as many then.
const WAITING_FIRST: usize = 8;

/// The datagrams that wait.
#[derive(Debug)]
pub(super) struct Egress {
    waiting: Vec<(SocketAddr, Vec<u8>)>,
    enough: usize,
    may_cut: bool,
    refused: u64,
}

impl Egress {
    pub(super) fn new() -> Self {
        Self {
            waiting: Vec::with_capacity(WAITING),
            enough: WAITING_FIRST,
            may_cut: true,
            refused: 0,
        }
    }

    /// Adds a datagram; sends all of them once there are enough.
    pub(super) fn push(&mut self, socket: &impl AsRawFd, to: SocketAddr, bytes: Vec<u8>) {
        self.waiting.push((to, bytes));
        if self.waiting.len() >= self.enough {
            self.send_waiting(socket);
            self.enough = (2 * self.enough).min(WAITING);
        }
    }

    /// Sends what waits; whatever is added next is the first again.
    pub(super) fn flush(&mut self, socket: &impl AsRawFd) {
        self.send_waiting(socket);
        self.enough = WAITING_FIRST;
    }

    fn send_waiting(&mut self, socket: &impl AsRawFd) {
        if self.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let slices: Vec<_> = waiting.iter().map(|(_, bytes)| IoSlice::new(bytes)).collect();
        for run in runs(&waiting, self.may_cut) {
            self.send(socket, &waiting, &slices, &run);
        }
        drop(slices);
        self.waiting = waiting;
        self.waiting.clear();
    }

    /// How many datagrams the kernel did not take.
    pub(super) fn refused(&self) -> u64 {
        self.refused
    }

    fn send(
        &mut self,
        socket: &impl AsRawFd,
        waiting: &[(SocketAddr, Vec<u8>)],
        slices: &[IoSlice<'_>],
        run: &Run,
    ) {
        let mut rest = run.messages.as_slice();
        while let [first, others @ ..] = rest {
            match send_some(socket, waiting, slices, run.size, rest) {
                Ok(sent) => rest = rest.get(sent.max(1)..).unwrap_or_default(),
                // The buffer is full, and stays so for longer than anybody should wait here.
                Err(Errno::EAGAIN | Errno::ENOBUFS) => {
                    self.refused += rest.iter().map(|message| message.count() as u64).sum::<u64>();
                    return;
                }
                Err(error) if first.count() > 1 => {
                    self.note_failed_cut(error);
                    self.send_whole(socket, waiting, slices, first);
                    rest = others;
                }
                Err(_) => {
                    self.refused += 1;
                    rest = others;
                }
            }
        }
    }

    fn send_whole(
        &mut self,
        socket: &impl AsRawFd,
        waiting: &[(SocketAddr, Vec<u8>)],
        slices: &[IoSlice<'_>],
        message: &Message,
    ) {
        let messages = message.range().map(Message::one).collect();
        let run = Run { size: None, messages };
        self.send(socket, waiting, slices, &run);
    }

    /// Cuts no more where the network card cannot: what one address does to an error must not slow all the others.
    fn note_failed_cut(&mut self, error: Errno) {
        if error == Errno::EIO {
            tracing::info!(
                "the network card cuts no datagrams; the media port sends them one by one from now on"
            );
            self.may_cut = false;
        }
    }
}

/// Sends as many messages as the kernel takes; returns how many.
fn send_some(
    socket: &impl AsRawFd,
    waiting: &[(SocketAddr, Vec<u8>)],
    slices: &[IoSlice<'_>],
    size: Option<u16>,
    messages: &[Message],
) -> Result<usize, Errno> {
    let (mut parts, mut addresses) = (Vec::new(), Vec::new());
    for message in messages {
        parts.push(slices.get(message.range()).unwrap_or_default());
        let to = waiting.get(message.first).map(|(to, _)| *to);
        addresses.push(to.map(SockaddrStorage::from));
    }
    let room = size.map(|_| nix::cmsg_space!(u16));
    let mut headers = MultiHeaders::preallocate(messages.len(), room);
    let cut_at: Vec<_> = size.iter().map(ControlMessage::UdpGsoSegments).collect();
    let flags = MsgFlags::MSG_DONTWAIT;
    let sent = sendmmsg(
        socket.as_raw_fd(),
        &mut headers,
        &parts,
        &addresses,
        cut_at,
        flags,
    )?;
    Ok(sent.count())
}

#[cfg(test)]
mod tests;
