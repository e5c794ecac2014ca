//! Which stream and which of its layers a viewer's slots show.
//!
//! A slot that was dark is shown the newest group of pictures at once; one that shows something goes on with it until the
//! other layer's key frame comes.

use std::sync::Arc;
use std::time::Instant;

use crate::allocation;
use crate::layer::Layer;
use crate::messages::{PeerId, Placement, SlotId, StreamKey};
use crate::peer::Peer;
use crate::publisher::Packet;
use crate::stream::Stream;
use crate::subscriber::Turned;

use super::Sfu;

impl Sfu {
    /// Moves a stream into a viewer's slot, or out of it.
    pub(super) fn place(&mut self, now: Instant, id: PeerId, slot: SlotId, placement: Option<Placement>) {
        let Some(subscriber) = self.peers.get_mut(&id).map(Peer::subscriber) else {
            return;
        };
        let Some(place) = subscriber.slot(slot) else {
            return;
        };
        let former = place.stream();
        place.place(placement);
        let wanted = placement.map(|placement| placement.stream);
        if former != wanted {
            if let Some(former) = former {
                self.stop_watching(id, slot, former);
            }
            if let Some(wanted) = wanted {
                self.streams.entry(wanted).or_default().viewers.insert((id, slot));
                self.fetch(now, wanted);
            }
        }
        self.tune_in(now, id);
    }

    /// Shows a viewer what there is, and asks for what there is not.
    pub(super) fn tune_in(&mut self, now: Instant, id: PeerId) {
        for turned in self.choose_layers(now, id) {
            self.want_key_frame(now, turned.stream, turned.layer);
        }
    }

    /// Chooses the layers of a viewer, if it is there to see them; returns the slots that need a key frame now.
    pub(super) fn choose_layers(&mut self, now: Instant, id: PeerId) -> Vec<Turned> {
        let Some(peer) = self.peers.get_mut(&id).filter(|peer| peer.is_connected()) else {
            return Vec::new();
        };
        let subscriber = peer.subscriber();
        let placed = subscriber.placed();
        let streams = || {
            placed
                .iter()
                .map(|key| key.and_then(|key| self.streams.get(&key)))
        };
        let layers = |of: fn(&Layer, Instant) -> allocation::Layer| {
            let of_stream = |stream: &Stream| stream.layers.iter().map(|layer| of(layer, now)).collect();
            let all = streams().map(|stream| stream.map(of_stream).unwrap_or_default());
            all.collect::<Vec<Vec<_>>>()
        };
        let chosen = subscriber.choose(now, &layers(Layer::present), &layers(Layer::expected));
        for stream in chosen.needing {
            self.look_at_demand(now, stream);
        }
        let mut turned = chosen.turned;
        turned.retain(|turned| !turned.was_dark || !self.show_group(now, id, *turned));
        turned
    }

    /// Tells whether it is time to choose a viewer's layers.
    pub(super) fn must_choose_layers(&mut self, now: Instant, id: PeerId) -> bool {
        let subscriber = self.peers.get_mut(&id).map(Peer::subscriber);
        subscriber.is_some_and(|subscriber| subscriber.must_choose(now))
    }

    /// Shows a viewer the newest group of pictures; tells whether there was one to show.
    fn show_group(&mut self, now: Instant, viewer: PeerId, turned: Turned) -> bool {
        let Some(group) = self.group(now, turned.stream, turned.layer) else {
            return false;
        };
        self.with_peer(now, viewer, |peer, _| {
            if let Some(slot) = peer.subscriber().slot(turned.slot) {
                slot.begin_squeezed(now, &group);
            }
            Ok(())
        });
        self.give(now, viewer, turned.slot, &group).is_none()
    }

    fn group(&self, now: Instant, key: StreamKey, layer: usize) -> Option<Vec<Arc<Packet>>> {
        let layer = self.streams.get(&key)?.layers.get(layer)?;
        let group = layer.group.to_join(now);
        (!group.is_empty()).then(|| group.to_vec())
    }
}
