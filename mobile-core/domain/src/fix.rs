//! One position measurement.
//!
//! A row of fixes is a trail. What a fix *means* (arrived, moving, lost) is decided in
//! [`crate::arrival`] and by the hall.

use serde::{Deserialize, Serialize};

use crate::activity::{self, Activity};
use crate::{Datum, LatLon, Timestamp};

/// One position measurement of one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fix {
    /// Where, in the datum that `datum` names; if it names none, WGS-84 is to be supposed.
    pub at: LatLon,
    /// Radius in metres within which the true position lies with 68 % probability.
    pub accuracy_m: f64,
    /// Speed over ground in metres a second, if measured.
    pub speed_mps: Option<f64>,
    /// Direction of movement in degrees clockwise from north, if measured.
    pub heading_deg: Option<f64>,
    /// Height above the WGS-84 ellipsoid in metres, if measured.
    pub altitude_m: Option<f64>,
    /// Whether the phone says that an app made this position up.
    pub mock: bool,
    /// Battery charge in percent, if known.
    pub battery_pct: Option<u8>,
    /// When it was measured, in hall time.
    pub taken_at: Timestamp,
    /// How far `taken_at` may be off, in milliseconds.
    pub taken_at_error_ms: u32,
    /// What its carrier was doing, if the phone knows.
    #[serde(
        default,
        deserialize_with = "activity::known",
        skip_serializing_if = "Option::is_none"
    )]
    pub activity: Option<Activity>,
    /// The datum of `at`, if its source says; what a source says is never doubted.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub datum: Option<Datum>,
}

/// Nothing that carries a phone is faster, in metres a second.
const FASTEST_MPS: f64 = 1000.0;
/// Nowhere on the Earth is further away, in metres.
const FARTHEST_M: f64 = 20_100_000.0;

impl Fix {
    /// The same measurement in WGS-84; one that names no datum stays as it is.
    #[must_use]
    pub fn in_wgs84(self) -> Self {
        Self {
            at: self.at_in_wgs84(),
            datum: self.datum.map(|_| Datum::Wgs84),
            ..self
        }
    }

    /// Where it was measured, in WGS-84 as far as its source says.
    pub fn at_in_wgs84(&self) -> LatLon {
        self.datum.map_or(self.at, |datum| datum.to_wgs84(self.at))
    }

    /// The first fault that makes this fix unusable, naming its field.
    pub fn fault(&self) -> Option<FixFault> {
        // Numbers beyond all bounds would make no numbers of what is worked out from them.
        if !(0.0..=FARTHEST_M).contains(&self.accuracy_m) {
            return Some(FixFault::Accuracy);
        }
        if self
            .speed_mps
            .is_some_and(|speed| !(0.0..=FASTEST_MPS).contains(&speed))
        {
            return Some(FixFault::Speed);
        }
        if self
            .heading_deg
            .is_some_and(|heading| !(0.0..=360.0).contains(&heading))
        {
            return Some(FixFault::Heading);
        }
        if self
            .altitude_m
            .is_some_and(|altitude| !(-FARTHEST_M..=FARTHEST_M).contains(&altitude))
        {
            return Some(FixFault::Altitude);
        }
        if self.battery_pct.is_some_and(|battery| battery > 100) {
            return Some(FixFault::Battery);
        }
        None
    }
}

/// What is wrong with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixFault {
    /// `accuracy_m` is negative, no number, or more than half around the Earth.
    #[error("accuracy_m must be metres, 0 to 20100000")]
    Accuracy,
    /// `speed_mps` is negative, no number, or beyond anything that carries a phone.
    #[error("speed_mps must be metres a second, 0 to 1000")]
    Speed,
    /// `heading_deg` is outside the circle.
    #[error("heading_deg must be degrees between 0 and 360")]
    Heading,
    /// `altitude_m` is no number, or beyond all bounds.
    #[error("altitude_m must be metres")]
    Altitude,
    /// `battery_pct` is over 100.
    #[error("battery_pct must be percent between 0 and 100")]
    Battery,
}

#[cfg(test)]
mod tests;
