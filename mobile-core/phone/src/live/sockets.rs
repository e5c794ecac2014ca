//! The sockets of a picture's connection: one for the network in use, another while it moves from one to the next, and TCP
//! where no UDP gets through.
//!
//! It leaves which of them media are sent from to `uplink`.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::ReadBuf;
use tokio::net::UdpSocket;
use tokio::time::sleep;
use uplink::Protocol;

use super::tcp;
use crate::door::Door;

/// How often a network that is not up yet is tried.
const TRY_EVERY: Duration = Duration::from_millis(200);
/// How many times: for as long as a path may be broken.
const TRIES: u32 = 100;

/// Those that are open.
pub(super) struct Sockets {
    open: Vec<(SocketAddr, UdpSocket)>,
    connections: Vec<tcp::Connection>,
}

/// What came.
pub(super) enum Received {
    /// A datagram, in the buffer.
    Datagram {
        /// By what.
        protocol: Protocol,
        /// How long it is.
        length: usize,
        /// Where it came from.
        from: SocketAddr,
        /// The local address it came to.
        to: SocketAddr,
    },
    /// A connection broke, and is closed.
    Lost {
        /// Its local address.
        local: SocketAddr,
    },
}

impl Sockets {
    /// Opens one on the interface that leads to the hall; its address.
    pub(super) async fn open(door: &Door) -> io::Result<(Self, SocketAddr)> {
        let socket = open(door).await?;
        let local = socket.local_addr()?;
        let open = vec![(local, socket)];
        let connections = Vec::new();
        Ok((Self { open, connections }, local))
    }

    /// Adds another one; its address.
    pub(super) fn add(&mut self, socket: UdpSocket) -> io::Result<SocketAddr> {
        let local = socket.local_addr()?;
        self.open.push((local, socket));
        Ok(local)
    }

    /// Adds a connection.
    pub(super) fn add_connection(&mut self, connection: tcp::Connection) {
        self.connections.push(connection);
    }

    /// Closes one.
    pub(super) fn close(&mut self, protocol: Protocol, local: SocketAddr) {
        match protocol {
            Protocol::Udp => self.open.retain(|(address, _)| *address != local),
            Protocol::Tcp => self.connections.retain(|open| open.local() != local),
        }
    }

    /// Sends a datagram from a local address, if it is still there; whether the system lets UDP go out.
    pub(super) async fn send(
        &mut self,
        protocol: Protocol,
        (from, to): (SocketAddr, SocketAddr),
        bytes: &[u8],
    ) -> bool {
        match protocol {
            Protocol::Udp => match self.open.iter().find(|(address, _)| *address == from) {
                Some((_, socket)) => socket.send_to(bytes, to).await.is_ok(),
                None => true,
            },
            Protocol::Tcp => {
                let mut connections = self.connections.iter_mut();
                if let Some(open) = connections.find(|open| open.local() == from && open.to() == to) {
                    open.push(Instant::now(), bytes);
                }
                true
            }
        }
    }

    /// Waits for a datagram, or for the end of a connection. Safe to cancel.
    ///
    /// A system that takes a socket away, as in the background, never gives it back: an error means that none is left.
    pub(super) async fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Received> {
        poll_fn(|context| self.poll(context, buffer)).await
    }

    fn poll(&mut self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<Received>> {
        let mut broken = None;
        for (local, socket) in &self.open {
            let mut datagram = ReadBuf::new(buffer);
            match socket.poll_recv_from(context, &mut datagram) {
                Poll::Ready(Ok(from)) => {
                    return Poll::Ready(Ok(Received::Datagram {
                        protocol: Protocol::Udp,
                        length: datagram.filled().len(),
                        from,
                        to: *local,
                    }));
                }
                Poll::Ready(Err(error)) => broken = Some((*local, error)),
                Poll::Pending => {}
            }
        }
        for at in 0..self.connections.len() {
            let Some(open) = self.connections.get_mut(at) else {
                break;
            };
            let mut datagram = ReadBuf::new(buffer);
            match open.poll(context, &mut datagram) {
                Poll::Ready(Ok(())) => {
                    return Poll::Ready(Ok(Received::Datagram {
                        protocol: Protocol::Tcp,
                        length: datagram.filled().len(),
                        from: open.to(),
                        to: open.local(),
                    }));
                }
                Poll::Ready(Err(error)) => {
                    let local = open.local();
                    tracing::debug!(%error, "a connection for media broke");
                    self.connections.remove(at);
                    return Poll::Ready(Ok(Received::Lost { local }));
                }
                Poll::Pending => {}
            }
        }
        if let Some((local, error)) = broken {
            tracing::debug!(%error, "a socket for media broke");
            self.open.retain(|(address, _)| *address != local);
            // The others are asked again, since only they wake this up.
            context.waker().wake_by_ref();
        }
        if self.open.is_empty() && self.connections.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::NotConnected.into()));
        }
        Poll::Pending
    }
}

/// Opens a socket on the network that the phone is on now, once that is up.
pub(super) async fn open_anew(door: Arc<Door>) -> io::Result<UdpSocket> {
    for _ in 1..TRIES {
        if let Ok(socket) = open(&door).await {
            return Ok(socket);
        }
        sleep(TRY_EVERY).await;
    }
    open(&door).await
}

/// Opens a socket on the interface that leads to the hall. Nothing is sent to find it out.
async fn open(door: &Door) -> io::Result<UdpSocket> {
    let hall = door.addresses().await?.into_iter().next();
    let hall = hall.ok_or_else(|| io::Error::other("the hall's name leads nowhere"))?;
    let any: IpAddr = if hall.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    let probe = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    probe.connect(hall).await?;
    UdpSocket::bind(SocketAddr::new(probe.local_addr()?.ip(), 0)).await
}
