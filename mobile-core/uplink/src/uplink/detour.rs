//! The way over TCP of a phone whose network lets no UDP through (RFC 6544).
//!
//! UDP goes first. Once nothing comes back over it, a connection is opened to where the server takes them, and media go
//! there as soon as a check on it is answered. At that moment UDP is tried anew, and again later, more and more seldom: a
//! network that only was away for a while, or opened meanwhile, has media back after one round trip. It leaves the
//! connection, with what waits on it, to the shell.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::Candidate;
use str0m::net::TcpType;

use crate::messages::{Output, Protocol};

use super::candidates::over_tcp;
use super::{Broken, Uplink};

/// For how long nothing may come back over UDP, and for how many round trips.
const UDP_SILENT_AFTER: Duration = Duration::from_secs(2);
const UDP_SILENT_AFTER_ROUND_TRIPS: u32 = 3;
/// For how long nothing may come back over a connection until another one is tried.
const TCP_SILENT_AFTER: Duration = Duration::from_secs(5);
/// From one attempt at a connection to the next, at first and at most.
const OPEN_AFTER: Duration = Duration::from_secs(2);
const OPEN_SELDOM: Duration = Duration::from_secs(16);
/// How soon UDP is tried again, at first and at most.
const UDP_AFTER: Duration = Duration::from_secs(30);
const UDP_SELDOM: Duration = Duration::from_mins(8);
/// The priority of both ends (RFC 8445 section 5.1.2): below all of UDP. A later connection goes before an earlier one.
const PRIORITY: u32 = 90 << 24;

/// The way over TCP.
#[derive(Debug)]
pub(super) struct Detour {
    /// Where the server takes connections.
    server: Option<SocketAddr>,
    present: Option<Connection>,
    /// It carries on until the present one has been proved.
    former: Option<Connection>,
    opening: bool,
    opened: u32,
    /// When another connection is to be opened, whatever the present one does.
    open_at: Option<Instant>,
    open_not_before: Option<Instant>,
    open_after: Duration,
    /// When UDP counts as silent, unless something comes over it before.
    udp_silent_at: Option<Instant>,
    udp_again_at: Option<Instant>,
    udp_after: Duration,
    /// What media went by last.
    media_by: Protocol,
}

#[derive(Debug)]
struct Connection {
    candidate: Candidate,
    proved: bool,
    /// When it counts as silent, unless something comes over it before.
    silent_at: Option<Instant>,
}

impl Default for Detour {
    fn default() -> Self {
        Self {
            server: None,
            present: None,
            former: None,
            opening: false,
            opened: 0,
            open_at: None,
            open_not_before: None,
            open_after: OPEN_AFTER,
            udp_silent_at: None,
            udp_again_at: None,
            udp_after: UDP_AFTER,
            media_by: Protocol::Udp,
        }
    }
}

impl Detour {
    /// Takes note of where the server takes connections, if it does, and of whether it has UDP.
    pub(super) fn answered(&mut self, now: Instant, server: Option<SocketAddr>, has_udp: bool) {
        self.server = server;
        let patience = if has_udp { UDP_SILENT_AFTER } else { Duration::ZERO };
        self.udp_silent_at = Some(now + patience);
    }

    /// Takes note that UDP cannot even be sent.
    pub(super) fn udp_refused(&mut self, now: Instant) {
        self.udp_silent_at = Some(self.udp_silent_at.map_or(now, |at| at.min(now)));
    }

    /// Takes note of another network: a connection of the former one may not last, and none may come of an attempt there.
    pub(super) fn moved(&mut self, now: Instant) {
        if self.present.is_some() || self.opening {
            self.opening = false;
            self.open_at = Some(now);
            self.open_not_before = None;
        }
        self.open_after = OPEN_AFTER;
    }

    /// Takes note that no connection could be opened.
    pub(super) fn failed(&mut self) {
        self.opening = false;
    }

    /// Takes note of a datagram that came.
    pub(super) fn heard(&mut self, protocol: Protocol, to: SocketAddr) {
        match protocol {
            Protocol::Udp => {
                self.udp_silent_at = None;
                self.open_after = OPEN_AFTER;
            }
            Protocol::Tcp => {
                if let Some(connection) = self.connection(to) {
                    connection.silent_at = None;
                }
            }
        }
    }

    /// Tells whether the present connection carries.
    pub(super) fn works(&self, now: Instant) -> bool {
        let works = |open: &Connection| open.proved && open.silent_at.is_none_or(|silent_at| silent_at > now);
        self.present.as_ref().is_some_and(works)
    }

    /// Tells whether media go over UDP, which works, so that connections can go.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.present.is_some() && self.media_by == Protocol::Udp && !self.is_udp_silent(now)
    }

    /// When there is something to do.
    pub(super) fn due_at(&self) -> Option<Instant> {
        let times = [self.open_due_at(), self.udp_again_at];
        times.into_iter().flatten().min()
    }

    fn open_due_at(&self) -> Option<Instant> {
        self.server.filter(|_| !self.opening)?;
        let silent_at = match &self.present {
            Some(open) => open.silent_at,
            None => self.udp_silent_at,
        };
        let at = self.open_at.or(silent_at)?;
        Some(self.open_not_before.map_or(at, |not_before| at.max(not_before)))
    }

    fn is_udp_silent(&self, now: Instant) -> bool {
        self.udp_silent_at.is_some_and(|at| at <= now)
    }

    fn connection(&mut self, local: SocketAddr) -> Option<&mut Connection> {
        let mut all = self.present.iter_mut().chain(&mut self.former);
        all.find(|open| open.candidate.addr() == local)
    }
}

impl Uplink {
    /// Takes note of a datagram that is sent.
    pub(super) fn sent(&mut self, now: Instant, protocol: Protocol, from: SocketAddr, bytes: &[u8]) {
        let is_check = matches!(bytes, [0..=3, ..]);
        let detour = &mut self.detour;
        match protocol {
            Protocol::Udp => {
                self.network.sent(from, bytes);
                let some = self
                    .network
                    .round_trip
                    .saturating_mul(UDP_SILENT_AFTER_ROUND_TRIPS);
                let silent_after = UDP_SILENT_AFTER.max(some);
                detour.udp_silent_at.get_or_insert(now + silent_after);
            }
            Protocol::Tcp => {
                if let Some(open) = detour.connection(from) {
                    open.silent_at.get_or_insert(now + TCP_SILENT_AFTER);
                }
            }
        }
        if !is_check {
            detour.media_by = protocol;
        }
    }

    /// Goes on with what is due.
    pub(super) fn go_round(&mut self, now: Instant) -> Result<(), Broken> {
        let detour = &mut self.detour;
        if let Some(to) = detour.server
            && detour.open_due_at().is_some_and(|at| at <= now)
        {
            detour.opening = true;
            detour.open_at = None;
            detour.open_not_before = Some(now + detour.open_after);
            detour.open_after = (2 * detour.open_after).min(OPEN_SELDOM);
            self.outputs.push_back(Output::OpenTcp { to });
        }
        if detour.udp_again_at.is_some_and(|at| at <= now) {
            self.try_udp(now)?;
        }
        Ok(())
    }

    /// Begins to try a connection.
    pub(super) fn tcp_opened(
        &mut self,
        now: Instant,
        local: SocketAddr,
        to: SocketAddr,
    ) -> Result<(), Broken> {
        self.detour.opening = false;
        self.detour.opened += 1;
        let priority = PRIORITY.saturating_add(self.detour.opened);
        let ours = over_tcp(local, priority, TcpType::Active).filter(|_| self.detour.is_udp_silent(now));
        let added = ours.and_then(|candidate| self.rtc.add_local_candidate(candidate).cloned());
        let (Some(candidate), Some(theirs)) = (added, over_tcp(to, PRIORITY, TcpType::Passive)) else {
            // It is not needed any more, or leads nowhere.
            self.outputs.push_back(Output::Leave {
                protocol: Protocol::Tcp,
                local,
            });
            return Ok(());
        };
        self.rtc.add_remote_candidate(theirs);
        let present = Connection {
            candidate,
            proved: false,
            silent_at: Some(now + TCP_SILENT_AFTER),
        };
        let left = self.detour.present.replace(present);
        // One that was never proved carries nothing.
        let (former, unproved) = match left {
            Some(left) if !left.proved => (self.detour.former.take(), Some(left)),
            left => (left, self.detour.former.take()),
        };
        self.detour.former = former;
        if let Some(open) = unproved {
            self.forget(&open.candidate);
        }
        self.check_at_once(now)
    }

    /// Takes note that a check over a connection was answered: media go there, if it is needed.
    pub(super) fn tcp_answered(&mut self, now: Instant, local: SocketAddr) -> Result<(), Broken> {
        let present = self.detour.present.as_mut();
        let Some(open) = present.filter(|open| open.candidate.addr() == local && !open.proved) else {
            return Ok(());
        };
        open.proved = true;
        if let Some(former) = self.detour.former.take() {
            self.forget(&former.candidate);
        }
        if !self.detour.is_udp_silent(now) {
            self.leave_detour();
            return self.settle(now);
        }
        self.detour.open_after = OPEN_AFTER;
        self.detour.udp_after = UDP_AFTER;
        // The library holds on to a path that has worked until it has failed for long.
        self.leave_former();
        self.try_udp(now)
    }

    /// Takes note that a connection is gone.
    pub(super) fn tcp_lost(&mut self, now: Instant, local: SocketAddr) -> Result<(), Broken> {
        let is_it = |open: &mut Connection| open.candidate.addr() == local;
        let former = self.detour.former.take_if(is_it);
        let present = self.detour.present.take_if(is_it);
        let was_present = present.is_some();
        for open in present.into_iter().chain(former) {
            self.rtc.direct_api().invalidate_candidate(&open.candidate);
        }
        if !was_present {
            return self.settle(now);
        }
        self.detour.present = self.detour.former.take();
        self.try_udp(now)
    }

    /// Uses connections no more.
    pub(super) fn leave_detour(&mut self) {
        (self.detour.open_at, self.detour.udp_again_at) = (None, None);
        let present = self.detour.present.take();
        for open in present.into_iter().chain(self.detour.former.take()) {
            self.forget(&open.candidate);
        }
    }

    /// Tries UDP from the beginning, and again later.
    fn try_udp(&mut self, now: Instant) -> Result<(), Broken> {
        let detour = &mut self.detour;
        detour.udp_again_at = detour.present.as_ref().map(|_| now + detour.udp_after);
        detour.udp_after = (2 * detour.udp_after).min(UDP_SELDOM);
        self.check_present_anew();
        self.check_at_once(now)
    }
}
