//! When a picture or a piece of sound was taken, by the phone's clock and by the hall's.
//!
//! One origin for both lines is what keeps lips and voice together (RFC 3550 section 6.4.1).

use std::time::{Duration, Instant, SystemTime};

/// The clock that media are stamped by.
#[derive(Debug)]
pub(crate) struct CaptureClock {
    set_at: Instant,
    hall_time: SystemTime,
    origin: Option<Instant>,
}

impl CaptureClock {
    /// The hall's clock shows this now.
    pub(crate) fn set(now: Instant, hall_time: SystemTime) -> Self {
        Self {
            set_at: now,
            hall_time,
            origin: None,
        }
    }

    /// What both clocks showed at a time since the origin; the first one that is asked for is now.
    pub(crate) fn taken(&mut self, now: Instant, at: Duration) -> (Instant, SystemTime) {
        let origin = *self
            .origin
            .get_or_insert_with(|| now.checked_sub(at).unwrap_or(now));
        let taken = origin.checked_add(at).unwrap_or(now);
        let later = taken.saturating_duration_since(self.set_at);
        let hall_time = self.hall_time.checked_add(later).unwrap_or(self.hall_time);
        (taken, hall_time)
    }
}
