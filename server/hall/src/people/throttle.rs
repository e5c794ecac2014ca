//! How often a name may be tried.
//!
//! The table is bounded: when a flood of names fills it, the name that was quiet longest is forgotten.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;

/// Failures of one name that are borne within [`WINDOW`].
const TRIES: usize = 10;

/// How long a failure counts.
const WINDOW: Duration = Duration::from_mins(1);

/// Names that are remembered.
const NAMES: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Throttle {
    tries: Mutex<BTreeMap<String, VecDeque<Timestamp>>>,
}

impl Throttle {
    /// Counts a try; how long to wait, if there were too many.
    pub(super) fn tried(&self, name: &str, now: Timestamp) -> Result<(), Duration> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= NAMES && !tries.contains_key(name) {
            forget_quiet(&mut tries, now);
        }
        let own = tries.entry(name.to_owned()).or_default();
        own.retain(|at| now.since(*at) < WINDOW);
        match own.front() {
            Some(first) if own.len() >= TRIES => {
                let wait = first.after(WINDOW).since(now);
                Err(wait.max(Duration::from_secs(1)))
            }
            _ => {
                own.push_back(now);
                Ok(())
            }
        }
    }

    /// Forgets the failures of a name whose password was right.
    pub(super) fn succeeded(&self, name: &str) {
        self.tries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(name);
    }
}

fn forget_quiet(tries: &mut BTreeMap<String, VecDeque<Timestamp>>, now: Timestamp) {
    tries.retain(|_, own| own.back().is_some_and(|last| now.since(*last) < WINDOW));
    if tries.len() < NAMES {
        return;
    }
    let quietest = tries
        .iter()
        .min_by_key(|(_, own)| own.back().copied())
        .map(|(name, _)| name.clone());
    if let Some(name) = quietest {
        tries.remove(&name);
    }
}

#[cfg(test)]
mod tests;
