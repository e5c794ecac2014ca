//! A way of an officer as it truly is: where the officer is at each moment of it.
//!
//! The road network's times are its averages; how long the officer takes is the world's secret, so
//! the times are stretched here, once, and the rest is looking up.

use std::time::Duration;

use domain::{LatLon, Timestamp};
use roads::{Moment, Route};

use crate::plane::offset;

/// Walking speed in metres a second.
const WALKING_MPS: f64 = 1.4;
/// Nearer than this, in metres, nobody walks.
const AT_THE_KERB_M: f64 = 3.0;

/// A way through time, possibly of no length.
#[derive(Clone, Debug)]
pub(super) struct Trip {
    began: Timestamp,
    /// Where it begins, with the points passed and the seconds since the beginning.
    start: LatLon,
    passed: Vec<Passed>,
    metres: f64,
}

#[derive(Clone, Copy, Debug)]
struct Passed {
    at: LatLon,
    after_s: f64,
}

/// How a way is travelled.
pub(super) struct Travel<'a> {
    /// The seconds that a stretch takes for each second of the road network's, by its speed in metres a second.
    pub(super) pace: &'a dyn Fn(f64) -> f64,
    /// So many seconds more on the last so many metres.
    pub(super) last: (f64, f64),
}

impl Trip {
    /// Staying at `at`.
    pub(super) fn standing(at: LatLon, now: Timestamp) -> Self {
        Self {
            began: now,
            start: at,
            passed: Vec::new(),
            metres: 0.0,
        }
    }

    /// Going from `from` along `route` to `goal`, walking where there is no road.
    pub(super) fn along(
        from: LatLon,
        route: Option<&Route>,
        goal: LatLon,
        now: Timestamp,
        how: &Travel<'_>,
    ) -> Self {
        let mut trip = Self::standing(from, now);
        if let Some(route) = route {
            trip.walk(route.line.first().copied().unwrap_or(from));
            trip.drive(route, how.pace);
        }
        trip.walk(goal);
        trip.slow_down(how.last);
        trip
    }

    /// Where the officer is at `now`.
    pub(super) fn at(&self, now: Timestamp) -> Moment {
        let after_s = now.since(self.began).as_secs_f64();
        let next = self.passed.partition_point(|passed| passed.after_s <= after_s);
        let from = self.before(next);
        match self.passed.get(next) {
            Some(to) => {
                let took = to.after_s - from.after_s;
                Moment {
                    at: from.at.toward(to.at, (after_s - from.after_s) / took),
                    heading_deg: from.at.bearing_deg(to.at),
                    speed_mps: from.at.distance_m(to.at) / took,
                }
            }
            None => Moment {
                at: from.at,
                heading_deg: 0.0,
                speed_mps: 0.0,
            },
        }
    }

    /// When the goal is reached.
    pub(super) fn ends(&self) -> Timestamp {
        self.began.after(Duration::from_secs_f64(self.seconds()))
    }

    /// How long it takes.
    pub(super) fn seconds(&self) -> f64 {
        self.before(self.passed.len()).after_s
    }

    /// How far it is.
    pub(super) fn metres(&self) -> f64 {
        self.metres
    }

    /// The moments after `now` at which the officer crosses the circle around `place`: in, or out.
    pub(super) fn crossings(&self, place: LatLon, radius_m: f64, now: Timestamp) -> Vec<(Timestamp, bool)> {
        let mut crossings = Vec::new();
        for (number, to) in self.passed.iter().enumerate() {
            let from = self.before(number);
            let (a, b) = (offset(place, from.at), offset(place, to.at));
            for (share, inward) in circle_crossings(a, b, radius_m) {
                let after_s = from.after_s + share * (to.after_s - from.after_s);
                let at = self.began.after(Duration::from_secs_f64(after_s));
                if at > now {
                    crossings.push((at, inward));
                }
            }
        }
        crossings
    }

    fn before(&self, number: usize) -> Passed {
        let start = Passed {
            at: self.start,
            after_s: 0.0,
        };
        number
            .checked_sub(1)
            .and_then(|before| self.passed.get(before))
            .copied()
            .unwrap_or(start)
    }

    fn push(&mut self, at: LatLon, seconds: f64) {
        let last = self.before(self.passed.len());
        let metres = last.at.distance_m(at);
        if metres > 0.0 && seconds > 0.0 {
            self.metres += metres;
            self.passed.push(Passed {
                at,
                after_s: last.after_s + seconds,
            });
        }
    }

    fn walk(&mut self, to: LatLon) {
        let metres = self.before(self.passed.len()).at.distance_m(to);
        if metres > AT_THE_KERB_M {
            self.push(to, metres / WALKING_MPS);
        }
    }

    fn drive(&mut self, route: &Route, pace: &dyn Fn(f64) -> f64) {
        let mut driven = 0.0;
        for ends in route.line.windows(2) {
            let [from, to] = ends else { continue };
            let metres = from.distance_m(*to);
            // A moment into the stretch, so that it is this stretch's speed.
            let speed = route.at(driven + 1e-3).speed_mps.max(1e-3);
            driven += metres / speed;
            self.push(*to, metres / speed * pace(speed));
        }
    }

    /// Spreads `more` seconds over the last `metres` of the way.
    fn slow_down(&mut self, (more, metres): (f64, f64)) {
        let slow = metres.min(self.metres);
        if more <= 0.0 || slow <= 0.0 {
            return;
        }
        let mut left = self.metres;
        let mut slowed = Self::standing(self.start, self.began);
        for number in 0..self.passed.len() {
            let (from, Some(to)) = (self.before(number), self.passed.get(number)) else {
                break;
            };
            let length = from.at.distance_m(to.at);
            let took = to.after_s - from.after_s;
            // How much of this stretch lies before the last metres.
            let quick = ((left - slow) / length).clamp(0.0, 1.0);
            slowed.push(from.at.toward(to.at, quick), took * quick);
            slowed.push(to.at, (1.0 - quick) * (took + more * length / slow));
            left -= length;
        }
        *self = slowed;
    }
}

/// Where the way from `a` to `b` crosses the circle around the origin: the share of the way, and whether inward.
fn circle_crossings(a: [f64; 2], b: [f64; 2], radius: f64) -> Vec<(f64, bool)> {
    let dot = |p: [f64; 2], q: [f64; 2]| {
        let ([px, py], [qx, qy]) = (p, q);
        px * qx + py * qy
    };
    let ([ax, ay], [bx, by]) = (a, b);
    let way = [bx - ax, by - ay];
    let (length_2, toward) = (dot(way, way), dot(a, way));
    let root = toward * toward - length_2 * (dot(a, a) - radius * radius);
    if length_2 <= 0.0 || root <= 0.0 {
        return Vec::new();
    }
    let root = root.sqrt();
    [
        ((-toward - root) / length_2, true),
        ((-toward + root) / length_2, false),
    ]
    .into_iter()
    .filter(|(share, _)| (0.0..1.0).contains(share))
    .collect()
}

#[cfg(test)]
mod tests;
