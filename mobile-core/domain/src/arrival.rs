//! Whether a unit has arrived at a place.
//!
//! One fix proves nothing: it may be a jump, a passer-by at speed, or made up. A unit is there when
//! its fixes have stayed inside the radius, slowly, for a dwell; a single stray outside does not
//! undo that. The phone and the hall run the same detector; which place, and what follows, is theirs.

use std::time::Duration;

use crate::{Fix, LatLon, Timestamp};

/// What counts as being there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrivalRule {
    /// Radius around the place in metres, before a fix's own accuracy is added.
    pub radius_m: f64,
    /// At most this much of a fix's accuracy widens the radius, in metres.
    pub accuracy_allowance_m: f64,
    /// Fixes less accurate than this, in metres, say nothing.
    pub worst_accuracy_m: f64,
    /// Faster than this, in metres a second, is passing by.
    pub slow_mps: f64,
    /// How long the unit must stay.
    pub dwell: Duration,
    /// At least this many fixes must agree.
    pub fixes: u32,
    /// This many fixes outside in a row end the stay.
    pub strays: u32,
    /// A longer time without a fix inside ends the stay: nobody knows where the unit was.
    pub longest_gap: Duration,
}

impl Default for ArrivalRule {
    fn default() -> Self {
        Self {
            radius_m: crate::order::ARRIVAL_RADIUS_M,
            accuracy_allowance_m: 30.0,
            worst_accuracy_m: 100.0,
            slow_mps: 2.5,
            dwell: Duration::from_secs(5),
            fixes: 4,
            strays: 2,
            longest_gap: Duration::from_secs(45),
        }
    }
}

/// That a unit arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When its stay began, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    pub error_ms: u32,
}

/// Watches one unit's fixes for its arrival at one place.
#[derive(Clone, Debug)]
pub struct ArrivalDetector {
    rule: ArrivalRule,
    place: LatLon,
    last: Option<(Timestamp, LatLon)>,
    stay: Option<Stay>,
    arrived: bool,
}

#[derive(Clone, Debug)]
struct Stay {
    began: Arrival,
    /// The latest fix inside.
    last: (Timestamp, LatLon),
    fixes: u32,
    strays: u32,
}

impl ArrivalDetector {
    /// Watches for an arrival at `place`.
    pub fn new(rule: ArrivalRule, place: LatLon) -> Self {
        Self {
            rule,
            place,
            last: None,
            stay: None,
            arrived: false,
        }
    }

    /// Looks at the next fix; the arrival, once, when it is certain.
    ///
    /// Fixes that are mock, inaccurate or not newer than the one before are passed over.
    pub fn observe(&mut self, fix: &Fix) -> Option<Arrival> {
        let newer = self.last.is_none_or(|(at, _)| fix.taken_at > at);
        if fix.mock || fix.accuracy_m > self.rule.worst_accuracy_m || !newer {
            return None;
        }
        self.stay
            .take_if(|stay| fix.taken_at.since(stay.last.0) > self.rule.longest_gap);
        let slow = self.speed_of(fix).is_none_or(|speed| speed <= self.rule.slow_mps);
        self.last = Some((fix.taken_at, fix.at));
        if slow && self.is_inside(fix) {
            self.stayed(fix)
        } else {
            self.strayed();
            None
        }
    }

    fn is_inside(&self, fix: &Fix) -> bool {
        let allowance = fix.accuracy_m.min(self.rule.accuracy_allowance_m);
        fix.at.distance_m(self.place) <= self.rule.radius_m + allowance
    }

    /// The measured speed, else the speed implied by the fix before, in a stay the fix before inside:
    /// the way back from a single jump is no speed.
    fn speed_of(&self, fix: &Fix) -> Option<f64> {
        fix.speed_mps.or_else(|| {
            let inside = self.stay.as_ref().map(|stay| stay.last);
            let (at, from) = inside.or(self.last)?;
            let noise = fix.accuracy_m.min(self.rule.accuracy_allowance_m);
            let moved = (fix.at.distance_m(from) - noise).max(0.0);
            Some(moved / fix.taken_at.since(at).as_secs_f64())
        })
    }

    fn stayed(&mut self, fix: &Fix) -> Option<Arrival> {
        let began = Arrival {
            at: fix.taken_at,
            error_ms: fix.taken_at_error_ms,
        };
        let stay = self.stay.get_or_insert(Stay {
            began,
            last: (fix.taken_at, fix.at),
            fixes: 0,
            strays: 0,
        });
        stay.last = (fix.taken_at, fix.at);
        stay.fixes = stay.fixes.saturating_add(1);
        stay.strays = 0;
        let long_enough = fix.taken_at.since(stay.began.at) >= self.rule.dwell;
        if self.arrived || !long_enough || stay.fixes < self.rule.fixes {
            return None;
        }
        self.arrived = true;
        Some(stay.began)
    }

    fn strayed(&mut self) {
        if let Some(stay) = &mut self.stay {
            stay.strays = stay.strays.saturating_add(1);
            if stay.strays >= self.rule.strays {
                self.stay = None;
            }
        }
    }
}

#[cfg(test)]
mod tests;
