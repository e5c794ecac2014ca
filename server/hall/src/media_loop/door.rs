//! The door to the media loop: commands in, answers out.
//!
//! Every request has a deadline, and a full mailbox is a refusal, so that a desk never hangs on media.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use sfu::{Amendment, AmendmentRefusal, CopiedPacket, OfferRefusal, PeerId, Placement, SlotId, StreamKey};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::counters::MediaCounters;
use super::taps::{Sink, Wish};

/// How long the media loop may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// How long a picture may take to come, if the phone has to be asked for one.
const STILL_WITHIN: Duration = Duration::from_secs(3);
/// How many commands may wait.
const MAILBOX: usize = 1_024;

/// An accepted offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The peer it made, for [`MediaDoor::leave`].
    pub peer: u64,
    /// The SDP answer.
    pub answer_sdp: String,
}

/// Why the media loop did not do as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaRefusal {
    /// The offer is at fault.
    #[error("{0}")]
    Offer(OfferRefusal),
    /// The amendment is at fault.
    #[error("{0}")]
    Amendment(AmendmentRefusal),
    /// There are as many peers as it takes.
    #[error("the media server is full; try again later")]
    Full,
    /// Too many commands wait.
    #[error("the media server is busy; try again in a moment")]
    Busy,
    /// It did not answer within five seconds.
    #[error("the media server did not answer within five seconds; try again")]
    TimedOut,
    /// It is not running.
    #[error("the media server has stopped")]
    Stopped,
}

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum Command {
    Publish {
        peer: PeerId,
        stream: StreamKey,
        offer: String,
        reply: Reply,
    },
    Watch {
        peer: PeerId,
        stream: StreamKey,
        offer: String,
        reply: Reply,
    },
    Amend {
        peer: PeerId,
        fragment: String,
        reply: AmendmentReply,
    },
    Join {
        peer: PeerId,
        offer: String,
        reply: Reply,
    },
    Place {
        peer: PeerId,
        slot: SlotId,
        placement: Option<Placement>,
    },
    Wish(Wish),
    Leave {
        peer: PeerId,
    },
    Count {
        reply: oneshot::Sender<MediaCounters>,
    },
    Shutdown,
}

/// Where the answer to an offer goes.
pub(super) type Reply = oneshot::Sender<Result<String, OfferRefusal>>;

/// Where the answer to an amendment goes.
pub(super) type AmendmentReply = oneshot::Sender<Result<Amendment, AmendmentRefusal>>;

/// Makes the thread's mailbox.
pub(super) fn channel() -> (SyncSender<Command>, Receiver<Command>) {
    sync_channel(MAILBOX)
}

/// A handle to a running media loop; clones share it.
#[derive(Clone, Debug)]
pub struct MediaDoor {
    commands: SyncSender<Command>,
    waker: Arc<mio::Waker>,
    bound: SocketAddr,
    next_peer: Arc<AtomicU64>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl MediaDoor {
    pub(super) fn new(
        commands: SyncSender<Command>,
        waker: Arc<mio::Waker>,
        bound: SocketAddr,
        thread: JoinHandle<()>,
    ) -> Self {
        let next_peer = Arc::new(AtomicU64::new(1));
        Self {
            commands,
            waker,
            bound,
            next_peer,
            thread: Arc::new(Mutex::new(Some(thread))),
        }
    }

    /// Lets a new peer publish a stream (WHIP, RFC 9725), in place of whoever published it before.
    pub async fn publish(&self, stream: u128, offer: String) -> Result<Session, MediaRefusal> {
        let stream = StreamKey(stream);
        self.offer(|peer, reply| Command::Publish {
            peer,
            stream,
            offer,
            reply,
        })
        .await
    }

    /// Lets a new peer watch a stream (WHEP), whether or not anybody publishes it yet.
    pub async fn watch(&self, stream: u128, offer: String) -> Result<Session, MediaRefusal> {
        let stream = StreamKey(stream);
        self.offer(|peer, reply| Command::Watch {
            peer,
            stream,
            offer,
            reply,
        })
        .await
    }

    /// Lets a peer amend its offer by a fragment of SDP (RFC 8840): the fragment to answer with, if ICE restarts.
    pub async fn amend(&self, peer: u64, fragment: String) -> Result<Option<String>, MediaRefusal> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Amend {
            peer: PeerId(peer),
            fragment,
            reply,
        })?;
        match in_time(answer).await? {
            Ok(Amendment::Restarted(answer)) => Ok(Some(answer)),
            Ok(Amendment::Nothing) => Ok(None),
            Err(refusal) => Err(MediaRefusal::Amendment(refusal)),
        }
    }

    /// Lets a new peer receive into several slots, all of them empty: a wall.
    pub async fn join(&self, offer: String) -> Result<Session, MediaRefusal> {
        self.offer(|peer, reply| Command::Join { peer, offer, reply })
            .await
    }

    /// Moves a stream into a slot of a wall, or out of it; a slot or a wall that is gone stays gone.
    pub fn place(&self, peer: u64, slot: u8, placement: Option<Placement>) -> Result<(), MediaRefusal> {
        self.send(Command::Place {
            peer: PeerId(peer),
            slot: SlotId(slot),
            placement,
        })
    }

    /// Sends a peer away; one that is gone already stays gone.
    pub fn leave(&self, peer: u64) {
        if self.send(Command::Leave { peer: PeerId(peer) }).is_err() {
            tracing::warn!(media.peer = peer, "a peer could not be sent away");
        }
    }

    /// Has a stream's packets copied to `to` from now on, or no more.
    pub(crate) fn tap(&self, stream: u128, to: Option<Sink>) -> Result<(), MediaRefusal> {
        let stream = StreamKey(stream);
        self.send(Command::Wish(Wish::Tap { stream, to }))
    }

    /// Asks for a key frame for whoever taps a stream.
    pub(crate) fn unstick(&self, stream: u128) -> Result<(), MediaRefusal> {
        let stream = StreamKey(stream);
        self.send(Command::Wish(Wish::Unstick { stream }))
    }

    /// Waits for a whole key frame of a stream: its packets in sequence.
    pub(crate) async fn still(&self, stream: u128) -> Result<Vec<CopiedPacket>, MediaRefusal> {
        let stream = StreamKey(stream);
        let (reply, still) = oneshot::channel();
        self.send(Command::Wish(Wish::Still { stream, reply }))?;
        let still = timeout(STILL_WITHIN, still).await;
        still
            .map_err(|_| MediaRefusal::TimedOut)?
            .map_err(|_| MediaRefusal::Stopped)?
    }

    /// Reads what has been counted.
    pub async fn counters(&self) -> Result<MediaCounters, MediaRefusal> {
        let (reply, counters) = oneshot::channel();
        self.send(Command::Count { reply })?;
        in_time(counters).await
    }

    /// Whether the thread runs.
    pub fn is_running(&self) -> bool {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// The address the media port is bound to.
    pub fn local_addr(&self) -> SocketAddr {
        self.bound
    }

    /// Sends all peers away, then ends the thread and waits for it.
    pub async fn shutdown(&self) {
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
            tracing::error!("the media loop did not end in order");
        }
    }

    async fn offer(&self, command: impl FnOnce(PeerId, Reply) -> Command) -> Result<Session, MediaRefusal> {
        let peer = self.next_peer.fetch_add(1, Ordering::Relaxed);
        let (reply, answer) = oneshot::channel();
        self.send(command(PeerId(peer), reply))?;
        match in_time(answer).await? {
            Ok(answer_sdp) => Ok(Session { peer, answer_sdp }),
            Err(OfferRefusal::Full) => Err(MediaRefusal::Full),
            Err(refusal) => Err(MediaRefusal::Offer(refusal)),
        }
    }

    fn send(&self, command: Command) -> Result<(), MediaRefusal> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(_) => MediaRefusal::Busy,
            TrySendError::Disconnected(_) => MediaRefusal::Stopped,
        })?;
        self.waker.wake().map_err(|_| MediaRefusal::Stopped)
    }
}

async fn in_time<T>(answer: oneshot::Receiver<T>) -> Result<T, MediaRefusal> {
    let answer = timeout(ANSWER_WITHIN, answer)
        .await
        .map_err(|_| MediaRefusal::TimedOut)?;
    answer.map_err(|_| MediaRefusal::Stopped)
}
