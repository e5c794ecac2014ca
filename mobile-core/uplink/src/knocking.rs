//! When to try whether the network carries more than is sent over it.
//!
//! An estimate goes little beyond what is sent; between two layers of a picture, or from stills to video, lies more than
//! that. The library tries by itself as long as it sees no bottleneck, but what it saw once may be the last it hears: without
//! a knock a phone stays with its smallest layer on a network that has long become wide. A network that does not open is
//! knocked at less and less often. It leaves the trying to the library, whose estimator begins anew with a probe.

use std::time::{Duration, Instant};

/// How long an estimate may stand in the way before the first knock.
const FIRST_AFTER: Duration = Duration::from_secs(5);
/// The longest time between two knocks.
const SELDOM: Duration = Duration::from_secs(40);

/// The knocks at one network.
#[derive(Debug, Default)]
pub(crate) struct Knocking {
    /// Since when the estimate stands in the way, or the last knock, with how long it is to the next one.
    since: Option<(Instant, Duration)>,
}

impl Knocking {
    /// Takes whether only the estimate stands in the way of a better picture; tells whether to knock now.
    pub(crate) fn is_due(&mut self, now: Instant, stands_in_the_way: bool, is_quiet: bool) -> bool {
        if !stands_in_the_way {
            self.since = None;
            return false;
        }
        let (since, wait) = *self.since.get_or_insert((now, FIRST_AFTER));
        if now.saturating_duration_since(since) < wait || !is_quiet {
            return false;
        }
        self.since = Some((now, (2 * wait).min(SELDOM)));
        true
    }
}

#[cfg(test)]
mod tests;
