//! What a peer says, to whom.

use std::collections::VecDeque;

use str0m::media::Mid;
use str0m::rtp::RtpPacket;

use crate::counters::Counters;
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
    Packet(RtpPacket),
    /// It wants a key frame of what it receives in a media section.
    KeyFrameWanted(Mid),
    /// Its network carries so many bits a second.
    Estimated(u64),
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
