//! What comes from the server: datagrams, and sound within them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::media::MediaData;
use str0m::net::{Protocol, Receive};

use crate::messages::Output;

use super::{Broken, Uplink};

impl Uplink {
    pub(super) fn receive(
        &mut self,
        now: Instant,
        from: SocketAddr,
        to: SocketAddr,
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let Ok(receive) = Receive::new(Protocol::Udp, from, to, bytes) else {
            return Ok(());
        };
        let input = str0m::Input::Receive(now, receive);
        if !self.rtc.accepts(&input) {
            return Ok(());
        }
        self.network.heard(now, to);
        // Anybody can send nonsense in the server's name; the connection is not to blame.
        let _ = self.rtc.handle_input(input);
        self.settle(now)
    }

    /// Hands out a piece of the server's sound.
    pub(super) fn hear(&mut self, data: &MediaData) {
        if self.sound != Some(data.mid) {
            return;
        }
        let (numerator, denominator) = (
            u128::from(data.time.numer()),
            u128::from(data.time.denom().max(1)),
        );
        let micros = u64::try_from(numerator * 1_000_000 / denominator).unwrap_or(u64::MAX);
        self.outputs.push_back(Output::Play {
            at: Duration::from_micros(micros),
            bytes: data.data.to_vec(),
        });
    }
}
