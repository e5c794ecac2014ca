//! The media loop: a thread for each core, which owns a UDP port, a TCP port and a forwarding shard.
//!
//! A packet meets no lock, no database and no HTTP: a thread sleeps until a datagram, a command or a deadline comes,
//! gives it to `sfu`, and sends what that says. Shards tell one another what `sfu` has them say. Commands come through [`MediaDoor`]; events leave by a channel. It
//! leaves who may publish or watch to the desks, and what a started stream means to dispatch.

mod counters;
mod door;
mod egress;
mod events;
mod intake;
mod neighbours;
mod port;
mod shard_thread;
mod socket;
mod taps;
mod tcp;

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU8;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};

use anyhow::Context as _;
use sfu::{Among, Epoch, Reached, Sfu, SfuConfig, ShardId};
use tokio::sync::mpsc;

pub use self::counters::MediaCounters;
use self::door::ShardDoor;
pub use self::door::{MediaDoor, MediaRefusal, Session};
use self::events::Outbox;
pub use self::events::{MediaEvent, Undecodable};
use self::neighbours::{Neighbour, Neighbours, Words};
use self::port::Port;
use self::shard_thread::{Mailboxes, PORT, ShardThread, WAKER};
pub(crate) use self::taps::{Copied, Sink};

/// Where media comes in.
#[derive(Debug, Clone, Copy)]
pub struct MediaPorts {
    /// The first shard's address; each other has the port after the one before. Port 0 chooses free ones.
    pub bind: SocketAddr,
    /// The first shard's TCP port, for peers whose networks let no UDP through; each other has the one after. 0 chooses free
    /// ones.
    pub tcp: u16,
    /// Where peers reach it, if that is not the address it is bound to.
    pub advertise: Option<IpAddr>,
    /// How many shards there are.
    pub shards: NonZeroU8,
    /// Whether cameras that can are to send H.265.
    pub prefers_h265: bool,
}

/// Starts media loops.
#[derive(Debug)]
pub struct MediaLoop;

impl MediaLoop {
    /// Starts one. The receiver gets every event in order; it should be drained.
    pub fn start(ports: MediaPorts) -> anyhow::Result<(MediaDoor, mpsc::Receiver<MediaEvent>)> {
        let (outbox, events) = events::channel();
        let made = (0..ports.shards.get()).map(|shard| Making::begin(ports, ShardId(shard)));
        let made = made.collect::<anyhow::Result<Vec<_>>>()?;
        let neighbours: Vec<_> = made.iter().map(|making| making.neighbour.clone()).collect();
        let mut doors = made
            .into_iter()
            .map(|making| making.start(&neighbours, outbox.another()));
        let first = doors.next().context("media has no shard")??;
        let others = doors.collect::<anyhow::Result<_>>()?;
        Ok((MediaDoor::new(first, others), events))
    }
}

/// A shard whose thread is yet to start.
struct Making {
    shard: ShardId,
    poll: mio::Poll,
    waker: Arc<mio::Waker>,
    port: Port,
    listener: mio::net::TcpListener,
    bound: SocketAddr,
    sfu: Sfu,
    neighbour: Neighbour,
    words: Words,
}

impl Making {
    fn begin(ports: MediaPorts, shard: ShardId) -> anyhow::Result<Self> {
        let bind = SocketAddr::new(ports.bind.ip(), port_of(ports.bind.port(), shard)?);
        let poll = mio::Poll::new().context("preparing to wait for media")?;
        let port = Port::open(bind, poll.registry(), PORT)
            .with_context(|| format!("opening the media port {bind}"))?;
        let bound = port.local_addr().context("reading the media port")?;
        let listen = SocketAddr::new(ports.bind.ip(), port_of(ports.tcp, shard)?);
        let listener = socket::listen(listen).with_context(|| {
            format!("opening the media port {listen} for TCP; media_tcp_port chooses another")
        })?;
        let listening = listener.local_addr().context("reading the media port for TCP")?;
        let ip = ports.advertise.unwrap_or_else(|| bound.ip());
        anyhow::ensure!(
            !ip.is_unspecified(),
            "media is bound to {bound}, which peers cannot be told; advertise a particular address"
        );
        let reached_at = Reached {
            udp: SocketAddr::new(ip, bound.port()),
            tcp: Some(SocketAddr::new(ip, listening.port())),
        };
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).context("drawing randomness for media")?;
        let sfu = Sfu::new(SfuConfig {
            local: reached_at,
            seed,
            epoch: Epoch {
                instant: Instant::now(),
                wall: SystemTime::now(),
            },
            among: Among {
                shard,
                shards: ports.shards,
            },
            prefers_h265: ports.prefers_h265,
        })
        .context("making a certificate for media")?;
        let waker =
            Arc::new(mio::Waker::new(poll.registry(), WAKER).context("preparing to wake the media loop")?);
        let (neighbour, words) = Neighbour::new(Arc::clone(&waker));
        tracing::info!(media.shard = shard.0, media.address = %bound, media.tcp_port = listening.port(), media.reached_at = %ip, "media ports open");
        Ok(Self {
            shard,
            poll,
            waker,
            port,
            listener,
            bound,
            sfu,
            neighbour,
            words,
        })
    }

    fn start(self, neighbours: &[Neighbour], outbox: Outbox) -> anyhow::Result<ShardDoor> {
        let (commands, inbox) = door::channel();
        let peers = Arc::new(AtomicUsize::new(0));
        let mailboxes = Mailboxes {
            inbox,
            words: self.words,
            neighbours: Neighbours::new(self.shard, neighbours),
            outbox,
            peers: Arc::clone(&peers),
        };
        let thread = ShardThread::new(self.poll, self.port, self.listener, self.sfu, mailboxes);
        let thread = thread.context("watching the media port")?;
        let thread = std::thread::Builder::new()
            .name(format!("media-{}", self.shard.0))
            .spawn(move || thread.run())
            .context("starting the media loop")?;
        Ok(ShardDoor {
            shard: self.shard,
            commands,
            waker: self.waker,
            bound: self.bound,
            peers,
            thread: Mutex::new(Some(thread)),
        })
    }
}

/// A shard's port, counted from the first one's; 0 stays 0.
fn port_of(first: u16, shard: ShardId) -> anyhow::Result<u16> {
    if first == 0 {
        return Ok(0);
    }
    first
        .checked_add(u16::from(shard.0))
        .context("media has too few ports above its first; choose a lower one")
}

#[cfg(test)]
mod tests;
