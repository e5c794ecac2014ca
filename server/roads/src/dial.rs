//! A queue of lanes by time, for searches whose times only grow.
//!
//! Times are whole milliseconds, so a row of buckets, each some milliseconds wide, replaces a heap
//! (Dial, 1969). Inside a bucket there is no order: a lane may be taken before a better time for it
//! turns up in the same bucket, and is then taken again. That costs little and changes no answer.

#![expect(
    clippy::indexing_slicing,
    reason = "places of buckets are masked to their number, and links lead to entries"
)]

/// How many milliseconds one bucket spans at least, as a power of two.
const LEAST_WIDTH_BITS: u32 = 8;
/// There are no more buckets than this; should times spread further, they grow wider.
const MOST_BUCKETS: usize = 1 << 16;
/// Where a chain of entries ends.
const END: u32 = u32::MAX;

/// The queue. `T` is what a search wants to know of an entry besides its time.
#[derive(Debug)]
pub(crate) struct Dial<T> {
    /// The entry of each bucket that came last, or [`END`]. A ring: far times share buckets with near
    /// ones that are done.
    buckets: Vec<u32>,
    /// One bit for each bucket that has entries.
    used: Vec<u64>,
    /// All entries, in one place: a search makes thousands of buckets, each for a few of them.
    entries: Vec<Entry<T>>,
    /// The first of the entries that were taken and may be used again.
    free: u32,
    width_bits: u32,
    /// The bucket being emptied, counted from time zero.
    now: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    time_ms: u32,
    /// The entry of the same bucket that came before.
    next: u32,
    what: T,
}

impl<T: Copy> Dial<T> {
    /// A queue in which no time lies further than `reach_ms` beyond the one taken last.
    pub(crate) fn new(reach_ms: u32) -> Self {
        let buckets = |width_bits: u32| {
            ((reach_ms >> width_bits) as usize + 2)
                .next_power_of_two()
                .max(64)
        };
        let mut width_bits = LEAST_WIDTH_BITS;
        while buckets(width_bits) > MOST_BUCKETS {
            width_bits += 1;
        }
        let buckets = buckets(width_bits);
        Self {
            buckets: vec![END; buckets],
            used: vec![0; buckets / 64],
            entries: Vec::new(),
            free: END,
            width_bits,
            now: 0,
        }
    }

    /// Adds `what` at `time_ms`, which is not before the one taken last.
    #[inline]
    pub(crate) fn push(&mut self, time_ms: u32, what: T) {
        let bucket = (time_ms >> self.width_bits) as usize & (self.buckets.len() - 1);
        let next = self.buckets[bucket];
        let entry = Entry { time_ms, next, what };
        let place = self.free;
        if place == END {
            self.buckets[bucket] = u32::try_from(self.entries.len()).unwrap_or(END);
            self.entries.push(entry);
        } else {
            self.buckets[bucket] = place;
            self.free = std::mem::replace(&mut self.entries[place as usize], entry).next;
        }
        self.used[bucket / 64] |= 1 << (bucket % 64);
    }

    /// Takes an entry of the first bucket that has any, with its time.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(u32, T)> {
        let mask = self.buckets.len() - 1;
        let mut bucket = self.now as usize & mask;
        if self.buckets[bucket] == END {
            self.used[bucket / 64] &= !(1 << (bucket % 64));
            let next = self.next_used(bucket)?;
            self.now += u32::try_from(next.wrapping_sub(bucket) & mask).ok()?;
            bucket = next;
        }
        let place = self.buckets[bucket];
        let Entry { time_ms, next, what } = self.entries[place as usize];
        self.buckets[bucket] = next;
        self.entries[place as usize].next = std::mem::replace(&mut self.free, place);
        Some((time_ms, what))
    }

    /// No entry that is taken from now on is before this time.
    pub(crate) const fn since_ms(&self) -> u32 {
        self.now << self.width_bits
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

#[cfg(test)]
mod tests;
