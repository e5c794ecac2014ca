//! The hall's clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use domain::Timestamp;

/// What the wall clock says.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A clock that said the wall clock's time when it was made, and goes on by itself: setting the wall clock moves no deadline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SteadyClock {
    began: Timestamp,
    at: Instant,
}

impl SteadyClock {
    /// Makes one.
    pub(crate) fn new() -> Self {
        Self {
            began: now(),
            at: Instant::now(),
        }
    }

    /// What it says.
    pub(crate) fn now(&self) -> Timestamp {
        self.began.after(self.at.elapsed())
    }
}
