//! How often a name may be tried from one address.
//!
//! The address counts too, so that a stranger who tries an officer's name keeps the officer from nothing.
//! The table is bounded: when a flood fills it, what was quiet longest is forgotten.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;

/// Failures of one name from one address that are borne within [`WINDOW`].
const TRIES: usize = 10;

/// How long a failure counts.
const WINDOW: Duration = Duration::from_mins(1);

/// Addresses with names that are remembered.
const NAMES: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Throttle {
    tries: Mutex<Tries>,
}

type Tries = BTreeMap<(IpAddr, String), VecDeque<Timestamp>>;

impl Throttle {
    /// Counts a try, before it is known to fail; how long to wait, if there were too many.
    pub(super) fn tried(&self, from: IpAddr, name: &str, now: Timestamp) -> Result<(), Duration> {
        let mut tries = self.locked();
        let own = own(&mut tries, from, name, now);
        if let Some(wait) = wait(own, now) {
            return Err(wait);
        }
        own.push_back(now);
        Ok(())
    }

    /// How long to wait, if there were too many failures; this counts for none.
    pub(super) fn wait(&self, from: IpAddr, name: &str, now: Timestamp) -> Option<Duration> {
        let mut tries = self.locked();
        let own = tries.get_mut(&(from, name.to_owned()))?;
        own.retain(|at| now.since(*at) < WINDOW);
        wait(own, now)
    }

    /// Counts a failure.
    pub(super) fn failed(&self, from: IpAddr, name: &str, now: Timestamp) {
        let mut tries = self.locked();
        let own = own(&mut tries, from, name, now);
        // More than enough to wait for tell nothing more.
        if own.len() < TRIES {
            own.push_back(now);
        }
    }

    /// Forgets the failures of a name whose password was right.
    pub(super) fn succeeded(&self, from: IpAddr, name: &str) {
        self.locked().remove(&(from, name.to_owned()));
    }

    fn locked(&self) -> MutexGuard<'_, Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The failures that count of a name, with room made for it.
fn own<'a>(tries: &'a mut Tries, from: IpAddr, name: &str, now: Timestamp) -> &'a mut VecDeque<Timestamp> {
    let key = (from, name.to_owned());
    if tries.len() >= NAMES && !tries.contains_key(&key) {
        forget_quiet(tries, now);
    }
    let own = tries.entry(key).or_default();
    own.retain(|at| now.since(*at) < WINDOW);
    own
}

fn wait(own: &VecDeque<Timestamp>, now: Timestamp) -> Option<Duration> {
    let first = own.front().filter(|_| own.len() >= TRIES)?;
    let wait = first.after(WINDOW).since(now);
    Some(wait.max(Duration::from_secs(1)))
}

fn forget_quiet(tries: &mut Tries, now: Timestamp) {
    tries.retain(|_, own| own.back().is_some_and(|last| now.since(*last) < WINDOW));
    if tries.len() < NAMES {
        return;
    }
    let quietest = tries
        .iter()
        .min_by_key(|(_, own)| own.back().copied())
        .map(|(key, _)| key.clone());
    if let Some(key) = quietest {
        tries.remove(&key);
    }
}

#[cfg(test)]
mod tests;
