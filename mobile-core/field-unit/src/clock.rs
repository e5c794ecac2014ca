//! What the hall's clock shows, as far as a phone can know.
//!
//! Each question for the time and its answer bound the hall's clock: it was read somewhere between
//! asking and hearing, so half the round trip is the error. The answer with the smallest error is
//! believed, and its error grows with age, because no two crystals agree (Cristian 1989; RFC 5905
//! section 10 filters alike). Asking is the business of `link`.

use std::collections::VecDeque;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::PhoneTime;

/// How far the phone's wall clock is taken to be off, before the hall's clock was ever heard, in milliseconds.
pub const UNHEARD_ERROR_MS: u32 = 10 * 60 * 1000;

/// How many milliseconds a phone's crystal may gain or lose in a million.
const DRIFT_PPM: u64 = 100;

/// A reading is worth keeping once it is better than the one kept by so many milliseconds.
const WORTH_KEEPING_MS: u32 = 100;

/// How many answers are remembered: half an hour of them.
const REMEMBERED: usize = 32;

/// The hall's clock, seen from a phone.
#[derive(Clone, Debug)]
pub struct HallClock {
    started: Reading,
    readings: VecDeque<Reading>,
}

/// What the hall's clock showed at a moment of the phone's own.
///
/// It outlives the app, but not the phone's being switched on anew, which sets the phone's own clock back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    at: PhoneTime,
    hall_ms: i64,
    error_ms: u32,
}

impl HallClock {
    /// A clock that knows what was `kept`, or else no better than the phone's wall clock, which shows
    /// `wall_clock` at `now`.
    pub fn new(now: PhoneTime, wall_clock: Timestamp, kept: Option<Reading>) -> Self {
        let started = Reading {
            at: now,
            hall_ms: wall_clock.as_millis(),
            error_ms: UNHEARD_ERROR_MS,
        };
        Self {
            started,
            readings: kept.into_iter().collect(),
        }
    }

    /// Learns that the hall's clock showed `hall_time` at some moment between `asked_at` and `heard_at`.
    ///
    /// A reading that contradicts older ones means that the hall's clock was set; the older ones go.
    pub fn learn(&mut self, asked_at: PhoneTime, heard_at: PhoneTime, hall_time: Timestamp) {
        let half = heard_at.since(asked_at) / 2;
        let error_ms = u32::try_from(half.as_millis())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let fresh = Reading {
            at: asked_at.after(half),
            hall_ms: hall_time.as_millis(),
            error_ms,
        };
        self.readings.retain(|old| old.agrees_with(fresh));
        if self.readings.len() >= REMEMBERED {
            self.readings.pop_front();
        }
        self.readings.push_back(fresh);
    }

    /// Whether the hall's clock was ever heard.
    pub fn is_heard(&self) -> bool {
        !self.readings.is_empty()
    }

    /// What the hall's clock shows at `moment`, past or present, with its error in milliseconds.
    pub fn hall_time(&self, moment: PhoneTime) -> (Timestamp, u32) {
        let best = self.best(moment).unwrap_or(self.started);
        (
            Timestamp::from_millis(best.hall_ms_at(moment)),
            best.error_at(moment),
        )
    }

    /// The reading to keep in place of `kept`, if one is worth it at `now`.
    pub(crate) fn better_than(&self, kept: Option<Reading>, now: PhoneTime) -> Option<Reading> {
        let good_enough = |best: &Reading, kept: Reading| {
            kept.agrees_with(*best)
                && kept.error_at(now) < best.error_at(now).saturating_add(WORTH_KEEPING_MS)
        };
        self.best(now)
            .filter(|best| !kept.is_some_and(|kept| good_enough(best, kept)))
    }

    fn best(&self, moment: PhoneTime) -> Option<Reading> {
        self.readings
            .iter()
            .copied()
            .min_by_key(|reading| reading.error_at(moment))
    }
}

impl Reading {
    fn hall_ms_at(self, moment: PhoneTime) -> i64 {
        let (moment, at) = (
            moment.as_millis().cast_signed(),
            self.at.as_millis().cast_signed(),
        );
        self.hall_ms.saturating_add(moment.saturating_sub(at))
    }

    fn error_at(self, moment: PhoneTime) -> u32 {
        let age_ms = moment.as_millis().abs_diff(self.at.as_millis());
        let drift_ms = age_ms.saturating_mul(DRIFT_PPM) / 1_000_000;
        self.error_ms
            .saturating_add(u32::try_from(drift_ms).unwrap_or(u32::MAX))
    }

    fn agrees_with(self, other: Self) -> bool {
        let apart = self.hall_ms_at(other.at).abs_diff(other.hall_ms);
        apart <= u64::from(self.error_at(other.at)) + u64::from(other.error_ms)
    }
}

#[cfg(test)]
mod tests;
