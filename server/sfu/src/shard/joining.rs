//! How peers come in.
//!
//! An offer is judged and answered before anything changes, so that a refused one leaves no trace.

use std::time::Instant;

use str0m::format::CodecSpec;

use crate::answer::{self, Answered, Pair};
use crate::codecs;
use crate::credentials::Ufrag;
use crate::demand::Demand;
use crate::layer::Layer;
use crate::messages::{LeaveReason, Output, PeerId, Placement, SlotId, StreamKey};
use crate::offer::{self, OfferRefusal, Side};
use crate::peer::{Part, Peer};
use crate::publisher::Publisher;
use crate::subscriber::Subscriber;

use super::Sfu;

/// How many peers a shard takes: about half a gigabyte of them.
const MAX_PEERS: usize = 2_048;
/// Beyond so many, only phones and desks that send are let in: however many watch, a picture gets through.
const MAX_WITH_VIEWERS: usize = 1_536;
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
        let Some(judged) = self.judge(now, id, Side::Subscriber, offer) else {
            return;
        };
        if let Some(codec) = self.undecodable(stream, &judged.1.pairs) {
            self.refuse(id, OfferRefusal::CodecNotOffered(codec));
            return;
        }
        self.receive(now, id, judged, offer);
        self.place(now, id, ONLY_SLOT, Some(placement));
    }

    /// Lets a wall in.
    pub(super) fn join(&mut self, now: Instant, id: PeerId, offer: &str) {
        if let Some(judged) = self.judge(now, id, Side::Wall, offer) {
            self.receive(now, id, judged, offer);
        }
    }

    /// The codec of the pictures that a stream is sent in, if they are there and the viewer's offer takes none of them.
    fn undecodable(&self, key: StreamKey, pairs: &[Pair]) -> Option<&'static str> {
        let stream = self.streams.get(&key)?;
        let video = pairs.iter().find_map(|pair| pair.video.as_ref())?;
        let sent = || stream.layers.iter().filter_map(Layer::codec);
        let takes = |sent: CodecSpec| codecs::payload_type(&video.codecs, &sent).is_some();
        let first = sent().next().map(|sent| codecs::name(sent.codec));
        first.filter(|_| !sent().any(takes))
    }

    fn receive(&mut self, now: Instant, id: PeerId, (ufrag, answered): (Ufrag, Answered), offer: &str) {
        let Answered {
            transport,
            sdp,
            pairs,
            ..
        } = answered;
        let part = Part::Subscriber(Subscriber::new(pairs, &mut self.mint));
        let peer = Peer::new(now, id, transport, ufrag, part).begun(offer, &sdp);
        self.admit(now, peer, id, sdp);
    }

    fn judge(&mut self, now: Instant, id: PeerId, side: Side, offer: &str) -> Option<(Ufrag, Answered)> {
        let (ufrag, creds) = self.mint.credentials();
        let result = if self.peers.contains_key(&id) {
            Err(OfferRefusal::PeerKnown)
        } else if self.peers.len() >= most_for(side) {
            Err(OfferRefusal::Full)
        } else {
            answer::answer(now, &self.ours, &mut self.mint, creds, side, offer)
        };
        match result {
            Ok(answered) => Some((ufrag, answered)),
            Err(refusal) => {
                self.refuse(id, refusal);
                None
            }
        }
    }

    fn refuse(&mut self, id: PeerId, refusal: OfferRefusal) {
        self.counters.offers_refused += 1;
        self.outputs.push_back(Output::Answer {
            peer: id,
            result: Err(refusal),
        });
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

/// How many peers there may be for one of a side to be let in.
fn most_for(side: Side) -> usize {
    match side {
        Side::Publisher => MAX_PEERS,
        Side::Subscriber | Side::Wall => MAX_WITH_VIEWERS,
    }
}
