//! How shards' threads reach one another.
//!
//! Each has a bounded queue. What does not fit is dropped: between shards, as on any network, nothing needs to arrive. A
//! neighbour is woken once for all that it was told.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sfu::{Crossing, ShardId};

/// How many words may wait at a shard: more would be late.
const WAITING: usize = 1_024;

/// What arrives: who said it, and what.
pub(super) type Words = Receiver<(ShardId, Crossing)>;

/// The way to one of them.
#[derive(Debug, Clone)]
pub(super) struct Neighbour {
    words: SyncSender<(ShardId, Crossing)>,
    waker: Arc<mio::Waker>,
}

impl Neighbour {
    /// Makes the way to a shard, and its end.
    pub(super) fn new(waker: Arc<mio::Waker>) -> (Self, Words) {
        let (words, arriving) = sync_channel(WAITING);
        (Self { words, waker }, arriving)
    }
}

/// All shards, as one of them sees them.
#[derive(Debug)]
pub(super) struct Neighbours {
    here: ShardId,
    all: Vec<(Neighbour, bool)>,
    lost: u64,
}

impl Neighbours {
    pub(super) fn new(here: ShardId, all: &[Neighbour]) -> Self {
        Self {
            here,
            all: all.iter().map(|neighbour| (neighbour.clone(), false)).collect(),
            lost: 0,
        }
    }

    /// Tells a shard something, for when it is woken.
    pub(super) fn tell(&mut self, to: ShardId, crossing: Crossing) {
        let Some((neighbour, is_told)) = self.all.get_mut(usize::from(to.0)) else {
            return;
        };
        match neighbour.words.try_send((self.here, crossing)) {
            Ok(()) => *is_told = true,
            Err(_) => self.lost += 1,
        }
    }

    /// Wakes those that were told something.
    pub(super) fn wake(&mut self) {
        for (neighbour, is_told) in &mut self.all {
            if std::mem::take(is_told) && neighbour.waker.wake().is_err() {
                self.lost += 1;
            }
        }
    }

    /// How many words were lost.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }
}
