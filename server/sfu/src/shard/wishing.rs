//! How wishes for key frames get from viewers to a publisher.

use std::time::Instant;

use str0m::media::Mid;

use crate::crossing::Word;
use crate::deadlines::Who;
use crate::messages::{PeerId, StreamKey};
use crate::peer::Peer;
use crate::stream::Stream;

use super::Sfu;

impl Sfu {
    /// Passes a viewer's wish on.
    pub(super) fn pass_on_wish(&mut self, now: Instant, viewer: PeerId, mid: Mid) {
        self.counters.key_frames_wanted += 1;
        let Some(subscriber) = self.peers.get_mut(&viewer).map(Peer::subscriber) else {
            return;
        };
        let slot = subscriber.slot_of(mid).and_then(|slot| subscriber.slot(slot));
        let watched = slot.and_then(|slot| Some((slot.stream()?, slot.layer()?)));
        if let Some((stream, layer)) = watched {
            self.want_key_frame(now, stream, layer);
        }
    }

    /// Notes that a layer needs a key frame, and asks for it.
    pub(super) fn want_key_frame(&mut self, now: Instant, key: StreamKey, layer: usize) {
        if let Some(layer) = self.streams.get_mut(&key).and_then(|stream| stream.layer(layer)) {
            layer.key_frames.want();
            self.request_key_frames(now, key);
        }
    }

    /// Asks whoever a stream comes from for the key frames that are due, and sets when to look again.
    pub(super) fn request_key_frames(&mut self, now: Instant, key: StreamKey) {
        for layer in self.layers_due(now, key) {
            if !self.ask_source(now, key, layer) {
                continue;
            }
            if let Some(layer) = self.streams.get_mut(&key).and_then(|stream| stream.layer(layer)) {
                layer.key_frames.sent(now);
            }
        }
        let stream = self.streams.get(&key).filter(|stream| stream.has_source());
        let layers = stream.into_iter().flat_map(|stream| &stream.layers);
        let next = layers
            .filter_map(|layer| layer.key_frames.due_at(now).filter(|&at| at > now))
            .min();
        // One due but impossible yet is tried again with the publisher's next packet.
        self.deadlines.set(Who::Stream(key), next);
    }

    fn layers_due(&self, now: Instant, key: StreamKey) -> Vec<usize> {
        let stream = self.streams.get(&key);
        let layers = stream
            .into_iter()
            .flat_map(|stream| stream.layers.iter().enumerate());
        let due = layers.filter(|(_, layer)| layer.key_frames.due_at(now).is_some_and(|at| at <= now));
        due.map(|(number, _)| number).collect()
    }

    fn ask_source(&mut self, now: Instant, key: StreamKey, layer: usize) -> bool {
        match self.streams.get(&key) {
            Some(Stream { is_fetched: true, .. }) => {
                let home = key.home(self.among.shards);
                self.outputs
                    .push_back(Word::KeyFrameWanted(layer).of(key).to(home));
                true
            }
            Some(Stream {
                publisher: Some(publisher),
                ..
            }) => self.ask_publisher(now, *publisher, layer),
            _ => false,
        }
    }

    fn ask_publisher(&mut self, now: Instant, publisher: PeerId, layer: usize) -> bool {
        let asked = self.with_peer(now, publisher, |peer, outlet| {
            let ssrc = peer.publisher().and_then(|publisher| publisher.video_ssrc(layer));
            match ssrc {
                Some(ssrc) => peer.request_key_frame(now, ssrc, outlet),
                None => Ok(false),
            }
        });
        let asked = asked.unwrap_or(false);
        self.counters.key_frame_requests += u64::from(asked);
        asked
    }
}
