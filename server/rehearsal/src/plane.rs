//! The neighbourhood of a point as a plane in metres.

use domain::LatLon;

const METRES_PER_DEGREE: f64 = 111_195.0;

/// The point so many metres north and east of `at`; `at` itself at the end of the world.
pub(crate) fn displaced(at: LatLon, [north_m, east_m]: [f64; 2]) -> LatLon {
    let lat = at.lat() + north_m / METRES_PER_DEGREE;
    let lon = at.lon() + east_m / (METRES_PER_DEGREE * shrink(at));
    LatLon::new(lat, lon).unwrap_or(at)
}

/// How many metres `at` lies north and east of `origin`.
pub(crate) fn offset(origin: LatLon, at: LatLon) -> [f64; 2] {
    [
        (at.lat() - origin.lat()) * METRES_PER_DEGREE,
        (at.lon() - origin.lon()) * METRES_PER_DEGREE * shrink(origin),
    ]
}

fn shrink(at: LatLon) -> f64 {
    at.lat().to_radians().cos().max(0.01)
}
