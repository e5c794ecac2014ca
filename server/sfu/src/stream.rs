//! One stream: who sends it, who watches it, what is known of its video.
//!
//! It lives as long as anybody is there. It leaves the peers themselves to the shard.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::crossing::ShardId;
use crate::demand::Demand;
use crate::layer::Layer;
use crate::layer_set::LayerSet;
use crate::messages::{PeerId, SlotId};
use crate::tap::{self, StillWanted, Tap};
use crate::voice::Hearing;

/// The members of a stream.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// Who sends it.
    pub(crate) publisher: Option<PeerId>,
    /// Who watches it, in which slot.
    pub(crate) viewers: BTreeSet<(PeerId, SlotId)>,
    /// Which other shards want it, until when, with which of its layers.
    pub(crate) wanted_by: BTreeMap<ShardId, (Instant, LayerSet)>,
    /// It is had from its home, another shard.
    pub(crate) is_fetched: bool,
    /// Which of its layers its home was last told are needed here.
    pub(crate) fetches: LayerSet,
    /// Which of its layers its publisher is asked for, if that has several.
    pub(crate) demand: Option<Demand>,
    /// The layers of its video, by the number its publisher gave them.
    pub(crate) layers: Vec<Layer>,
    /// What is made out of its sound.
    pub(crate) hearing: Hearing,
    /// Whether the publisher's first picture has arrived.
    pub(crate) started: bool,
    /// Who in the hall wants its packets.
    pub(crate) tap: Option<Tap>,
    /// Somebody waits for a picture.
    pub(crate) still: Option<StillWanted>,
}

impl Stream {
    /// The layer of a number, made if it is new.
    pub(crate) fn layer(&mut self, number: usize) -> Option<&mut Layer> {
        if number >= self.layers.len() {
            self.layers.resize_with(number + 1, Layer::default);
        }
        self.layers.get_mut(number)
    }

    /// Tells whether there is anybody to ask for a key frame.
    pub(crate) fn has_source(&self) -> bool {
        self.publisher.is_some() || self.is_fetched
    }

    /// Tells whether anybody sees it.
    pub(crate) fn is_needed(&self) -> bool {
        !self.viewers.is_empty() || self.tap.is_some() || !self.wanted_by.is_empty()
    }

    /// Tells whether there is anybody to ask for other layers than before.
    pub(crate) fn has_demand(&self) -> bool {
        self.demand.is_some() || self.is_fetched
    }

    /// The layers that are needed whoever sees it: by the tap, for a still, on other shards. One that has yet to show what it
    /// takes is needed to find that out.
    pub(crate) fn needs(&self, now: Instant) -> LayerSet {
        let tap = self.tap.iter().flat_map(|tap| tap.needs(now, &self.layers));
        let still = self
            .still
            .iter()
            .filter(|still| now < still.until)
            .filter_map(|_| tap::best_known(now, &self.layers));
        let offered = self.demand.as_ref().map_or(0, Demand::offered);
        let known = |number: &usize| self.layers.get(*number).is_some_and(Layer::is_known);
        let unknown = (0..offered).filter(|number| !known(number));
        let needs: LayerSet = tap.chain(still).chain(unknown).collect();
        let elsewhere = self.wanted_by.values().map(|(_, needs)| *needs);
        elsewhere.fold(needs, LayerSet::or)
    }

    /// The layer with the smallest pictures, or of several the one that takes least.
    pub(crate) fn smallest(&self, now: Instant) -> usize {
        let layers = self.layers.iter().enumerate();
        let known = layers.filter(|(_, layer)| layer.is_known());
        let smallest = known.min_by_key(|(_, layer)| {
            let expected = layer.expected(now);
            (expected.height, expected.bps)
        });
        smallest.map_or(0, |(number, _)| number)
    }

    /// Tells whether nobody is left.
    pub(crate) fn is_deserted(&self) -> bool {
        self.publisher.is_none() && self.viewers.is_empty() && self.tap.is_none() && self.wanted_by.is_empty()
    }
}
