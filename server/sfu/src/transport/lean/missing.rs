//! Which packets of a publisher are missing, with when to ask for them again.
//!
//! A picture that waits for a packet stands still, and both the request and the repair may be lost as the packet was. On a
//! path that loses much, a packet is therefore asked for several times in a row, as often as makes it likely that one of
//! the requests is answered; when a round trip has brought nothing, again, until the picture would no longer be live. How
//! long a round trip is shows in how long repairs take. It leaves writing the requests to `hearing`.

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

/// The most requests in a row for one packet, and how far apart they are, so that one gust does not take them all.
const MOST_IN_A_ROW: u8 = 2;
const APART: Duration = Duration::from_millis(30);
/// How many of all packets may need more than one round trip.
const LATE: f64 = 0.001;
/// How many repairs may be asked for, compared with the packets that come: a phone that is to send too many sends none.
const MOST_REPAIRS: f64 = 0.45;
/// How many packets the share of losses is counted over.
const COUNTED_OVER: f64 = 200.0;

/// The missing packets of one source.
#[derive(Debug, Default)]
pub(super) struct Missing {
    lost: VecDeque<Lost>,
    due_at: Option<Instant>,
    round_trip: Option<Measured>,
    /// Which share of the packets is lost lately.
    loss: f64,
    /// Something is given up since that was last told.
    has_given_up: bool,
}

#[derive(Debug)]
struct Lost {
    number: u64,
    since: Instant,
    due_at: Instant,
    /// How many requests of this round trip are still to be written.
    left: u8,
    /// When it was asked for first in this round trip, and in the one before.
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
        self.count(skipped);
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
                self.has_given_up |= self.lost.pop_front().is_some();
            }
            self.lost.push_back(Lost {
                number,
                since: now,
                due_at,
                left: 0,
                asked_at: None,
                asked_before: None,
            });
        }
        self.due_at = Some(self.due_at.map_or(due_at, |at| at.min(due_at)));
    }

    /// Takes note of a packet that came after all, as a repair or by itself.
    pub(super) fn came(&mut self, now: Instant, number: u64, is_repair: bool) {
        let Ok(at) = self.lost.binary_search_by_key(&number, |lost| lost.number) else {
            return;
        };
        let lost = self.lost.remove(at);
        if !is_repair {
            // It was only overtaken.
            self.loss = (self.loss - 1.0 / COUNTED_OVER).max(0.0);
            return;
        }
        if let Some(took) = lost.and_then(|lost| lost.took(now, self.mean())) {
            self.measured(took);
        }
    }

    /// Forgets those before a packet that nothing before it is needed for.
    pub(super) fn forget_before(&mut self, number: u64) {
        self.lost.retain(|lost| lost.number > number);
        self.has_given_up = false;
        self.due_at = self.lost.iter().map(|lost| lost.due_at).min();
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
        let (patience, in_a_row) = (self.patience(), self.in_a_row());
        let due = self.lost.iter_mut().filter(|lost| lost.due_at <= now);
        for lost in due.take(most) {
            if now.saturating_duration_since(lost.since) < ASKED_FOR {
                ask.push(low_16(lost.number));
                lost.ask(now, patience, in_a_row);
            } else {
                lost.due_at = (lost.since + kept_for).max(now + OVERTAKEN);
            }
        }
        self.due_at = self.lost.iter().map(|lost| lost.due_at).min();
        has_given_up
    }

    /// How often to ask in a row: a request and its repair may both be lost.
    fn in_a_row(&self) -> u8 {
        let unanswered = 1.0 - (1.0 - self.loss).powi(2);
        let late = |times: u8| self.loss * unanswered.powi(times.into());
        let is_much = |times: u8| self.loss * f64::from(times + 1) > MOST_REPAIRS;
        (1..MOST_IN_A_ROW)
            .find(|&times| late(times) <= LATE || is_much(times))
            .unwrap_or(MOST_IN_A_ROW)
    }

    fn count(&mut self, skipped: u64) {
        #[expect(clippy::cast_precision_loss, reason = "few packets")]
        let skipped = skipped.min(MOST_MISSING as u64) as f64;
        let weight = ((skipped + 1.0) / COUNTED_OVER).min(1.0);
        self.loss += (skipped / (skipped + 1.0) - self.loss) * weight;
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
    fn ask(&mut self, now: Instant, patience: Duration, in_a_row: u8) {
        if self.left == 0 {
            self.asked_before = self.asked_at.replace(now);
            self.left = in_a_row;
        }
        self.left -= 1;
        self.due_at = match self.asked_at {
            Some(asked_at) if self.left == 0 => (asked_at + patience).max(now + LEAST_ROUND_TRIP),
            _ => now + APART,
        };
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
