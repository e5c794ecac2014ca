//! The sequence numbers and timestamps one subscriber's line sees.
//!
//! A viewer must not notice that the publisher behind a stream changed: numbers go on by one, time goes on by the time
//! that passed (RFC 3550 section 5.1). Within one source every packet keeps its distance to the others, so that
//! reordering, loss and repair pass through, unless it leaps: a leap costs a viewer one number. The first number stays below 65,536, because SRTP's rollover counter is
//! not signalled (RFC 3711 section 3.3.1). It leaves what to forward to the subscriber.

use std::time::{Duration, Instant};

/// How many squeezed pictures fit into a second.
const SQUEEZED_HZ: u32 = 1_000;
/// How long packets of past pictures may go on arriving.
const REPAIRED_WITHIN: Duration = Duration::from_secs(3);
/// More numbers than this that are missing at once were not lost but left out. Passed through, two such leaps of which a
/// viewer misses one would leave its count of rollovers behind for good (RFC 3711 section 3.3.1).
const LEAP: u64 = 3_000;

/// One RTP source: a publisher's turn and its SSRC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    /// Which publisher of the stream, counted up.
    pub(crate) turn: u64,
    /// Its synchronisation source.
    pub(crate) ssrc: u32,
}

/// The rewriting of one line.
#[derive(Debug)]
pub(crate) struct Rewrite {
    clock_hz: u32,
    start_timestamp: u32,
    next_seq: u64,
    segment: Option<Segment>,
    newest: Option<(u32, Instant)>,
    squeezed: Option<Squeezed>,
}

#[derive(Debug)]
struct Segment {
    source: Source,
    seq_in: u64,
    seq_out: u64,
    timestamp_shift: u32,
    floor: u64,
}

impl Segment {
    /// The number a packet of its source is given.
    fn number(&self, seq: u64) -> Option<u64> {
        (self.seq_out + seq).checked_sub(self.seq_in)
    }
}

impl Rewrite {
    /// Starts a line of the given RTP clock at random numbers; `random` chooses them.
    pub(crate) fn new(clock_hz: u32, random: u32) -> Self {
        // Room below for packets that arrive late, room above before the counter rolls over.
        let next_seq = 1_024 + u64::from(random & 0x3FFF);
        Self {
            clock_hz,
            start_timestamp: random.rotate_left(16),
            next_seq,
            segment: None,
            newest: None,
            squeezed: None,
        }
    }

    /// Has the next packet follow the newest one, whatever lay between.
    pub(crate) fn interrupt(&mut self) {
        self.segment = None;
        self.squeezed = None;
    }

    /// Lets pictures that are past be shown in no time: begins `source` such that its pictures of these `timestamps`, in
    /// their order, come one right after the other, and those after them at their own pace.
    pub(crate) fn begin_squeezed(&mut self, now: Instant, source: Source, seq: u64, timestamps: &[u32]) {
        let Some((&newest, past)) = timestamps.split_last() else {
            return;
        };
        let step = self.clock_hz / SQUEEZED_HZ;
        let span = u32::try_from(past.len()).unwrap_or(u32::MAX).wrapping_mul(step);
        let mut segment = self.begin(now, source, seq, newest.wrapping_sub(span));
        segment.floor = segment.seq_out;
        let ends_at = newest.wrapping_add(segment.timestamp_shift);
        let squeeze = |(&timestamp, n): (&u32, u32)| (timestamp, ends_at.wrapping_sub(n.wrapping_mul(step)));
        self.squeezed = Some(Squeezed {
            since: now,
            newest,
            past: past.iter().rev().zip(1..).map(squeeze).collect(),
        });
        self.segment = Some(segment);
    }

    /// Gives a packet its numbers; `None` if it is older than the change to its source and has to be dropped.
    pub(crate) fn apply(
        &mut self,
        now: Instant,
        source: Source,
        seq: u64,
        timestamp: u32,
    ) -> Option<(u64, u32)> {
        if self
            .segment
            .as_ref()
            .is_none_or(|segment| segment.source != source)
        {
            self.segment = Some(self.begin(now, source, seq, timestamp));
            self.squeezed = None;
        }
        let leaps = |segment: &Segment| segment.number(seq).is_some_and(|out| out > self.next_seq + LEAP);
        if self.newest.is_some() && self.segment.as_ref().is_some_and(leaps) {
            // One number is left out, so that the viewer does not take what follows for whole.
            self.next_seq += 1;
            self.segment = Some(self.begin(now, source, seq, timestamp));
            self.squeezed = None;
        }
        let segment = self.segment.as_ref()?;
        let seq_out = segment.number(seq)?;
        if seq_out < segment.floor {
            return None;
        }
        let in_time = timestamp.wrapping_add(segment.timestamp_shift);
        self.squeezed.take_if(|squeezed| squeezed.is_over(now));
        let squeezed = self
            .squeezed
            .as_ref()
            .and_then(|squeezed| squeezed.find(timestamp));
        let timestamp_out = squeezed.unwrap_or(in_time);
        if seq_out >= self.next_seq {
            self.next_seq = seq_out + 1;
            self.newest = Some((timestamp_out, now));
        }
        Some((seq_out, timestamp_out))
    }

    fn begin(&self, now: Instant, source: Source, seq: u64, timestamp: u32) -> Segment {
        let timestamp_out = match self.newest {
            None => self.start_timestamp,
            Some((newest, at)) => {
                newest.wrapping_add(ticks(now.saturating_duration_since(at), self.clock_hz).max(1))
            }
        };
        Segment {
            source,
            seq_in: seq,
            seq_out: self.next_seq,
            timestamp_shift: timestamp_out.wrapping_sub(timestamp),
            floor: if self.newest.is_none() { 1 } else { self.next_seq },
        }
    }
}

/// The new timestamps of past pictures.
#[derive(Debug)]
struct Squeezed {
    since: Instant,
    newest: u32,
    /// By their own, the newest first.
    past: Vec<(u32, u32)>,
}

impl Squeezed {
    /// Tells whether even repairs of its pictures have long arrived.
    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) > REPAIRED_WITHIN
    }

    /// A picture's new timestamp, or that of the one before it if it was not known; `None` for a later one.
    fn find(&self, timestamp: u32) -> Option<u32> {
        let is_from = |own: u32| timestamp.wrapping_sub(own) < 1 << 31;
        if is_from(self.newest) {
            return None;
        }
        let known = self.past.iter().find(|&&(own, _)| is_from(own));
        known.or_else(|| self.past.last()).map(|&(_, squeezed)| squeezed)
    }
}

/// A span of time in ticks of an RTP clock, modulo 2³² as timestamps are.
fn ticks(span: Duration, clock_hz: u32) -> u32 {
    let ticks = span.as_micros() * u128::from(clock_hz) / 1_000_000;
    u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
