//! How time passes in the pretend world, with everything that is on the wire.

use std::time::Duration;

use str0m::net::Receive;
use str0m::{Input as RtcInput, Output as RtcOutput};

use super::client::Client;
use super::uplinked::Phone;
use super::{LATENCY, World, forging, reached};
use crate::{Input, Output, PeerAddress, PeerId, Protocol, Sfu, ShardId, rtcp};

impl World {
    /// Lets time pass, and with it everything on the wire and every timer.
    pub(in crate::shard::tests) fn run(&mut self, span: Duration) {
        let until = self.now + span;
        for _ in 0..1_000_000 {
            let wire = self.wire.keys().next().map(|&(at, _)| at);
            let wakes = self.clients.values().map(|client| client.wake_at).min();
            let second = self.second.as_ref().and_then(Sfu::poll_timeout);
            let phone = self.phone.as_ref().and_then(Phone::wake_at);
            let next = [wire, wakes, self.sfu.poll_timeout(), second, phone]
                .into_iter()
                .flatten()
                .min();
            let Some(next) = next.filter(|&at| at <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(next);
            self.step();
        }
        panic!("the world spins");
    }

    pub(super) fn step(&mut self) {
        while let Some(entry) = self.wire.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let (from, to, bytes) = entry.remove();
            self.deliver(from, to, &bytes);
        }
        self.drain_sfu();
        for sfu in [Some(&mut self.sfu), self.second.as_mut()].into_iter().flatten() {
            if sfu.poll_timeout().is_some_and(|at| at <= self.now) {
                sfu.handle_input(self.now, Input::Timeout);
            }
        }
        self.drain_sfu();
        self.wake_phone();
        let due = |(id, client): (&PeerId, &Client)| (client.wake_at <= self.now).then_some(*id);
        let due: Vec<_> = self.clients.iter().filter_map(due).collect();
        for id in due {
            self.clients
                .get_mut(&id)
                .unwrap()
                .rtc
                .handle_input(RtcInput::Timeout(self.now))
                .unwrap();
            self.settle_client(id);
        }
    }

    pub(super) fn deliver(&mut self, from: PeerAddress, to: PeerAddress, bytes: &[u8]) {
        if to.at == reached(ShardId(0)).by(to.protocol) {
            if bytes.first().is_some_and(|first| *first >= 128) {
                self.heard.insert(from, bytes.to_vec());
            }
            self.sfu.handle_input(self.now, Input::Datagram { from, bytes });
            if !self.gives_together {
                self.drain_sfu();
            }
            return;
        }
        if to.at == reached(ShardId(1)).by(to.protocol) {
            self.deliver_to_second(from, bytes);
            return;
        }
        if self.phone.as_ref().is_some_and(|phone| phone.is_at(to)) {
            self.deliver_to_phone(from, to, bytes);
            return;
        }
        let Some((&id, client)) = self.clients.iter_mut().find(|(_, client)| client.is_at(to)) else {
            return;
        };
        if client.cut_off {
            return;
        }
        let receive = Receive::new(to.protocol.on_the_wire(), from.at, to.at, bytes).unwrap();
        client
            .rtc
            .handle_input(RtcInput::Receive(self.now, receive))
            .unwrap();
        self.settle_client(id);
    }

    pub(in crate::shard::tests) fn drain_sfu(&mut self) {
        loop {
            let (output, from) = match self.sfu.poll_output() {
                Some(output) => (output, reached(ShardId(0))),
                None => match self.second.as_mut().and_then(Sfu::poll_output) {
                    Some(output) => (output, reached(ShardId(1))),
                    None => return,
                },
            };
            match output {
                Output::Transmit { to, bytes } => {
                    let at = from.by(to.protocol);
                    let is_rtp = matches!(bytes.as_slice(), [128..=191, ..]) && !rtcp::is_rtcp(&bytes);
                    *self.rtp_sent.entry(to).or_default() += usize::from(is_rtp);
                    self.send(PeerAddress { at, ..to }, to, bytes);
                }
                Output::Cross { to, crossing } => self.cross(to, &crossing),
                other => self.outputs.push(other),
            }
        }
    }

    pub(super) fn send(&mut self, from: PeerAddress, to: PeerAddress, bytes: Vec<u8>) {
        self.sent += 1;
        let all = self
            .loses_every
            .is_some_and(|every| self.sent.is_multiple_of(every));
        let of_one = self.loses_of.is_some_and(|(peer, one_in)| {
            let at = self.address(peer);
            (from == at || to == at) && scattered(self.sent).is_multiple_of(one_in)
        });
        if all || of_one {
            self.lost += 1;
            return;
        }
        let Some(waits) = self.queue(to, bytes.len()) else {
            self.lost += 1;
            return;
        };
        let arrives_at = self.now + waits + LATENCY;
        self.wire.insert((arrives_at, self.sent), (from, to, bytes));
    }

    pub(super) fn settle_client(&mut self, id: PeerId) {
        for _ in 0..100 {
            let client = self.clients.get_mut(&id).unwrap();
            let mut sent = Vec::new();
            loop {
                match client.rtc.poll_output().unwrap() {
                    RtcOutput::Timeout(at) => {
                        client.wake_at = at;
                        break;
                    }
                    RtcOutput::Transmit(transmit) => {
                        let protocol = Protocol::of(transmit.proto).unwrap();
                        let end = |at| PeerAddress { protocol, at };
                        let (from, to) = (client.source(end(transmit.source)), end(transmit.destination));
                        sent.push((from, to, Vec::from(transmit.contents)));
                    }
                    RtcOutput::Event(event) => client.note(self.now, event),
                }
            }
            if let Some(keys) = forging::overheard() {
                client.keys = Some(keys);
            }
            let cut_off = client.cut_off;
            if client.wake_at <= self.now {
                client.rtc.handle_input(RtcInput::Timeout(self.now)).unwrap();
            }
            let again = client.wake_at <= self.now;
            for (from, to, bytes) in sent.into_iter().filter(|_| !cut_off) {
                self.send(from, to, bytes);
            }
            if !again {
                return;
            }
        }
        self.clients.get_mut(&id).unwrap().wake_at = self.now + Duration::from_millis(1);
    }
}

/// A number that is in step with nothing (Knuth's multiplicative hash).
fn scattered(n: u64) -> u64 {
    n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}
