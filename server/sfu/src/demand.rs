//! Which layers a publisher is asked to send.
//!
//! A layer that nobody needs costs a phone battery and network for nothing, so that it may rest; one that is needed again is
//! asked for at once. What is needed only just now and then not any more, as while a tile is moved, goes on for a while. It
//! leaves what is needed to the shard.

use std::time::{Duration, Instant};

use crate::layer_set::LayerSet;

/// How long a layer goes on after it was last needed: it rests within two seconds, the way to the publisher included.
const KEPT_FOR: Duration = Duration::from_millis(1_500);

/// What is asked of one publisher.
#[derive(Debug)]
pub(crate) struct Demand {
    /// When each of the layers that it offered was last needed.
    needed_at: Vec<Instant>,
    told: LayerSet,
}

/// Which of a publisher's layers somebody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedLayers {
    offered: usize,
    wanted: LayerSet,
}

impl Demand {
    /// Begins with so many layers, all of which are wanted at first; `None` unless there is a choice.
    pub(crate) fn of(now: Instant, offered: usize) -> Option<Self> {
        (offered > 1).then(|| Self {
            needed_at: vec![now; offered],
            told: (0..offered).collect(),
        })
    }

    /// How many layers were offered.
    pub(crate) fn offered(&self) -> usize {
        self.needed_at.len()
    }

    /// Takes note of what is needed at present; returns what to ask for, if that is news.
    pub(crate) fn weigh(&mut self, now: Instant, needs: LayerSet) -> Option<WantedLayers> {
        let mut layers = self.needed_at.iter_mut().enumerate();
        for (_, needed_at) in layers.by_ref().filter(|&(layer, _)| needs.has(layer)) {
            *needed_at = now;
        }
        let lately = |needed_at: &Instant| now.saturating_duration_since(*needed_at) < KEPT_FOR;
        let wanted = self.needed_at.iter().enumerate();
        let wanted: LayerSet = wanted
            .filter(|(_, needed_at)| lately(needed_at))
            .map(|(layer, _)| layer)
            .collect();
        let is_news = wanted != std::mem::replace(&mut self.told, wanted);
        is_news.then_some(WantedLayers {
            offered: self.offered(),
            wanted,
        })
    }
}

impl WantedLayers {
    /// Whether each layer is wanted, in the order of the publisher's offer (`a=simulcast`).
    pub fn iter(self) -> impl Iterator<Item = bool> {
        (0..self.offered).map(move |layer| self.wanted.has(layer))
    }
}

#[cfg(test)]
mod tests;
