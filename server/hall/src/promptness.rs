//! How soon a position that came in is on the promise map that viewers are shown.

use std::time::Instant;

use prometheus_client::metrics::histogram::Histogram;

/// The bounds that are counted by, in seconds.
const BOUNDS_S: [f64; 11] = [0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.25, 1.0];

/// The figures, shared by whoever shows them.
#[derive(Clone, Debug)]
pub(crate) struct Promptness {
    taken: Histogram,
}

/// Positions that are not on a map yet.
#[derive(Debug)]
pub(crate) struct Unmapped {
    promptness: Promptness,
    /// When the first position of this turn came, mailbox and all.
    came: Option<Instant>,
    /// When the first one came that no map shows.
    waits: Option<Instant>,
}

impl Default for Promptness {
    fn default() -> Self {
        Self {
            taken: Histogram::new(BOUNDS_S),
        }
    }
}

impl Promptness {
    pub(crate) fn figures(&self) -> Histogram {
        self.taken.clone()
    }
}

impl Unmapped {
    pub(crate) fn new(promptness: Promptness) -> Self {
        Self {
            promptness,
            came: None,
            waits: None,
        }
    }

    /// A position came in.
    pub(crate) fn came(&mut self, at: Instant) {
        self.came = Some(self.came.map_or(at, |came| came.min(at)));
    }

    /// The turn ends; whether a unit moved by it.
    pub(crate) fn turned(&mut self, moved: bool) {
        if let Some(came) = self.came.take().filter(|_| moved) {
            self.waits.get_or_insert(came);
        }
    }

    /// A map is shown.
    pub(crate) fn mapped(&mut self) {
        if let Some(waits) = self.waits.take() {
            self.promptness.taken.observe(waits.elapsed().as_secs_f64());
        }
    }
}
