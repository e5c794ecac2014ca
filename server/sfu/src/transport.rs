//! A peer's transport: connectivity checks, keys, packets and feedback.
//!
//! There are two. Ours serves publishers as well as viewers of one stream: of these there are hundreds, all are sent the
//! same, and what the WebRTC library keeps for each of them, its queues, estimates, timers, a packet's every copy, would be
//! most of what they cost; from publishers it gives up what is lost too soon, and does not tell what proved to be theirs.
//! The library's serves walls, whose network it estimates. It leaves what packets mean to `publisher` and `subscriber`.

mod lean;
mod library;

use std::time::{Duration, Instant};

use str0m::IceCreds;

use crate::counters::Counters;
use crate::messages::{Output, PeerId};
use crate::numbered::Numbered;
use crate::pacer::Pacer;
use crate::path::Path;
use crate::peer::{Broken, Outlet, Said};
use crate::peer_address::{PeerAddress, Reached};

pub(crate) use self::lean::{Agreed, Heard, Lean, Line, PeerCertificate};
pub(crate) use self::library::Library;

/// How many packets of a line a viewer may ask for again.
pub(crate) const MOST_REPAIRABLE: usize = 1_024;
/// How old they may be: a picture repaired later than this is no longer live.
pub(crate) const REPAIRABLE_FOR: Duration = Duration::from_millis(700);

/// Either of them.
pub(crate) enum Transport {
    /// The WebRTC library's.
    Library(Box<Library>),
    /// Ours.
    Lean(Box<Lean>),
}

/// Where a transport's words and datagrams go.
pub(crate) struct Wire<'a, 'b> {
    pub(crate) peer: PeerId,
    pub(crate) path: &'a Path,
    pub(crate) pacer: &'a mut Pacer,
    pub(crate) outlet: &'a mut Outlet<'b>,
}

impl Transport {
    /// Takes in a connectivity check; tells whether it was authentic.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        match self {
            Self::Library(library) => library.check(now, from, local, bytes, wire),
            Self::Lean(lean) => lean.check(now, from, bytes, wire),
        }
    }

    /// Has checks judged, and replied to, by other credentials.
    pub(crate) fn use_credentials(&mut self, local: &IceCreds, remote: &IceCreds) {
        match self {
            Self::Library(library) => library.use_credentials(local, remote),
            Self::Lean(lean) => lean.use_password(&local.pass),
        }
    }

    /// Takes in a datagram that is not a check; tells whether it proves that the peer is where it came from.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        match self {
            Self::Library(library) => library.receive(now, from, local, bytes, wire).map(|()| false),
            Self::Lean(lean) => lean.receive(now, bytes, wire),
        }
    }

    /// Tells whether it can say what proves where the peer is. The library does not: with it, anything from an address
    /// that a check has proved counts.
    pub(crate) fn proves(&self) -> bool {
        matches!(self, Self::Lean(_))
    }

    /// Lets time pass.
    pub(crate) fn wake(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        match self {
            Self::Library(library) => library.wake(now, wire),
            Self::Lean(lean) => lean.wake(now, wire),
        }
    }

    /// When it wants time to pass, if it does.
    pub(crate) fn wake_at(&self) -> Option<Instant> {
        match self {
            Self::Library(library) => Some(library.wake_at()),
            Self::Lean(lean) => lean.wake_at(),
        }
    }

    /// Writes a packet; [`Self::send`] sends it.
    pub(crate) fn write(
        &mut self,
        now: Instant,
        packet: Numbered,
        wire: &mut Wire<'_, '_>,
    ) -> Result<(), Broken> {
        match self {
            Self::Library(library) => {
                library.write(&packet);
                Ok(())
            }
            Self::Lean(lean) => lean.write(now, packet, wire),
        }
    }

    /// Sends what was written.
    pub(crate) fn send(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        match self {
            // A packet written is sent when time moves on, so that asking before that would be in vain.
            Self::Library(library) => library.wake(now, wire),
            Self::Lean(lean) => lean.report(now, wire),
        }
    }

    /// Says goodbye: RTCP BYE and DTLS `close_notify`.
    pub(crate) fn close(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        match self {
            Self::Library(library) => library.close(now, wire),
            Self::Lean(lean) => lean.close(now, wire),
        }
    }
}

impl Wire<'_, '_> {
    /// Sends a datagram where the peer is.
    pub(crate) fn transmit(&mut self, proposed: PeerAddress, bytes: Vec<u8>) {
        self.reply(self.path.destination(proposed), bytes);
    }

    /// Sends a datagram just there.
    pub(crate) fn reply(&mut self, to: PeerAddress, bytes: Vec<u8>) {
        self.outlet.counters.datagrams_out += 1;
        self.outlet.counters.bytes_out += bytes.len() as u64;
        self.outlet.outputs.push_back(Output::Transmit { to, bytes });
    }

    /// Tells the shard.
    pub(crate) fn say(&mut self, said: Said) {
        self.outlet.said.push_back((self.peer, said));
    }

    pub(crate) fn counters(&mut self) -> &mut Counters {
        self.outlet.counters
    }
}
