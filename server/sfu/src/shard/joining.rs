//! How peers come in.
//!
//! An offer is judged and answered before anything changes, so that a refused one leaves no trace.

use std::time::Instant;

use crate::answer::{self, Answered};
use crate::credentials::Ufrag;
use crate::messages::{LeaveReason, Output, PeerId, StreamKey};
use crate::offer::{OfferRefusal, Side};
use crate::peer::{Part, Peer};
use crate::publisher::Publisher;
use crate::subscriber::Subscriber;

use super::Sfu;

/// How many peers a shard takes: about two hundred megabytes of them.
const MAX_PEERS: usize = 2_048;

impl Sfu {
    pub(super) fn publish(&mut self, now: Instant, id: PeerId, key: StreamKey, offer: &str) {
        let Some((ufrag, answered)) = self.judge(now, id, Side::Publisher, offer) else {
            return;
        };
        let Answered {
            rtc,
            sdp,
            audio,
            video,
        } = answered;
        if let Some(former) = self.streams.get(&key).and_then(|stream| stream.publisher) {
            self.leave(now, former, LeaveReason::Replaced);
        }
        self.turns += 1;
        let part = Part::Publisher(Publisher::new(self.turns, audio, video));
        let stream = self.streams.entry(key).or_default();
        stream.publisher = Some(id);
        stream.group.clear();
        stream.key_frames.publisher_changed();
        self.admit(now, Peer::new(now, id, rtc, ufrag, key, part), id, sdp);
    }

    pub(super) fn watch(&mut self, now: Instant, id: PeerId, key: StreamKey, offer: &str) {
        let Some((ufrag, answered)) = self.judge(now, id, Side::Subscriber, offer) else {
            return;
        };
        let Answered {
            rtc,
            sdp,
            audio,
            video,
        } = answered;
        let part = Part::Subscriber(Subscriber::new(audio, video, &mut self.mint));
        self.streams.entry(key).or_default().viewers.insert(id);
        self.admit(now, Peer::new(now, id, rtc, ufrag, key, part), id, sdp);
    }

    fn judge(&mut self, now: Instant, id: PeerId, side: Side, offer: &str) -> Option<(Ufrag, Answered)> {
        let (ufrag, creds) = self.mint.credentials();
        let result = if self.peers.contains_key(&id) {
            Err(OfferRefusal::PeerKnown)
        } else if self.peers.len() >= MAX_PEERS {
            Err(OfferRefusal::Full)
        } else {
            answer::answer(now, self.local, creds, side, offer)
        };
        match result {
            Ok(answered) => Some((ufrag, answered)),
            Err(refusal) => {
                self.counters.offers_refused += 1;
                self.outputs.push_back(Output::Answer {
                    peer: id,
                    result: Err(refusal),
                });
                None
            }
        }
    }

    fn admit(&mut self, now: Instant, peer: Peer, id: PeerId, sdp: String) {
        self.demux.admit(peer.ufrag(), id);
        self.peers.insert(id, peer);
        self.counters.offers_accepted += 1;
        self.outputs.push_back(Output::Answer {
            peer: id,
            result: Ok(sdp),
        });
        self.with_peer(now, id, |peer, outlet| peer.settle(now, outlet));
    }
}
