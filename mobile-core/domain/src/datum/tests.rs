//! Shows what `datum` promises.

use proptest::prelude::*;

use super::*;

const SHIFTED: [Datum; 2] = [Datum::Gcj02, Datum::Bd09];

fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

#[test]
fn published_points_come_out_as_published() {
    // As the tables that go round with the formulas have them, for 39.915 north, 116.404 east.
    let at = point(39.915, 116.404);
    let gcj = Datum::Gcj02.from_wgs84(at);
    assert!(gcj.distance_m(point(39.916_404_281_501_64, 116.410_244_499_169_38)) < 0.000_1);
    let bd = bd09(at);
    assert!(bd.distance_m(point(39.921_336_993_510_21, 116.410_369_493_710_29)) < 0.000_1);
}

#[test]
fn the_shift_over_baoshan_is_what_was_measured_there() {
    for (lat, lon) in [
        (30.9, 121.1),
        (31.6, 121.1),
        (30.9, 121.7),
        (31.6, 121.7),
        (31.39, 121.40),
    ] {
        let shift = Datum::Gcj02
            .from_wgs84(point(lat, lon))
            .distance_m(point(lat, lon));
        assert!((460.0..=500.0).contains(&shift), "{shift}");
    }
}

#[test]
fn outside_china_every_datum_is_wgs_84_unless_asked_otherwise() {
    for at in [point(47.141, 9.521), point(41.15, -8.61), point(-33.9, 151.2)] {
        for datum in SHIFTED {
            assert_eq!((datum.to_wgs84(at), datum.from_wgs84(at)), (at, at));
            assert!(datum.from_wgs84_anywhere(at).distance_m(at) > 100.0);
        }
    }
}

#[test]
fn the_chinese_system_of_2000_is_wgs_84() {
    let at = point(31.39, 121.40);
    assert_eq!(Datum::Cgcs2000.to_wgs84(at), at);
    assert_eq!(Datum::Cgcs2000.from_wgs84_anywhere(at), at);
}

#[test]
fn each_has_its_name_on_the_wire() {
    let names = [
        (Datum::Wgs84, "wgs84"),
        (Datum::Cgcs2000, "cgcs2000"),
        (Datum::Gcj02, "gcj02"),
        (Datum::Bd09, "bd09"),
    ];
    for (datum, name) in names {
        assert_eq!(serde_json::to_value(datum).unwrap(), name);
        assert_eq!(serde_json::from_value::<Datum>(name.into()).unwrap(), datum);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn there_and_back_over_baoshan_is_the_same_millimetre(lat in 30.9_f64..31.6, lon in 121.1_f64..121.7) {
        for datum in SHIFTED {
            let at = point(lat, lon);
            let back = datum.to_wgs84(datum.from_wgs84(at));
            prop_assert!(back.distance_m(at) <= 0.001, "{datum:?} {}", back.distance_m(at));
            let forth = datum.from_wgs84(datum.to_wgs84(at));
            prop_assert!(forth.distance_m(at) <= 0.001, "{datum:?} {}", forth.distance_m(at));
        }
    }

    #[test]
    fn any_point_on_the_earth_stays_one(lat in -90.0_f64..=90.0, lon in -180.0_f64..=180.0) {
        for datum in SHIFTED {
            let there = datum.from_wgs84_anywhere(point(lat, lon));
            let back = datum.to_wgs84_anywhere(there);
            prop_assert!(there.lat().is_finite() && back.lon().is_finite());
        }
    }
}
