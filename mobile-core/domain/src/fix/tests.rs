//! Tests of position measurements.

use super::*;

fn fix() -> Fix {
    Fix {
        at: LatLon::new(47.141, 9.521).unwrap(),
        accuracy_m: 8.0,
        speed_mps: Some(1.2),
        heading_deg: Some(270.0),
        altitude_m: Some(455.0),
        mock: false,
        battery_pct: Some(80),
        taken_at: Timestamp::from_millis(1_790_000_000_000),
        taken_at_error_ms: 20,
        activity: Some(Activity::Walking),
        datum: Some(Datum::Wgs84),
    }
}

#[test]
fn a_sound_fix_has_no_fault() {
    assert_eq!(fix().fault(), None);
    let bare = Fix {
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        battery_pct: None,
        ..fix()
    };
    assert_eq!(bare.fault(), None);
}

#[test]
fn each_fault_names_its_field() {
    let table = [
        (
            Fix {
                accuracy_m: -1.0,
                ..fix()
            },
            "accuracy_m",
        ),
        (
            Fix {
                accuracy_m: f64::NAN,
                ..fix()
            },
            "accuracy_m",
        ),
        (
            Fix {
                accuracy_m: f64::INFINITY,
                ..fix()
            },
            "accuracy_m",
        ),
        (
            Fix {
                accuracy_m: 1e160,
                ..fix()
            },
            "accuracy_m",
        ),
        (
            Fix {
                speed_mps: Some(1e160),
                ..fix()
            },
            "speed_mps",
        ),
        (
            Fix {
                altitude_m: Some(-1e160),
                ..fix()
            },
            "altitude_m",
        ),
        (
            Fix {
                speed_mps: Some(-0.1),
                ..fix()
            },
            "speed_mps",
        ),
        (
            Fix {
                speed_mps: Some(f64::NAN),
                ..fix()
            },
            "speed_mps",
        ),
        (
            Fix {
                heading_deg: Some(360.1),
                ..fix()
            },
            "heading_deg",
        ),
        (
            Fix {
                heading_deg: Some(f64::NAN),
                ..fix()
            },
            "heading_deg",
        ),
        (
            Fix {
                altitude_m: Some(f64::INFINITY),
                ..fix()
            },
            "altitude_m",
        ),
        (
            Fix {
                battery_pct: Some(101),
                ..fix()
            },
            "battery_pct",
        ),
    ];
    for (fix, field) in table {
        let fault = fix.fault().unwrap().to_string();
        assert!(fault.starts_with(field), "{fault}");
    }
}

#[test]
fn a_fix_that_names_no_datum_is_not_one_that_names_wgs_84() {
    let mut json = serde_json::to_value(fix()).unwrap();
    assert_eq!(json["datum"], "wgs84");
    json.as_object_mut().unwrap().remove("datum");
    let read = serde_json::from_value::<Fix>(json).unwrap();
    assert_eq!(read.datum, None);
    assert_eq!(read.clone().in_wgs84(), read);
}

#[test]
fn an_activity_that_is_missing_or_of_a_newer_phone_is_none() {
    let json = serde_json::to_value(fix()).unwrap();
    assert_eq!(json["activity"], "walking");
    let mut missing = json.clone();
    missing.as_object_mut().unwrap().remove("activity");
    let said = |activity: serde_json::Value| {
        let mut json = json.clone();
        json["activity"] = activity;
        json
    };
    let strange = [
        "skating".into(),
        serde_json::Value::Null,
        7.into(),
        serde_json::json!({"kind": "still"}),
    ];
    for json in strange.map(said).into_iter().chain([missing]) {
        let read = serde_json::from_value::<Fix>(json).unwrap();
        assert_eq!(
            read,
            Fix {
                activity: None,
                ..fix()
            }
        );
    }
    assert_eq!(serde_json::from_value::<Fix>(json.clone()).unwrap(), fix());
}

#[test]
fn a_fix_in_another_datum_is_the_same_place_in_wgs_84() {
    let at = LatLon::new(31.39, 121.40).unwrap();
    let known = Fix { at, ..fix() };
    let said = Fix {
        at: Datum::Gcj02.from_wgs84(at),
        datum: Some(Datum::Gcj02),
        ..fix()
    };
    let read = said.in_wgs84();
    assert!(read.at.distance_m(at) < 0.001);
    assert_eq!(Fix { at, ..read }, known);
}
