//! One stream: who sends it, who watches it, what is known of its video.
//!
//! It lives as long as anybody is there. It leaves the peers themselves to the shard.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::crossing::ShardId;
use crate::layer::Layer;
use crate::messages::{PeerId, SlotId};
use crate::tap::Tap;

/// The members of a stream.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// Who sends it.
    pub(crate) publisher: Option<PeerId>,
    /// Who watches it, in which slot.
    pub(crate) viewers: BTreeSet<(PeerId, SlotId)>,
    /// Which other shards want it, until when.
    pub(crate) wanted_by: BTreeMap<ShardId, Instant>,
    /// It is had from its home, another shard.
    pub(crate) is_fetched: bool,
    /// The layers of its video, by the number its publisher gave them.
    pub(crate) layers: Vec<Layer>,
    /// When it was last told that there is a voice in its sound.
    pub(crate) voice_told_at: Option<Instant>,
    /// Whether the publisher's first picture has arrived.
    pub(crate) started: bool,
    /// Who in the hall wants its packets.
    pub(crate) tap: Option<Tap>,
    /// Whether somebody waits for a picture.
    pub(crate) still_wanted: bool,
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

    /// Tells whether nobody is left.
    pub(crate) fn is_deserted(&self) -> bool {
        self.publisher.is_none() && self.viewers.is_empty() && self.tap.is_none() && self.wanted_by.is_empty()
    }
}
