//! The WebRTC library's transport for walls, with its one strict rule: after every change, take out all it has to say before the
//! next.

use std::time::Instant;

use str0m::bwe::BweKind;
use str0m::media::Mid;
use str0m::net::Receive;
use str0m::rtp::RtpWrite;
use str0m::{Event, IceCreds, Rtc};

use super::{MOST_REPAIRABLE, Wire};
use crate::demux::stun;
use crate::messages::Output;
use crate::numbered::Numbered;
use crate::peer::{Broken, Said};
use crate::peer_address::{PeerAddress, Protocol, Reached};
use crate::rtcp;

/// How often one input may make the transport want to go on at once.
const MAX_TURNS: usize = 16;
/// How much one turn may have to say.
const MAX_OUTPUTS: usize = 10_000;

/// A transport of the library.
pub(crate) struct Library {
    rtc: Rtc,
    /// The sections whose packets may be asked for again.
    repaired: Vec<Mid>,
    wake_at: Instant,
}

impl Library {
    /// Takes over one that has just been negotiated.
    pub(crate) fn new(now: Instant, rtc: Rtc, repaired: Vec<Mid>) -> Self {
        Self {
            rtc,
            repaired,
            wake_at: now,
        }
    }

    pub(super) fn wake_at(&self) -> Instant {
        self.wake_at
    }

    pub(super) fn check(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        let Some(receive) = received(from, local, bytes) else {
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
        let before = wire.outlet.outputs.len();
        self.take_in(now, receive, wire)?;
        let replied = |output: &Output| matches!(output, Output::Transmit { to, bytes } if *to == from && stun::is_success_response(bytes));
        Ok(wire.outlet.outputs.iter().skip(before).any(replied))
    }

    /// Lends it other credentials; it has to be woken afterwards.
    pub(super) fn use_credentials(&mut self, local: &IceCreds, remote: &IceCreds) {
        let mut api = self.rtc.direct_api();
        api.set_local_ice_credentials(local.clone());
        api.set_remote_ice_credentials(remote.clone());
    }

    pub(super) fn receive(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<(), Broken> {
        let before = self.repairs_waiting();
        // The library keeps all that is asked of it, as often as it is asked, and looks through that at every turn.
        let asks_too_much = rtcp::is_rtcp(bytes) && before > MOST_REPAIRABLE;
        let Some(receive) = received(from, local, bytes).filter(|_| !asks_too_much) else {
            wire.counters().datagrams_refused += 1;
            return Ok(());
        };
        self.take_in(now, receive, wire)?;
        if self.repairs_waiting().saturating_sub(before) > MOST_REPAIRABLE {
            // Nobody misses as much as that; it names the same packets many times.
            return Err(Broken);
        }
        Ok(())
    }

    /// How many packets wait to be sent again.
    fn repairs_waiting(&mut self) -> usize {
        let mut direct = self.rtc.direct_api();
        let waiting = |mid: &Mid| {
            let stream = direct.stream_tx_by_mid(*mid, None)?;
            // What is sent for the first time does not wait in the library.
            Some(stream.queue_info()?.packet_count())
        };
        self.repaired.iter().filter_map(waiting).sum()
    }

    pub(super) fn wake(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now, wire)
    }

    pub(super) fn write(&mut self, numbered: &Numbered) {
        let packet = &numbered.packet;
        let write = RtpWrite::new(
            numbered.payload_type,
            numbered.seq.into(),
            numbered.timestamp,
            packet.arrived_at,
            numbered.payload().clone(),
        )
        .marker(packet.marker)
        .ext_vals(packet.extensions.clone())
        .nackable(packet.is_video());
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(numbered.mid, None) {
            stream.write_rtp(write);
        }
    }

    pub(super) fn close(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        self.rtc.close().map_err(|_| Broken)?;
        self.settle(now, wire)
    }

    /// Takes out all it has to say, as often as it wants to go on at once.
    fn settle(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        for _ in 0..MAX_TURNS {
            self.wake_at = self.drain(wire)?;
            if self.wake_at > now {
                break;
            }
            self.rtc
                .handle_input(str0m::Input::Timeout(now))
                .map_err(|_| Broken)?;
        }
        if self.wake_at <= now {
            self.wake_at = self.drain(wire)?;
        }
        if !self.rtc.is_alive() {
            wire.say(Said::Closed);
        }
        Ok(())
    }

    fn take_in(&mut self, now: Instant, receive: Receive<'_>, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        if self
            .rtc
            .handle_input(str0m::Input::Receive(now, receive))
            .is_err()
        {
            // Anybody can send nonsense from a known address; the peer is not to blame.
            wire.counters().datagrams_refused += 1;
        }
        self.settle(now, wire)
    }

    fn drain(&mut self, wire: &mut Wire<'_, '_>) -> Result<Instant, Broken> {
        for _ in 0..MAX_OUTPUTS {
            match self.rtc.poll_output().map_err(|_| Broken)? {
                str0m::Output::Timeout(at) => return Ok(at),
                str0m::Output::Transmit(transmit) => {
                    let Some(protocol) = Protocol::of(transmit.proto) else {
                        continue;
                    };
                    let to = PeerAddress {
                        protocol,
                        at: transmit.destination,
                    };
                    let bytes = Vec::from(transmit.contents);
                    if stun::is_stun(&bytes) {
                        wire.reply(to, bytes);
                    } else {
                        wire.transmit(to, bytes);
                    }
                }
                str0m::Output::Event(event) => {
                    if let Some(said) = read(&event) {
                        wire.say(said);
                    }
                }
            }
        }
        Err(Broken)
    }
}

/// A datagram as the library takes it; `None` if it is none of WebRTC's.
fn received(from: PeerAddress, local: Reached, bytes: &[u8]) -> Option<Receive<'_>> {
    let (protocol, to) = (from.protocol.on_the_wire(), local.by(from.protocol));
    Receive::new(protocol, from.at, to, bytes).ok()
}

fn read(event: &Event) -> Option<Said> {
    match event {
        Event::Connected => Some(Said::Connected),
        Event::Closed => Some(Said::Closed),
        Event::KeyframeRequest(request) => Some(Said::KeyFrameWanted(request.mid)),
        Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. } | BweKind::Remb { estimate, .. }) => {
            Some(Said::Estimated(estimate.as_u64()))
        }
        _ => None,
    }
}
