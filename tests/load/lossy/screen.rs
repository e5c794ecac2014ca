//! When a player would show each picture that comes.
//!
//! A browser holds pictures back for as long as late ones have lately taken, so that they come out evenly. This one holds
//! them back as long as the latest of the last ten seconds took, though never more than a second longer than the fastest.

use std::collections::VecDeque;
use std::time::Duration;

const CLOCK_HZ: f64 = 90_000.0;
/// How long a late picture is remembered.
const REMEMBERED: f64 = 10.0;
/// The longest that pictures are held back, in seconds.
const LONGEST: f64 = 1.0;

/// A player.
#[derive(Debug, Default)]
pub(super) struct Screen {
    latest_timestamp: Option<u32>,
    /// When the latest picture was taken, in seconds since the first one.
    taken: f64,
    /// What pictures took, in seconds, up to a constant, by when they came.
    took: VecDeque<(f64, f64)>,
    fastest: Option<f64>,
    shown: f64,
    /// By how much each picture was behind the fastest one, in milliseconds.
    pub(super) behind_ms: Vec<f64>,
}

impl Screen {
    /// Takes a picture that came at a time; returns when it is shown.
    pub(super) fn show(&mut self, timestamp: u32, came: Duration) -> Duration {
        let came = came.as_secs_f64();
        let latest = self.latest_timestamp.replace(timestamp).unwrap_or(timestamp);
        self.taken += f64::from(timestamp.wrapping_sub(latest)) / CLOCK_HZ;
        let took = came - self.taken;
        let fastest = self.fastest.map_or(took, |fastest| fastest.min(took));
        self.fastest = Some(fastest);
        while self.took.front().is_some_and(|&(at, _)| at < came - REMEMBERED) {
            self.took.pop_front();
        }
        let slowest = self.took.iter().map(|&(_, took)| took).fold(fastest, f64::max);
        let held_back = slowest.min(fastest + LONGEST);
        self.took.push_back((came, took));
        self.shown = (self.taken + held_back).max(came).max(self.shown);
        self.behind_ms.push((self.shown - self.taken - fastest) * 1_000.0);
        Duration::from_secs_f64(self.shown.max(0.0))
    }
}

#[cfg(test)]
mod tests;
