//! The door to the media loop: commands in, answers out.
//!
//! Every request has a deadline, and a full mailbox is a refusal, so that a desk never hangs on media. Which shard a
//! request is for, `shards` knows.

mod commands;
mod shards;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use sfu::{Amendment, AmendmentRefusal, CopiedPacket, OfferRefusal, PeerId, Placement, SlotId, StreamKey};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::counters::MediaCounters;
use super::taps::{Sink, Wish};

pub(super) use self::commands::{AmendmentReply, Command, Reply, channel};
pub(super) use self::shards::ShardDoor;
use self::shards::Shards;

/// How long the media loop may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// How long a picture may take to come, if the phone has to be asked for one.
const STILL_WITHIN: Duration = Duration::from_secs(3);

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
    /// The stream's video is in a codec that is forwarded but not read.
    #[error(
        "the picture is sent as {0}, which is shown but neither recorded nor made into stills; have the camera send H.264 or VP8"
    )]
    Unreadable(&'static str),
    /// It is not running.
    #[error("the media server has stopped")]
    Stopped,
}

/// A handle to a running media loop; clones share it.
#[derive(Clone, Debug)]
pub struct MediaDoor {
    shards: Arc<Shards>,
}

impl MediaDoor {
    pub(super) fn new(first: ShardDoor, others: Vec<ShardDoor>) -> Self {
        Self {
            shards: Arc::new(Shards::new(first, others)),
        }
    }

    /// Lets a new peer publish a stream (WHIP, RFC 9725), in place of whoever published it before.
    pub async fn publish(&self, stream: u128, offer: String) -> Result<Session, MediaRefusal> {
        let stream = StreamKey(stream);
        let shard = self.shards.home(stream);
        self.offer(shard, |peer, reply| Command::Publish {
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
        let shard = self.shards.for_viewer(stream);
        self.offer(shard, |peer, reply| Command::Watch {
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
        let peer = PeerId(peer);
        self.shards.of(peer).send(Command::Amend {
            peer,
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
        let shard = self.shards.lightest();
        self.offer(shard, |peer, reply| Command::Join { peer, offer, reply })
            .await
    }

    /// Moves a stream into a slot of a wall, or out of it; a slot or a wall that is gone stays gone.
    pub fn place(&self, peer: u64, slot: u8, placement: Option<Placement>) -> Result<(), MediaRefusal> {
        let peer = PeerId(peer);
        self.shards.of(peer).send(Command::Place {
            peer,
            slot: SlotId(slot),
            placement,
        })
    }

    /// Sends a peer away; one that is gone already stays gone.
    pub fn leave(&self, peer: u64) {
        let peer = PeerId(peer);
        if self.shards.of(peer).send(Command::Leave { peer }).is_err() {
            tracing::warn!(media.peer = peer.0, "a peer could not be sent away");
        }
    }

    /// Has a stream's packets copied to `to` from now on, or no more.
    pub(crate) fn tap(&self, stream: u128, to: Option<Sink>) -> Result<(), MediaRefusal> {
        let stream = StreamKey(stream);
        self.shards
            .home(stream)
            .send(Command::Wish(Wish::Tap { stream, to }))
    }

    /// Asks for a key frame for whoever taps a stream.
    pub(crate) fn unstick(&self, stream: u128) -> Result<(), MediaRefusal> {
        let stream = StreamKey(stream);
        self.shards
            .home(stream)
            .send(Command::Wish(Wish::Unstick { stream }))
    }

    /// Waits for a whole key frame of a stream: its packets in sequence.
    pub(crate) async fn still(&self, stream: u128) -> Result<Vec<CopiedPacket>, MediaRefusal> {
        let stream = StreamKey(stream);
        let (reply, still) = oneshot::channel();
        self.shards
            .home(stream)
            .send(Command::Wish(Wish::Still { stream, reply }))?;
        let still = timeout(STILL_WITHIN, still).await;
        still
            .map_err(|_| MediaRefusal::TimedOut)?
            .map_err(|_| MediaRefusal::Stopped)?
    }

    /// Reads what has been counted, at all shards together.
    pub async fn counters(&self) -> Result<MediaCounters, MediaRefusal> {
        let mut counters = MediaCounters::default();
        for shard in self.shards.all() {
            let (reply, counted) = oneshot::channel();
            shard.send(Command::Count { reply })?;
            counters += in_time(counted).await?;
        }
        Ok(counters)
    }

    /// Whether all threads run.
    pub fn is_running(&self) -> bool {
        self.shards.all().all(ShardDoor::is_running)
    }

    /// The address that the first shard's port is bound to.
    pub fn local_addr(&self) -> SocketAddr {
        self.shards.first().bound()
    }

    /// Sends all peers away, then ends the threads and waits for them.
    pub async fn shutdown(&self) {
        for shard in self.shards.all() {
            shard.shutdown().await;
        }
    }

    async fn offer(
        &self,
        shard: &ShardDoor,
        command: impl FnOnce(PeerId, Reply) -> Command,
    ) -> Result<Session, MediaRefusal> {
        let peer = self.shards.next_peer(shard);
        let (reply, answer) = oneshot::channel();
        shard.send(command(peer, reply))?;
        match in_time(answer).await? {
            Ok(answer_sdp) => Ok(Session {
                peer: peer.0,
                answer_sdp,
            }),
            Err(OfferRefusal::Full) => Err(MediaRefusal::Full),
            Err(refusal) => Err(MediaRefusal::Offer(refusal)),
        }
    }
}

async fn in_time<T>(answer: oneshot::Receiver<T>) -> Result<T, MediaRefusal> {
    let answer = timeout(ANSWER_WITHIN, answer)
        .await
        .map_err(|_| MediaRefusal::TimedOut)?;
    answer.map_err(|_| MediaRefusal::Stopped)
}
