//! How peers go.
//!
//! Everything known of a peer goes with it: its addresses, username fragment, wake-up and place in the stream.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::crossing::Word;
use crate::deadlines::Who;
use crate::messages::{LeaveReason, Output, PeerId, SlotId, StreamKey};
use crate::peer::{Outlet, Part, Peer};
use crate::stream::Stream;
use crate::subscriber::Subscriber;

use super::Sfu;

impl Sfu {
    /// Lets a peer go; nothing happens if it is gone already.
    pub(super) fn leave(&mut self, now: Instant, id: PeerId, reason: LeaveReason) {
        let Some(mut peer) = self.peers.remove(&id) else {
            return;
        };
        self.deadlines.set(Who::Peer(id), None);
        for ufrag in peer.ufrags() {
            self.demux.dismiss(ufrag);
        }
        for address in peer.addresses() {
            self.demux.unregister(address, id);
        }
        if peer.is_connected() && !matches!(reason, LeaveReason::Faulty | LeaveReason::Closed) {
            self.say_goodbye(now, &mut peer);
        }
        match peer.part() {
            Part::Publisher(publisher, ears) => {
                self.demux.forget(id);
                self.serve_out(publisher.stream());
                self.stop_publishing(id, publisher.stream(), reason);
                self.stop_watching_all(id, ears);
            }
            Part::Subscriber(subscriber) => self.stop_watching_all(id, subscriber),
        }
        self.outputs.push_back(Output::PeerLeft { peer: id, reason });
    }

    fn say_goodbye(&mut self, now: Instant, peer: &mut Peer) {
        let Self {
            outputs,
            said,
            counters,
            ..
        } = self;
        let mut outlet = Outlet {
            outputs,
            said,
            counters,
        };
        // A goodbye that fails is a peer that times out by itself.
        let _ = catch_unwind(AssertUnwindSafe(|| peer.close(now, &mut outlet)));
    }

    fn stop_publishing(&mut self, id: PeerId, key: StreamKey, reason: LeaveReason) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.publisher != Some(id) {
            return;
        }
        (stream.publisher, stream.demand) = (None, None);
        for layer in &mut stream.layers {
            layer.publisher_left();
        }
        for who in [Who::Stream(key), Who::Demand(key)] {
            self.deadlines.set(who, None);
        }
        for &to in stream.wanted_by.keys() {
            self.outputs.push_back(Word::PublisherLeft.of(key).to(to));
        }
        if std::mem::take(&mut stream.started) {
            self.outputs.push_back(Output::StreamStopped {
                stream: key,
                peer: id,
                reason,
            });
        }
        self.forget_if_deserted(key);
    }

    fn stop_watching_all(&mut self, id: PeerId, subscriber: &Subscriber) {
        for (slot, stream) in subscriber.streams() {
            self.stop_watching(id, slot, stream);
        }
    }

    /// Takes a viewer's slot out of a stream.
    pub(super) fn stop_watching(&mut self, id: PeerId, slot: SlotId, key: StreamKey) {
        if let Some(stream) = self.streams.get_mut(&key) {
            stream.viewers.remove(&(id, slot));
            self.forget_if_deserted(key);
        }
    }

    /// Forgets a stream that nobody sends, watches or taps.
    pub(super) fn forget_if_deserted(&mut self, key: StreamKey) {
        if !self.streams.get(&key).is_some_and(Stream::is_deserted) {
            return;
        }
        if self.streams.remove(&key).is_some_and(|stream| stream.is_fetched) {
            let home = key.home(self.among.shards);
            self.outputs.push_back(Word::Unwanted.of(key).to(home));
        }
        for who in [Who::Stream(key), Who::Demand(key), Who::Wish(key)] {
            self.deadlines.set(who, None);
        }
    }
}
