//! How long a picture stood still.

use std::time::Duration;

/// How many gaps are told one by one.
const MOST_TOLD: usize = 500;

/// Counts the gaps between pictures that are longer than a viewer bears.
#[derive(Clone, Debug)]
pub(super) struct Freezes {
    bearable: Duration,
    first: Option<Duration>,
    latest: Option<Duration>,
    pub(super) count: u32,
    /// All of the gaps together, from picture to picture.
    pub(super) frozen: Duration,
    pub(super) longest: Duration,
    /// When each gap ended, with how long it was.
    pub(super) gaps: Vec<(Duration, Duration)>,
}

impl Freezes {
    /// Counts gaps longer than this.
    pub(super) fn longer_than(bearable: Duration) -> Self {
        Self {
            bearable,
            first: None,
            latest: None,
            count: 0,
            frozen: Duration::ZERO,
            longest: Duration::ZERO,
            gaps: Vec::new(),
        }
    }

    /// Takes note of a picture; times do not go backwards.
    pub(super) fn shown(&mut self, at: Duration) {
        self.first.get_or_insert(at);
        let gap = at.saturating_sub(self.latest.unwrap_or(at));
        self.latest = Some(at);
        if gap > self.bearable {
            self.count += 1;
            self.frozen += gap;
            if self.gaps.len() < MOST_TOLD {
                self.gaps.push((at, gap));
            }
        }
        self.longest = self.longest.max(gap);
    }

    /// Ends the counting; a picture that stands still then has stood still since the last one.
    pub(super) fn end(&mut self, at: Duration) {
        if self
            .latest
            .is_some_and(|latest| at.saturating_sub(latest) > self.bearable)
        {
            self.shown(at);
        }
    }

    /// The share of the time since the first picture.
    pub(super) fn share(&self) -> f64 {
        let first = self.first.unwrap_or_default();
        let span = self.latest.unwrap_or_default().saturating_sub(first);
        if span.is_zero() {
            // Nothing ever moved.
            return 1.0;
        }
        self.frozen.as_secs_f64() / span.as_secs_f64()
    }
}

#[cfg(test)]
mod tests;
