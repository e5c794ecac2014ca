//! One peer connection.
//!
//! Holds the WebRTC library's transport and its one strict rule: after every change, take out all it has to say before
//! the next. It leaves routing to the shard, and what packets mean to `publisher` and `subscriber`.

mod restarting;
mod sending;
mod words;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::bwe::BweKind;
use str0m::net::{Protocol, Receive};
use str0m::{Event, Rtc};

use crate::credentials::Ufrag;
use crate::demux::stun;
use crate::generations::Generations;
use crate::messages::{LeaveReason, Output, PeerId};
use crate::pacer::Pacer;
use crate::path::Path;
use crate::publisher::Publisher;
use crate::subscriber::Subscriber;

pub(crate) use self::words::{Broken, Outlet, Said};

/// How long a peer may take to connect.
pub(crate) const CONNECT_WITHIN: Duration = Duration::from_secs(15);
/// How long a connected peer may go without an authenticated check; browsers send one every few seconds.
pub(crate) const SILENT_AFTER: Duration = Duration::from_secs(20);
/// The shortest sleep, which keeps a confused timer from spinning.
const MIN_SLEEP: Duration = Duration::from_millis(1);
/// How often one input may make the transport want to go on at once.
const MAX_TURNS: usize = 16;
/// How much one turn may have to say.
const MAX_OUTPUTS: usize = 10_000;

/// A peer connection and what it is for.
pub(crate) struct Peer {
    id: PeerId,
    rtc: Rtc,
    generations: Generations,
    part: Part,
    path: Path,
    pacer: Pacer,
    offered_at: Instant,
    checked_at: Instant,
    connected: bool,
    wake_at: Instant,
}

/// What a peer does.
pub(crate) enum Part {
    /// It sends.
    Publisher(Publisher),
    /// It receives.
    Subscriber(Subscriber),
}

impl Peer {
    /// Makes a peer of a transport that has just been negotiated.
    pub(crate) fn new(now: Instant, id: PeerId, rtc: Rtc, ufrag: Ufrag, part: Part) -> Self {
        let path = Path::default();
        let (offered_at, checked_at, wake_at) = (now, now, now);
        Self {
            id,
            rtc,
            generations: Generations::new(ufrag),
            part,
            path,
            pacer: Pacer::default(),
            offered_at,
            checked_at,
            connected: false,
            wake_at,
        }
    }

    /// Its sending half, if it has one.
    pub(crate) fn publisher(&mut self) -> Option<&mut Publisher> {
        match &mut self.part {
            Part::Publisher(publisher) => Some(publisher),
            Part::Subscriber(_) => None,
        }
    }

    /// Its receiving half, if it has one.
    pub(crate) fn subscriber(&mut self) -> Option<&mut Subscriber> {
        match &mut self.part {
            Part::Publisher(_) => None,
            Part::Subscriber(subscriber) => Some(subscriber),
        }
    }

    /// What it does.
    pub(crate) fn part(&self) -> &Part {
        &self.part
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connected
    }

    /// The addresses registered for it.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = SocketAddr> + '_ {
        self.path.addresses()
    }

    /// When it wants to be woken next, for its transport or because its time is up.
    pub(crate) fn wake_at(&self, now: Instant) -> Instant {
        let at = self.wake_at.min(self.time_up_at().1);
        let at = self.pacer.due_at().map_or(at, |due| at.min(due));
        at.max(now + MIN_SLEEP)
    }

    /// Why it has to go, if its time is up.
    pub(crate) fn time_is_up(&self, now: Instant) -> Option<LeaveReason> {
        let (reason, at) = self.time_up_at();
        (now >= at).then_some(reason)
    }

    /// Takes in a datagram that is not a check.
    pub(crate) fn receive(
        &mut self,
        now: Instant,
        from: SocketAddr,
        local: SocketAddr,
        bytes: &[u8],
        outlet: &mut Outlet<'_>,
    ) -> Result<(), Broken> {
        let Ok(receive) = Receive::new(Protocol::Udp, from, local, bytes) else {
            outlet.counters.datagrams_refused += 1;
            return Ok(());
        };
        if self.path.heard(now, from) {
            outlet.counters.paths_moved += 1;
        }
        self.take_in(now, receive, outlet)
    }

    /// Takes in a connectivity check; tells whether it was authentic.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        from: SocketAddr,
        local: SocketAddr,
        bytes: &[u8],
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        let Ok(receive) = Receive::new(Protocol::Udp, from, local, bytes) else {
            return Ok(false);
        };
        let input = str0m::Input::Receive(now, receive);
        if !self.rtc.accepts(&input) {
            return Ok(false);
        }
        let str0m::Input::Receive(_, receive) = input else {
            return Ok(false);
        };
        // `accepts` takes anything from the present address, but only an authentic check is replied to.
        let before = outlet.outputs.len();
        self.take_in(now, receive, outlet)?;
        let replied = |output: &Output| matches!(output, Output::Transmit { to, bytes } if *to == from && stun::is_success_response(bytes));
        Ok(outlet.outputs.iter().skip(before).any(replied))
    }

    /// Takes note of where an authentic check came from; returns an address to forget in exchange.
    pub(crate) fn checked(&mut self, now: Instant, from: SocketAddr, nominating: bool) -> Option<SocketAddr> {
        self.checked_at = now;
        self.path.checked(now, from, nominating)
    }

    /// Lets time pass.
    pub(crate) fn wake(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        self.send_due(now);
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now, outlet)
    }

    /// Says goodbye: RTCP BYE and DTLS `close_notify`.
    pub(crate) fn close(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        self.rtc.close().map_err(|_| Broken)?;
        self.settle(now, outlet)
    }

    /// Takes out all the transport has to say, as often as it wants to go on at once.
    pub(crate) fn settle(&mut self, now: Instant, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        for _ in 0..MAX_TURNS {
            self.wake_at = self.drain(outlet)?;
            if self.wake_at > now {
                break;
            }
            self.rtc
                .handle_input(str0m::Input::Timeout(now))
                .map_err(|_| Broken)?;
        }
        if self.wake_at <= now {
            self.wake_at = self.drain(outlet)?;
        }
        if !self.rtc.is_alive() {
            outlet.said.push_back((self.id, Said::Closed));
        }
        Ok(())
    }

    fn take_in(&mut self, now: Instant, receive: Receive<'_>, outlet: &mut Outlet<'_>) -> Result<(), Broken> {
        if self
            .rtc
            .handle_input(str0m::Input::Receive(now, receive))
            .is_err()
        {
            // Anybody can send nonsense from a known address; the peer is not to blame.
            outlet.counters.datagrams_refused += 1;
        }
        self.settle(now, outlet)
    }

    fn drain(&mut self, outlet: &mut Outlet<'_>) -> Result<Instant, Broken> {
        for _ in 0..MAX_OUTPUTS {
            match self.rtc.poll_output().map_err(|_| Broken)? {
                str0m::Output::Timeout(at) => return Ok(at),
                str0m::Output::Transmit(transmit) => {
                    let bytes = Vec::from(transmit.contents);
                    let is_reply = stun::is_stun(&bytes);
                    let proposed = transmit.destination;
                    let to = if is_reply {
                        proposed
                    } else {
                        self.path.destination(proposed)
                    };
                    outlet.counters.datagrams_out += 1;
                    outlet.counters.bytes_out += bytes.len() as u64;
                    outlet.outputs.push_back(Output::Transmit { to, bytes });
                }
                str0m::Output::Event(event) => {
                    if let Some(said) = self.read(event) {
                        outlet.said.push_back((self.id, said));
                    }
                }
            }
        }
        Err(Broken)
    }

    fn read(&mut self, event: Event) -> Option<Said> {
        match event {
            Event::Connected => {
                self.connected = true;
                Some(Said::Connected)
            }
            Event::Closed => Some(Said::Closed),
            Event::RtpPacket(packet) => Some(Said::Packet(packet)),
            Event::KeyframeRequest(request) => Some(Said::KeyFrameWanted(request.mid)),
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. } | BweKind::Remb { estimate, .. }) => {
                Some(Said::Estimated(estimate.as_u64()))
            }
            _ => None,
        }
    }

    fn time_up_at(&self) -> (LeaveReason, Instant) {
        if self.connected {
            (LeaveReason::Silent, self.checked_at + SILENT_AFTER)
        } else {
            (LeaveReason::NeverConnected, self.offered_at + CONNECT_WITHIN)
        }
    }
}
