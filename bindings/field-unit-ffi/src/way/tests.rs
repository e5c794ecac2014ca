//! A point in the datum that a map application reads.

use super::*;
use crate::fault_code;

#[test]
fn in_china_a_point_moves_as_the_datum_says_and_elsewhere_it_stays() {
    let baoshan = LatLon {
        lat: 31.405,
        lon: 121.489,
    };
    assert_eq!(in_datum(baoshan, Datum::Wgs84), Ok(baoshan));
    for datum in [Datum::Gcj02, Datum::Bd09] {
        let moved = in_datum(baoshan, datum).unwrap();
        let moved = domain::LatLon::new(moved.lat, moved.lon).unwrap();
        let back: LatLon = domain::Datum::from(datum).to_wgs84(moved).into();
        assert!((back.lat - baoshan.lat).abs() < 1e-9 && (back.lon - baoshan.lon).abs() < 1e-9);
        let here = domain::LatLon::new(baoshan.lat, baoshan.lon).unwrap();
        assert!((300.0..1_500.0).contains(&here.distance_m(moved)), "{datum:?}");
    }
    let vaduz = LatLon {
        lat: 47.141,
        lon: 9.521,
    };
    assert_eq!(in_datum(vaduz, Datum::Bd09), Ok(vaduz));
    let nowhere = LatLon { lat: 91.0, lon: 0.0 };
    assert_eq!(
        fault_code(&in_datum(nowhere, Datum::Gcj02).unwrap_err()),
        "not_a_place"
    );
}
