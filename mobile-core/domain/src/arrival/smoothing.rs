//! Fixes smoothed into where a unit is, how it moves, with how sure both are.
//!
//! What phones say of their accuracy need not be so, and for how long an error lasts they do not say at
//! all. So several beliefs about the receiver are held side by side, each with a filter of its own, and
//! the fixes tell which of them to trust. A fix that none of them expects is a jump, unless the next
//! ones agree with it: then it was the filters that were wrong.

use super::belief::Belief;
use super::filter::{Filter, length, minus, plus};
use crate::{ArrivalRule, Fix, LatLon, Timestamp};

/// Metres to a degree of a great circle.
const METRES_PER_DEGREE: f64 = 111_195.08;
/// The 68 % radius of an error of deviation 1 on both axes.
const RADIUS_68: f64 = 1.51;
/// However accurate a phone thinks it is, its error is at least this on each axis, in metres.
const LEAST_ERROR_M: f64 = 3.0;
/// Deviation of a measured speed, in metres a second.
const SPEED_ERROR_MPS: f64 = 0.4;
/// A speed up to this without a direction is none, in metres a second.
const STANDS_MPS: f64 = 0.7;
/// Deviation of a measured direction, in radians.
const HEADING_ERROR: f64 = 0.08;
/// Fixes less likely than this, per square metre, are jumps: about what a jump by kilometres is.
const JUMP_LIKELIHOOD: f64 = 1e-10;
/// As many jumps in a row that agree with each other are the truth.
const AGREEING_JUMPS: u32 = 3;
/// How likely a receiver errs in another way from one fix to the next: it went indoors, between towers.
const CHANGE: f64 = 0.0005;
/// After so many seconds without a fix nothing is known any more.
const LOST_S: f64 = 120.0;
/// Deviation on each axis of an error that lasts longer than anybody can see, in metres, and as a share
/// of what accuracy says.
const UNSEEN_M: f64 = 2.5;
const UNSEEN_SHARE: f64 = 0.05;

/// The filters for one unit around one place.
#[derive(Clone, Debug)]
pub(super) struct Smoothing {
    place: LatLon,
    known: Option<Whereabouts>,
    jump: Option<Jump>,
    hypotheses: Vec<Hypothesis>,
}

/// A filter under one belief about the receiver, with how much it is trusted.
#[derive(Clone, Copy, Debug)]
struct Hypothesis {
    prior: f64,
    trust: f64,
    filter: Filter,
}

impl Hypothesis {
    /// Its share in what is said, beside that of the others.
    fn weight(&self) -> f64 {
        self.trust * self.filter.belief.credible()
    }
}

/// Where a unit is at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whereabouts {
    pub(super) at: Timestamp,
    /// Metres east and north of the place.
    position: [f64; 2],
    /// Metres a second eastward and northward.
    velocity: [f64; 2],
    /// See [`Self::speed_doubt_mps`].
    speed_doubt_mps: f64,
    /// See [`Self::outside`].
    outside: f64,
    /// See [`Self::error_m`].
    error_m: f64,
}

#[derive(Clone, Copy, Debug)]
struct Jump {
    at: Timestamp,
    position: [f64; 2],
    agreeing: u32,
}

impl Whereabouts {
    /// Metres from the place.
    pub(super) fn distance_m(&self) -> f64 {
        length(self.position)
    }

    /// Metres a second.
    pub(super) fn speed_mps(&self) -> f64 {
        length(self.velocity)
    }

    /// Standard deviation of the velocity on each axis, in metres a second.
    pub(super) fn speed_doubt_mps(&self) -> f64 {
        self.speed_doubt_mps
    }

    /// The probability that it is not inside the radius.
    pub(super) fn outside(&self) -> f64 {
        self.outside
    }

    /// Standard deviation of the position on each axis, in metres.
    pub(super) fn error_m(&self) -> f64 {
        self.error_m
    }

    /// Metres from `other`.
    pub(super) fn apart_m(&self, other: &Self) -> f64 {
        length(minus(self.position, other.position))
    }
}

impl Smoothing {
    /// Knows nothing yet.
    pub(super) fn around(place: LatLon) -> Self {
        Self {
            place,
            known: None,
            jump: None,
            hypotheses: Vec::new(),
        }
    }

    /// Where the unit was at its latest good fix.
    pub(super) fn whereabouts(&self) -> Option<Whereabouts> {
        self.known
    }

    /// Takes a fix in; where the unit is, unless the fix is none that could follow.
    pub(super) fn take(&mut self, rule: &ArrivalRule, fix: &Fix) -> Option<Whereabouts> {
        let position = self.metres(fix.at);
        let error_m = (fix.accuracy_m / RADIUS_68).max(LEAST_ERROR_M);
        let Some(known) = self.known else {
            return Some(self.begin(rule, fix, position, error_m));
        };
        if fix.taken_at <= known.at {
            return None;
        }
        let seconds = fix.taken_at.since(known.at).as_secs_f64();
        if seconds > LOST_S {
            return Some(self.begin(rule, fix, position, error_m));
        }
        let leap = length(minus(position, known.position)) - 4.0 * error_m;
        if leap > rule.fastest_mps * seconds {
            return self.jumped(rule, fix, position, error_m);
        }
        let velocity = measured_velocity(fix);
        let mut expecting = self.hypotheses.clone();
        let mut likelihood = 0.0;
        for hypothesis in &mut expecting {
            hypothesis.filter.expect(seconds, error_m);
            if let Some((velocity, variance)) = velocity {
                hypothesis.filter.learn_velocity(velocity, variance, seconds);
            }
            let trust = (1.0 - CHANGE) * hypothesis.trust + CHANGE * hypothesis.prior;
            hypothesis.trust = trust * hypothesis.filter.likelihood(position, error_m);
            likelihood += hypothesis.trust;
        }
        if likelihood < JUMP_LIKELIHOOD {
            return self.jumped(rule, fix, position, error_m);
        }
        for hypothesis in &mut expecting {
            hypothesis.trust /= likelihood;
            hypothesis.filter.learn_position(position, error_m);
        }
        self.hypotheses = expecting;
        self.jump = None;
        Some(self.summed_up(rule, fix.taken_at, error_m))
    }

    fn jumped(
        &mut self,
        rule: &ArrivalRule,
        fix: &Fix,
        position: [f64; 2],
        error_m: f64,
    ) -> Option<Whereabouts> {
        let agrees = |before: &Jump| {
            let seconds = fix.taken_at.since(before.at).as_secs_f64();
            let apart = length(minus(position, before.position));
            apart <= rule.fastest_mps * seconds + 4.0 * error_m
        };
        let agreeing = self
            .jump
            .filter(|jump| fix.taken_at > jump.at && agrees(jump))
            .map_or(1, |jump| jump.agreeing.saturating_add(1));
        if agreeing >= AGREEING_JUMPS {
            return Some(self.begin(rule, fix, position, error_m));
        }
        self.jump = Some(Jump {
            at: fix.taken_at,
            position,
            agreeing,
        });
        None
    }

    /// Begins anew from one fix; what is known of the receiver stays known.
    fn begin(&mut self, rule: &ArrivalRule, fix: &Fix, position: [f64; 2], error_m: f64) -> Whereabouts {
        let velocity = measured_velocity(fix);
        let known = std::mem::take(&mut self.hypotheses);
        let known = if known.is_empty() {
            unprejudiced(position, error_m)
        } else {
            known
        };
        self.hypotheses = known
            .into_iter()
            .map(|mut hypothesis| {
                hypothesis.filter = Filter::new(hypothesis.filter.belief, position, error_m);
                if let Some((velocity, variance)) = velocity {
                    hypothesis.filter.learn_velocity(velocity, variance, 0.0);
                }
                hypothesis
            })
            .collect();
        self.jump = None;
        self.summed_up(rule, fix.taken_at, error_m)
    }

    fn summed_up(&mut self, rule: &ArrivalRule, at: Timestamp, error_m: f64) -> Whereabouts {
        let mut sum = Whereabouts {
            at,
            position: [0.0; 2],
            velocity: [0.0; 2],
            speed_doubt_mps: 0.0,
            outside: 0.0,
            error_m: 0.0,
        };
        let unseen = UNSEEN_M.powi(2) + (UNSEEN_SHARE * error_m).powi(2);
        let (mut velocity_variance, mut position_variance) = (0.0, 0.0);
        let total: f64 = self.hypotheses.iter().map(Hypothesis::weight).sum();
        for hypothesis in &self.hypotheses {
            let Hypothesis { filter, .. } = hypothesis;
            let share = hypothesis.weight() / total;
            sum.position = plus(sum.position, filter.position, share);
            sum.velocity = plus(sum.velocity, filter.velocity, share);
            velocity_variance += share * filter.velocity_variance();
            let variance = filter.position_variance() + unseen;
            position_variance += share * variance;
            sum.outside += share * beyond(rule.radius_m, length(filter.position), variance);
        }
        sum.speed_doubt_mps = velocity_variance.sqrt();
        sum.error_m = position_variance.sqrt();
        self.known = Some(sum);
        sum
    }

    fn metres(&self, at: LatLon) -> [f64; 2] {
        let east = (at.lon() - self.place.lon() + 180.0).rem_euclid(360.0) - 180.0;
        [
            east * self.place.lat().to_radians().cos() * METRES_PER_DEGREE,
            (at.lat() - self.place.lat()) * METRES_PER_DEGREE,
        ]
    }
}

/// What may be believed of a receiver nobody has heard of, at its first fix.
fn unprejudiced(position: [f64; 2], error_m: f64) -> Vec<Hypothesis> {
    Belief::unprejudiced()
        .map(|(belief, prior)| Hypothesis {
            prior,
            trust: prior,
            filter: Filter::new(belief, position, error_m),
        })
        .collect()
}

/// The probability to be farther than `radius` from a place `distance` away, by a variance on each axis.
///
/// Along the line through the place it is a normal distribution; across it, what strays lies farther off.
fn beyond(radius: f64, distance: f64, variance: f64) -> f64 {
    let across = variance / (2.0 * radius.max(1.0));
    let margin = radius - distance - across;
    libm::erfc(margin / (2.0 * variance).sqrt()) / 2.0
}

/// The velocity that a fix measured, with its variance on each axis.
///
/// A speed says nothing without its direction, unless it is none.
fn measured_velocity(fix: &Fix) -> Option<([f64; 2], f64)> {
    let measured = fix.speed_mps?;
    // Errors lengthen the velocity of somebody who hardly moves: no length is below none.
    let speed = measured * (1.0 - (-(measured / SPEED_ERROR_MPS).powi(2) / 2.0).exp());
    let variance = SPEED_ERROR_MPS.powi(2) + (HEADING_ERROR * speed).powi(2);
    match fix.heading_deg {
        Some(heading) => {
            let (east, north) = heading.to_radians().sin_cos();
            Some(([speed * east, speed * north], variance))
        }
        None => (measured <= STANDS_MPS).then_some(([0.0; 2], variance)),
    }
}
