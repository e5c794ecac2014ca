//! The sequence numbers and timestamps one subscriber's line sees.
//!
//! A viewer must not notice that the publisher behind a stream changed: numbers go on by one, time goes on by the time
//! that passed (RFC 3550 section 5.1). Within one source every packet keeps its distance to the others, so that
//! reordering, loss and repair pass through. The first number stays below 65,536, because SRTP's rollover counter is
//! not signalled (RFC 3711 section 3.3.1). It leaves what to forward to the subscriber.

use std::time::{Duration, Instant};

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
}

#[derive(Debug)]
struct Segment {
    source: Source,
    seq_in: u64,
    seq_out: u64,
    timestamp_shift: u32,
    floor: u64,
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
        }
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
        }
        let segment = self.segment.as_ref()?;
        let seq_out = (segment.seq_out + seq).checked_sub(segment.seq_in)?;
        if seq_out < segment.floor {
            return None;
        }
        let timestamp_out = timestamp.wrapping_add(segment.timestamp_shift);
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

/// A span of time in ticks of an RTP clock, modulo 2³² as timestamps are.
fn ticks(span: Duration, clock_hz: u32) -> u32 {
    let ticks = span.as_micros() * u128::from(clock_hz) / 1_000_000;
    u32::try_from(ticks & u128::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
