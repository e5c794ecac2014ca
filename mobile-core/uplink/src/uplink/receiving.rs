//! What comes from the server: datagrams, and sound within them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::media::MediaData;
use str0m::net::Receive;

use crate::messages::{Output, Protocol};

use super::candidates::on_the_wire;
use super::{Broken, Uplink};

impl Uplink {
    pub(super) fn receive(
        &mut self,
        now: Instant,
        protocol: Protocol,
        (from, to): (SocketAddr, SocketAddr),
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let Ok(receive) = Receive::new(on_the_wire(protocol), from, to, bytes) else {
            return Ok(());
        };
        let input = str0m::Input::Receive(now, receive);
        if !self.rtc.accepts(&input) {
            return Ok(());
        }
        self.detour.heard(protocol, to);
        if protocol == Protocol::Udp {
            self.network.heard(now, to);
        }
        // Anybody can send nonsense in the server's name; the connection is not to blame.
        let _ = self.rtc.handle_input(input);
        self.settle(now)?;
        let is_check = matches!(bytes, [0..=3, ..]);
        if protocol == Protocol::Tcp && is_check {
            self.tcp_answered(now, to)?;
        }
        Ok(())
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
