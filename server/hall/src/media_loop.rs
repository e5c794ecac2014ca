//! The media loop: one thread that owns a UDP socket and a forwarding shard.
//!
//! A packet meets no lock, no database and no HTTP: the thread sleeps until a datagram, a command or a deadline comes,
//! gives it to `sfu`, and sends what that says. Commands come through [`MediaDoor`]; events leave by a channel. It
//! leaves who may publish or watch to the desks, and what a started stream means to dispatch.

mod counters;
mod door;
mod egress;
mod events;
mod shard_thread;
mod socket;
mod taps;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use anyhow::Context as _;
use sfu::{Epoch, Sfu, SfuConfig};
use tokio::sync::mpsc;

pub use self::counters::MediaCounters;
pub use self::door::{MediaDoor, MediaRefusal, Session};
pub use self::events::MediaEvent;
use self::shard_thread::{ShardThread, WAKER};
pub(crate) use self::taps::{Copied, Sink};

/// Starts media loops.
#[derive(Debug)]
pub struct MediaLoop;

impl MediaLoop {
    /// Starts one on a UDP address (port 0 chooses a free one).
    ///
    /// Peers are told to reach it at `advertise`, or else at the address it is bound to, which then must be a particular
    /// one. The receiver gets every event in order; it should be drained.
    pub fn start(
        bind: SocketAddr,
        advertise: Option<IpAddr>,
    ) -> anyhow::Result<(MediaDoor, mpsc::Receiver<MediaEvent>)> {
        let socket = socket::bind(bind).with_context(|| format!("opening the media port {bind}"))?;
        let bound = socket.local_addr().context("reading the media port")?;
        let reached_at = SocketAddr::new(advertise.unwrap_or_else(|| bound.ip()), bound.port());
        anyhow::ensure!(
            !reached_at.ip().is_unspecified(),
            "media is bound to {bound}, which peers cannot be told; advertise a particular address"
        );
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).context("drawing randomness for media")?;
        let sfu = Sfu::new(SfuConfig {
            local: reached_at,
            seed,
            epoch: Epoch {
                instant: Instant::now(),
                wall: SystemTime::now(),
            },
        })
        .context("making a certificate for media")?;

        let poll = mio::Poll::new().context("preparing to wait for media")?;
        let waker =
            Arc::new(mio::Waker::new(poll.registry(), WAKER).context("preparing to wake the media loop")?);
        let (commands, inbox) = door::channel();
        let (outbox, events) = events::channel();
        let thread = ShardThread::new(poll, socket, sfu, inbox, outbox).context("watching the media port")?;
        let thread = std::thread::Builder::new()
            .name("media".to_owned())
            .spawn(move || thread.run());
        let thread = thread.context("starting the media loop")?;
        tracing::info!(media.address = %bound, media.reached_at = %reached_at, "media loop started");
        Ok((MediaDoor::new(commands, waker, bound, thread), events))
    }
}

#[cfg(test)]
mod tests;
