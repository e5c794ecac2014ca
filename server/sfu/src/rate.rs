//! How many bits a second a layer takes.
//!
//! Key frames make it waver, so that it is smoothed over a few seconds; a layer that has stopped has no rate at all.

use std::time::{Duration, Instant};

use crate::publisher::STOPPED_AFTER;

/// How long a span is measured.
const SPAN: Duration = Duration::from_millis(500);
/// The shortest span a first guess is made from.
const GUESS: Duration = Duration::from_millis(100);
/// How long a layer is sent until its rate has settled.
const SETTLED_AFTER: Duration = Duration::from_secs(2);
/// How much of the former rate is kept at each measurement, in quarters.
const KEPT: u64 = 3;

/// The rate of one layer.
#[derive(Debug, Default)]
pub(crate) struct Rate {
    began_at: Option<Instant>,
    newest_at: Option<Instant>,
    /// When it began to be sent.
    since: Option<Instant>,
    bytes: u64,
    smoothed_bps: u64,
    /// That of the newest span alone.
    newest_bps: u64,
}

/// What a layer took whenever it was sent, so that one that rests has a price.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Price {
    pub(crate) bps: u64,
    /// It was sent for long enough that the key frame it began with makes no difference.
    pub(crate) is_settled: bool,
}

impl Rate {
    /// Takes note of a packet.
    pub(crate) fn add(&mut self, now: Instant, bytes: usize) {
        if self.has_stopped(now) {
            *self = Self::default();
        }
        let began_at = *self.began_at.get_or_insert(now);
        self.since.get_or_insert(now);
        self.newest_at = Some(now);
        let span = now.saturating_duration_since(began_at);
        if span >= SPAN {
            let measured = bps(self.bytes, span);
            self.smoothed_bps = match self.smoothed_bps {
                0 => measured,
                former => (former * KEPT + measured) / (KEPT + 1),
            };
            self.newest_bps = measured;
            self.began_at = Some(now);
            self.bytes = 0;
        }
        self.bytes += bytes as u64;
    }

    /// The rate at present; zero for a layer that is not sent.
    pub(crate) fn bps(&self, now: Instant) -> u64 {
        match (self.began_at, self.smoothed_bps) {
            _ if self.has_stopped(now) => 0,
            (Some(began_at), 0) => bps(self.bytes, now.saturating_duration_since(began_at).max(GUESS)).max(1),
            (_, smoothed) => smoothed,
        }
    }

    /// What it takes, once there was time to tell.
    pub(crate) fn price(&self, now: Instant) -> Option<Price> {
        let since = self.since.filter(|_| self.smoothed_bps > 0)?;
        let is_settled = now.saturating_duration_since(since) >= SETTLED_AFTER;
        let bps = if is_settled {
            self.smoothed_bps
        } else {
            self.smoothed_bps.min(self.newest_bps)
        };
        Some(Price { bps, is_settled })
    }

    fn has_stopped(&self, now: Instant) -> bool {
        self.newest_at
            .is_none_or(|newest| now.saturating_duration_since(newest) > STOPPED_AFTER)
    }
}

fn bps(bytes: u64, span: Duration) -> u64 {
    let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1);
    bytes.saturating_mul(8_000_000) / micros
}

#[cfg(test)]
mod tests;
