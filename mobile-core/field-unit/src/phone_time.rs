//! The phone's own clock.
//!
//! It counts milliseconds since some start and goes on while the phone sleeps, as `CLOCK_BOOTTIME`
//! does: an ordinary monotonic clock stands still in a pocket while the fifteen minutes run. What
//! hall time a moment was is the business of [`crate::HallClock`].

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment of the phone's own clock; it never goes back while the phone is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhoneTime(u64);

impl PhoneTime {
    /// From milliseconds since the clock's start.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the clock's start.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// How long ago `earlier` was; zero if it lies ahead.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// The moment `later` after this one.
    #[must_use]
    pub fn after(self, later: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(later)))
    }

    /// The moment `earlier` before this one, at least the clock's start.
    #[must_use]
    pub fn before(self, earlier: Duration) -> Self {
        Self(self.0.saturating_sub(millis_of(earlier)))
    }
}

fn millis_of(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
