//! Tests of places.

use proptest::prelude::*;

use super::*;

fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

#[test]
fn known_points_lie_as_far_apart_as_maps_say() {
    let vaduz = point(47.1410, 9.5209);
    // (from, to, metres on the sphere of the mean radius, degrees)
    let table = [
        (point(0.0, 0.0), point(0.0, 1.0), 111_195.08, 90.0),
        (point(0.0, 0.0), point(1.0, 0.0), 111_195.08, 0.0),
        (point(0.0, 0.0), point(-1.0, 0.0), 111_195.08, 180.0),
        (point(0.0, 0.5), point(0.0, -0.5), 111_195.08, 270.0),
        // London to Paris and Shanghai to Beijing, as great-circle calculators give them.
        (point(51.5007, -0.1246), point(48.8584, 2.2945), 340_500.0, 149.0),
        (
            point(31.2304, 121.4737),
            point(39.9042, 116.4074),
            1_067_300.0,
            336.0,
        ),
        (vaduz, vaduz, 0.0, 0.0),
    ];
    for (from, to, metres, degrees) in table {
        let distance = from.distance_m(to);
        assert!(
            (distance - metres).abs() <= metres * 0.001,
            "{distance} ≠ {metres}"
        );
        let bearing = from.bearing_deg(to);
        assert!((bearing - degrees).abs() < 1.0, "{bearing} ≠ {degrees}");
    }
}

#[test]
fn the_date_line_and_the_poles_are_no_obstacle() {
    assert!((point(0.0, 179.5).distance_m(point(0.0, -179.5)) - 111_195.08).abs() < 1.0);
    assert!(point(90.0, 0.0).distance_m(point(90.0, 120.0)) < 0.001);
    let half_way_round = point(0.0, 0.0).distance_m(point(0.0, 180.0));
    assert!((half_way_round - 20_015_114.0).abs() < 10.0, "{half_way_round}");
}

#[test]
fn what_is_no_point_on_the_earth_is_refused() {
    for lat in [90.001, -90.001, f64::NAN, f64::INFINITY] {
        assert_eq!(LatLon::new(lat, 0.0), Err(NotAPlace::Latitude));
    }
    for lon in [180.001, -180.001, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(LatLon::new(0.0, lon), Err(NotAPlace::Longitude));
    }
}

#[test]
fn reading_a_bad_point_names_the_field() {
    // (what is read, what the fault must say)
    let table = [
        (r#"{"lat": 91, "lon": 9.5}"#, "lat must be degrees"),
        (r#"{"lat": 47.1, "lon": -180.5}"#, "lon must be degrees"),
        (r#"{"lat": 47.1}"#, "missing field `lon`"),
        (r#"{"lat": null, "lon": 9.5}"#, "null"),
    ];
    for (text, says) in table {
        for fault in [
            serde_json::from_str::<LatLon>(text).unwrap_err().to_string(),
            serde_json::from_str::<Place>(text).unwrap_err().to_string(),
        ] {
            assert!(fault.contains(says), "{text} gives {fault:?}");
        }
    }
}

#[test]
fn a_place_is_a_point_with_words_that_may_be_left_out() {
    let place: Place = serde_json::from_str(r#"{"lat": 47.1, "lon": 9}"#).unwrap();
    assert_eq!(
        place,
        Place {
            at: point(47.1, 9.0),
            name: String::new(),
            address: String::new(),
        }
    );
    let full = r#"{"lat":47.1,"lon":9.0,"name":"Rathaus","address":"Städtle 6"}"#;
    let place: Place = serde_json::from_str(full).unwrap();
    assert_eq!(serde_json::to_string(&place).unwrap(), full);
}

#[test]
fn a_place_given_in_another_datum_is_kept_in_wgs_84() {
    let at = point(31.39, 121.40);
    for (datum, name) in [
        (Datum::Gcj02, "gcj02"),
        (Datum::Bd09, "bd09"),
        (Datum::Wgs84, "wgs84"),
    ] {
        let given = datum.from_wgs84(at);
        let text = format!(
            r#"{{"lat": {}, "lon": {}, "datum": "{name}"}}"#,
            given.lat(),
            given.lon()
        );
        let place: Place = serde_json::from_str(&text).unwrap();
        assert!(place.at.distance_m(at) < 0.001, "{name}");
        assert!(!serde_json::to_string(&place).unwrap().contains("datum"));
    }
    let fault = serde_json::from_str::<Place>(r#"{"lat": 31, "lon": 121, "datum": "moon"}"#).unwrap_err();
    assert!(fault.to_string().contains("gcj02"), "{fault}");
}

proptest! {
    #[test]
    fn distance_is_the_same_both_ways(a in -90.0_f64..90.0, b in -180.0_f64..180.0, c in -90.0_f64..90.0, d in -180.0_f64..180.0) {
        let (from, to) = (point(a, b), point(c, d));
        prop_assert!((from.distance_m(to) - to.distance_m(from)).abs() < 0.001);
        prop_assert!((0.0..=20_015_200.0).contains(&from.distance_m(to)));
        prop_assert!((0.0..=360.0).contains(&from.bearing_deg(to)));
    }

    #[test]
    fn part_of_the_way_is_that_part_of_the_distance(share in 0.0_f64..1.0, north in -0.02_f64..0.02, east in -0.02_f64..0.02) {
        let from = point(47.14, 9.52);
        let to = point(47.14 + north, 9.52 + east);
        let gone = from.distance_m(from.toward(to, share));
        prop_assert!((gone - share * from.distance_m(to)).abs() < 1.0);
    }
}
