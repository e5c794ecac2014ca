//! Datagrams on their way in, many to a system call.
//!
//! They lie here only until they are handed on; what does not fit waits in the kernel. It leaves to its caller what
//! they mean.

use std::io::IoSliceMut;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;

use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg};

/// How many are taken at a time: a picture's worth, lest the first of them grow old before what it makes is sent.
pub(super) const TOGETHER: usize = 16;
/// No datagram of ours is larger; larger ones are cut and thereby refused.
const LARGEST: usize = 1_500;

/// Those taken last.
#[derive(Debug)]
pub(super) struct Intake {
    room: Vec<[u8; LARGEST]>,
    headers: MultiHeaders<SockaddrStorage>,
    /// Where each came from, and its length; `None` for one that came from nowhere.
    taken: Vec<Option<(SocketAddr, usize)>>,
}

impl Intake {
    pub(super) fn new() -> Self {
        Self {
            room: vec![[0; LARGEST]; TOGETHER],
            headers: MultiHeaders::preallocate(TOGETHER, None),
            taken: Vec::with_capacity(TOGETHER),
        }
    }

    /// Takes what waits at a socket instead of those taken last; tells whether more may wait.
    pub(super) fn take(&mut self, socket: &impl AsRawFd) -> bool {
        self.clear();
        let Self { room, headers, taken } = self;
        let mut slices: Vec<_> = room.iter_mut().map(|bytes| [IoSliceMut::new(bytes)]).collect();
        let flags = MsgFlags::MSG_DONTWAIT;
        match recvmmsg(socket.as_raw_fd(), headers, &mut slices, flags, None) {
            Ok(messages) => taken.extend(messages.map(|message| {
                let from = message.address.as_ref().and_then(address)?;
                Some((from, message.bytes))
            })),
            Err(Errno::EAGAIN) => return false,
            // What the network reports about an earlier datagram concerns one peer, which times out by itself.
            Err(error) => {
                tracing::debug!(%error, "the media port reports an error");
                return true;
            }
        }
        taken.len() == TOGETHER
    }

    /// Forgets those taken last.
    pub(super) fn clear(&mut self) {
        self.taken.clear();
    }

    /// Those taken last, in their order.
    pub(super) fn datagrams(&self) -> impl Iterator<Item = (SocketAddr, &[u8])> {
        let taken = self.room.iter().zip(&self.taken);
        taken.filter_map(|(bytes, taken)| {
            let (from, length) = (*taken)?;
            Some((from, bytes.get(..length)?))
        })
    }
}

fn address(from: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = from
        .as_sockaddr_in()
        .map(|from| SocketAddr::from((from.ip(), from.port())));
    v4.or_else(|| from.as_sockaddr_in6().map(|from| SocketAddr::V6((*from).into())))
}

#[cfg(test)]
mod tests;
