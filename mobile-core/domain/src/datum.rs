//! The datum a source measures in, with the way from each to WGS-84.
//!
//! Inside Yike everything is WGS-84; each door converts what comes through it. GCJ-02, in which maps
//! of China are published, moves a point by some hundred metres along a published formula; BD-09
//! moves that point again. Neither has an inverse that can be written down, so the way back is found
//! by iteration, to far below a millimetre. Whether a source *says* the right datum is not known here.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use crate::LatLon;

/// The geodetic datum a source measures in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// World Geodetic System 1984, what GNSS receivers give.
    #[default]
    Wgs84,
    /// China Geodetic Coordinate System 2000, equal to WGS-84 at our accuracy.
    Cgcs2000,
    /// The datum of published maps of China.
    Gcj02,
    /// Baidu's datum, which lies on top of GCJ-02.
    Bd09,
}

/// Semi-major axis in metres and squared eccentricity of the Krasovsky 1940 ellipsoid, as the
/// formula of GCJ-02 has them.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;

/// Where GCJ-02 and BD-09 differ from WGS-84 at all, by convention: degrees north, degrees east.
const CHINA: [std::ops::Range<f64>; 2] = [0.8293..55.8271, 72.004..137.8347];

/// Steps of the way back. Three leave 0.03 mm of GCJ-02 over Shanghai; BD-09 is closed more slowly.
const STEPS: usize = 8;

impl Datum {
    /// A point given in this datum, in WGS-84. Outside China every datum is WGS-84 by convention.
    #[must_use]
    pub fn to_wgs84(self, at: LatLon) -> LatLon {
        if is_in_china(at) {
            self.to_wgs84_anywhere(at)
        } else {
            at
        }
    }

    /// A WGS-84 point in this datum. Outside China every datum is WGS-84 by convention.
    #[must_use]
    pub fn from_wgs84(self, at: LatLon) -> LatLon {
        if is_in_china(at) {
            self.from_wgs84_anywhere(at)
        } else {
            at
        }
    }

    /// As [`Self::to_wgs84`], as if China were everywhere: for tests, and to find out what a source measures in.
    #[must_use]
    pub fn to_wgs84_anywhere(self, at: LatLon) -> LatLon {
        (0..STEPS).fold(at, |guess, _| {
            let there = self.from_wgs84_anywhere(guess);
            moved(guess, at.lat() - there.lat(), at.lon() - there.lon())
        })
    }

    /// As [`Self::from_wgs84`], as if China were everywhere.
    #[must_use]
    pub fn from_wgs84_anywhere(self, at: LatLon) -> LatLon {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => at,
            Self::Gcj02 => gcj02(at),
            Self::Bd09 => bd09(gcj02(at)),
        }
    }
}

fn is_in_china(at: LatLon) -> bool {
    let [north, east] = &CHINA;
    north.contains(&at.lat()) && east.contains(&at.lon())
}

/// From WGS-84 to GCJ-02, by the published formula.
fn gcj02(at: LatLon) -> LatLon {
    let (x, y) = (at.lon() - 105.0, at.lat() - 35.0);
    let both = 20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin();
    let north = both
        + 20.0 * (y * PI).sin()
        + 40.0 * (y / 3.0 * PI).sin()
        + 160.0 * (y / 12.0 * PI).sin()
        + 320.0 * (y / 30.0 * PI).sin();
    let east = both
        + 20.0 * (x * PI).sin()
        + 40.0 * (x / 3.0 * PI).sin()
        + 150.0 * (x / 12.0 * PI).sin()
        + 300.0 * (x / 30.0 * PI).sin();
    let root = x.abs().sqrt();
    let north_m = north * 2.0 / 3.0 - 100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
    let east_m = east * 2.0 / 3.0 + 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
    let lat = at.lat().to_radians();
    let w = 1.0 - ECCENTRICITY_2 * lat.sin().powi(2);
    let meridian_m = AXIS_M * (1.0 - ECCENTRICITY_2) / (w * w.sqrt());
    // At the poles, where no circle of latitude is left, the shift along it is none.
    let parallel_m = (AXIS_M / w.sqrt() * lat.cos()).max(1.0);
    moved(
        at,
        (north_m / meridian_m).to_degrees(),
        (east_m / parallel_m).to_degrees(),
    )
}

/// From GCJ-02 to BD-09, by the published formula.
fn bd09(at: LatLon) -> LatLon {
    let wave = PI * 3000.0 / 180.0;
    let (x, y) = (at.lon(), at.lat());
    let length = x.hypot(y) + 0.000_02 * (y * wave).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * wave).cos();
    let (lat, lon) = (length * angle.sin() + 0.006, length * angle.cos() + 0.0065);
    moved(at, lat - y, lon - x)
}

/// The point so many degrees away, or the same one if there is none.
fn moved(at: LatLon, north_deg: f64, east_deg: f64) -> LatLon {
    LatLon::new(at.lat() + north_deg, at.lon() + east_deg).unwrap_or(at)
}

#[cfg(test)]
mod tests;
