//! When each peer or stream wants to be woken.
//!
//! A peer's time moves with nearly every packet, mostly to a later one, so that the queue is left alone unless it moves
//! to an earlier one: what comes to its turn too early is put back. Only what is due is ever touched. It leaves what
//! happens then to the shard.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use crate::messages::{PeerId, StreamKey};
use crate::tables::Table;

/// Who is to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Who {
    /// A peer, for its transport or its lifetime.
    Peer(PeerId),
    /// A stream, for a key-frame request put off.
    Stream(StreamKey),
    /// A stream, for which of its layers are needed.
    Demand(StreamKey),
    /// A stream, for a wish to have it cross that runs out.
    Wish(StreamKey),
}

/// The wake-up times.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    queue: BinaryHeap<Reverse<(Instant, Who)>>,
    by_who: Table<Who, Deadline>,
}

#[derive(Debug, Clone, Copy)]
struct Deadline {
    at: Instant,
    /// Its one valid place in the queue, never later than `at`.
    queued: Instant,
}

impl Deadlines {
    /// Sets, moves or clears somebody's time.
    pub(crate) fn set(&mut self, who: Who, at: Option<Instant>) {
        let Some(at) = at else {
            self.by_who.remove(&who);
            self.drop_stale();
            return;
        };
        if let Some(deadline) = self.by_who.get_mut(&who)
            && deadline.queued <= at
        {
            deadline.at = at;
            return;
        }
        self.enqueue(who, at);
    }

    /// Takes out one whose time has come, the most overdue first.
    pub(crate) fn take_due(&mut self, now: Instant) -> Option<Who> {
        loop {
            self.drop_stale();
            let &Reverse((queued, who)) = self.queue.peek()?;
            if queued > now {
                return None;
            }
            self.queue.pop();
            let deadline = *self.by_who.get(&who)?;
            if deadline.at <= now {
                self.by_who.remove(&who);
                return Some(who);
            }
            self.enqueue(who, deadline.at);
        }
    }

    /// The next time anybody may have to be woken.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.queue.peek().map(|&Reverse((queued, _))| queued)
    }

    /// Drops the first places in the queue as long as whoever had them was moved or cleared.
    fn drop_stale(&mut self) {
        let valid = |place: &Reverse<(Instant, Who)>| {
            let Reverse((queued, who)) = place;
            self.by_who
                .get(who)
                .is_some_and(|deadline| deadline.queued == *queued)
        };
        while self.queue.peek().is_some_and(|place| !valid(place)) {
            self.queue.pop();
        }
    }

    fn enqueue(&mut self, who: Who, at: Instant) {
        self.by_who.insert(who, Deadline { at, queued: at });
        self.queue.push(Reverse((at, who)));
    }
}

#[cfg(test)]
mod tests;
