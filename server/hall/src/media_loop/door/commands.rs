//! What a shard's thread is asked to do.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sfu::{Amendment, AmendmentRefusal, OfferRefusal, PeerId, Placement, SlotId, StreamKey};
use tokio::sync::oneshot;

use super::super::counters::MediaCounters;
use super::super::taps::Wish;

/// How many commands may wait.
const MAILBOX: usize = 1_024;

/// What the thread is asked to do.
#[derive(Debug)]
pub(in super::super) enum Command {
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
pub(in super::super) type Reply = oneshot::Sender<Result<String, OfferRefusal>>;

/// Where the answer to an amendment goes.
pub(in super::super) type AmendmentReply = oneshot::Sender<Result<Amendment, AmendmentRefusal>>;

/// Makes the thread's mailbox.
pub(in super::super) fn channel() -> (SyncSender<Command>, Receiver<Command>) {
    sync_channel(MAILBOX)
}
