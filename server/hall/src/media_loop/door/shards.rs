//! The shards behind the door, and which of them a request is for.
//!
//! A publisher is at its stream's home. Its viewers are there too, so that what they watch crosses nowhere, until there
//! are so many more than elsewhere that another core helps more than a crossing costs. A wall shows streams of all
//! shards and goes where there is most room. A peer's number tells its shard.

use std::net::SocketAddr;
use std::num::NonZeroU8;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use sfu::{PeerId, ShardId, StreamKey};
use tokio::time::timeout;

use super::{ANSWER_WITHIN, Command, MediaRefusal};

/// How many peers more than elsewhere make a stream cross.
const HOT: usize = 100;

/// All of them, in their order.
#[derive(Debug)]
pub(super) struct Shards {
    first: ShardDoor,
    others: Vec<ShardDoor>,
    next_peer: AtomicU64,
}

/// The way to one shard's thread.
#[derive(Debug)]
pub(in super::super) struct ShardDoor {
    pub(in super::super) shard: ShardId,
    pub(in super::super) commands: SyncSender<Command>,
    pub(in super::super) waker: Arc<mio::Waker>,
    pub(in super::super) bound: SocketAddr,
    /// How many peers it has, which its thread keeps up to date.
    pub(in super::super) peers: Arc<AtomicUsize>,
    pub(in super::super) thread: Mutex<Option<JoinHandle<()>>>,
}

impl Shards {
    pub(super) fn new(first: ShardDoor, others: Vec<ShardDoor>) -> Self {
        Self {
            first,
            others,
            next_peer: AtomicU64::new(1),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &ShardDoor> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The first.
    pub(super) fn first(&self) -> &ShardDoor {
        &self.first
    }

    /// Where a stream is published.
    pub(super) fn home(&self, stream: StreamKey) -> &ShardDoor {
        let shards = u8::try_from(self.count()).unwrap_or(u8::MAX);
        let home = stream.home(NonZeroU8::new(shards).unwrap_or(NonZeroU8::MIN));
        self.at(usize::from(home.0))
    }

    /// Where a viewer of one stream goes.
    pub(super) fn for_viewer(&self, stream: StreamKey) -> &ShardDoor {
        let (home, lightest) = (self.home(stream), self.lightest());
        if home.peers() < lightest.peers() + HOT {
            home
        } else {
            lightest
        }
    }

    /// Where the fewest peers are.
    pub(super) fn lightest(&self) -> &ShardDoor {
        self.all()
            .min_by_key(|shard| shard.peers())
            .unwrap_or(&self.first)
    }

    /// Where a peer is.
    pub(super) fn of(&self, peer: PeerId) -> &ShardDoor {
        let at = peer.0 % self.count() as u64;
        self.at(usize::try_from(at).unwrap_or(0))
    }

    /// The number of a shard's next peer.
    pub(super) fn next_peer(&self, shard: &ShardDoor) -> PeerId {
        let turn = self.next_peer.fetch_add(1, Ordering::Relaxed);
        PeerId(turn * self.count() as u64 + u64::from(shard.shard.0))
    }

    fn count(&self) -> usize {
        self.others.len() + 1
    }

    fn at(&self, index: usize) -> &ShardDoor {
        let other = index.checked_sub(1).and_then(|index| self.others.get(index));
        other.unwrap_or(&self.first)
    }
}

impl ShardDoor {
    /// Asks the thread for something.
    pub(super) fn send(&self, command: Command) -> Result<(), MediaRefusal> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(_) => MediaRefusal::Busy,
            TrySendError::Disconnected(_) => MediaRefusal::Stopped,
        })?;
        self.waker.wake().map_err(|_| MediaRefusal::Stopped)
    }

    /// Whether the thread runs.
    pub(super) fn is_running(&self) -> bool {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// The address its port is bound to.
    pub(super) fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// Sends its peers away, then ends the thread and waits for it.
    pub(super) async fn shutdown(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        let told = async {
            while let Err(MediaRefusal::Busy) = self.send(Command::Shutdown) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        // A thread that hangs reads no commands, and is not waited for.
        let _ = timeout(ANSWER_WITHIN, told).await;
        let joined = timeout(ANSWER_WITHIN, tokio::task::spawn_blocking(move || thread.join())).await;
        if !matches!(joined, Ok(Ok(Ok(())))) {
            tracing::error!(media.shard = self.shard.0, "the media loop did not end in order");
        }
    }

    fn peers(&self) -> usize {
        self.peers.load(Ordering::Relaxed)
    }
}
