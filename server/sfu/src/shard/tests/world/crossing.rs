//! A second shard of the pretend world, and what the two tell one another.

use std::num::NonZeroU8;

use super::{World, shard};
use crate::{Among, Crossing, Input, PeerAddress, Sfu, ShardId, StreamKey};

/// Both.
pub(in crate::shard::tests) const TWO: NonZeroU8 = NonZeroU8::MIN.saturating_add(1);

/// The `n`-th stream whose home is a shard.
pub(in crate::shard::tests) fn stream_of(shard: u8, n: usize) -> StreamKey {
    let mut keys = (0..).map(StreamKey);
    keys.by_ref()
        .filter(|key| key.home(TWO) == ShardId(shard))
        .nth(n)
        .unwrap()
}

impl World {
    /// A world with two shards.
    pub(in crate::shard::tests) fn of_two() -> Self {
        let mut world = Self::new();
        let among = |shard| Among {
            shard: ShardId(shard),
            shards: TWO,
        };
        world.sfu = shard(world.now, among(0));
        world.second = Some(shard(world.now, among(1)));
        world
    }

    /// The shard that clients join at.
    pub(super) fn joined(&mut self) -> &mut Sfu {
        match &mut self.second {
            Some(second) if self.joins == ShardId(1) => second,
            _ => &mut self.sfu,
        }
    }

    pub(super) fn deliver_to_second(&mut self, from: PeerAddress, bytes: &[u8]) {
        let second = self.second.as_mut().expect("there is a second shard");
        second.handle_input(self.now, Input::Datagram { from, bytes });
        self.drain_sfu();
    }

    pub(super) fn cross(&mut self, to: ShardId, crossing: &Crossing) {
        if self.loses_crossings {
            return;
        }
        let (sfu, from) = match to {
            ShardId(0) => (Some(&mut self.sfu), ShardId(1)),
            _ => (self.second.as_mut(), ShardId(0)),
        };
        sfu.expect("the shard exists")
            .handle_input(self.now, Input::Crossed { from, crossing });
    }

    /// How many streams each shard knows.
    pub(in crate::shard::tests) fn streams(&self) -> [u64; 2] {
        let second = self.second.as_ref().expect("there is a second shard");
        [self.sfu.counters().streams, second.counters().streams]
    }

    /// Whether each shard takes a stream's picture to be sent at present.
    pub(in crate::shard::tests) fn takes_for_sent(&self, stream: StreamKey) -> [bool; 2] {
        let second = self.second.as_ref().expect("there is a second shard");
        [&self.sfu, second].map(|sfu| {
            let layers = &sfu.streams[&stream].layers;
            layers.iter().any(|layer| layer.is_sent(self.now))
        })
    }
}
