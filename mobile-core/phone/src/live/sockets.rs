//! The sockets of a connection: one for the network in use, another while it moves from one to the next.
//!
//! It leaves which of them media are sent from to `uplink`.

use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::io::ReadBuf;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::door::Door;

/// How often a network that is not up yet is tried.
const TRY_EVERY: Duration = Duration::from_millis(200);
/// How many times: for as long as a path may be broken.
const TRIES: u32 = 100;

/// Those that are open.
pub(super) struct Sockets {
    open: Vec<(SocketAddr, UdpSocket)>,
}

/// The one that is being opened, if any.
#[derive(Default)]
pub(super) struct Opening(Option<JoinHandle<io::Result<UdpSocket>>>);

impl Sockets {
    /// Opens one on the interface that leads to the hall; its address.
    pub(super) async fn open(door: &Door) -> io::Result<(Self, SocketAddr)> {
        let socket = open(door).await?;
        let local = socket.local_addr()?;
        let open = vec![(local, socket)];
        Ok((Self { open }, local))
    }

    /// Adds another one; its address.
    pub(super) fn add(&mut self, socket: UdpSocket) -> io::Result<SocketAddr> {
        let local = socket.local_addr()?;
        self.open.push((local, socket));
        Ok(local)
    }

    /// Closes one.
    pub(super) fn close(&mut self, local: SocketAddr) {
        self.open.retain(|(address, _)| *address != local);
    }

    /// Sends a datagram from a local address, if it is still there.
    pub(super) async fn send(&self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        if let Some((_, socket)) = self.open.iter().find(|(address, _)| *address == from) {
            // What the network takes no more is lost like anything on the way.
            let _ = socket.send_to(bytes, to).await;
        }
    }

    /// Waits for a datagram: its length, where it came from and to. Safe to cancel.
    ///
    /// A system that takes a socket away, as in the background, never gives it back: an error means that none is left.
    pub(super) async fn receive(&mut self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr, SocketAddr)> {
        poll_fn(|context| {
            let mut broken = None;
            for (local, socket) in &self.open {
                let mut datagram = ReadBuf::new(buffer);
                match socket.poll_recv_from(context, &mut datagram) {
                    Poll::Ready(Ok(from)) => return Poll::Ready(Ok((datagram.filled().len(), from, *local))),
                    Poll::Ready(Err(error)) => broken = Some((*local, error)),
                    Poll::Pending => {}
                }
            }
            let Some((local, error)) = broken else {
                return Poll::Pending;
            };
            self.open.retain(|(address, _)| *address != local);
            if self.open.is_empty() {
                return Poll::Ready(Err(error));
            }
            // The others are asked again, since only they wake this up.
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }
}

impl Opening {
    /// Begins to open one on the network that the phone is on now.
    pub(super) fn begin(&mut self, door: Arc<Door>) {
        let opening = tokio::spawn(async move {
            for _ in 1..TRIES {
                if let Ok(socket) = open(&door).await {
                    return Ok(socket);
                }
                sleep(TRY_EVERY).await;
            }
            open(&door).await
        });
        if let Some(former) = self.0.replace(opening) {
            former.abort();
        }
    }

    /// Waits for it. Safe to cancel.
    pub(super) async fn opened(&mut self) -> io::Result<UdpSocket> {
        let Some(opening) = &mut self.0 else {
            return std::future::pending().await;
        };
        let opened = opening.await;
        self.0 = None;
        opened.unwrap_or_else(|broken| Err(io::Error::other(broken)))
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if let Some(opening) = &self.0 {
            opening.abort();
        }
    }
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
