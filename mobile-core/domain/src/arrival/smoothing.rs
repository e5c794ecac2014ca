//! Fixes smoothed into where a unit is, how it moves, with how sure both are.
//!
//! A Kalman filter that expects constant velocity, in metres east and north of the place. The two
//! axes are measured alike, so they share one covariance. A fix that does not fit is a jump, unless
//! the next ones agree with it: then it was the filter that was wrong.
//!
//! What phones say of their accuracy need not be so, and the filter learns from how the fixes scatter.
//! If they scatter more, the accuracy was a boast. If they scatter less, they may share an error that
//! no smoothing takes away, as those of neighbouring seconds do between high walls.

use crate::{ArrivalRule, Fix, LatLon, Timestamp};

/// Metres to a degree of a great circle.
const METRES_PER_DEGREE: f64 = 111_195.08;
/// The 68 % radius of an error of deviation 1 on both axes.
const RADIUS_68: f64 = 1.51;
/// However accurate a phone thinks it is, its error is at least this on each axis, in metres.
const LEAST_ERROR_M: f64 = 3.0;
/// Variance that a second of driving adds to a velocity, in (m/s)².
const RESTLESSNESS: f64 = 1.0;
/// Variance on each axis of a velocity nobody has measured yet, in (m/s)².
const ANY_VELOCITY: f64 = 100.0;
/// Deviation of a measured speed, in metres a second.
const SPEED_ERROR_MPS: f64 = 0.7;
/// Squared distance from what was expected, in variances, beyond which a fix is a jump (2 degrees of
/// freedom: one good fix in three million).
const GATE: f64 = 30.0;
/// As many jumps in a row that agree with each other are the truth.
const AGREEING_JUMPS: u32 = 3;
/// How much of what is known of the scatter is forgotten with each fix.
const FORGETTING: f64 = 0.08;
/// Fixes scatter within this multiple of what their accuracy says, as variances.
const SCATTER: std::ops::RangeInclusive<f64> = 0.05..=16.0;
/// After so many seconds without a fix nothing is known any more.
const LOST_S: f64 = 120.0;

/// The filter for one unit around one place.
#[derive(Clone, Debug)]
pub(super) struct Smoothing {
    place: LatLon,
    known: Option<Whereabouts>,
    jump: Option<Jump>,
    /// The scatter of the fixes as a multiple of what their accuracy says, as variances.
    scatter: f64,
}

/// Where a unit is at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whereabouts {
    pub(super) at: Timestamp,
    /// Metres east and north of the place.
    position: [f64; 2],
    /// Metres a second eastward and northward.
    velocity: [f64; 2],
    /// Variance of position, of both together, and of velocity; alike on both axes.
    covariance: [f64; 3],
    /// See [`Self::shared_error_m`].
    shared_error_m: f64,
}

#[derive(Clone, Copy, Debug)]
struct Jump {
    at: Timestamp,
    position: [f64; 2],
    agreeing: u32,
}

impl Whereabouts {
    fn new(at: Timestamp, position: [f64; 2], variance: f64) -> Self {
        Self {
            at,
            position,
            velocity: [0.0; 2],
            covariance: [variance, 0.0, ANY_VELOCITY],
            shared_error_m: 0.0,
        }
    }

    /// Metres from the place.
    pub(super) fn distance_m(&self) -> f64 {
        length(self.position)
    }

    /// Standard deviation of the position on each axis, in metres, but for what fixes share.
    pub(super) fn own_error_m(&self) -> f64 {
        self.covariance[0].max(0.0).sqrt()
    }

    /// Standard deviation on each axis, in metres, of the error that neighbouring fixes share.
    pub(super) fn shared_error_m(&self) -> f64 {
        self.shared_error_m
    }

    /// Metres a second.
    pub(super) fn speed_mps(&self) -> f64 {
        length(self.velocity)
    }

    /// Standard deviation of the velocity on each axis, in metres a second.
    pub(super) fn speed_doubt_mps(&self) -> f64 {
        self.covariance[2].max(0.0).sqrt()
    }

    /// Metres from `other`.
    pub(super) fn apart_m(&self, other: &Self) -> f64 {
        length(minus(self.position, other.position))
    }

    fn expected_at(mut self, at: Timestamp) -> Self {
        let seconds = at.since(self.at).as_secs_f64();
        let [position, both, velocity] = self.covariance;
        self.covariance = [
            position
                + 2.0 * seconds * both
                + seconds.powi(2) * velocity
                + RESTLESSNESS * seconds.powi(3) / 3.0,
            both + seconds * velocity + RESTLESSNESS * seconds.powi(2) / 2.0,
            velocity + RESTLESSNESS * seconds,
        ];
        self.position = plus(self.position, self.velocity, seconds);
        self.at = at;
        self
    }

    /// How far `measured` is from what was expected, squared, in variances.
    fn misfit(&self, measured: [f64; 2], variance: f64) -> f64 {
        let off = length(minus(measured, self.position));
        off * off / (self.covariance[0] + variance)
    }

    fn learn_position(&mut self, measured: [f64; 2], variance: f64) {
        let [position, both, velocity] = self.covariance;
        let off = minus(measured, self.position);
        let total = position + variance;
        self.position = plus(self.position, off, position / total);
        self.velocity = plus(self.velocity, off, both / total);
        self.covariance = [
            position * variance / total,
            both * variance / total,
            velocity - both * both / total,
        ];
    }

    fn learn_velocity(&mut self, measured: [f64; 2], variance: f64) {
        let [position, both, velocity] = self.covariance;
        let off = minus(measured, self.velocity);
        let total = velocity + variance;
        self.position = plus(self.position, off, both / total);
        self.velocity = plus(self.velocity, off, velocity / total);
        self.covariance = [
            position - both * both / total,
            both * variance / total,
            velocity * variance / total,
        ];
    }
}

impl Smoothing {
    /// Knows nothing yet.
    pub(super) fn around(place: LatLon) -> Self {
        Self {
            place,
            known: None,
            jump: None,
            scatter: 1.0,
        }
    }

    /// Where the unit was at its latest good fix.
    pub(super) fn whereabouts(&self) -> Option<Whereabouts> {
        self.known
    }

    /// Takes a fix in; where the unit is, unless the fix is none that could follow.
    pub(super) fn take(&mut self, rule: &ArrivalRule, fix: &Fix) -> Option<Whereabouts> {
        let position = self.metres(fix.at);
        let error = (fix.accuracy_m / RADIUS_68).max(LEAST_ERROR_M);
        let variance = error * error * self.scatter;
        let Some(known) = self.known else {
            return Some(self.begin(fix, position, variance));
        };
        if fix.taken_at <= known.at {
            return None;
        }
        let seconds = fix.taken_at.since(known.at).as_secs_f64();
        if seconds > LOST_S {
            return Some(self.begin(fix, position, variance));
        }
        let mut expected = known.expected_at(fix.taken_at);
        let misfit = expected.misfit(position, variance);
        let leap = length(minus(position, known.position)) - 2.0 * variance.sqrt();
        if leap > rule.fastest_mps * seconds {
            return self.jumped(rule, fix, position, variance);
        }
        // On two axes a fix as good as it says has a misfit of 2 on average.
        let worse = (misfit / 2.0).min(10.0) - 1.0;
        let scatter = self.scatter * (1.0 + FORGETTING * worse);
        self.scatter = scatter.clamp(*SCATTER.start(), *SCATTER.end());
        if misfit > GATE {
            return self.jumped(rule, fix, position, variance);
        }
        self.jump = None;
        expected.shared_error_m = error * (1.0 - self.scatter).max(0.0).sqrt();
        expected.learn_position(position, variance);
        if let Some(velocity) = measured_velocity(fix) {
            expected.learn_velocity(velocity, SPEED_ERROR_MPS * SPEED_ERROR_MPS);
        }
        self.known = Some(expected);
        Some(expected)
    }

    fn jumped(
        &mut self,
        rule: &ArrivalRule,
        fix: &Fix,
        position: [f64; 2],
        variance: f64,
    ) -> Option<Whereabouts> {
        let agrees = |before: &Jump| {
            let seconds = fix.taken_at.since(before.at).as_secs_f64();
            let apart = length(minus(position, before.position));
            apart <= rule.fastest_mps * seconds + 4.0 * variance.sqrt()
        };
        let agreeing = self
            .jump
            .filter(|jump| fix.taken_at > jump.at && agrees(jump))
            .map_or(1, |jump| jump.agreeing.saturating_add(1));
        if agreeing >= AGREEING_JUMPS {
            return Some(self.begin(fix, position, variance));
        }
        self.jump = Some(Jump {
            at: fix.taken_at,
            position,
            agreeing,
        });
        None
    }

    fn begin(&mut self, fix: &Fix, position: [f64; 2], variance: f64) -> Whereabouts {
        let mut begun = Whereabouts::new(fix.taken_at, position, variance);
        if let Some(velocity) = measured_velocity(fix) {
            begun.learn_velocity(velocity, SPEED_ERROR_MPS * SPEED_ERROR_MPS);
        }
        self.known = Some(begun);
        self.jump = None;
        begun
    }

    fn metres(&self, at: LatLon) -> [f64; 2] {
        let east = (at.lon() - self.place.lon() + 180.0).rem_euclid(360.0) - 180.0;
        [
            east * self.place.lat().to_radians().cos() * METRES_PER_DEGREE,
            (at.lat() - self.place.lat()) * METRES_PER_DEGREE,
        ]
    }
}

/// The velocity that a fix measured: a speed says nothing without its direction, unless it is none.
fn measured_velocity(fix: &Fix) -> Option<[f64; 2]> {
    let speed = fix.speed_mps?;
    match fix.heading_deg {
        Some(heading) => {
            let (east, north) = heading.to_radians().sin_cos();
            Some([speed * east, speed * north])
        }
        None => (speed <= SPEED_ERROR_MPS).then_some([0.0; 2]),
    }
}

fn plus(a: [f64; 2], b: [f64; 2], times: f64) -> [f64; 2] {
    let ([a_east, a_north], [b_east, b_north]) = (a, b);
    [a_east + times * b_east, a_north + times * b_north]
}

fn minus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    plus(a, b, -1.0)
}

fn length([east, north]: [f64; 2]) -> f64 {
    east.hypot(north)
}
