//! How packets get from a publisher to the hall itself: to a recorder, into a still.
//!
//! Viewers are served first; what is copied costs them nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::layer::Layer;
use crate::messages::{Output, StreamKey};
use crate::publisher::Packet;
use crate::tap::{self, CopiedPacket, StillWanted, Tap};

use super::Sfu;

/// How long a still waits for a layer with larger pictures that rests: it comes within half a second.
const STILL_PATIENCE: Duration = Duration::from_millis(700);
/// How long a still is looked for; the hall waits no longer.
const STILL_WITHIN: Duration = Duration::from_secs(3);

impl Sfu {
    /// Begins or ends a tap; one that begins takes the place of a former one, and is given the newest group of pictures at
    /// once, if there is one.
    pub(super) fn tap(&mut self, now: Instant, key: StreamKey, on: bool) {
        self.begin_or_end_tap(now, key, on);
        self.look_at_demand(now, key);
    }

    fn begin_or_end_tap(&mut self, now: Instant, key: StreamKey, on: bool) {
        if !on {
            if let Some(stream) = self.streams.get_mut(&key) {
                stream.tap = None;
            }
            self.forget_if_deserted(key);
            return;
        }
        let stream = self.streams.entry(key).or_default();
        let tap = stream.tap.insert(Tap::default());
        let Some(best) = tap::best(now, &stream.layers) else {
            return;
        };
        let group = stream.layers.get(best).map(|layer| layer.group.to_join(now));
        let group = group.unwrap_or_default();
        if group.is_empty() {
            self.unstick(now, key);
            return;
        }
        tap.begin(best);
        let copies = group.iter().filter_map(|packet| CopiedPacket::of(packet));
        self.outputs
            .extend(copies.map(|packet| Output::Copy { stream: key, packet }));
    }

    /// Asks for a key frame of the best layer.
    pub(super) fn unstick(&mut self, now: Instant, key: StreamKey) {
        let stream = self.streams.get(&key).filter(|stream| stream.tap.is_some());
        if let Some(stream) = stream {
            let best = tap::best(now, &stream.layers).unwrap_or(0);
            self.want_key_frame(now, key, best);
        }
    }

    /// Copies packets to whoever taps the stream.
    pub(super) fn copy_to_tap(&mut self, now: Instant, key: StreamKey, packets: &[Arc<Packet>]) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        let Some(tap) = &mut stream.tap else {
            return;
        };
        for packet in packets {
            if !tap.takes(now, &stream.layers, packet) {
                continue;
            }
            if let Some(codec) = tap::unreadable(packet.codec.codec) {
                let turn = Some(packet.source.turn);
                if std::mem::replace(&mut tap.told_of, turn) != turn {
                    self.outputs.push_back(Output::Unreadable { stream: key, codec });
                }
            } else if let Some(packet) = CopiedPacket::of(packet) {
                self.outputs.push_back(Output::Copy { stream: key, packet });
            }
        }
        if let Some(layer) = tap.asks_for(now, &stream.layers) {
            self.want_key_frame(now, key, layer);
        }
    }

    /// Gives a picture, or asks for one.
    pub(super) fn find_still(&mut self, now: Instant, key: StreamKey) {
        let Some(stream) = self
            .streams
            .get_mut(&key)
            .filter(|stream| stream.publisher.is_some())
        else {
            return;
        };
        let best = tap::best(now, &stream.layers).unwrap_or(0);
        let rests = tap::best_known(now, &stream.layers) != Some(best);
        stream.still = Some(StillWanted {
            until: now + STILL_WITHIN,
            best_until: rests.then(|| now + STILL_PATIENCE),
        });
        self.look_at_demand(now, key);
        if !self.give_still(now, key) {
            self.want_key_frame(now, key, best);
        }
    }

    /// Gives whoever waits for it a picture of the best layer that has one, or word that there will be none; tells whether it
    /// gave either.
    pub(super) fn give_still(&mut self, now: Instant, key: StreamKey) -> bool {
        let Some(stream) = self.streams.get_mut(&key) else {
            return false;
        };
        stream.still.take_if(|wanted| now >= wanted.until);
        let Some(wanted) = stream.still else { return false };
        let mut sent = stream.layers.iter().filter(|layer| layer.is_sent(now));
        if let Some(codec) = sent.find_map(Layer::unreadable) {
            stream.still = None;
            self.outputs.push_back(Output::Unreadable { stream: key, codec });
            return true;
        }
        let fresh = stream.layers.iter().enumerate().filter_map(|(number, layer)| {
            let packets = layer.kept.fresh(now)?;
            Some((layer.present(now).height, number, packets))
        });
        let waits = wanted.best_until.is_some_and(|until| now < until);
        let best = tap::best_known(now, &stream.layers).filter(|_| waits);
        let Some((_, number, packets)) = fresh.max_by_key(|&(height, ..)| height) else {
            return false;
        };
        if best.is_some_and(|best| best != number) {
            return false;
        }
        let packets = packets.to_vec();
        stream.still = None;
        self.outputs.push_back(Output::Still { stream: key, packets });
        true
    }
}
