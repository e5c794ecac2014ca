//! Which packets of a publisher are missing, with when to ask for them again.
//!
//! A picture that waits for a packet stands still, and both the request and the repair may be lost as the packet was. When
//! a round trip has brought nothing, it is therefore asked for again, until the picture would no longer be live. How long a
//! round trip is shows in how long repairs take. It leaves writing the requests to `hearing`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How many packets may be missing at a time.
const MOST_MISSING: usize = 512;
/// How long a packet is asked for.
const ASKED_FOR: Duration = Duration::from_secs(1);
/// How long a packet that its followers have overtaken may take to arrive by itself.
const OVERTAKEN: Duration = Duration::from_millis(8);
/// A round trip until one was measured; the bounds of what is believed.
const FIRST_ROUND_TRIP: Duration = Duration::from_millis(200);
const LEAST_ROUND_TRIP: Duration = Duration::from_millis(20);
const MOST_ROUND_TRIP: Duration = Duration::from_millis(900);
/// The missing packets of one source.
#[derive(Debug, Default)]
pub(super) struct Missing {
    lost: VecDeque<Lost>,
    due_at: Option<Instant>,
    round_trip: Option<Measured>,
    /// Something is given up since that was last told.
    has_given_up: bool,
}

#[derive(Debug)]
struct Lost {
    number: u64,
    since: Instant,
    due_at: Instant,
    /// When it was asked for last, and the time before.
    asked_at: Option<Instant>,
    asked_before: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Measured {
    mean: Duration,
    deviation: Duration,
}

impl Missing {
    /// When something has to be asked for.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.due_at
    }

    /// Takes note of a packet that follows the others, `skipped` of which have not come.
    pub(super) fn went_on(&mut self, now: Instant, number: u64, skipped: u64) {
        if skipped == 0 {
            return;
        }
        if skipped > MOST_MISSING as u64 {
            // That is no loss that repairs could mend.
            self.lost.clear();
            self.has_given_up = true;
            self.due_at = Some(now);
            return;
        }
        let due_at = now + OVERTAKEN;
        for number in number - skipped..number {
            if self.lost.len() >= MOST_MISSING {
                self.lost.pop_front();
            }
            self.lost.push_back(Lost {
                number,
                since: now,
                due_at,
                asked_at: None,
                asked_before: None,
            });
        }
        self.due_at = Some(self.due_at.map_or(due_at, |at| at.min(due_at)));
    }

    /// Takes note of a packet that came after all.
    pub(super) fn came(&mut self, now: Instant, number: u64) {
        let Ok(at) = self.lost.binary_search_by_key(&number, |lost| lost.number) else {
            return;
        };
        let lost = self.lost.remove(at);
        if let Some(took) = lost.and_then(|lost| lost.took(now, self.mean())) {
            self.measured(took);
        }
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.lost.clear();
        self.due_at = None;
    }

    /// Takes out the numbers to ask for now, at most so many; tells whether one is given up.
    pub(super) fn ask(&mut self, now: Instant, most: usize, ask: &mut Vec<u16>) -> bool {
        if self.due_at.is_none_or(|at| now < at) {
            return false;
        }
        let before = self.lost.len();
        // The last requests, too, are given a round trip to be answered.
        let kept_for = ASKED_FOR + self.patience();
        self.lost
            .retain(|lost| now.saturating_duration_since(lost.since) < kept_for);
        let has_given_up = std::mem::take(&mut self.has_given_up) || self.lost.len() < before;
        let patience = self.patience();
        let due = self.lost.iter_mut().filter(|lost| lost.due_at <= now);
        for lost in due.take(most) {
            if now.saturating_duration_since(lost.since) < ASKED_FOR {
                ask.push(low_16(lost.number));
                lost.ask(now, patience);
            } else {
                lost.due_at = (lost.since + kept_for).max(now + OVERTAKEN);
            }
        }
        self.due_at = self.lost.iter().map(|lost| lost.due_at).min();
        has_given_up
    }

    fn mean(&self) -> Duration {
        self.round_trip
            .map_or(FIRST_ROUND_TRIP, |round_trip| round_trip.mean)
    }

    /// How long to wait before asking again.
    fn patience(&self) -> Duration {
        let wavers = self
            .round_trip
            .map_or(Duration::ZERO, |measured| measured.deviation);
        (self.mean() + 2 * wavers).clamp(LEAST_ROUND_TRIP, MOST_ROUND_TRIP)
    }

    /// The mean and how far it is deviated from, as TCP reckons them (RFC 6298).
    fn measured(&mut self, took: Duration) {
        let took = took.clamp(LEAST_ROUND_TRIP, MOST_ROUND_TRIP);
        self.round_trip = Some(match self.round_trip {
            None => Measured {
                mean: took,
                deviation: took / 4,
            },
            Some(Measured { mean, deviation }) => Measured {
                mean: (mean * 7 + took) / 8,
                deviation: (deviation * 3 + mean.abs_diff(took)) / 4,
            },
        });
    }
}

impl Lost {
    fn ask(&mut self, now: Instant, patience: Duration) {
        self.asked_before = self.asked_at.replace(now);
        self.due_at = now + patience;
    }

    /// How long its repair took, if one was asked for: one that came sooner than could be answers the request before.
    fn took(&self, now: Instant, mean: Duration) -> Option<Duration> {
        let since = |at: Instant| now.saturating_duration_since(at);
        let last = since(self.asked_at?);
        match self.asked_before {
            Some(before) if last < mean / 2 => Some(since(before)),
            _ => Some(last),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "that is what goes onto the wire")]
fn low_16(number: u64) -> u16 {
    number as u16
}

#[cfg(test)]
mod tests;
