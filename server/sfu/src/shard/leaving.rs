//! How peers go.
//!
//! Everything known of a peer goes with it: its addresses, username fragment, wake-up and place in the stream.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::deadlines::Who;
use crate::messages::{LeaveReason, Output, PeerId, StreamKey};
use crate::peer::{Outlet, Peer};

use super::Sfu;

impl Sfu {
    /// Lets a peer go; nothing happens if it is gone already.
    pub(super) fn leave(&mut self, now: Instant, id: PeerId, reason: LeaveReason) {
        let Some(mut peer) = self.peers.remove(&id) else {
            return;
        };
        self.deadlines.set(Who::Peer(id), None);
        self.demux.dismiss(peer.ufrag());
        for address in peer.addresses() {
            self.demux.unregister(address, id);
        }
        if peer.is_connected() && !matches!(reason, LeaveReason::Faulty | LeaveReason::Closed) {
            self.say_goodbye(now, &mut peer);
        }
        self.leave_stream(id, peer.stream(), reason);
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

    fn leave_stream(&mut self, id: PeerId, key: StreamKey, reason: LeaveReason) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        stream.viewers.remove(&id);
        if stream.publisher == Some(id) {
            stream.publisher = None;
            stream.group.clear();
            self.deadlines.set(Who::Stream(key), None);
            if std::mem::take(&mut stream.started) {
                self.outputs.push_back(Output::StreamStopped {
                    stream: key,
                    peer: id,
                    reason,
                });
            }
        }
        if stream.is_deserted() {
            self.streams.remove(&key);
            self.deadlines.set(Who::Stream(key), None);
        }
    }
}
