//! Places that stories use.

use std::time::Duration;

use domain::LatLon;
use phone::{Measurement, Phone};

/// A square in Vaduz.
pub fn scene() -> LatLon {
    LatLon::new(47.1410, 9.5209).unwrap()
}

/// So many metres north of `from`.
pub fn north_of(from: LatLon, metres: f64) -> LatLon {
    LatLon::new(from.lat() + metres / 111_195.0, from.lon()).unwrap()
}

/// A measurement of somebody who stands still.
pub fn standing(at: LatLon) -> Measurement {
    Measurement {
        speed_mps: Some(0.2),
        battery_pct: Some(80),
        ..Measurement::fresh(at, 6.0)
    }
}

/// Stands at a place, with a fix each half second, for `time`.
pub async fn stand(phone: &Phone, at: LatLon, time: Duration) {
    let until = tokio::time::Instant::now() + time;
    while tokio::time::Instant::now() < until {
        phone.fix(standing(at));
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
