//! How packets get from a publisher to its viewers.
//!
//! Packets are forwarded on arrival, one viewer after the other; a viewer gets those that arrived together at one go.

use std::sync::Arc;
use std::time::Instant;

use crate::crossing::Word;
use crate::fate::Fate;
use crate::messages::{LeaveReason, Output, PeerId, SlotId, StreamKey};
use crate::peer::{Peer, Received, Said};
use crate::publisher::Packet;
use crate::slot::Slot;

use super::Sfu;

/// Packets of one stream that arrived together, on their way to the viewers.
pub(super) struct Batch {
    stream: StreamKey,
    arrived_at: Instant,
    packets: Vec<Arc<Packet>>,
    /// The viewers yet to be served, the next one last; `None` while more packets may join.
    viewers: Option<Vec<(PeerId, SlotId)>>,
    /// A layer begins with it, which viewers may turn to.
    is_news: bool,
    /// The layers that somebody needs a key frame of.
    needed: Vec<usize>,
}

impl Batch {
    /// Tells whether it ends within a picture.
    pub(super) fn is_picture_arriving(&self) -> bool {
        let newest = self.packets.iter().rev().find(|packet| packet.is_video());
        self.viewers.is_none() && newest.is_some_and(|packet| !packet.marker)
    }
}

impl Sfu {
    /// Acts on what the peers' transports said, until nothing more is said.
    pub(super) fn act_on_what_was_said(&mut self, now: Instant) {
        while let Some((peer, said)) = self.said.pop_front() {
            match said {
                Said::Connected => {
                    self.counters.peers_connected += 1;
                    if let Some(peer) = self.peers.get_mut(&peer) {
                        peer.connect();
                    }
                    self.tune_in(now, peer);
                }
                Said::Closed => self.leave(now, peer, LeaveReason::Closed),
                Said::Packet(packet) => self.forward(now, peer, packet),
                Said::PictureBroken(ssrc) => self.mend_picture(now, peer, ssrc),
                Said::KeyFrameWanted(mid) => self.pass_on_wish(now, peer, mid),
                Said::Estimated(bps) => {
                    if let Some(subscriber) = self.peers.get_mut(&peer).map(Peer::subscriber) {
                        subscriber.estimated(bps);
                    }
                }
                Said::Carried(carried) => {
                    if let Some(subscriber) = self.peers.get_mut(&peer).map(Peer::subscriber) {
                        subscriber.carried(now, carried);
                    }
                }
            }
        }
    }

    /// Puts a publisher's packet with those that arrived together with it.
    fn forward(&mut self, now: Instant, publisher: PeerId, packet: Received) {
        self.counters.rtp_received += 1;
        // What it says of itself is anybody's: reading it is the publisher's own risk.
        let read = self.with_peer(now, publisher, |peer, _| {
            let read = peer.publisher().and_then(|part| {
                let mut packet = part.read(now, packet)?;
                let recovered = part.unpack(&mut packet)?;
                let lacks = packet.is_video() && part.lacks_first_picture(packet.layer, now);
                Some((part.stream(), packet, recovered, lacks))
            });
            Ok(read)
        });
        let Some((key, packet, recovered, lacks_first_picture)) = read.flatten() else {
            return;
        };
        let is_new = self.peers.get_mut(&publisher).and_then(Peer::publisher);
        if is_new.is_some_and(|part| part.is_new_source(packet.source.ssrc)) {
            self.demux.know(packet.source.ssrc, publisher);
        }
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if packet.completes_first_picture {
            stream.started = true;
            self.outputs.push_back(Output::StreamStarted {
                stream: key,
                peer: publisher,
            });
        }
        let sound = (!packet.is_video()).then_some((packet.extensions.audio_level, packet.payload.len()));
        let voice = sound.and_then(|(level, bytes)| stream.hearing.hear(now, level, bytes));
        if let Some(stands_out) = voice {
            self.outputs.push_back(Output::VoiceHeard {
                stream: key,
                peer: publisher,
                stands_out,
            });
        }
        if let Some(layer) = stream.layer(packet.layer).filter(|_| packet.opens_key_frame) {
            layer.key_frames.arrived();
        }
        if let Some(batch) = self.batch_of(now, key) {
            batch.needed.retain(|&needed| needed != packet.layer);
            if lacks_first_picture {
                batch.needed.push(packet.layer);
            }
            batch.packets.extend(recovered.into_iter().map(Arc::new));
            batch.packets.push(Arc::new(packet));
        }
    }

    /// Puts packets that another shard has read with those that arrived together with them.
    pub(super) fn forward_crossed(&mut self, now: Instant, key: StreamKey, packets: &[Arc<Packet>]) {
        if let Some(batch) = self.batch_of(now, key) {
            batch.packets.extend(packets.iter().cloned());
        }
    }

    /// The batch of a stream that no viewer has been given yet.
    fn batch_of(&mut self, now: Instant, stream: StreamKey) -> Option<&mut Batch> {
        let known = self
            .batches
            .iter()
            .position(|batch| batch.stream == stream && batch.viewers.is_none());
        if known.is_none() {
            self.batches.push_back(Batch {
                stream,
                arrived_at: now,
                packets: Vec::new(),
                viewers: None,
                is_news: false,
                needed: Vec::new(),
            });
        }
        match known {
            Some(at) => self.batches.get_mut(at),
            None => self.batches.back_mut(),
        }
    }

    /// Serves all that is left of a stream, here and elsewhere, because nothing of it is to come after what is said next.
    pub(super) fn serve_out(&mut self, key: StreamKey) {
        while self.batches.iter().any(|batch| batch.stream == key) && self.serve_next_viewer() {}
    }

    /// Serves the next viewer of the oldest batch; tells whether there was anything to do.
    pub(super) fn serve_next_viewer(&mut self) -> bool {
        let Some(batch) = self.batches.pop_front() else {
            return false;
        };
        // A peer may have been told of a later time since: to none it goes backwards.
        let arrived_at = batch.arrived_at;
        let now = self.newest.map_or(arrived_at, |newest| newest.max(arrived_at));
        let publisher = self
            .streams
            .get(&batch.stream)
            .and_then(|stream| stream.publisher);
        self.isolated(now, publisher, |sfu| sfu.serve(now, batch));
        self.act_on_what_was_said(now);
        true
    }

    fn serve(&mut self, now: Instant, mut batch: Batch) {
        if batch.viewers.is_none() {
            batch.viewers = Some(self.begin(&mut batch));
        }
        let Some((viewer, slot)) = batch.viewers.as_mut().and_then(Vec::pop) else {
            return self.finish(now, &batch);
        };
        if batch.is_news || self.must_choose_layers(now, viewer) {
            // Whichever of the batch's layers it waits for then is found out by giving it the batch.
            let turned = self.isolated(now, Some(viewer), |sfu| sfu.choose_layers(now, viewer));
            for turned in turned.unwrap_or_default() {
                if turned.stream != batch.stream {
                    self.want_key_frame(now, turned.stream, turned.layer);
                }
            }
        }
        if let Some(layer) = self.give(now, viewer, slot, &batch.packets)
            && !batch.needed.contains(&layer)
        {
            batch.needed.push(layer);
        }
        self.batches.push_front(batch);
    }

    /// Sends a batch to the shards that want it, and takes note of its layers; returns the viewers it is for.
    fn begin(&mut self, batch: &mut Batch) -> Vec<(PeerId, SlotId)> {
        let Some(stream) = self.streams.get_mut(&batch.stream) else {
            return Vec::new();
        };
        for packet in batch.packets.iter().filter(|packet| packet.is_video()) {
            if let Some(layer) = stream.layer(packet.layer) {
                batch.is_news |= !layer.is_sent(batch.arrived_at);
                layer.measure(packet);
            }
        }
        for &to in stream.wanted_by.keys() {
            let packets = Word::Packets(batch.packets.clone());
            self.outputs.push_back(packets.of(batch.stream).to(to));
        }
        stream.viewers.iter().rev().copied().collect()
    }

    /// Gives a viewer packets; returns the layer that it still waits for a key frame of.
    pub(super) fn give(
        &mut self,
        now: Instant,
        viewer: PeerId,
        slot: SlotId,
        packets: &[Arc<Packet>],
    ) -> Option<usize> {
        let given = self.with_peer(now, viewer, |peer, outlet| {
            if !peer.is_connected() {
                return Ok((None, None));
            }
            let (mut held, mut written) = (None, false);
            for packet in packets {
                let place = peer.subscriber().slot(slot);
                let Some(place) = place else {
                    return Ok((None, None));
                };
                match place.give(now, packet) {
                    Fate::Sent(numbered) => {
                        outlet.counters.rtp_forwarded += 1;
                        written |= peer.write(now, numbered, outlet)?;
                        if packet.opens_key_frame {
                            held = None;
                        }
                    }
                    Fate::KeyFrameFirst => held = Some(packet.layer),
                    Fate::NotAskedFor => {}
                    Fate::Undecodable | Fate::Unforwardable => outlet.counters.rtp_unforwardable += 1,
                }
            }
            if written {
                peer.send(now, outlet)?;
            }
            Ok((held, peer.subscriber().slot(slot).and_then(Slot::news)))
        });
        let (held, news) = given?;
        if let Some((stream, codec)) = news {
            self.outputs.push_back(Output::Undecodable {
                peer: viewer,
                slot,
                stream,
                codec,
            });
        }
        held
    }

    /// Keeps a batch's pictures for whoever joins from now on, and asks for the key frames that are needed.
    fn finish(&mut self, now: Instant, batch: &Batch) {
        let Some(stream) = self.streams.get_mut(&batch.stream) else {
            return;
        };
        let pictures = || batch.packets.iter().filter(|packet| packet.is_video());
        for packet in pictures() {
            if let Some(layer) = stream.layer(packet.layer) {
                layer.group.add(packet);
                layer.kept.add(packet);
            }
        }
        for &layer in &batch.needed {
            if let Some(layer) = stream.layer(layer).filter(|layer| !layer.key_frames.is_open()) {
                layer.key_frames.want();
            }
        }
        if pictures().next().is_some() {
            self.request_key_frames(now, batch.stream);
        }
        self.copy_to_tap(now, batch.stream, &batch.packets);
        self.give_still(now, batch.stream);
    }
}
