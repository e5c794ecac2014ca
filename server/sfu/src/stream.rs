//! One stream: who sends it, who watches it.
//!
//! It lives as long as either is there. It leaves the peers themselves to the shard.

use std::collections::BTreeSet;

use crate::group::Group;
use crate::key_frames::KeyFrames;
use crate::messages::PeerId;

/// The members of a stream.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    /// Who sends it.
    pub(crate) publisher: Option<PeerId>,
    /// Who watches it.
    pub(crate) viewers: BTreeSet<PeerId>,
    /// What a viewer who joins is shown.
    pub(crate) group: Group,
    /// The requests to the publisher.
    pub(crate) key_frames: KeyFrames,
    /// Whether the publisher's first picture has arrived.
    pub(crate) started: bool,
}

impl Stream {
    /// Tells whether nobody is left.
    pub(crate) fn is_deserted(&self) -> bool {
        self.publisher.is_none() && self.viewers.is_empty()
    }
}
