//! When something happens, told as probabilities on a grid that ends with the limit.
//!
//! The grid has a fixed number of steps however much time is left, so that a forecast costs the same
//! an hour before and becomes finer as the limit nears. What happens after the limit is not told
//! apart: it is late.

/// Steps between now and the limit.
const STEPS: usize = 64;

/// The probabilities that something happens around each step of the grid.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lattice {
    /// Seconds between now and the limit.
    span: f64,
    mass: [f64; STEPS + 1],
}

impl Lattice {
    /// Something that happens now; `span` is the time left in seconds.
    pub(crate) fn now(span: f64) -> Self {
        let mut mass = [0.0; STEPS + 1];
        if let Some(first) = mass.first_mut() {
            *first = 1.0;
        }
        Self { span, mass }
    }

    /// Something that never happens.
    pub(crate) fn never(span: f64) -> Self {
        Self {
            span,
            mass: [0.0; STEPS + 1],
        }
    }

    /// Something that happens within `x` seconds with probability `within(x)`.
    pub(crate) fn of(span: f64, within: impl Fn(f64) -> f64) -> Self {
        let step = step(span);
        let mut mass = [0.0; STEPS + 1];
        let mut before = 0.0;
        let mut edge = step / 2.0;
        for place in &mut mass {
            let until = within(edge).clamp(before, 1.0);
            *place = until - before;
            before = until;
            edge += step;
        }
        Self { span, mass }
    }

    /// This, and then `next`, which begins when this has happened.
    #[must_use]
    pub(crate) fn then(&self, next: &Self) -> Self {
        let mut mass = [0.0; STEPS + 1];
        for (late, own) in self.mass.iter().enumerate() {
            if *own > 0.0 {
                for (sum, share) in mass.iter_mut().skip(late).zip(&next.mass) {
                    *sum += own * share;
                }
            }
        }
        Self {
            span: self.span,
            mass,
        }
    }

    /// This with the probability `share`, else `other`.
    #[must_use]
    pub(crate) fn or(&self, share: f64, other: &Self) -> Self {
        let mut mass = self.mass;
        for (own, other) in mass.iter_mut().zip(&other.mass) {
            *own = *own * share + other * (1.0 - share);
        }
        Self {
            span: self.span,
            mass,
        }
    }

    /// The share `share` of this beside the whole of `other`.
    #[must_use]
    pub(crate) fn plus(&self, share: f64, other: &Self) -> Self {
        let mut mass = other.mass;
        for (sum, own) in mass.iter_mut().zip(&self.mass) {
            *sum += own * share;
        }
        Self {
            span: self.span,
            mass,
        }
    }

    /// The first of the two, which do not depend on each other.
    #[must_use]
    pub(crate) fn first_of(&self, other: &Self) -> Self {
        self.by(other, |a, b| 1.0 - (1.0 - a) * (1.0 - b))
    }

    /// The last of the two, which do not depend on each other.
    #[must_use]
    pub(crate) fn last_of(&self, other: &Self) -> Self {
        self.by(other, |a, b| a * b)
    }

    /// The later of two that go together: what comes soon in one comes soon in the other.
    #[must_use]
    pub(crate) fn later_of(&self, other: &Self) -> Self {
        self.by(other, f64::min)
    }

    /// The probability that it happens before the limit.
    pub(crate) fn in_time(&self) -> f64 {
        // The last step lies half behind the limit.
        let last = self.mass.last().copied().unwrap_or(0.0);
        (self.mass.iter().sum::<f64>() - last / 2.0).clamp(0.0, 1.0)
    }

    fn by(&self, other: &Self, both: impl Fn(f64, f64) -> f64) -> Self {
        let (mut own, mut others, mut before) = (0.0, 0.0, 0.0);
        let mut mass = [0.0; STEPS + 1];
        for ((place, a), b) in mass.iter_mut().zip(&self.mass).zip(&other.mass) {
            own += a;
            others += b;
            let until: f64 = both(own, others);
            *place = until - before;
            before = until;
        }
        Self {
            span: self.span,
            mass,
        }
    }
}

fn step(span: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "so few steps are counted exactly")]
    const SHARE: f64 = 1.0 / STEPS as f64;
    span.max(1.0) * SHARE
}

#[cfg(test)]
mod tests;
