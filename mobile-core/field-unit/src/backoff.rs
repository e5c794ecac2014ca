//! How long to wait before trying again.
//!
//! The ceiling doubles with each failure and the wait is drawn evenly below it ("full jitter",
//! Brooker 2015), so that hundreds of phones do not come back to a restarted hall in one wave.

use std::time::Duration;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

const FIRST_CEILING: Duration = Duration::from_millis(500);
const LAST_CEILING: Duration = Duration::from_secs(30);

/// Draws waits between attempts.
#[derive(Clone, Debug)]
pub struct Backoff {
    random: ChaCha8Rng,
    failures: u32,
}

impl Backoff {
    /// Nothing has failed yet; the waits follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            failures: 0,
        }
    }

    /// The wait after one more failure, at most 30 s.
    pub fn next_wait(&mut self) -> Duration {
        let ceiling = FIRST_CEILING
            .saturating_mul(1 << self.failures.min(16))
            .min(LAST_CEILING);
        self.failures = self.failures.saturating_add(1);
        self.spread(ceiling)
    }

    /// A wait drawn evenly from nothing to `ceiling`.
    pub fn spread(&mut self, ceiling: Duration) -> Duration {
        let millis = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.random.random_range(0..=millis))
    }

    /// Forgets all failures.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}
