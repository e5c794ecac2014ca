//! What a peer says, to whom.

use std::collections::VecDeque;
use std::sync::Arc;

use str0m::media::{Mid, Pt};
use str0m::rtp::ExtensionValues;

use crate::ceiling::Carried;
use crate::counters::Counters;
use crate::layer_name::LayerName;
use crate::messages::{Output, PeerId};

/// What a peer's transport said, for the shard to act on.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all of them are packets, which are not worth an allocation"
)]
pub(crate) enum Said {
    /// It is ready for media.
    Connected,
    /// It is over.
    Closed,
    /// It received a packet.
    Packet(Received),
    /// A picture of a source of its own cannot be made whole any more.
    PictureBroken(u32),
    /// It wants a key frame of what it receives in a media section.
    KeyFrameWanted(Mid),
    /// Its network carries so many bits a second.
    Estimated(u64),
    /// So much of what it was sent arrived.
    Carried(Carried),
}

/// An RTP packet as a publisher sent it, in the clear.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) ssrc: u32,
    /// The name of its layer, if it has one.
    pub(crate) layer: Option<LayerName>,
    pub(crate) payload_type: Pt,
    /// It counts on past 65,535.
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) extensions: ExtensionValues,
    pub(crate) payload: Arc<[u8]>,
}

/// The transport failed beyond repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

/// Where a peer's words go.
pub(crate) struct Outlet<'a> {
    /// To the shell.
    pub(crate) outputs: &'a mut VecDeque<Output>,
    /// To the shard.
    pub(crate) said: &'a mut VecDeque<(PeerId, Said)>,
    /// To whoever asks.
    pub(crate) counters: &'a mut Counters,
}
