//! What the hall has yet to be told, in sequence.
//!
//! An entry leaves only when the hall answers for it, however often it had to be sent. The box is
//! bounded: a phone that is off the net for hours keeps an ever coarser trail, but every fact that is
//! no fix and every request. A call for help goes ahead of everything. Keeping it on the disk is the shell's part.

use std::collections::{BTreeMap, VecDeque};

use domain::{CommandId, Timestamp};
use protocol::{Entry, MAX_ENTRIES, ToHall, Told};

use crate::PhoneTime;
use crate::sos::is_call;

/// As many entries wait at most.
pub const CAPACITY: usize = 5000;

/// As many receipts, arrivals and calls for help wait beyond that, at most: they are told once, so nobody
/// would tell them again.
const RESERVED: usize = 200;

/// As many entries are under way to the hall at once, at most.
pub const WINDOW: usize = 2 * MAX_ENTRIES;

/// The outbox of one phone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    waiting: VecDeque<Waiting>,
    under_way: usize,
}

#[derive(Clone, Debug)]
struct Waiting {
    entry: Entry,
    /// When it happened by the phone's own clock, while its hall time is still a guess.
    guessed: Option<PhoneTime>,
    /// When it was last sent.
    sent: Option<PhoneTime>,
}

impl Waiting {
    fn new(entry: Entry, guessed: Option<PhoneTime>) -> Self {
        Self {
            entry,
            guessed,
            sent: None,
        }
    }
}

/// Why an entry was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

impl Outbox {
    /// The outbox as it was stored; `guessed` is when those happened whose hall time is still a guess.
    pub(crate) fn restored(entries: Vec<Entry>, guessed: &BTreeMap<CommandId, PhoneTime>) -> Self {
        let (calls, rest): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_call);
        let waiting = calls
            .into_iter()
            .chain(rest)
            .map(|entry| {
                let happened = guessed.get(&entry.id).copied();
                Waiting::new(entry, happened)
            })
            .collect();
        Self {
            waiting,
            under_way: 0,
        }
    }

    /// Takes an entry in; the fixes that had to make room for it, or that there is no room.
    ///
    /// `guessed` is when it happened, if the hall's clock was never heard and the stamp is a guess.
    pub(crate) fn push(&mut self, entry: Entry, guessed: Option<PhoneTime>) -> Result<Vec<CommandId>, Full> {
        let thinned = if self.waiting.len() >= CAPACITY {
            self.thin()
        } else {
            Vec::new()
        };
        let reserved = matches!(
            entry.told,
            Told::Received { .. } | Told::Arrived { .. } | Told::Sos { .. }
        );
        if self.waiting.len() >= CAPACITY + if reserved { RESERVED } else { 0 } {
            return Err(Full);
        }
        // A call for help goes ahead of everything that is not under way yet.
        let place = if is_call(&entry) {
            self.under_way
        } else {
            self.waiting.len()
        };
        self.waiting.insert(place, Waiting::new(entry, guessed));
        Ok(thinned)
    }

    /// The next entries to send, oldest first, if the window has room; they count as under way from `now`.
    pub(crate) fn next_batch(&mut self, now: PhoneTime) -> Option<Vec<Entry>> {
        let room = WINDOW.saturating_sub(self.under_way);
        let batch = ToHall::batch(self.entries().skip(self.under_way).take(room));
        for waiting in self.waiting.iter_mut().skip(self.under_way).take(batch.len()) {
            waiting.sent = Some(now);
        }
        self.under_way = self.under_way.saturating_add(batch.len());
        (!batch.is_empty()).then_some(batch)
    }

    /// Takes the entry out that the hall answered for, if it is still here.
    pub(crate) fn answered(&mut self, id: CommandId) -> Option<Entry> {
        let place = self.waiting.iter().position(|waiting| waiting.entry.id == id)?;
        if place < self.under_way {
            self.under_way = self.under_way.saturating_sub(1);
        }
        self.waiting.remove(place).map(|waiting| waiting.entry)
    }

    /// Nothing is under way any more: whatever was sent may be lost and is sent again.
    pub(crate) fn lost_link(&mut self) {
        self.under_way = 0;
    }

    /// Since when the oldest entry is under way to the hall, if any is.
    pub(crate) fn under_way_since(&self) -> Option<PhoneTime> {
        self.waiting
            .front()
            .filter(|_| self.under_way > 0)
            .and_then(|waiting| waiting.sent)
    }

    /// Stamps every guessed entry anew; the entries changed.
    pub(crate) fn stamp(&mut self, hall_time: impl Fn(PhoneTime) -> (Timestamp, u32)) -> Vec<Entry> {
        let mut stamped = Vec::new();
        for waiting in &mut self.waiting {
            if let Some(happened) = waiting.guessed.take() {
                let (at, error_ms) = hall_time(happened);
                (waiting.entry.at, waiting.entry.at_error_ms) = (at, error_ms);
                if let Told::Fix { fix } = &mut waiting.entry.told {
                    (fix.taken_at, fix.taken_at_error_ms) = (at, error_ms);
                }
                stamped.push(waiting.entry.clone());
            }
        }
        stamped
    }

    /// All entries, oldest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.waiting.iter().map(|waiting| &waiting.entry)
    }

    /// How many entries wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Takes out a quarter of the fixes that are not under way, where the trail is densest, oldest first.
    fn thin(&mut self) -> Vec<CommandId> {
        let fixes: Vec<_> = self
            .entries()
            .skip(self.under_way)
            .filter(|entry| matches!(entry.told, Told::Fix { .. }))
            .map(|entry| (entry.at, entry.id))
            .collect();
        let spans = fixes
            .windows(3)
            .enumerate()
            .filter_map(|(place, trail)| match trail {
                [before, fix, after] => Some((after.0.since(before.0), place, fix.1)),
                _ => None,
            });
        let mut densest: Vec<_> = spans.collect();
        densest.sort_unstable();
        let mut thinned = BTreeMap::new();
        for (_, place, id) in densest {
            let neighbour_went =
                thinned.contains_key(&(place + 1)) || place > 0 && thinned.contains_key(&(place - 1));
            if thinned.len() * 4 < fixes.len() && !neighbour_went {
                thinned.insert(place, id);
            }
        }
        if thinned.is_empty() {
            thinned.extend(fixes.first().map(|(_, id)| (0, *id)));
        }
        let mut left = thinned.values().peekable();
        self.waiting
            .retain(|waiting| left.next_if(|id| **id == waiting.entry.id).is_none());
        thinned.into_values().collect()
    }
}

#[cfg(test)]
mod tests;
