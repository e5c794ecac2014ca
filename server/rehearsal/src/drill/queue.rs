//! What is to happen, by time; what is due at the same moment happens as it was put in.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::Timestamp;

/// Things to come.
#[derive(Debug)]
pub(super) struct Queue<T> {
    heap: BinaryHeap<Coming<T>>,
    put_in: u64,
}

#[derive(Debug)]
struct Coming<T> {
    at: Timestamp,
    number: u64,
    what: T,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            put_in: 0,
        }
    }

    /// Lets `what` happen at `at`; what is never to happen is forgotten.
    pub(super) fn put(&mut self, at: Timestamp, what: T) {
        if at < Timestamp::MAX {
            let number = self.put_in;
            self.put_in = self.put_in.saturating_add(1);
            self.heap.push(Coming { at, number, what });
        }
    }

    /// When the next thing happens.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.heap.peek().map(|next| next.at)
    }

    /// The next thing.
    pub(super) fn take(&mut self) -> Option<T> {
        self.heap.pop().map(|next| next.what)
    }
}

impl<T> Ord for Coming<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives its greatest first, which is to be the earliest.
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl<T> PartialOrd for Coming<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Coming<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Coming<T> {}
