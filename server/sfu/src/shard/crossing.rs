//! How streams get from shard to shard: what their home does for the others, what they do with what they get.

use std::sync::Arc;
use std::time::Instant;

use crate::crossing::{Crossing, HOLDS_FOR, RENEWED_EVERY, ShardId, Word};
use crate::deadlines::Who;
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
        self.outputs.push_back(Word::Wanted.of(key).to(home));
        self.deadlines.set(Who::Wish(key), Some(now + RENEWED_EVERY));
    }

    /// Renews this shard's wish, or forgets those of others that were not renewed.
    pub(super) fn look_after_wishes(&mut self, now: Instant, key: StreamKey) {
        let home = key.home(self.among.shards);
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.is_fetched {
            self.outputs.push_back(Word::Wanted.of(key).to(home));
            self.deadlines.set(Who::Wish(key), Some(now + RENEWED_EVERY));
            return;
        }
        stream.wanted_by.retain(|_, until| *until > now);
        let next = stream.wanted_by.values().min().copied();
        self.deadlines.set(Who::Wish(key), next);
        self.forget_if_deserted(key);
    }

    /// Takes in what another shard says.
    pub(super) fn cross(&mut self, now: Instant, from: ShardId, crossing: &Crossing) {
        let key = crossing.stream;
        match &crossing.word {
            Word::Wanted => self.send_to(now, from, key),
            Word::Unwanted => {
                if let Some(stream) = self.streams.get_mut(&key) {
                    stream.wanted_by.remove(&from);
                }
                self.look_after_wishes(now, key);
            }
            Word::KeyFrameWanted(layer) => self.want_key_frame(now, key, *layer),
            Word::Group(packets) => self.begin_with(now, key, packets),
            Word::Packets(packets) => {
                self.note_key_frames(key, packets);
                self.forward_crossed(now, key, packets);
            }
            Word::PublisherLeft => {
                let stream = self.streams.get_mut(&key).filter(|stream| stream.is_fetched);
                for layer in stream.into_iter().flat_map(|stream| &mut stream.layers) {
                    layer.publisher_left();
                }
            }
        }
    }

    /// Sends a stream to another shard from now on, beginning with its newest groups of pictures.
    fn send_to(&mut self, now: Instant, to: ShardId, key: StreamKey) {
        let stream = self.streams.entry(key).or_default();
        let is_new = stream.wanted_by.insert(to, now + HOLDS_FOR).is_none();
        let next = stream.wanted_by.values().min().copied();
        self.deadlines.set(Who::Wish(key), next);
        if !is_new {
            return;
        }
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
        let viewers: Vec<_> = stream.viewers.iter().map(|&(viewer, _)| viewer).collect();
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
