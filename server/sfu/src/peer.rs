//! One peer connection.
//!
//! It knows where the peer is, how long it has been silent, what has its turn. It leaves the wire to `transport`,
//! routing to the shard, and what packets mean to `publisher` and `subscriber`.

mod restarting;
mod words;

use std::time::{Duration, Instant};

use crate::credentials::Ufrag;
use crate::generations::Generations;
use crate::messages::{LeaveReason, PeerId};
use crate::numbered::Numbered;
use crate::pacer::Pacer;
use crate::path::Path;
use crate::peer_address::{PeerAddress, Reached};
use crate::publisher::Publisher;
use crate::subscriber::Subscriber;
use crate::transport::{Transport, Wire};

pub(crate) use self::words::{Broken, Outlet, Received, Said};

/// How long a peer may take to connect.
pub(crate) const CONNECT_WITHIN: Duration = Duration::from_secs(15);
/// How long a connected peer may go without an authenticated check; browsers send one every few seconds.
pub(crate) const SILENT_AFTER: Duration = Duration::from_secs(20);
/// The shortest sleep, which keeps a confused timer from spinning.
const MIN_SLEEP: Duration = Duration::from_millis(1);

/// A peer connection and what it is for.
pub(crate) struct Peer {
    id: PeerId,
    transport: Transport,
    generations: Generations,
    part: Part,
    path: Path,
    pacer: Pacer,
    offered_at: Instant,
    checked_at: Instant,
    connected: bool,
}

/// What a peer does.
pub(crate) enum Part {
    /// It sends, and may hear others meanwhile.
    Publisher(Publisher, Subscriber),
    /// It receives.
    Subscriber(Subscriber),
}

impl Peer {
    /// Makes a peer of a transport that has just been negotiated.
    pub(crate) fn new(now: Instant, id: PeerId, transport: Transport, ufrag: Ufrag, part: Part) -> Self {
        Self {
            id,
            transport,
            generations: Generations::new(ufrag),
            part,
            path: Path::default(),
            pacer: Pacer::default(),
            offered_at: now,
            checked_at: now,
            connected: false,
        }
    }

    /// Its sending half, if it has one.
    pub(crate) fn publisher(&mut self) -> Option<&mut Publisher> {
        match &mut self.part {
            Part::Publisher(publisher, _) => Some(publisher),
            Part::Subscriber(_) => None,
        }
    }

    /// What it receives; a publisher that hears nobody has no slots there.
    pub(crate) fn subscriber(&mut self) -> &mut Subscriber {
        match &mut self.part {
            Part::Publisher(_, subscriber) | Part::Subscriber(subscriber) => subscriber,
        }
    }

    /// What it does.
    pub(crate) fn part(&self) -> &Part {
        &self.part
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connected
    }

    /// Takes note that it is ready for media.
    pub(crate) fn connect(&mut self) {
        self.connected = true;
    }

    /// The addresses registered for it.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = PeerAddress> + '_ {
        self.path.addresses()
    }

    /// When it wants to be woken next, for its transport or because its time is up.
    pub(crate) fn wake_at(&self, now: Instant) -> Instant {
        let wishes = [self.transport.wake_at(), self.pacer.due_at()];
        let at = wishes
            .into_iter()
            .flatten()
            .fold(self.time_up_at().1, Instant::min);
        at.max(now + MIN_SLEEP)
    }

    /// Why it has to go, if its time is up.
    pub(crate) fn time_is_up(&self, now: Instant) -> Option<LeaveReason> {
        let (reason, at) = self.time_up_at();
        (now >= at).then_some(reason)
    }

    /// Takes in a datagram that is not a check; tells whether it proves to be from the peer.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        if !self.transport.proves() && self.path.heard(now, from) {
            outlet.counters.paths_moved += 1;
        }
        let (transport, mut wire) = self.wire(outlet);
        let proves = transport.receive(now, from, local, bytes, &mut wire)?;
        if proves && self.path.heard(now, from) {
            outlet.counters.paths_moved += 1;
        }
        Ok(proves)
    }

    /// Takes in a connectivity check; tells whether it was authentic.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        let (transport, mut wire) = self.wire(outlet);
        transport.check(now, from, local, bytes, &mut wire)
    }

    /// Takes note of where an authentic check came from; returns an address to forget in exchange.
    pub(crate) fn checked(
        &mut self,
        now: Instant,
        from: PeerAddress,
        nominating: bool,
    ) -> Option<PeerAddress> {
        self.checked_at = now;
        self.path.checked(now, from, nominating)
    }

    /// Lets time pass.
    pub(crate) fn wake(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        let (transport, mut wire) = self.wire(outlet);
        while let Some(packet) = wire.pacer.take_due(now) {
            transport.write(now, packet, &mut wire)?;
        }
        transport.wake(now, &mut wire)
    }

    /// Sends an RTP packet, now or when it has its turn; tells whether [`Self::send`] has to take something out.
    pub(crate) fn write(
        &mut self,
        now: Instant,
        packet: Numbered,
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        let (transport, mut wire) = self.wire(outlet);
        if wire.pacer.lets_go(now) {
            transport.write(now, packet, &mut wire)?;
            return Ok(true);
        }
        if wire.pacer.wait(packet).is_err()
            && let Part::Subscriber(subscriber) = &mut self.part
        {
            subscriber.shut();
        }
        Ok(false)
    }

    /// Takes out what was written.
    pub(crate) fn send(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        let (transport, mut wire) = self.wire(outlet);
        transport.send(now, &mut wire)
    }

    /// Asks the peer for a key frame; tells whether it could be asked.
    pub(crate) fn request_key_frame(&mut self, ssrc: u32, outlet: &mut Outlet<'_>) -> Result<bool, Broken> {
        match self.wire(outlet) {
            (Transport::Lean(lean), mut wire) => lean.request_key_frame(ssrc, &mut wire),
            (Transport::Library(_), _) => Ok(false),
        }
    }

    /// Says goodbye.
    pub(crate) fn close(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        let (transport, mut wire) = self.wire(outlet);
        transport.close(now, &mut wire)
    }

    fn wire<'a, 'b>(&'a mut self, outlet: &'a mut Outlet<'b>) -> (&'a mut Transport, Wire<'a, 'b>) {
        let wire = Wire {
            peer: self.id,
            path: &self.path,
            pacer: &mut self.pacer,
            outlet,
        };
        (&mut self.transport, wire)
    }

    fn time_up_at(&self) -> (LeaveReason, Instant) {
        if self.connected {
            (LeaveReason::Silent, self.checked_at + SILENT_AFTER)
        } else {
            (LeaveReason::NeverConnected, self.offered_at + CONNECT_WITHIN)
        }
    }
}
