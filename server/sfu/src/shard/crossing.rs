//! How streams get from shard to shard: what their home does for the others, what they do with what they get.

use std::sync::Arc;
use std::time::Instant;

use crate::allocation;
use crate::crossing::{Crossing, HOLDS_FOR, RENEWED_EVERY, ShardId, Word};
use crate::deadlines::Who;
use crate::layer_set::LayerSet;
use crate::messages::StreamKey;
use crate::publisher::Packet;

use super::Sfu;

impl Sfu {
    /// Has a stream sent here from its home, if that is another shard.
    pub(super) fn fetch(&mut self, now: Instant, key: StreamKey) {
        let home = key.home(self.among.shards);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if home == self.among.shard || std::mem::replace(&mut stream.is_fetched, true) {
            return;
        }
        self.outputs
            .push_back(Word::Wanted(stream.fetches).of(key).to(home));
        self.deadlines.set(Who::Wish(key), Some(now + RENEWED_EVERY));
    }

    /// Renews this shard's wish, or forgets those of others that were not renewed.
    pub(super) fn look_after_wishes(&mut self, now: Instant, key: StreamKey) {
        let seen = self.needs_of_viewers(key);
        let home = key.home(self.among.shards);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.is_fetched {
            stream.fetches = seen;
            self.outputs.push_back(Word::Wanted(seen).of(key).to(home));
            self.deadlines.set(Who::Wish(key), Some(now + RENEWED_EVERY));
            return;
        }
        stream.wanted_by.retain(|_, (until, _)| *until > now);
        let next = stream.wanted_by.values().map(|(until, _)| *until).min();
        self.deadlines.set(Who::Wish(key), next);
        self.forget_if_deserted(key);
    }

    /// Takes in what another shard says.
    pub(super) fn cross(&mut self, now: Instant, from: ShardId, crossing: &Crossing) {
        let key = crossing.stream;
        match &crossing.word {
            Word::Wanted(needs) => self.send_to(now, from, key, *needs),
            Word::Unwanted => {
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.wanted_by.remove(&from);
                }
                self.look_after_wishes(now, key);
            }
            Word::KeyFrameWanted(layer) => self.want_key_frame(now, key, *layer),
            Word::Group(packets) => self.begin_with(now, key, packets),
            Word::Layers(known) => self.learn_layers(now, key, known),
            Word::Packets(packets) => {
                self.note_key_frames(key, packets);
                self.forward_crossed(now, key, packets);
            }
            Word::PublisherLeft => {
                self.serve_out(key);
                let stream = self.streams.get_mut(&key).filter(|stream| stream.is_fetched);
                for layer in stream.into_iter().flat_map(|stream| &mut stream.layers) {
                    layer.publisher_left();
                }
            }
        }
    }

    /// Sends a stream to another shard from now on, beginning with its newest groups of pictures.
    fn send_to(&mut self, now: Instant, to: ShardId, key: StreamKey, needs: LayerSet) {
        let stream = self.streams.entry(key).or_default();
        let is_new = stream.wanted_by.insert(to, (now + HOLDS_FOR, needs)).is_none();
        let next = stream.wanted_by.values().map(|(until, _)| *until).min();
        self.deadlines.set(Who::Wish(key), next);
        if stream.demand.is_some() {
            let known = stream.layers.iter().map(|layer| layer.expected(now)).collect();
            self.outputs.push_back(Word::Layers(known).of(key).to(to));
        }
        self.look_at_demand(now, key);
        let Some(stream) = self.streams.get(&key).filter(|_| is_new) else {
            return;
        };
        for layer in &stream.layers {
            let group = layer.group.to_join(now);
            if !group.is_empty() {
                let group = Word::Group(group.to_vec());
                self.outputs.push_back(group.of(key).to(to));
            }
        }
    }

    /// Takes in a layer's newest group of pictures, and shows it to whoever waits.
    fn begin_with(&mut self, now: Instant, key: StreamKey, packets: &[Arc<Packet>]) {
        self.note_key_frames(key, packets);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        for packet in packets {
            if let Some(layer) = stream.layer(packet.layer) {
                layer.measure(packet);
                layer.group.add(packet);
                layer.kept.add(packet);
            }
        }
        self.tune_in_all(now, key);
    }

    /// Takes in what a stream's layers take and show, some of which this shard may never have been sent.
    fn learn_layers(&mut self, now: Instant, key: StreamKey, known: &[allocation::Layer]) {
        let Some(stream) = self.streams.get_mut(&key).filter(|stream| stream.is_fetched) else {
            return;
        };
        let mut is_news = false;
        for (number, &known) in known.iter().enumerate().filter(|(_, known)| known.bps > 0) {
            if let Some(layer) = stream.layer(number).filter(|layer| !layer.is_known()) {
                layer.told(known);
                is_news = true;
            }
        }
        if is_news {
            self.tune_in_all(now, key);
        }
    }

    /// Shows all viewers of a stream what there is.
    fn tune_in_all(&mut self, now: Instant, key: StreamKey) {
        let stream = self.streams.get(&key);
        let viewers = stream.into_iter().flat_map(|stream| &stream.viewers);
        let viewers: Vec<_> = viewers.map(|&(viewer, _)| viewer).collect();
        for viewer in viewers {
            self.tune_in(now, viewer);
        }
    }

    fn note_key_frames(&mut self, key: StreamKey, packets: &[Arc<Packet>]) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        for packet in packets.iter().filter(|packet| packet.opens_key_frame) {
            if let Some(layer) = stream.layer(packet.layer) {
                layer.key_frames.arrived();
            }
        }
    }
}
