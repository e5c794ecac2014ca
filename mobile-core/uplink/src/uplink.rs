//! The uplink: one connection from a phone to a media server.
//!
//! Holds the WebRTC library's transport and its one strict rule: after every change, take out all it has to say before
//! the next.

mod candidates;
mod detour;
mod layers;
mod moving;
mod negotiating;
mod receiving;
mod sending;
mod settling;

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::SdpPendingOffer;
use str0m::media::{Direction, MediaKind, Mid};
use str0m::{Candidate, Rtc};

use self::detour::Detour;
use self::layers::Layer;
use self::moving::Network;
use crate::bitrate::EncoderRate;
use crate::capture_clock::CaptureClock;
use crate::messages::{Input, Output, UplinkConfig, UplinkError, UplinkFault, UplinkState};
use crate::proved::Proved;
use crate::sharing::Shares;
use crate::stills::Stills;
use crate::video_codec::VideoCodec;

/// How long answer and path may take together.
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
/// How long a path may be broken.
const LOST_AFTER: Duration = Duration::from_secs(20);

/// A phone's live media on its way to one media server.
pub struct Uplink {
    rtc: Rtc,
    network: Network,
    detour: Detour,
    pending: Option<SdpPendingOffer>,
    video: Option<Mid>,
    codec: Option<VideoCodec>,
    sound: Option<Mid>,
    state: UplinkState,
    state_since: Instant,
    fault: Option<UplinkFault>,
    layers: Vec<Layer>,
    rate: EncoderRate,
    shares: Shares,
    stills: Stills,
    proved: Proved,
    capture_clock: CaptureClock,
    wake_at: Instant,
    outputs: VecDeque<Output>,
}

/// The transport failed beyond repair.
struct Broken;

impl fmt::Debug for Uplink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Uplink");
        shown
            .field("state", &self.state)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

impl Uplink {
    /// Makes an uplink with its SDP offer, complete with its candidate, to be posted to a WHIP endpoint.
    pub fn new(now: Instant, config: UplinkConfig) -> Result<(Self, String), UplinkError> {
        if config.video.is_empty() && !config.sound {
            return Err(UplinkError::NothingToSend);
        }
        let rate = EncoderRate::new(config.max_bitrate_bps);
        let shares = Shares::new(config.layers, rate.max_bps());
        let layers = layers::all(&shares);
        let mut rtc = negotiating::transport_config(config.video, rate.max_bps()).build(now);
        let candidate = Candidate::host(config.local, "udp").map_err(|_| UplinkError::LocalAddress)?;
        let candidate = rtc.add_local_candidate(candidate).cloned();
        let candidate = candidate.ok_or(UplinkError::LocalAddress)?;
        let mut changes = rtc.sdp_api();
        let mut add = |kind, direction, layers| {
            changes.add_media(kind, direction, Some("live".to_owned()), None, layers)
        };
        let hearing = if config.hears {
            Direction::SendRecv
        } else {
            Direction::SendOnly
        };
        let sound = config.sound.then(|| add(MediaKind::Audio, hearing, None));
        let video = (!config.video.is_empty())
            .then(|| add(MediaKind::Video, Direction::SendOnly, layers::offered(&layers)));
        let (offer, pending) = changes.apply().ok_or(UplinkError::Offer)?;
        let offer = offer.to_sdp_string();
        let uplink = Self {
            rtc,
            network: Network::new(candidate, &offer),
            detour: Detour::default(),
            pending: Some(pending),
            video,
            codec: None,
            sound,
            state: UplinkState::Connecting,
            state_since: now,
            fault: None,
            layers,
            rate,
            shares,
            stills: Stills::default(),
            proved: Proved::default(),
            capture_clock: CaptureClock::set(now, config.hall_time),
            wake_at: now,
            outputs: VecDeque::new(),
        };
        Ok((uplink, offer))
    }

    /// Takes in what happened. `now` must not go backwards.
    pub fn handle_input(&mut self, now: Instant, input: Input<'_>) {
        if self.state == UplinkState::Closed {
            return;
        }
        let done = match input {
            Input::Answered { sdp } => self.accept(now, sdp),
            Input::Datagram {
                protocol,
                from,
                to,
                bytes,
            } => self.receive(now, protocol, (from, to), bytes),
            Input::NotSent { from } => {
                if self.network.is_at(from) {
                    self.detour.udp_refused(now);
                }
                Ok(())
            }
            Input::TcpOpened { local, to } => self.tcp_opened(now, local, to),
            Input::TcpFailed => {
                self.detour.failed();
                Ok(())
            }
            Input::TcpLost { local } => self.tcp_lost(now, local),
            Input::Moved { local } => self.moved(now, local),
            Input::Restarted { fragment } => self.restarted(now, fragment),
            Input::VideoFrame { at, layer, bytes } => self.send_video(now, at, layer, bytes),
            Input::SoundFrame { at, level, bytes } => self.send_sound(now, at, level, bytes),
            Input::LayerWanted { layer, wanted } => {
                self.layer_wanted(now, layer, wanted);
                Ok(())
            }
            Input::Stopped => self.stop(now),
            Input::Timeout => self.wake(now),
        };
        if done.is_err() {
            self.fail(now, UplinkFault::Transport);
        }
    }

    /// Takes out the next thing to do; drain it after every input.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Tells when to give [`Input::Timeout`] next; `None` once it is closed.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.state == UplinkState::Closed {
            return None;
        }
        let time_up = self.time_up().map(|(at, _)| at);
        let wakes = [
            time_up,
            self.network.due_at(),
            self.detour.due_at(),
            self.stills.due_at(),
        ];
        wakes.into_iter().flatten().chain([self.wake_at]).min()
    }

    /// How the connection is.
    pub fn state(&self) -> UplinkState {
        self.state
    }

    /// The codec that the server chose for pictures; nothing before its answer, and if it takes none.
    pub fn codec(&self) -> Option<VideoCodec> {
        self.codec
    }

    /// Why it closed, unless it was stopped.
    pub fn fault(&self) -> Option<UplinkFault> {
        self.fault
    }

    fn stop(&mut self, now: Instant) -> Result<(), Broken> {
        self.rtc.close().map_err(|_| Broken)?;
        self.settle(now)?;
        self.enter(now, UplinkState::Closed);
        Ok(())
    }

    fn wake(&mut self, now: Instant) -> Result<(), Broken> {
        if let Some((at, fault)) = self.time_up()
            && at <= now
        {
            self.fail(now, fault);
            return Ok(());
        }
        self.go_on_moving(now)?;
        self.go_round(now)?;
        self.want_still(now);
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now)
    }

    fn time_up(&self) -> Option<(Instant, UplinkFault)> {
        match self.state {
            UplinkState::Connecting => Some((self.state_since + CONNECT_WITHIN, UplinkFault::NeverConnected)),
            UplinkState::Disconnected => Some((self.state_since + LOST_AFTER, UplinkFault::PathLost)),
            UplinkState::Connected | UplinkState::Closed => None,
        }
    }

    fn estimated(&mut self, now: Instant, estimate_bps: u64) {
        if self.video.is_none() || self.state != UplinkState::Connected {
            return;
        }
        let waits = self.proved.waits();
        if let Some(bps) = self.rate.estimated(now, estimate_bps, waits) {
            self.share(now, bps);
            // Probes much beyond what the network carries would fill its queues, for pictures to wait in.
            let desired = estimate_bps.saturating_mul(2).min(self.rate.max_bps());
            self.rtc.bwe().set_bitrate(Bitrate::ZERO, Bitrate::bps(desired));
        }
    }

    fn fail(&mut self, now: Instant, fault: UplinkFault) {
        if self.state != UplinkState::Closed {
            self.fault = Some(fault);
            self.enter(now, UplinkState::Closed);
        }
    }

    fn enter(&mut self, now: Instant, state: UplinkState) {
        if self.state == state || self.state == UplinkState::Closed {
            return;
        }
        self.state = state;
        self.state_since = now;
        self.outputs.push_back(Output::StateChanged(state));
        if state == UplinkState::Connected && self.video.is_some() {
            self.estimated(now, negotiating::FIRST_ESTIMATE_BPS);
            for layer in 0..self.layers.len() {
                if self.shares.runs(layer) {
                    self.shut(now, layer);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
