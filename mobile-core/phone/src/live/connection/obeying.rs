//! What an uplink asks of its shell, done.

use std::sync::Arc;
use std::time::Instant;

use uplink::{Input, Output, UplinkState};

use super::super::{LiveEvent, Sound, tcp};
use super::Connection;

impl Connection {
    /// Does all that the uplink asks for.
    pub(super) async fn carry_out(&mut self) {
        let events = Arc::clone(&self.carried.events);
        while let Some(output) = self.uplink.poll_output() {
            match output {
                Output::Transmit {
                    protocol,
                    from,
                    to,
                    bytes,
                } => {
                    if !self.sockets.send(protocol, (from, to), &bytes).await {
                        // It is lost like anything on the way.
                        self.uplink.handle_input(Instant::now(), Input::NotSent { from });
                    }
                }
                Output::OpenTcp { to } => self.opening_tcp.begin(tcp::Connection::open(to)),
                Output::Leave { protocol, local } => self.sockets.close(protocol, local),
                Output::Restart { fragment } => self.restart(fragment),
                Output::Play { at, bytes } => self.carried.heard.tell(Sound::Piece {
                    at,
                    bytes: bytes.into(),
                }),
                Output::SetBitrate {
                    layer,
                    bits_per_second,
                } => {
                    self.carried.silence.layer(layer, bits_per_second > 0);
                    events.tell(LiveEvent::SetBitrate {
                        layer,
                        bits_per_second,
                    });
                }
                Output::KeyFrameWanted { layer } => events.tell(LiveEvent::KeyFrameWanted { layer }),
                Output::StillsOnly { on } => {
                    self.carried.silence.stills(on);
                    events.tell(LiveEvent::StillsOnly { on });
                }
                Output::StateChanged(state) => {
                    self.carried.flows.send_replace(state == UplinkState::Connected);
                    events.tell(LiveEvent::StateChanged(state));
                }
            }
        }
    }

    /// Asks the hall to restart ICE; what it says comes when it comes.
    fn restart(&mut self, fragment: String) {
        let Some(resource) = self.resource.clone() else {
            return;
        };
        let door = Arc::clone(&self.door);
        let asked = tokio::spawn(async move { door.restart(resource, fragment).await });
        if let Some(former) = self.restart.replace(asked) {
            former.abort();
        }
    }
}
