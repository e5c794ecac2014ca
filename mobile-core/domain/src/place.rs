//! Where something is.
//!
//! All coordinates inside Yike are WGS-84; a source in another datum is converted at the door, which
//! for a [`Place`] is its reading.

use serde::{Deserialize, Serialize};

use crate::Datum;

/// Mean radius of the earth in metres (IUGG 1980).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A point on the earth in WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "RawLatLon")]
pub struct LatLon {
    lat: f64,
    lon: f64,
}

impl LatLon {
    /// Where both degrees are zero, in the sea off Africa: stands for a place that is not known.
    pub const ORIGIN: Self = Self { lat: 0.0, lon: 0.0 };

    /// From degrees north (−90 to 90) and east (−180 to 180).
    pub fn new(lat: f64, lon: f64) -> Result<Self, NotAPlace> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(NotAPlace::Latitude);
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(NotAPlace::Longitude);
        }
        Ok(Self { lat, lon })
    }

    /// Degrees north.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east.
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// The point to seven decimals, about a centimetre, which JSON gives back bit for bit.
    #[must_use]
    pub fn rounded(self) -> Self {
        let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
        Self {
            lat: round(self.lat),
            lon: round(self.lon),
        }
    }

    /// Great-circle distance to `other` in metres (haversine).
    pub fn distance_m(self, other: Self) -> f64 {
        let (from, to) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = (to - from) / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + from.cos() * to.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
    }

    /// Initial bearing to `other` in degrees clockwise from north, 0 to 360.
    pub fn bearing_deg(self, other: Self) -> f64 {
        let (from, to) = (self.lat.to_radians(), other.lat.to_radians());
        let lon = (other.lon - self.lon).to_radians();
        let y = lon.sin() * to.cos();
        let x = from.cos() * to.sin() - from.sin() * to.cos() * lon.cos();
        y.atan2(x).to_degrees().rem_euclid(360.0)
    }

    /// The point at `share` (0 to 1) of the way to `other`, for distances short enough to be flat.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        Self {
            lat: self.lat + (other.lat - self.lat) * share,
            lon: self.lon + (other.lon - self.lon) * share,
        }
    }
}

#[derive(Deserialize)]
struct RawLatLon {
    lat: f64,
    lon: f64,
}

impl TryFrom<RawLatLon> for LatLon {
    type Error = NotAPlace;

    fn try_from(raw: RawLatLon) -> Result<Self, NotAPlace> {
        Self::new(raw.lat, raw.lon)
    }
}

/// Why two numbers are no point on the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPlace {
    /// The latitude is no number or out of range.
    #[error("lat must be degrees north between -90 and 90")]
    Latitude,
    /// The longitude is no number or out of range.
    #[error("lon must be degrees east between -180 and 180")]
    Longitude,
}

/// A point with the words people use for it.
///
/// Whoever gives one may say in which `datum` its degrees are: `wgs84` (if nothing is said),
/// `cgcs2000`, `gcj02` or `bd09`. What is kept and shown is WGS-84.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "GivenPlace")]
pub struct Place {
    /// Where it is, in WGS-84.
    #[serde(flatten)]
    pub at: LatLon,
    /// What people call it; empty if nobody said.
    #[serde(default)]
    pub name: String,
    /// Street and house number; empty if unknown.
    #[serde(default)]
    pub address: String,
}

#[derive(Deserialize)]
struct GivenPlace {
    #[serde(flatten)]
    at: LatLon,
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    datum: Datum,
}

impl From<GivenPlace> for Place {
    fn from(given: GivenPlace) -> Self {
        Self {
            at: given.datum.to_wgs84(given.at),
            name: given.name,
            address: given.address,
        }
    }
}

#[cfg(test)]
mod tests;
