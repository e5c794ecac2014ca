//! Tests of reading typed coordinates.

use super::*;

fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn baoshan() -> Corners {
    (point(31.2, 121.2), point(31.6, 121.7))
}

#[test]
fn either_sequence_is_understood() {
    let there = point(31.39, 121.40);
    for text in [
        "31.39,121.40",
        "121.40 31.39",
        "31.39, 121.4",
        " 121.40，31.39 ",
        "N31.39 E121.40",
        "31.39N 121.40E",
        "121.40E, 31.39N",
        "31.39° 121.40°",
        "北纬31.39 东经121.40",
        "geo:31.39,121.40",
        "+31.39/+121.40",
    ] {
        assert_eq!(read(text, Some(baoshan())), Some(there), "{text}");
        assert_eq!(read(text, None), Some(there), "{text}");
    }
}

#[test]
fn the_district_decides_where_the_range_does_not() {
    let liechtenstein = Some((point(46.78, 9.39), point(47.53, 9.68)));
    let vaduz = point(47.14, 9.52);
    assert_eq!(read("9.52 47.14", liechtenstein), Some(vaduz));
    assert_eq!(read("47.14 9.52", liechtenstein), Some(vaduz));
    assert_eq!(
        read("9.52 47.14", None),
        Some(point(9.52, 47.14)),
        "as it was typed"
    );
    assert_eq!(read("9.52E 47.14N", None), Some(vaduz));
    assert_eq!(read("10 20", liechtenstein), Some(point(10.0, 20.0)), "far away");
}

#[test]
fn degrees_minutes_and_seconds_are_read() {
    let near = |text: &str, lat: f64, lon: f64| {
        let at = read(text, None).unwrap_or_else(|| panic!("{text}"));
        assert!(at.distance_m(point(lat, lon)) < 0.1, "{text}: {at:?}");
    };
    near("47°08'28\"N 9°31'15\"E", 47.141_111, 9.520_833);
    near("31°23′24″N, 121°24′0″E", 31.39, 121.4);
    near("31度23分24秒 121度24分0秒", 31.39, 121.4);
    near("N31°23.4' E121°24'", 31.39, 121.4);
    near("33°51'S 151°12'E", -33.85, 151.2);
    near("-33.85 151.2", -33.85, 151.2);
}

#[test]
fn what_is_no_pair_of_coordinates_is_none() {
    for text in [
        "",
        "31.39",
        "31.39,121.40,5",
        "人民路12号",
        "12 Landstrasse",
        "95 200",
        "31.39N 121.40N",
        "31.39N 121.40",
        "31..3 121",
        "1e5 3",
        "°",
        "31° 75' 121°",
        "N E",
        "- -",
        "3号 4号",
        "inf 3",
    ] {
        assert_eq!(read(text, Some(baoshan())), None, "{text}");
    }
}
