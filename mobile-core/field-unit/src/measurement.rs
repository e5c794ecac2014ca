//! A position as the phone's receiver measured it.
//!
//! A receiver knows nothing of the hall's clock; it knows how old its measurement is. The hall time
//! of a fix is worked out when the measurement comes in.

use std::time::Duration;

use domain::{Activity, Datum, Fix, LatLon, Timestamp};

/// One position measurement, before its hall time is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
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
    /// What its carrier is doing, if the phone knows.
    pub activity: Option<Activity>,
    /// How old the measurement is when it is handed in.
    pub age: Duration,
    /// The datum of `at`, if the receiver is known for one. Then the hall takes the position as it is; of a
    /// phone that only hopes for WGS-84 it watches whether the roads agree.
    pub datum: Option<Datum>,
}

impl Measurement {
    /// A measurement just taken, with nothing known but where and how accurately.
    pub const fn fresh(at: LatLon, accuracy_m: f64) -> Self {
        Self {
            at,
            accuracy_m,
            speed_mps: None,
            heading_deg: None,
            altitude_m: None,
            mock: false,
            battery_pct: None,
            activity: None,
            age: Duration::ZERO,
            datum: None,
        }
    }

    /// The same measurement in WGS-84; one that names no datum stays as it is.
    #[must_use]
    pub(crate) fn in_wgs84(self) -> Self {
        Self {
            at: self.datum.map_or(self.at, |datum| datum.to_wgs84(self.at)),
            datum: self.datum.map(|_| Datum::Wgs84),
            ..self
        }
    }

    /// The fix that was taken at `taken_at`.
    pub(crate) const fn fix(&self, taken_at: Timestamp, taken_at_error_ms: u32) -> Fix {
        Fix {
            at: self.at,
            accuracy_m: self.accuracy_m,
            speed_mps: self.speed_mps,
            heading_deg: self.heading_deg,
            altitude_m: self.altitude_m,
            mock: self.mock,
            battery_pct: self.battery_pct,
            taken_at,
            taken_at_error_ms,
            activity: self.activity,
            datum: self.datum,
        }
    }
}
