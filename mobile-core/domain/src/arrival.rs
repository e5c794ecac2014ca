//! Whether a unit has arrived at a place.
//!
//! One fix proves nothing: it may be a jump, a passer-by at speed, or made up. So fixes are smoothed
//! into where the unit is with how sure that is (`smoothing`, `filter`, `belief`), and a stay is an arrival as soon
//! as it is sure enough to be inside the radius (`stay`). The phone and the hall run the same detector;
//! which place, and what follows, is theirs.

use std::time::Duration;

use self::smoothing::Smoothing;
use self::stay::Stay;
use crate::{Fix, LatLon, Timestamp};

mod belief;
mod filter;
mod smoothing;
mod stay;

/// What counts as being there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrivalRule {
    /// Radius around the place in metres.
    pub radius_m: f64,
    /// A stay may begin so far outside the radius, in metres, but for no more than a fix's accuracy.
    pub accuracy_allowance_m: f64,
    /// Fixes less accurate than this, in metres, say nothing.
    pub worst_accuracy_m: f64,
    /// Nobody is faster than this, in metres a second: a fix that would need it is a jump.
    pub fastest_mps: f64,
    /// Faster than this, in metres a second, is passing by.
    pub slow_mps: f64,
    /// Faster than this, in metres a second, is no standing.
    pub standing_mps: f64,
    /// How long a unit must stay.
    pub dwell: Duration,
    /// So probable, from 0 to 1, may it be that a unit is outside which is still on its way.
    pub doubt: f64,
    /// The same for one that begins to stand; it grows while it stands.
    pub doubt_standing: f64,
    /// It grows no further than this.
    pub doubt_at_most: f64,
    /// At least this many fixes must agree.
    pub fixes: u32,
    /// This many fixes outside in a row end the stay.
    pub strays: u32,
    /// A longer time without a fix ends the stay: nobody knows where the unit was.
    pub longest_gap: Duration,
}

impl ArrivalRule {
    /// The usual rule, within so many metres of the place.
    pub fn within(radius_m: f64) -> Self {
        Self {
            radius_m,
            ..Self::default()
        }
    }
}

impl Default for ArrivalRule {
    fn default() -> Self {
        Self {
            radius_m: crate::order::ARRIVAL_RADIUS_M,
            accuracy_allowance_m: 15.0,
            worst_accuracy_m: 100.0,
            fastest_mps: 70.0,
            slow_mps: 3.5,
            standing_mps: 0.45,
            dwell: Duration::from_secs(2),
            doubt: 0.012,
            doubt_standing: 0.06,
            doubt_at_most: 0.4,
            fixes: 2,
            strays: 2,
            longest_gap: Duration::from_secs(45),
        }
    }
}

/// That a unit arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When its stay within the radius began, as far as its fixes show, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    pub error_ms: u32,
}

/// Watches one unit's fixes for its arrival at one place.
#[derive(Clone, Debug)]
pub struct ArrivalDetector {
    rule: ArrivalRule,
    smoothing: Smoothing,
    stay: Option<Stay>,
    arrived: bool,
}

impl ArrivalDetector {
    /// Watches for an arrival at `place`.
    pub fn new(rule: ArrivalRule, place: LatLon) -> Self {
        Self {
            rule,
            smoothing: Smoothing::around(place),
            stay: None,
            arrived: false,
        }
    }

    /// Looks at the next fix, in WGS-84; the arrival, once, when it is certain.
    ///
    /// Fixes that are mock, inaccurate, impossible or not newer than the one before are passed over.
    pub fn observe(&mut self, fix: &Fix) -> Option<Arrival> {
        if self.arrived || fix.mock || fix.accuracy_m > self.rule.worst_accuracy_m {
            return None;
        }
        let before = self.smoothing.whereabouts();
        let now = self.smoothing.take(&self.rule, fix)?;
        let arrival = Stay::go_on(&mut self.stay, &self.rule, before, &now, fix)?;
        self.arrived = true;
        Some(arrival)
    }
}

#[cfg(test)]
mod tests;
