//! What the floor is told, with what it answers.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{TalkGroup, TalkRank, TownId, UnitId};

/// One line that somebody talks on: a browser's or a phone's socket. Chosen by the shell, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TalkerId(pub u64);

/// Somebody who wants to talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// On which line.
    pub talker: TalkerId,
    /// The unit that it is, if it is one: while it talks it hears nobody.
    pub unit: Option<UnitId>,
    /// Before whom it comes.
    pub rank: TalkRank,
    /// Whom the voice is for.
    pub group: TalkGroup,
    /// The units that hear it.
    pub reach: BTreeSet<UnitId>,
}

/// Whom a leader may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A unit, which hears its caller alone.
    Unit(UnitId),
    /// The desk of a town, which may be in several calls.
    Desk(TownId),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody pressed to talk; what that line had before is let go.
    Pressed(Press),
    /// Both ways at once: no floor is needed.
    Called {
        /// On which line.
        talker: TalkerId,
        /// Before whom the caller comes.
        rank: TalkRank,
        /// Whom it calls.
        with: Party,
    },
    /// The line let go, of whatever it had.
    Released(TalkerId),
    /// Whoever is called ended the calls that it is in.
    HungUp(Party),
    /// There was a voice on the line.
    Spoke {
        /// Which line.
        talker: TalkerId,
        /// Who talks on it, if that may be called.
        party: Option<Party>,
    },
    /// The line is gone, or its sound is.
    Lost(TalkerId),
    /// The time of [`Floor::poll_timeout`](super::Floor::poll_timeout) has come.
    Timeout,
}

/// What to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// The line has the floor.
    Grant {
        /// Which.
        talker: TalkerId,
        /// For whom.
        group: TalkGroup,
    },
    /// The line waits.
    Queue {
        /// Which.
        talker: TalkerId,
        /// For whom.
        group: TalkGroup,
        /// Behind how many it waits, counted from 1.
        place: usize,
    },
    /// The line is in a call.
    Connect {
        /// The caller's.
        talker: TalkerId,
    },
    /// The line has nothing any more: no floor, no place in the queue, no call.
    Revoke {
        /// Which.
        talker: TalkerId,
        /// Why.
        why: Why,
    },
}

/// Why a line has nothing any more, or gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It let go.
    Released,
    /// Somebody who comes before it talks.
    Preempted {
        /// On which line.
        by: TalkerId,
    },
    /// Nothing was heard of it.
    Silent,
    /// It talked as long as one may.
    TooLong,
    /// It waited as long as one may.
    WaitedTooLong,
    /// Too many wait.
    QueueFull,
    /// The unit is in a call, where no floor is needed.
    InCall,
    /// The line is gone, or its sound is.
    Lost,
}

/// How long things may last, and how many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The floor without a voice.
    pub silence: Duration,
    /// The floor.
    pub talk: Duration,
    /// A place in the queue.
    pub wait: Duration,
    /// A call without a voice.
    pub call_silence: Duration,
    /// Lines in the queue.
    pub queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(4),
            talk: Duration::from_mins(2),
            wait: Duration::from_mins(1),
            call_silence: Duration::from_mins(1),
            queue: 64,
        }
    }
}
