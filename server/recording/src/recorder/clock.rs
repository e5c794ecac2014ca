//! One track's RTP timestamps on the hall's wall clock.
//!
//! A sender's timestamps tell exactly how far two frames are apart but not when they were made; arrivals tell when,
//! but late by whatever the net did. So the first frame is placed by its arrival, the others by their timestamps, and
//! the whole follows, too slowly to be noticed, the frames that were delayed least: that holds both tracks together
//! and makes up for a sender's clock that runs fast or slow. Where the two disagree by far, one of the clocks was set or
//! runs wild, and arrivals count.
//!
//! Places are ticks of the track since 1970, so they fit one line over reconnects.

use crate::media::Track;

/// Timestamps and arrivals that disagree by more were not made by one clock.
const SET_MS: i64 = 10_000;
/// How long arrivals are gathered before the least delayed one is followed.
const ROUND_MS: i64 = 5_000;
/// One part in so many is how fast placing gives way.
const GIVES_WAY: i64 = 50;

#[derive(Debug)]
pub(super) struct Clock {
    track: Track,
    last: Option<Last>,
    /// How far the least delayed frame of the round lies behind its place, in ticks; and of the round before.
    least: Option<i64>,
    followed: i64,
    round_since_ms: i64,
    /// How far the first frame lay ahead of its arrival, in ticks: the hall's clock was set back.
    ahead: i64,
}

#[derive(Debug, Clone, Copy)]
struct Last {
    timestamp: u32,
    arrived_ms: i64,
    place: i64,
}

impl Clock {
    pub(super) fn new(track: Track) -> Self {
        Self {
            track,
            last: None,
            least: None,
            followed: 0,
            round_since_ms: 0,
            ahead: 0,
        }
    }

    /// The place of a frame, in ticks since 1970. One that is placed by its arrival lies at `earliest` or behind.
    pub(super) fn place(&mut self, timestamp: u32, arrived_ms: i64, earliest: i64) -> i64 {
        let arrived = self.track.ticks(arrived_ms);
        let step = self.last.and_then(|last| {
            let step = self.step(last, timestamp, arrived_ms)?;
            self.reined_in(last, step, arrived_ms)
        });
        let place = match (self.last, step) {
            (Some(last), Some(step)) => self.follow(last.place + step, step, arrived, arrived_ms),
            _ => self.start(arrived.max(earliest), arrived_ms),
        };
        self.last = Some(Last {
            timestamp,
            arrived_ms,
            place,
        });
        place
    }

    /// How far the timestamp says that the frame lies behind the last one; nothing if a clock was set.
    fn step(&self, last: Last, timestamp: u32, arrived_ms: i64) -> Option<i64> {
        let step = i64::from(timestamp.wrapping_sub(last.timestamp).cast_signed());
        let passed_ms = arrived_ms.saturating_sub(last.arrived_ms);
        let apart = self.track.ms(step).saturating_sub(passed_ms).saturating_abs();
        (step >= 0 && apart <= SET_MS).then_some(step)
    }

    /// The step, shortened where it led ever farther ahead of arrivals; nothing where they are far ahead themselves.
    fn reined_in(&self, last: Last, step: i64, arrived_ms: i64) -> Option<i64> {
        let (arrived, far) = (self.track.ticks(arrived_ms), self.track.ticks(SET_MS));
        if arrived.saturating_sub(last.place + step) > far {
            return None;
        }
        let most = arrived
            .saturating_add(self.ahead + far)
            .saturating_sub(last.place);
        Some(step.min(most.max(step.min(1))))
    }

    fn start(&mut self, place: i64, arrived_ms: i64) -> i64 {
        self.least = None;
        self.followed = 0;
        self.round_since_ms = arrived_ms;
        self.ahead = place.saturating_sub(self.track.ticks(arrived_ms)).max(0);
        place
    }

    fn follow(&mut self, place: i64, step: i64, arrived: i64, arrived_ms: i64) -> i64 {
        let late = arrived.saturating_sub(place);
        let least = self.least.map_or(late, |least| least.min(late));
        self.least = Some(least);
        if late < self.followed {
            // It came sooner than the best so far: no need to wait for the round's end.
            self.followed = late;
        }
        if arrived_ms.saturating_sub(self.round_since_ms) >= ROUND_MS {
            self.followed = least;
            self.least = None;
            self.round_since_ms = arrived_ms;
        }
        let most = (step / GIVES_WAY).max(0);
        let given_way = self.followed.clamp(-most, most);
        self.followed -= given_way;
        self.least = self.least.map(|least| least - given_way);
        place + given_way
    }
}

#[cfg(test)]
mod tests;
