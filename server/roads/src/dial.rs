//! A queue of lanes by time, for searches whose times only grow.
//!
//! Times are whole milliseconds, so a row of buckets, each some milliseconds wide, replaces a heap
//! (Dial, 1969). Inside a bucket there is no order: a lane may be taken before a better time for it
//! turns up in the same bucket, and is then taken again. That costs little and changes no answer.

#![expect(
    clippy::indexing_slicing,
    reason = "buckets are masked, entries are numbered by the queue itself"
)]

/// How many milliseconds one bucket spans, as a power of two.
const WIDTH_BITS: u32 = 8;
const END: u32 = u32::MAX;

/// The queue. `T` is what a search wants to know of an entry besides its time.
#[derive(Debug)]
pub(crate) struct Dial<T> {
    /// The last entry of each bucket, or [`END`]. The row is a ring: far times share buckets with
    /// near ones that are done.
    buckets: Vec<u32>,
    /// One bit for each bucket that has entries.
    used: Vec<u64>,
    entries: Vec<Entry<T>>,
    /// The last entry that may be used again, or [`END`].
    free: u32,
    /// The bucket being emptied, counted from time zero.
    now: u32,
    waiting: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    time_ms: u32,
    what: T,
    before: u32,
}

impl<T: Copy> Dial<T> {
    /// A queue in which no time lies further than `reach_ms` beyond the one taken last.
    pub(crate) fn new(reach_ms: u32) -> Self {
        let buckets = ((reach_ms >> WIDTH_BITS) as usize + 2)
            .next_power_of_two()
            .max(64);
        Self {
            buckets: vec![END; buckets],
            used: vec![0; buckets / 64],
            entries: Vec::new(),
            free: END,
            now: 0,
            waiting: 0,
        }
    }

    /// Adds `what` at `time_ms`, which is not before the one taken last.
    pub(crate) fn push(&mut self, time_ms: u32, what: T) {
        let bucket = (time_ms >> WIDTH_BITS) as usize & (self.buckets.len() - 1);
        let entry = Entry {
            time_ms,
            what,
            before: self.buckets[bucket],
        };
        let place = if self.free == END {
            self.entries.push(entry);
            u32::try_from(self.entries.len() - 1).unwrap_or(END)
        } else {
            let place = self.free;
            self.free = self.entries[place as usize].before;
            self.entries[place as usize] = entry;
            place
        };
        self.buckets[bucket] = place;
        self.used[bucket / 64] |= 1 << (bucket % 64);
        self.waiting += 1;
    }

    /// Takes an entry of the first bucket that has any, with its time.
    pub(crate) fn pop(&mut self) -> Option<(u32, T)> {
        if self.waiting == 0 {
            return None;
        }
        let mask = self.buckets.len() - 1;
        let mut bucket = self.now as usize & mask;
        if self.buckets[bucket] == END {
            let next = self.next_used(bucket)?;
            let ahead = u32::try_from(next.wrapping_sub(bucket) & mask).ok()?;
            self.now += ahead;
            bucket = next;
        }
        let place = self.buckets[bucket];
        let entry = self.entries[place as usize];
        self.buckets[bucket] = entry.before;
        if entry.before == END {
            self.used[bucket / 64] &= !(1 << (bucket % 64));
        }
        self.entries[place as usize].before = self.free;
        self.free = place;
        self.waiting -= 1;
        Some((entry.time_ms, entry.what))
    }

    /// No entry that is taken from now on is before this time.
    pub(crate) const fn since_ms(&self) -> u32 {
        self.now << WIDTH_BITS
    }

    /// The next bucket after `bucket` around the ring that has entries.
    fn next_used(&self, bucket: usize) -> Option<usize> {
        let words = self.used.len();
        let start = bucket / 64;
        let ahead = self.used[start] & (u64::MAX << (bucket % 64));
        if ahead != 0 {
            return Some(start * 64 + ahead.trailing_zeros() as usize);
        }
        (1..=words)
            .map(|step| (start + step) % words)
            .find(|&word| self.used[word] != 0)
            .map(|word| word * 64 + self.used[word].trailing_zeros() as usize)
    }
}
