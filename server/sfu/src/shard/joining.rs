//! How peers come in.
//!
//! An offer is judged and answered before anything changes, so that a refused one leaves no trace.

use std::time::Instant;

use crate::answer::{self, Answered};
use crate::credentials::Ufrag;
use crate::demand::Demand;
use crate::messages::{LeaveReason, Output, PeerId, Placement, SlotId, StreamKey};
use crate::offer::{self, OfferRefusal, Side};
use crate::peer::{Part, Peer};
use crate::publisher::Publisher;
use crate::subscriber::Subscriber;

use super::Sfu;

/// How many peers a shard takes: about half a gigabyte of them.
const MAX_PEERS: usize = 2_048;
/// The slot of a viewer of one stream.
const ONLY_SLOT: SlotId = SlotId(0);

impl Sfu {
    pub(super) fn publish(&mut self, now: Instant, id: PeerId, key: StreamKey, offer: &str) {
        let Some((ufrag, answered)) = self.judge(now, id, Side::Publisher, offer) else {
            return;
        };
        let Answered {
            transport,
            sdp,
            pairs,
            ears,
        } = answered;
        if let Some(former) = self.streams.get(&key).and_then(|stream| stream.publisher) {
            self.leave(now, former, LeaveReason::Replaced);
        }
        self.turns += u64::from(self.among.shards.get());
        let sections = pairs
            .into_iter()
            .flat_map(|pair| pair.audio.into_iter().chain(pair.video));
        let ears = Subscriber::new(ears, &mut self.mint);
        let names = offer::layers(offer);
        let demand = Demand::of(now, names.len());
        let part = Part::Publisher(Publisher::new(key, self.turns, sections, names), ears);
        let stream = self.streams.entry(key).or_default();
        (stream.publisher, stream.demand) = (Some(id), demand);
        self.look_at_demand(now, key);
        let peer = Peer::new(now, id, transport, ufrag, part).begun(offer, &sdp);
        self.admit(now, peer, id, sdp);
    }

    /// Lets a viewer of one stream in, which sees it at full size.
    pub(super) fn watch(&mut self, now: Instant, id: PeerId, stream: StreamKey, offer: &str) {
        let placement = Placement {
            stream,
            height: u16::MAX,
            priority: 0,
        };
        if self.receive(now, id, Side::Subscriber, offer) {
            self.place(now, id, ONLY_SLOT, Some(placement));
        }
    }

    /// Lets a wall in.
    pub(super) fn join(&mut self, now: Instant, id: PeerId, offer: &str) {
        self.receive(now, id, Side::Wall, offer);
    }

    fn receive(&mut self, now: Instant, id: PeerId, side: Side, offer: &str) -> bool {
        let Some((ufrag, answered)) = self.judge(now, id, side, offer) else {
            return false;
        };
        let Answered {
            transport,
            sdp,
            pairs,
            ..
        } = answered;
        let part = Part::Subscriber(Subscriber::new(pairs, &mut self.mint));
        let peer = Peer::new(now, id, transport, ufrag, part).begun(offer, &sdp);
        self.admit(now, peer, id, sdp);
        true
    }

    fn judge(&mut self, now: Instant, id: PeerId, side: Side, offer: &str) -> Option<(Ufrag, Answered)> {
        let (ufrag, creds) = self.mint.credentials();
        let result = if self.peers.contains_key(&id) {
            Err(OfferRefusal::PeerKnown)
        } else if self.peers.len() >= MAX_PEERS {
            Err(OfferRefusal::Full)
        } else {
            answer::answer(now, &self.ours, &mut self.mint, creds, side, offer)
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
        for ufrag in peer.ufrags() {
            self.demux.admit(ufrag, id);
        }
        self.peers.insert(id, peer);
        self.counters.offers_accepted += 1;
        self.outputs.push_back(Output::Answer {
            peer: id,
            result: Ok(sdp),
        });
        self.with_peer(now, id, |peer, outlet| peer.wake(now, outlet));
    }
}
