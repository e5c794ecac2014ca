//! When somebody arrives, step after step.

use crate::forecast::lattice::Lattice;
use crate::habits::Spread;

/// When somebody arrives.
pub(super) struct Course {
    pub(super) when: Lattice,
    /// Seconds until then, on average; none if nobody can say.
    pub(super) mean_s: Option<f64>,
}

impl Course {
    pub(super) fn now(left_s: f64) -> Self {
        Self {
            when: Lattice::now(left_s),
            mean_s: Some(0.0),
        }
    }

    pub(super) fn never(left_s: f64) -> Self {
        Self {
            when: Lattice::never(left_s),
            mean_s: None,
        }
    }

    pub(super) fn after(self, takes: Spread, left_s: f64) -> Self {
        self.after_more(takes, 0.0, left_s)
    }

    /// And then the rest of what has taken `so_far`.
    pub(super) fn after_more(self, takes: Spread, so_far: f64, left_s: f64) -> Self {
        Self {
            when: self
                .when
                .then(&Lattice::of(left_s, |x| takes.at_most_more(so_far, x))),
            mean_s: self.mean_s.map(|mean| mean + takes.mean_more(so_far)),
        }
    }

    /// And then the rest of what has taken `so_far`, of which nothing was seen in the last `unseen_s` seconds.
    pub(super) fn after_unseen(self, takes: Spread, so_far: f64, unseen_s: f64, left_s: f64) -> Self {
        let seen = (so_far - unseen_s).max(0.0);
        let since = so_far - seen;
        Self {
            when: self
                .when
                .then(&Lattice::of(left_s, |x| takes.at_most_more(seen, x + since))),
            mean_s: self
                .mean_s
                .map(|mean| mean + (takes.mean_more(seen) - since).max(0.0)),
        }
    }

    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            when: self.when.then(&next.when),
            mean_s: self.mean_s.zip(next.mean_s).map(|(a, b)| a + b),
        }
    }

    pub(super) fn later_by(&self, delay_s: f64, left_s: f64) -> Self {
        let delay = Lattice::of(left_s, |x| f64::from(u8::from(x >= delay_s)));
        Self {
            when: delay.then(&self.when),
            mean_s: self.mean_s.map(|mean| mean + delay_s),
        }
    }
}
