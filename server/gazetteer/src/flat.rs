//! A district laid flat, in metres.

use domain::LatLon;

const METRES_PER_LAT: f64 = 111_195.0;

/// Coordinates in metres, true in the middle of the district.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flat {
    metres_per_lon: f64,
}

impl Flat {
    /// Flat around the parallel of `lat`.
    pub(crate) fn around(lat: f64) -> Self {
        Self {
            metres_per_lon: METRES_PER_LAT * lat.to_radians().cos(),
        }
    }

    pub(crate) fn project(self, point: LatLon) -> [f64; 2] {
        [point.lon() * self.metres_per_lon, point.lat() * METRES_PER_LAT]
    }

    /// Metres between two points.
    pub(crate) fn metres(self, from: LatLon, to: LatLon) -> f64 {
        let ([x, y], [other_x, other_y]) = (self.project(from), self.project(to));
        (x - other_x).hypot(y - other_y)
    }
}

/// South-west and north-east corner of `points`; none without a point.
pub(crate) fn corners(points: impl IntoIterator<Item = LatLon>) -> Option<(LatLon, LatLon)> {
    let (south, west, north, east) = points.into_iter().fold(
        (f64::MAX, f64::MAX, f64::MIN, f64::MIN),
        |(south, west, north, east), at| {
            (
                south.min(at.lat()),
                west.min(at.lon()),
                north.max(at.lat()),
                east.max(at.lon()),
            )
        },
    );
    LatLon::new(south, west).ok().zip(LatLon::new(north, east).ok())
}

/// The point of `points` nearest to their mean; none without a point.
pub(crate) fn middle(points: &[LatLon]) -> Option<LatLon> {
    let count = u32::try_from(points.len()).ok().filter(|&count| count > 0)?;
    let sum = |degrees: fn(LatLon) -> f64| points.iter().copied().map(degrees).sum::<f64>();
    let mean = LatLon::new(
        sum(LatLon::lat) / f64::from(count),
        sum(LatLon::lon) / f64::from(count),
    )
    .ok()?;
    let flat = Flat::around(mean.lat());
    let nearer = |a: &&LatLon, b: &&LatLon| flat.metres(**a, mean).total_cmp(&flat.metres(**b, mean));
    points.iter().min_by(nearer).copied()
}
