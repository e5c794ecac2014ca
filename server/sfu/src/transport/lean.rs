//! Our own transport: as much of WebRTC (RFC 8835) as media to a viewer or from a publisher takes.
//!
//! A packet is numbered, sealed and gone; for repairs (RFC 4588) only its numbers are kept, since the packet itself is
//! kept once for all viewers. What a publisher sends is opened by `hearing`. It leaves SDP to the WebRTC library, as well as
//! estimating what a wall's network carries.

mod arrivals;
mod dtls;
mod hearing;
mod heeding;
mod ice;
mod line;
mod missing;
mod reception;
mod repairs;
mod source;
mod window;

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::crypto::CryptoProvider;
use str0m::crypto::dtls::DtlsCert;

use super::Wire;
use crate::epoch::Epoch;
use crate::numbered::Numbered;
use crate::peer::{Broken, Said};
use crate::peer_address::PeerAddress;
use crate::rtcp;
use crate::srtp::Srtp;

use self::dtls::Dtls;
pub(crate) use self::dtls::PeerCertificate;
pub(crate) use self::hearing::Heard;
use self::hearing::Hearing;
use self::ice::Ice;
pub(crate) use self::line::Line;

/// How often a viewer is told how far its lines have come.
const REPORT_EVERY: Duration = Duration::from_secs(1);
/// Until the round trip is known, it is taken to be as short as this.
const SHORTEST_ROUND_TRIP: Duration = Duration::from_millis(10);
const LONGEST_ROUND_TRIP: Duration = Duration::from_secs(2);

/// What was agreed on with the peer.
pub(crate) struct Agreed {
    /// The password of our side of its checks.
    pub(crate) password: String,
    /// What it promised to prove in the handshake.
    pub(crate) certificate: PeerCertificate,
    /// Whether we begin the handshake.
    pub(crate) is_client: bool,
    /// Its media sections.
    pub(crate) lines: Vec<Line>,
    /// What it sends, if it is a publisher.
    pub(crate) heard: Option<Heard>,
    /// The name of all that we send.
    pub(crate) cname: String,
}

/// A transport.
pub(crate) struct Lean {
    crypto: Arc<CryptoProvider>,
    ice: Ice,
    dtls: Dtls,
    srtp: Option<Srtp>,
    lines: Vec<Line>,
    hearing: Option<Hearing>,
    cname: String,
    epoch: Epoch,
    /// Where its newest check came from.
    checked_from: Option<PeerAddress>,
    /// The number of the next packet on this transport.
    count: u16,
    report_at: Option<Instant>,
    round_trip: Duration,
    /// What the peer thinks that its network carries, and since when.
    estimate: Option<(Instant, u64)>,
}

impl Lean {
    /// Makes a transport; `None` if the library cannot make a handshake.
    pub(crate) fn new(
        now: Instant,
        epoch: Epoch,
        crypto: &Arc<CryptoProvider>,
        certificate: &DtlsCert,
        agreed: Agreed,
    ) -> Option<Self> {
        let dtls = Dtls::new(now, crypto, certificate, agreed.certificate, agreed.is_client)?;
        Some(Self {
            crypto: Arc::clone(crypto),
            ice: Ice::new(agreed.password),
            dtls,
            srtp: None,
            lines: agreed.lines,
            hearing: agreed.heard.map(|heard| Hearing::new(now, heard)),
            cname: agreed.cname,
            epoch,
            checked_from: None,
            count: 0,
            report_at: None,
            round_trip: SHORTEST_ROUND_TRIP,
            estimate: None,
        })
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        let hearing = self.hearing.as_ref().and_then(Hearing::due_at);
        self.dtls.wake_at().into_iter().chain(hearing).min()
    }

    pub(super) fn check(
        &mut self,
        now: Instant,
        from: PeerAddress,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        let Some(reply) = self.ice.reply(&self.crypto, from.at, bytes) else {
            return Ok(false);
        };
        wire.reply(from, reply);
        self.checked_from = Some(from);
        if self.dtls.begin(now)? {
            self.shake_hands(wire)?;
        }
        Ok(true)
    }

    /// Has checks judged, and replied to, by another password.
    pub(super) fn use_password(&mut self, password: &str) {
        self.ice = Ice::new(password.to_owned());
    }

    /// Tells whether a datagram proves that the peer is where it came from.
    pub(super) fn receive(
        &mut self,
        now: Instant,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        match bytes {
            [20..=63, ..] => {
                if self.dtls.take_in(now, bytes).is_err() {
                    // Anybody can send nonsense from a known address; the peer is not to blame.
                    wire.counters().datagrams_refused += 1;
                }
                self.shake_hands(wire)?;
                Ok(false)
            }
            _ if rtcp::is_rtcp(bytes) => {
                let Some(compound) = self.srtp.as_mut().and_then(|srtp| srtp.open_rtcp(bytes)) else {
                    wire.counters().datagrams_refused += 1;
                    return Ok(false);
                };
                self.heed(now, &compound, wire)?;
                Ok(true)
            }
            [128..=191, ..] => self.hear(now, bytes, wire),
            _ => {
                wire.counters().datagrams_refused += 1;
                Ok(false)
            }
        }
    }

    pub(super) fn wake(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        if self.dtls.wake_at().is_some_and(|at| at <= now) {
            self.dtls.wake(now)?;
            self.shake_hands(wire)?;
        }
        self.speak(now, wire)
    }

    /// Asks the publisher for a key frame; tells whether it could be asked.
    pub(crate) fn request_key_frame(&mut self, ssrc: u32, wire: &mut Wire<'_, '_>) -> Result<bool, Broken> {
        let Some(hearing) = self.hearing.as_ref().filter(|hearing| hearing.has(ssrc)) else {
            return Ok(false);
        };
        let compound = hearing.ask_key_frame(ssrc);
        self.tell(&compound, wire)?;
        Ok(true)
    }

    /// Numbers, seals and sends a packet.
    pub(super) fn write(
        &mut self,
        now: Instant,
        packet: Numbered,
        wire: &mut Wire<'_, '_>,
    ) -> Result<(), Broken> {
        let (Some(srtp), Some(to)) = (&mut self.srtp, self.checked_from) else {
            return Ok(());
        };
        let Some(line) = self.lines.iter_mut().find(|line| line.mid() == packet.mid) else {
            return Ok(());
        };
        let counts = line.counts();
        let datagram = if packet.is_repair {
            line.repair(srtp, self.count, &packet)
        } else {
            line.send(now, srtp, self.count, packet)
        };
        if let Some(datagram) = datagram.map_err(|_| Broken)? {
            self.count = self.count.wrapping_add(u16::from(counts));
            wire.transmit(to, datagram);
        }
        Ok(())
    }

    /// Tells the viewer how far its lines have come, if it is time.
    pub(super) fn report(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        if self.report_at.is_some_and(|at| now < at) {
            return Ok(());
        }
        self.report_at = Some(now + REPORT_EVERY);
        let mut compound = Vec::new();
        for line in &mut self.lines {
            if let Some(report) = line.report(now, self.epoch.ntp(now)) {
                report.write(&mut compound, &self.cname);
            }
        }
        self.tell(&compound, wire)
    }

    pub(super) fn close(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        let mut compound = Vec::new();
        for line in &self.lines {
            if let Some(report) = line.report(now, self.epoch.ntp(now)) {
                report.write(&mut compound, &self.cname);
                rtcp::goodbye(&mut compound, report.ssrc);
            }
        }
        self.tell(&compound, wire)?;
        self.dtls.close()?;
        self.shake_hands(wire)
    }

    fn tell(&mut self, compound: &[u8], wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        let (Some(srtp), Some(to)) = (&mut self.srtp, self.checked_from) else {
            return Ok(());
        };
        if !compound.is_empty() {
            wire.transmit(to, srtp.seal_rtcp(compound).map_err(|_| Broken)?);
        }
        Ok(())
    }

    /// Sends what the handshake has to say; takes out the keys when there are any.
    fn shake_hands(&mut self, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        let said = self.dtls.drain(&self.crypto)?;
        if let Some(to) = self.checked_from {
            for datagram in said.datagrams {
                wire.transmit(to, datagram);
            }
        }
        if let Some((profile, material)) = said.keys {
            let srtp = Srtp::new(&self.crypto, profile, &material, self.dtls.is_client());
            self.srtp = Some(srtp.ok_or(Broken)?);
            wire.say(Said::Connected);
        }
        if said.is_over {
            wire.say(Said::Closed);
        }
        Ok(())
    }
}
