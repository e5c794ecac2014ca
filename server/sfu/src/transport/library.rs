//! The WebRTC library's transport for walls, with its one strict rule: after every change, take out all it has to say before the
//! next.

use std::time::Instant;

use str0m::bwe::BweKind;
use str0m::net::Receive;
use str0m::rtp::RtpWrite;
use str0m::{Event, IceCreds, Rtc};

use super::Wire;
use crate::demux::stun;
use crate::messages::Output;
use crate::numbered::Numbered;
use crate::peer::{Broken, Said};
use crate::peer_address::{PeerAddress, Protocol, Reached};

/// How often one input may make the transport want to go on at once.
const MAX_TURNS: usize = 16;
/// How much one turn may have to say.
const MAX_OUTPUTS: usize = 10_000;

/// A transport of the library.
pub(crate) struct Library {
    rtc: Rtc,
    wake_at: Instant,
}

impl Library {
    /// Takes over one that has just been negotiated.
    pub(crate) fn new(now: Instant, rtc: Rtc) -> Self {
        Self { rtc, wake_at: now }
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
        let Some(receive) = received(from, local, bytes) else {
            wire.counters().datagrams_refused += 1;
            return Ok(());
        };
        self.take_in(now, receive, wire)
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
