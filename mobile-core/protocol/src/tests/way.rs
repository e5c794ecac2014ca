//! The way to a scene.

use domain::LatLon;
use proptest::prelude::*;
use serde_json::{from_value, json, to_string};

use super::check_equal;
use super::samples::{at, id};
use crate::api::{DrawnLine, NoWay, StreetClass, StreetView, TeamMate, WayView};

fn scene() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn way() -> WayView {
    let line = |points: &[LatLon]| DrawnLine::through(scene(), points);
    let from = point(47.142, 9.5195);
    WayView {
        order: id(0x0),
        unit: Some(id(0x10)),
        made_at: at(40),
        fix_at: Some(at(38)),
        scene: scene(),
        route: line(&[from, point(47.1412, 9.5201), scene()]),
        no_way: None,
        eta_s: Some(95),
        metres: Some(184),
        expected_at: Some(at(170)),
        in_time_pct: Some(97),
        streets: Some(vec![
            StreetView {
                class: StreetClass::Main,
                name: Some("Landstrasse".to_owned()),
                lines: vec![line(&[from, scene()]), line(&[scene(), point(47.13, 9.53)])],
            },
            StreetView {
                class: StreetClass::Path,
                name: None,
                lines: vec![line(&[point(47.1405, 9.52), scene()])],
            },
        ]),
        team: vec![TeamMate {
            unit: id(0x11),
            name: "Vaduz 2".to_owned(),
            place: from,
            fix_at: at(35),
            accuracy_m: 8.0,
            there: false,
        }],
    }
}

#[test]
fn the_way_to_a_scene() {
    let nobody = WayView {
        unit: None,
        fix_at: None,
        route: DrawnLine::default(),
        no_way: Some(NoWay::NobodyGoes),
        eta_s: None,
        metres: None,
        expected_at: None,
        in_time_pct: None,
        streets: None,
        team: Vec::new(),
        ..way()
    };
    check_equal("way", &[("whole", way()), ("of nobody", nobody)]);
    let classes = [
        StreetClass::Highway,
        StreetClass::Main,
        StreetClass::Street,
        StreetClass::Lane,
        StreetClass::Path,
        StreetClass::Ferry,
    ];
    check_equal("street_class", &[("all", classes.to_vec())]);
    for class in classes {
        assert_eq!(serde_json::to_value(class).unwrap(), class.name());
    }
    let reasons = [NoWay::NobodyGoes, NoWay::There, NoWay::NoPosition, NoWay::NoRoads];
    check_equal("no_way", &[("all", reasons.to_vec())]);
}

#[test]
fn words_of_a_newer_hall_are_read() {
    let class: StreetClass = from_value(json!("tunnel_for_mail")).unwrap();
    let reason: NoWay = from_value(json!("the_moon")).unwrap();
    assert_eq!((class, reason), (StreetClass::Unknown, NoWay::Unknown));
}

#[test]
fn a_line_that_stays_on_one_step_is_none() {
    let near = point(47.141_000_1, 9.521_000_1);
    assert!(DrawnLine::through(scene(), &[scene(), near, scene()]).is_empty());
    assert!(DrawnLine::through(scene(), &[]).is_empty());
}

#[test]
fn steps_off_the_globe_are_left_out() {
    let line: DrawnLine = from_value(json!([0, 0, i32::MAX, i32::MAX, i32::MAX, 3, 1])).unwrap();
    assert_eq!(line.points(scene()), [scene()]);
}

proptest! {
    #[test]
    fn a_line_comes_back_to_the_metre_and_is_as_long_as_it_says(
        places in prop::collection::vec((-0.3..0.3, -0.3..0.3), 2..40),
    ) {
        let points: Vec<_> = places.iter().map(|(lat, lon)| point(47.0 + lat, 9.5 + lon)).collect();
        let line = DrawnLine::through(scene(), &points);
        prop_assert_eq!(to_string(&line).unwrap().len(), line.json_bytes());
        let back = line.points(scene());
        prop_assert_eq!(back.len(), points.len());
        for (there, here) in points.iter().zip(back) {
            prop_assert!(there.distance_m(here) < 0.8, "{} m", there.distance_m(here));
        }
    }
}
