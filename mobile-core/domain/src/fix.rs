//! One position measurement.
//!
//! A row of fixes is a trail. What a fix *means* (arrived, moving, lost) is decided in
//! [`crate::arrival`] and by the hall.

use serde::{Deserialize, Serialize};

use crate::{Datum, LatLon, Timestamp};

/// One position measurement of one unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fix {
    /// Where, in the datum that `datum` names.
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
    /// The datum of `at`.
    #[serde(default)]
    pub datum: Datum,
}

impl Fix {
    /// The same measurement in WGS-84.
    #[must_use]
    pub fn in_wgs84(self) -> Self {
        Self {
            at: self.datum.to_wgs84(self.at),
            datum: Datum::Wgs84,
            ..self
        }
    }

    /// The first fault that makes this fix unusable, naming its field.
    pub fn fault(&self) -> Option<FixFault> {
        let not_negative = |value: f64| value.is_finite() && value >= 0.0;
        if !not_negative(self.accuracy_m) {
            return Some(FixFault::Accuracy);
        }
        if self.speed_mps.is_some_and(|speed| !not_negative(speed)) {
            return Some(FixFault::Speed);
        }
        if self
            .heading_deg
            .is_some_and(|heading| !(0.0..=360.0).contains(&heading))
        {
            return Some(FixFault::Heading);
        }
        if self.altitude_m.is_some_and(|altitude| !altitude.is_finite()) {
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
    /// `accuracy_m` is negative or no number.
    #[error("accuracy_m must be metres, 0 or more")]
    Accuracy,
    /// `speed_mps` is negative or no number.
    #[error("speed_mps must be metres a second, 0 or more")]
    Speed,
    /// `heading_deg` is outside the circle.
    #[error("heading_deg must be degrees between 0 and 360")]
    Heading,
    /// `altitude_m` is no number.
    #[error("altitude_m must be metres")]
    Altitude,
    /// `battery_pct` is over 100.
    #[error("battery_pct must be percent between 0 and 100")]
    Battery,
}

#[cfg(test)]
mod tests;
