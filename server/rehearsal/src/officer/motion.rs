//! How a pretend officer gets about: by car along the streets, the last bit on foot.

use std::time::Duration;

use domain::{LatLon, Timestamp};
use roads::{Moment, RoadNetwork, Route};

/// Walking speed in metres a second.
const WALKING_MPS: f64 = 1.4;
/// A place this close to the road, in metres, is reached by the car.
const AT_THE_KERB_M: f64 = 8.0;

/// A journey, possibly of no length.
#[derive(Clone, Debug)]
pub(super) struct Motion {
    began: Timestamp,
    /// How much faster than the road network's averages the officer drives.
    pace: f64,
    drive: Option<Route>,
    /// The walk from the car: from where, and to where.
    walk: (LatLon, LatLon),
}

impl Motion {
    /// Staying at `at`.
    pub(super) fn standing(at: LatLon) -> Self {
        Self {
            began: Timestamp::from_millis(0),
            pace: 1.0,
            drive: None,
            walk: (at, at),
        }
    }

    /// Going from `from` to `goal`, beginning at `now`.
    pub(super) fn to(roads: &RoadNetwork, from: LatLon, goal: LatLon, now: Timestamp, pace: f64) -> Self {
        let drive = roads.route(from, goal);
        let parked = drive.as_ref().map_or(from, Route::goal);
        let goal = if parked.distance_m(goal) <= AT_THE_KERB_M {
            parked
        } else {
            goal
        };
        Self {
            began: now,
            pace,
            drive,
            walk: (parked, goal),
        }
    }

    /// Where the officer is at `now`.
    pub(super) fn at(&self, now: Timestamp) -> Moment {
        let since = now.since(self.began).as_secs_f64();
        let driving = self.drive.as_ref().map_or(0.0, |drive| drive.seconds / self.pace);
        if let Some(drive) = self.drive.as_ref().filter(|_| since < driving) {
            let moment = drive.at(since * self.pace);
            return Moment {
                speed_mps: moment.speed_mps * self.pace,
                ..moment
            };
        }
        let (from, to) = self.walk;
        let walking = self.walking().as_secs_f64();
        let share = if walking > 0.0 {
            ((since - driving) / walking).clamp(0.0, 1.0)
        } else {
            1.0
        };
        let heading_deg = match &self.drive {
            Some(drive) if walking <= 0.0 => drive.at(drive.seconds).heading_deg,
            _ => from.bearing_deg(to),
        };
        let speed_mps = if share < 1.0 { WALKING_MPS } else { 0.0 };
        Moment {
            at: from.toward(to, share),
            heading_deg,
            speed_mps,
        }
    }

    /// Whether the goal is reached.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        let driving = self.drive.as_ref().map_or(0.0, |drive| drive.seconds / self.pace);
        now.since(self.began) >= Duration::from_secs_f64(driving) + self.walking()
    }

    fn walking(&self) -> Duration {
        let (from, to) = self.walk;
        Duration::from_secs_f64(from.distance_m(to) / WALKING_MPS)
    }
}

#[cfg(test)]
mod tests;
