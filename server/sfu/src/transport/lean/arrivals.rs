//! When a publisher's packets arrived, which is what it estimates its network by.
//!
//! Every packet of a transport has a number of its own; which have arrived is told a few times a round trip. One that
//! arrives later than its followers have been told of is told of then, with them once more. It leaves the estimate to the
//! publisher.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::rtcp::ArrivalReport;

use super::window::Window;

/// How often the publisher is told.
const TELL_EVERY: Duration = Duration::from_millis(60);
/// How many packets may be in between before it is told sooner.
const MOST_UNTOLD: u64 = 100;
/// How many packets are remembered; a second's, at the rate of a good camera.
const REMEMBERED: usize = 1_024;
/// How many that arrived one report tells of, so that it fits into a datagram; those that did not take no room.
const TOLD_AT_ONCE: usize = 400;
/// What reports count in.
const TICK_MICROS: i64 = 250;

/// The packets of one transport.
#[derive(Debug)]
pub(super) struct Arrivals {
    origin: Instant,
    came: Window,
    /// When each arrived, in ticks since the origin, the first being that of `begins_at`.
    remembered: VecDeque<Option<i64>>,
    begins_at: u64,
    /// The first packet that the next report is to tell of.
    told_to: u64,
    due_at: Option<Instant>,
    reports: u8,
}

impl Arrivals {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            origin: now,
            came: Window::default(),
            remembered: VecDeque::new(),
            begins_at: 0,
            told_to: 0,
            due_at: None,
            reports: 0,
        }
    }

    /// When the publisher has to be told.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.due_at
    }

    /// Takes note of a packet.
    pub(super) fn note(&mut self, now: Instant, count: u16) {
        let Some(number) = self.came.guess(count).filter(|&number| self.came.note(number)) else {
            return;
        };
        let Some(at) = self.place(number) else {
            return;
        };
        let since = now.saturating_duration_since(self.origin).as_micros();
        let ticks = i64::try_from(since).unwrap_or(i64::MAX) / TICK_MICROS;
        if let Some(place) = self.remembered.get_mut(at) {
            *place = Some(ticks);
        }
        self.told_to = self.told_to.min(number);
        let is_much = number - self.told_to >= MOST_UNTOLD;
        let due_at = *self.due_at.get_or_insert(now + TELL_EVERY);
        self.due_at = Some(if is_much { now } else { due_at });
    }

    /// Takes out the reports that are due, each by itself.
    pub(super) fn tell(&mut self, now: Instant, own: u32, ssrc: u32, mut each: impl FnMut(&[u8])) {
        if self.due_at.is_none_or(|at| now < at) {
            return;
        }
        self.due_at = None;
        let untold: Vec<Option<i64>> = self
            .remembered
            .iter()
            .skip(usize::try_from(self.told_to - self.begins_at).unwrap_or_default())
            .copied()
            .collect();
        let mut untold = untold.as_slice();
        while !untold.is_empty() {
            let mut compound = Vec::new();
            let arrived = (1..).zip(untold).filter(|(_, arrival)| arrival.is_some());
            let end = arrived.take(TOLD_AT_ONCE).last().map_or(0, |(end, _)| end);
            let report = ArrivalReport {
                own,
                ssrc,
                first: low_16(self.told_to),
                arrivals: untold.get(..end).unwrap_or_default(),
                number: self.reports,
            };
            let told = report.write(&mut compound);
            if told == 0 {
                break;
            }
            each(&compound);
            self.reports = self.reports.wrapping_add(1);
            self.told_to += told as u64;
            untold = untold.get(told..).unwrap_or_default();
        }
        self.told_to = self.begins_at + self.remembered.len() as u64;
    }

    /// Makes a place for a packet; `None` if it is too old to tell of.
    fn place(&mut self, number: u64) -> Option<usize> {
        let end = self.begins_at + self.remembered.len() as u64;
        if self.remembered.is_empty() || number >= end + REMEMBERED as u64 {
            // What lies between is more than can be told of.
            self.remembered.clear();
            (self.begins_at, self.told_to) = (number, number);
        }
        let at = usize::try_from(number.checked_sub(self.begins_at)?).ok()?;
        if at >= self.remembered.len() {
            self.remembered.resize(at + 1, None);
        }
        let excess = self.remembered.len().saturating_sub(REMEMBERED);
        self.remembered.drain(..excess);
        self.begins_at += excess as u64;
        self.told_to = self.told_to.max(self.begins_at);
        at.checked_sub(excess)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "that is what goes onto the wire")]
fn low_16(number: u64) -> u16 {
    number as u16
}

#[cfg(test)]
mod tests;
