//! What the WebRTC library has to say, taken out after every change.

use std::time::{Duration, Instant};

use str0m::{Event, IceConnectionState};

use crate::messages::{Output, UplinkFault, UplinkState};

use super::candidates::protocol_of;
use super::{Broken, Uplink};

/// The shortest sleep, which keeps a confused timer from spinning.
const MIN_SLEEP: Duration = Duration::from_millis(1);
/// How often one input may make the transport want to go on at once.
const MAX_TURNS: usize = 64;
/// How much one turn may have to say.
const MAX_OUTPUTS: usize = 10_000;

impl Uplink {
    /// Takes out all the transport has to say, as often as it wants to go on at once.
    pub(super) fn settle(&mut self, now: Instant) -> Result<(), Broken> {
        for _ in 0..MAX_TURNS {
            self.wake_at = self.drain(now)?;
            if self.network.has_moved() {
                self.leave_former();
                continue;
            }
            if self.detour.is_over(now) {
                self.leave_detour();
                continue;
            }
            if self.wake_at > now || self.state == UplinkState::Closed {
                return Ok(());
            }
            self.rtc
                .handle_input(str0m::Input::Timeout(now))
                .map_err(|_| Broken)?;
        }
        self.wake_at = self.drain(now)?.max(now + MIN_SLEEP);
        Ok(())
    }

    /// Lets checks that are new be sent at once.
    pub(super) fn check_at_once(&mut self, now: Instant) -> Result<(), Broken> {
        self.settle(now)?;
        self.rtc
            .handle_input(str0m::Input::Timeout(now))
            .map_err(|_| Broken)?;
        self.settle(now)
    }

    fn drain(&mut self, now: Instant) -> Result<Instant, Broken> {
        for _ in 0..MAX_OUTPUTS {
            match self.rtc.poll_output().map_err(|_| Broken)? {
                str0m::Output::Timeout(at) => return Ok(at),
                str0m::Output::Transmit(transmit) => {
                    let Some(protocol) = protocol_of(transmit.proto) else {
                        continue;
                    };
                    let bytes = Vec::from(transmit.contents);
                    self.sent(now, protocol, transmit.source, &bytes);
                    self.count_repairs(now, &bytes);
                    self.outputs.push_back(Output::Transmit {
                        protocol,
                        from: transmit.source,
                        to: transmit.destination,
                        bytes,
                    });
                }
                str0m::Output::Event(event) => self.note(now, &event),
            }
        }
        Err(Broken)
    }

    fn note(&mut self, now: Instant, event: &Event) {
        match event {
            Event::Connected => self.enter(now, UplinkState::Connected),
            Event::IceConnectionStateChange(state) => self.path_changed(now, *state),
            Event::Closed => self.fail(now, UplinkFault::ClosedByServer),
            Event::MediaData(data) => self.hear(data),
            Event::PeerStats(stats) => self.measured(now, stats),
            Event::KeyframeRequest(request) => self.key_frame_wanted(now, request),
            _ => {}
        }
    }

    fn path_changed(&mut self, now: Instant, path: IceConnectionState) {
        match self.state {
            UplinkState::Connected if path.is_disconnected() => self.enter(now, UplinkState::Disconnected),
            UplinkState::Disconnected if path.is_connected() => self.enter(now, UplinkState::Connected),
            _ => {}
        }
    }
}
