//! What shards tell one another of a stream that is sent to one and watched at another.
//!
//! A stream has one home, the shard its publisher is at. Another shard with viewers of it fetches it, so that it crosses
//! once however many they are. Nothing here needs to arrive: a wish is renewed before it runs out, a request for a key
//! frame is repeated until one comes, and a lost packet is one lost on any network. It leaves carrying them to the shell.

use std::num::NonZeroU8;
use std::sync::Arc;
use std::time::Duration;

use crate::allocation;
use crate::layer_set::LayerSet;
use crate::messages::{Output, StreamKey};
use crate::publisher::Packet;

/// How often a shard says that it still wants a stream.
pub(crate) const RENEWED_EVERY: Duration = Duration::from_secs(1);
/// How long a wish holds.
pub(crate) const HOLDS_FOR: Duration = Duration::from_secs(4);

/// One shard, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShardId(pub u8);

/// Which of how many shards this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Among {
    /// Which one.
    pub shard: ShardId,
    /// How many there are.
    pub shards: NonZeroU8,
}

impl Among {
    /// The only one.
    pub const ALONE: Self = Self {
        shard: ShardId(0),
        shards: NonZeroU8::MIN,
    };
}

impl StreamKey {
    /// The shard that a stream's publisher belongs to.
    pub fn home(self, shards: NonZeroU8) -> ShardId {
        // Keys need not be random in any part of theirs: Fibonacci hashing spreads them.
        let [high, low] =
            [self.0 >> 64, self.0 & u128::from(u64::MAX)].map(|half| u64::try_from(half).unwrap_or(0));
        let spread = (high ^ low).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        ShardId(u8::try_from(spread % u64::from(shards.get())).unwrap_or(0))
    }
}

/// One shard's word to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    pub(crate) stream: StreamKey,
    pub(crate) word: Word,
}

/// What it says of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    /// To its home: send it here from now on; these of its layers are needed.
    Wanted(LayerSet),
    /// To its home: send it here no more.
    Unwanted,
    /// To its home: a layer needs a key frame.
    KeyFrameWanted(usize),
    /// From its home: a layer's newest group of pictures, for viewers to begin with.
    Group(Vec<Arc<Packet>>),
    /// From its home: what each of its layers takes and shows while it is sent, so that one that rests can be asked for.
    Layers(Vec<allocation::Layer>),
    /// From its home: packets that have just come.
    Packets(Vec<Arc<Packet>>),
    /// From its home: its publisher is gone.
    PublisherLeft,
}

impl Word {
    /// Says it of a stream.
    pub(crate) fn of(self, stream: StreamKey) -> Crossing {
        Crossing { stream, word: self }
    }
}

impl Crossing {
    /// Has it said to a shard.
    pub(crate) fn to(self, to: ShardId) -> Output {
        Output::Cross { to, crossing: self }
    }
}
