//! A pretend network path: what it loses, how fast it carries, how long it takes.
//!
//! The kernel's own means for this are not everywhere to be had. Time is an argument, so that the path serves packets on
//! their way as well as packets whose times of arrival are already known. It leaves carrying them to `relay`.

use std::collections::VecDeque;
use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// What each datagram has around it: an IPv4 header and UDP's.
const HEADERS: usize = 28;

/// How a path is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PathSpec {
    /// The share of datagrams lost at random, 0 to 1.
    pub(crate) loss: f64,
    /// How long each takes, one way, besides waiting for the link.
    pub(crate) delay: Duration,
    /// Its narrowest link, if any is narrow.
    pub(crate) link: Option<Link>,
}

/// A link that carries one datagram at a time, behind a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) rate: Rate,
    /// How many datagrams find room in its queue, the one under way among them.
    pub(crate) room: usize,
}

/// How fast a link is, in kbit/s.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rate {
    /// Always the same.
    Steady(u32),
    /// Rises evenly from `low` to `high` in a period, then falls at once.
    SawTooth { low: u32, high: u32, period: Duration },
}

/// What becomes of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Lost at random.
    Lost,
    /// The queue was full.
    Overflowed,
    /// It arrives at this time.
    Arrives(Duration),
}

/// A path, one way.
#[derive(Debug)]
pub(crate) struct Path {
    spec: PathSpec,
    chance: ChaCha8Rng,
    /// When each datagram in the queue has left it.
    leaving: VecDeque<Duration>,
}

impl Path {
    /// A path with a chance of its own.
    pub(crate) fn new(spec: PathSpec, seed: u64) -> Self {
        Self {
            spec,
            chance: ChaCha8Rng::seed_from_u64(seed),
            leaving: VecDeque::new(),
        }
    }

    /// Takes a datagram at a time, counted from any origin; `now` does not go backwards.
    pub(crate) fn carry(&mut self, now: Duration, bytes: usize) -> Fate {
        let left = match self.spec.link {
            None => now,
            Some(link) => match self.queue(link, now, bytes) {
                Some(left) => left,
                None => return Fate::Overflowed,
            },
        };
        // What is lost on the air has taken its time on the air.
        if self.chance.random_bool(self.spec.loss.clamp(0.0, 1.0)) {
            return Fate::Lost;
        }
        Fate::Arrives(left + self.spec.delay)
    }

    fn queue(&mut self, link: Link, now: Duration, bytes: usize) -> Option<Duration> {
        while self.leaving.front().is_some_and(|&at| at <= now) {
            self.leaving.pop_front();
        }
        if self.leaving.len() >= link.room {
            return None;
        }
        let begins = self.leaving.back().map_or(now, |&at| at.max(now));
        #[expect(clippy::cast_precision_loss, reason = "bits of one datagram")]
        let bits = ((bytes + HEADERS) * 8) as f64;
        let leaves = begins + Duration::from_secs_f64(bits / link.rate.bits_per_second(begins));
        self.leaving.push_back(leaves);
        Some(leaves)
    }
}

impl Rate {
    /// The rate at a time.
    pub(crate) fn bits_per_second(self, at: Duration) -> f64 {
        let kbps = match self {
            Self::Steady(kbps) => f64::from(kbps),
            Self::SawTooth { low, high, period } => {
                let share = at.as_secs_f64() / period.as_secs_f64().max(0.001);
                f64::from(low) + (f64::from(high) - f64::from(low)) * share.fract()
            }
        };
        (kbps * 1_000.0).max(1_000.0)
    }
}

#[cfg(test)]
mod tests;
