//! What the media loop tells the hall.
//!
//! The media thread must never wait for the hall, nor may the hall miss that a stream ended: what the channel cannot
//! take waits in the thread, up to a bound no living hall reaches.

use std::collections::VecDeque;

use sfu::{LeaveReason, WantedLayers};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// How many events the channel holds.
const CHANNEL: usize = 1_024;
/// How many more wait in the thread.
const BACKLOG: usize = 65_536;

/// Something the hall wants to know about its media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaEvent {
    /// The first whole picture of a publisher has arrived.
    StreamStarted {
        /// The stream.
        stream: u128,
        /// Its publisher.
        peer: u64,
    },
    /// A stream that had started has lost its publisher.
    StreamStopped {
        /// The stream.
        stream: u128,
        /// The publisher it lost.
        peer: u64,
        /// Why.
        reason: LeaveReason,
    },
    /// There is a voice in a stream's sound; told again and again while there is.
    VoiceHeard {
        /// The stream.
        stream: u128,
        /// Whether it stands out of the noise around it: somebody speaks there.
        stands_out: bool,
    },
    /// Other layers of a publisher's video are needed than before.
    LayersWanted {
        /// The publisher.
        peer: u64,
        /// Which.
        layers: WantedLayers,
    },
    /// A viewer is sent nothing of the video in a slot, or is sent it again.
    Undecodable(Undecodable),
    /// A stream is recorded without its pictures, in a codec that the hall does not read.
    NotRecorded {
        /// The stream.
        stream: u128,
        /// The codec's name.
        codec: &'static str,
    },
    /// A peer is gone.
    PeerLeft {
        /// The peer.
        peer: u64,
        /// Why.
        reason: LeaveReason,
    },
}

/// What a viewer's offer does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecodable {
    /// The viewer.
    pub peer: u64,
    /// The slot.
    pub slot: u8,
    /// The stream in it.
    pub stream: u128,
    /// The codec's name; none if it takes what comes now.
    pub codec: Option<&'static str>,
}

/// The thread's end of the channel.
#[derive(Debug)]
pub(super) struct Outbox {
    channel: mpsc::Sender<MediaEvent>,
    backlog: VecDeque<MediaEvent>,
    lost: u64,
}

/// Makes both ends.
pub(super) fn channel() -> (Outbox, mpsc::Receiver<MediaEvent>) {
    let (channel, events) = mpsc::channel(CHANNEL);
    (
        Outbox {
            channel,
            backlog: VecDeque::new(),
            lost: 0,
        },
        events,
    )
}

impl Outbox {
    /// Makes another thread's end of the same channel.
    pub(super) fn another(&self) -> Self {
        Self {
            channel: self.channel.clone(),
            backlog: VecDeque::new(),
            lost: 0,
        }
    }

    /// Tells the hall, now or later.
    pub(super) fn tell(&mut self, event: MediaEvent) {
        if self.backlog.len() >= BACKLOG {
            self.lost += 1;
            return;
        }
        self.backlog.push_back(event);
        self.flush();
    }

    /// Sends what waits, as far as the channel takes it.
    pub(super) fn flush(&mut self) {
        while let Some(&event) = self.backlog.front() {
            if let Err(TrySendError::Full(_)) = self.channel.try_send(event) {
                return;
            }
            // Sent, or nobody listens any more.
            self.backlog.pop_front();
        }
    }

    /// Tells whether anything waits.
    pub(super) fn is_waiting(&self) -> bool {
        !self.backlog.is_empty()
    }

    /// How many events were lost.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }
}
