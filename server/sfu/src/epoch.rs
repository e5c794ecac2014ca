//! The wall clock, told by the packets' clock.

use std::time::{Duration, Instant, SystemTime};

use crate::rtp;

/// An instant whose wall-clock time is known.
#[derive(Debug, Clone, Copy)]
pub struct Epoch {
    /// The instant.
    pub instant: Instant,
    /// Its time.
    pub wall: SystemTime,
}

impl Epoch {
    /// The wall clock in 32.32 fixed point since 1900 (RFC 3550 section 4).
    pub(crate) fn ntp(&self, now: Instant) -> u64 {
        rtp::ntp(self.wall + now.saturating_duration_since(self.instant))
    }

    /// The round trip, by when a report was sent and how long its receiver had it, as RTCP tells them (RFC 3550 section
    /// 6.4.1); `None` if it has had none, or cannot be.
    pub(crate) fn round_trip(&self, now: Instant, last_report: u32, delay: u32) -> Option<Duration> {
        if last_report == 0 {
            return None;
        }
        let middle = u32::try_from(self.ntp(now) >> 16 & 0xFFFF_FFFF).ok()?;
        let ticks = middle.wrapping_sub(last_report).wrapping_sub(delay);
        (ticks < 1 << 31).then(|| Duration::from_micros((u64::from(ticks) * 1_000_000) >> 16))
    }
}
