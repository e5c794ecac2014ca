//! When each peer or stream wants to be woken.
//!
//! One entry each, ordered by time, so that only what is due is ever touched. It leaves what happens then to the
//! shard.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::messages::{PeerId, StreamKey};

/// Who is to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// A peer, for its transport or its lifetime.
    Peer(PeerId),
    /// A stream, for a key-frame request put off.
    Stream(StreamKey),
}

/// The wake-up times.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    by_time: BTreeSet<(Instant, Who)>,
    by_who: BTreeMap<Who, Instant>,
}

impl Deadlines {
    /// Sets, moves or clears somebody's time.
    pub(crate) fn set(&mut self, who: Who, at: Option<Instant>) {
        let former = match at {
            Some(at) => self.by_who.insert(who, at),
            None => self.by_who.remove(&who),
        };
        if former == at {
            return;
        }
        if let Some(former) = former {
            self.by_time.remove(&(former, who));
        }
        if let Some(at) = at {
            self.by_time.insert((at, who));
        }
    }

    /// Takes out one whose time has come, the most overdue first.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Who> {
        let &(at, who) = self.by_time.first()?;
        if at > now {
            return None;
        }
        self.set(who, None);
        Some(who)
    }

    /// The next time anybody is to be woken.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.by_time.first().map(|&(at, _)| at)
    }
}

#[cfg(test)]
mod tests;
