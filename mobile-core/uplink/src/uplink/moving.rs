//! How an uplink changes networks (RFC 8445 section 9, RFC 9725 section 4.3).
//!
//! The former path carries on until the new one has been proved. That takes one round trip and no word to the hall, which
//! knows the phone by its credentials. Where it does not work, ICE is restarted; where that fails too, the former path
//! stays if it still works, and otherwise, unless TCP carries on, the uplink is over, so that the stream is offered anew. It
//! leaves TCP to `detour`, the sockets and the PATCH to the shell.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use str0m::{Candidate, IceCreds};

use crate::messages::{Output, Protocol, UplinkFault};

use super::candidates::{candidates, on_the_wire, protocol_of};
use super::{Broken, Uplink};

/// How long a new path may take before ICE is restarted: as many round trips of the former one, within these limits. Where it
/// is only slow the restart does no harm: the hall answers under the present credentials until a path under the new ones works.
const RESTART_AFTER_ROUND_TRIPS: u32 = 2;
const RESTART_AFTER: RangeInclusive<Duration> = Duration::from_millis(150)..=Duration::from_secs(1);
/// How long it may take in all.
const MOVE_WITHIN: Duration = Duration::from_secs(6);
/// A path that nothing came over for this long does not work.
const SILENCE: Duration = Duration::from_secs(3);
/// More than the priority (RFC 8445 section 5.1.2) that the library gives a first candidate.
const NEWER_PRIORITY: u32 = (126 << 24) | 0x00FF_FFFF;

/// The networks of a phone.
pub(super) struct Network {
    /// The local address in use, or to be used.
    present: Candidate,
    present_heard: Option<Instant>,
    /// Where a fragment of SDP belongs: the group, with the first media section.
    about: String,
    moves: u32,
    moving: Option<Moving>,
    /// As measured lately.
    pub(super) round_trip: Duration,
}

/// A change that has not come to its end.
struct Moving {
    former: Candidate,
    former_heard: Option<Instant>,
    since: Instant,
    /// Media went over the new path.
    done: bool,
    /// The credentials that a restart was asked for with.
    restart: Option<IceCreds>,
}

impl Network {
    pub(super) fn new(present: Candidate, offer: &str) -> Self {
        let mut about = String::new();
        for prefix in ["a=group:", "m=", "a=mid:"] {
            if let Some(line) = offer.lines().find(|line| line.starts_with(prefix)) {
                about.push_str(line);
                about.push_str("\r\n");
            }
        }
        Self {
            present,
            present_heard: None,
            about,
            moves: 0,
            moving: None,
            round_trip: Duration::ZERO,
        }
    }

    /// Tells whether it is there, or on its way there.
    pub(super) fn is_at(&self, local: SocketAddr) -> bool {
        local == self.present.addr()
    }

    /// Takes note of how long a round trip takes.
    pub(super) fn measured(&mut self, round_trip: Duration) {
        self.round_trip = round_trip;
    }

    /// When a change has to go on.
    pub(super) fn due_at(&self) -> Option<Instant> {
        let moving = self.moving.as_ref()?;
        let patience = if moving.restart.is_none() {
            let some = self.round_trip.saturating_mul(RESTART_AFTER_ROUND_TRIPS);
            some.clamp(*RESTART_AFTER.start(), *RESTART_AFTER.end())
        } else {
            MOVE_WITHIN
        };
        Some(moving.since + patience)
    }

    /// Takes note of a datagram that came.
    pub(super) fn heard(&mut self, now: Instant, to: SocketAddr) {
        if to == self.present.addr() {
            self.present_heard = Some(now);
        } else if let Some(moving) = &mut self.moving {
            moving.former_heard = Some(now);
        }
    }

    /// Takes note of a datagram that is sent: media leave on the path that was chosen, checks on any.
    pub(super) fn sent(&mut self, from: SocketAddr, bytes: &[u8]) {
        let is_check = matches!(bytes.first(), Some(0..=3));
        if let Some(moving) = &mut self.moving {
            moving.done |= !is_check && from == self.present.addr();
        }
    }

    /// Tells whether the new path is in use, so that the former one can go.
    pub(super) fn has_moved(&self) -> bool {
        self.moving.as_ref().is_some_and(|moving| moving.done)
    }

    fn fragment(&self, credentials: &IceCreds) -> String {
        let mut candidate = self.present.clone();
        candidate.set_ufrag(&credentials.ufrag);
        format!(
            "{}a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na={}\r\na=end-of-candidates\r\n",
            self.about,
            credentials.ufrag,
            credentials.pass,
            candidate.to_sdp_string()
        )
    }
}

impl Uplink {
    /// Begins to try the path from another local address.
    pub(super) fn moved(&mut self, now: Instant, local: SocketAddr) -> Result<(), Broken> {
        if local == self.network.present.addr() {
            return Ok(());
        }
        self.network.moves += 1;
        // The newest address is preferred as soon as it works.
        let priority = NEWER_PRIORITY.saturating_add(self.network.moves);
        let (ip, port) = (local.ip(), local.port());
        let line = format!(
            "candidate:{} 1 udp {priority} {ip} {port} typ host",
            self.network.moves
        );
        let candidate = Candidate::from_sdp_string(&line).ok();
        let usable = candidate.filter(|_| Candidate::host(local, "udp").is_ok());
        let added = usable.and_then(|candidate| self.rtc.add_local_candidate(candidate).cloned());
        let Some(added) = added else {
            // No server could answer there.
            self.outputs.push_back(Output::Leave {
                protocol: Protocol::Udp,
                local,
            });
            return Ok(());
        };
        self.detour.moved(now);
        let unfinished = self.network.moving.take();
        let left = std::mem::replace(&mut self.network.present, added);
        let heard = self.network.present_heard.take();
        let (former, former_heard) = match unfinished {
            // The address between the two was never used.
            Some(moving) => {
                self.forget(&left);
                (moving.former, moving.former_heard)
            }
            None => (left, heard),
        };
        self.network.moving = Some(Moving {
            former,
            former_heard,
            since: now,
            done: false,
            restart: None,
        });
        self.check_at_once(now)
    }

    /// Goes on with a change whose time has come.
    pub(super) fn go_on_moving(&mut self, now: Instant) -> Result<(), Broken> {
        if self.network.due_at().is_none_or(|at| at > now) {
            return Ok(());
        }
        let Some(mut moving) = self.network.moving.take() else {
            return Ok(());
        };
        if moving.restart.is_none() {
            let credentials = IceCreds::new();
            let fragment = self.network.fragment(&credentials);
            self.outputs.push_back(Output::Restart { fragment });
            moving.restart = Some(credentials);
            self.network.moving = Some(moving);
            return Ok(());
        }
        let works = |at: Instant| now.saturating_duration_since(at) < SILENCE;
        if moving.former_heard.is_some_and(works) {
            self.network.present_heard = moving.former_heard;
            let failed = std::mem::replace(&mut self.network.present, moving.former);
            self.forget(&failed);
            return self.settle(now);
        }
        if self.detour.works(now) {
            self.forget(&moving.former);
            return self.settle(now);
        }
        self.fail(now, UplinkFault::PathLost);
        Ok(())
    }

    /// Takes in the server's answer to a restart: both ends go on under new credentials.
    pub(super) fn restarted(&mut self, now: Instant, fragment: &str) -> Result<(), Broken> {
        let value = |prefix: &str| {
            let found = fragment.lines().find_map(|line| line.strip_prefix(prefix));
            found.map(|value| value.trim_end().to_owned())
        };
        let ours = self
            .network
            .moving
            .as_ref()
            .and_then(|moving| moving.restart.clone());
        let theirs = value("a=ice-ufrag:").zip(value("a=ice-pwd:"));
        let (Some(ours), Some((ufrag, pass))) = (ours, theirs) else {
            return Ok(());
        };
        let mut api = self.rtc.direct_api();
        api.set_local_ice_credentials(ours);
        api.set_remote_ice_credentials(IceCreds { ufrag, pass });
        self.check_present_anew();
        let udp = |candidate: &Candidate| candidate.proto() == on_the_wire(Protocol::Udp);
        for candidate in candidates(fragment).take(8).filter(udp) {
            self.rtc.add_remote_candidate(candidate);
        }
        self.check_at_once(now)
    }

    /// Leaves the former path, since the new one is in use.
    pub(super) fn leave_former(&mut self) {
        if let Some(moving) = self.network.moving.take() {
            self.forget(&moving.former);
        }
    }

    /// Lets the present address be checked at once: its next check would be put off by those that failed.
    pub(super) fn check_present_anew(&mut self) {
        self.rtc.direct_api().invalidate_candidate(&self.network.present);
        self.rtc.add_local_candidate(self.network.present.clone());
    }

    /// Uses a local address no more.
    pub(super) fn forget(&mut self, candidate: &Candidate) {
        self.rtc.direct_api().invalidate_candidate(candidate);
        if let Some(protocol) = protocol_of(candidate.proto()) {
            let local = candidate.addr();
            self.outputs.push_back(Output::Leave { protocol, local });
        }
    }
}
