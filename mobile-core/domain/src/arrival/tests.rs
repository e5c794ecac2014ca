//! Shows what `arrival` promises.

use proptest::prelude::*;

use super::*;

mod figures;
mod world;

fn place() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

fn fix(second: i32, north_m: f64, speed: Option<f64>) -> Fix {
    Fix {
        at: LatLon::new(47.141 + north_m / 111_195.0, 9.521).unwrap(),
        accuracy_m: 8.0,
        speed_mps: speed,
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: Some(80),
        taken_at: Timestamp::from_millis(1_790_000_000_000 + i64::from(second) * 1000),
        taken_at_error_ms: 20,
        activity: None,
        datum: Some(crate::Datum::Wgs84),
    }
}

fn run(fixes: &[Fix]) -> Option<Arrival> {
    let mut detector = ArrivalDetector::new(ArrivalRule::default(), place());
    fixes.iter().find_map(|fix| detector.observe(fix))
}

#[test]
fn a_stay_is_an_arrival_stamped_at_its_beginning() {
    let mut fixes: Vec<_> = (0..10)
        .map(|s| fix(s, 150.0 - 12.0 * f64::from(s), Some(12.0)))
        .collect();
    fixes.extend((10..30).map(|s| fix(s, 10.0, Some(0.3))));
    assert_eq!(run(&fixes).unwrap().at, fixes[10].taken_at);
}

#[test]
fn a_single_fix_inside_is_none() {
    let fixes: Vec<_> = (0..40)
        .map(|s| fix(s, if s == 20 { 0.0 } else { 600.0 }, None))
        .collect();
    assert_eq!(run(&fixes), None);
}

#[test]
fn driving_past_is_none() {
    let fixes: Vec<_> = (0..60)
        .map(|s| fix(s, 300.0 - 10.0 * f64::from(s), Some(10.0)))
        .collect();
    assert_eq!(run(&fixes), None);
    let without_speed: Vec<_> = (0..60)
        .map(|s| fix(s, 300.0 - 20.0 * f64::from(s), None))
        .collect();
    assert_eq!(run(&without_speed), None);
}

#[test]
fn a_made_up_position_is_none() {
    let fixes: Vec<_> = (0..60)
        .map(|s| Fix {
            mock: true,
            ..fix(s, 0.0, Some(0.0))
        })
        .collect();
    assert_eq!(run(&fixes), None);
}

#[test]
fn a_single_jump_away_does_not_end_the_stay() {
    let fixes: Vec<_> = (0..20)
        .map(|s| fix(s, if s == 3 { 900.0 } else { 5.0 }, Some(0.0)))
        .collect();
    assert_eq!(run(&fixes).unwrap().at, fixes[0].taken_at);
}

#[test]
fn the_way_back_from_a_single_jump_is_no_second_stray() {
    let fixes: Vec<_> = (0..20)
        .map(|s| fix(s, if s == 3 { 900.0 } else { 5.0 }, None))
        .collect();
    assert_eq!(run(&fixes).unwrap().at, fixes[0].taken_at);
}

#[test]
fn a_stay_does_not_outlast_a_long_time_without_a_fix() {
    let fixes = |gap: i32| {
        let seconds = [0, 1 + gap, 2 + gap, 3 + gap, 4 + gap];
        seconds.map(|second| fix(second, 5.0, Some(0.0)))
    };
    let began = |gap| run(&fixes(gap)).unwrap().at;
    assert_eq!(began(44), fixes(44)[0].taken_at);
    assert_ne!(began(45), fixes(45)[0].taken_at);
}

#[test]
fn after_a_time_without_fixes_the_stay_began_when_the_unit_would_have_come() {
    // 300 m away at 10 m/s, then thirty seconds of nothing, then there.
    let mut fixes: Vec<_> = (0..5)
        .map(|s| Fix {
            heading_deg: Some(0.0),
            ..fix(s, -340.0 + 10.0 * f64::from(s), Some(10.0))
        })
        .collect();
    fixes.extend((34..45).map(|s| fix(s, 0.0, Some(0.0))));
    let arrival = run(&fixes).unwrap();
    let came = fixes[4].taken_at.after(Duration::from_secs(30));
    assert!(arrival.at <= came && came.since(arrival.at) < Duration::from_secs(2));
    let late = |known: &Fix| Fix {
        taken_at: known.taken_at.after(Duration::from_secs(10)),
        ..known.clone()
    };
    let fixes: Vec<_> = fixes[..5]
        .iter()
        .cloned()
        .chain(fixes[5..].iter().map(late))
        .collect();
    let arrival = run(&fixes).unwrap();
    assert!(
        fixes[5].taken_at.since(arrival.at) >= Duration::from_secs(5),
        "it went on"
    );
    assert!(arrival.error_ms >= 5000, "nobody saw it");
}

#[test]
fn a_stop_short_of_the_radius_is_none() {
    let fixes: Vec<_> = (0..600).map(|s| fix(s, 75.0, Some(0.0))).collect();
    assert_eq!(run(&fixes), None);
}

#[test]
fn a_stop_at_a_light_short_of_the_radius_is_none_and_going_on_is_one() {
    let mut fixes: Vec<_> = (0..20)
        .map(|s| fix(s, 270.0 - 10.0 * f64::from(s), Some(10.0)))
        .collect();
    fixes.extend((20..110).map(|s| fix(s, 70.0, Some(0.1))));
    assert_eq!(run(&fixes), None);
    fixes.extend((110..130).map(|s| fix(s, 70.0 - 3.0 * f64::from(s - 110), Some(3.0))));
    assert!(run(&fixes).is_some());
}

#[test]
fn who_creeps_up_to_the_radius_does_not_stand() {
    // A quarter of a metre a second toward the place, which fixes err 10 m toward all along.
    let creeping = |s: i32, heading: Option<f64>| Fix {
        heading_deg: heading,
        ..fix(s, 62.0 - 10.0 - 0.25 * f64::from(s), Some(0.25))
    };
    let found = |heading: Option<f64>| {
        let mut detector = ArrivalDetector::new(ArrivalRule::default(), place());
        (0..200).position(|s| detector.observe(&creeping(s, heading)).is_some())
    };
    assert!(
        found(Some(180.0)) > found(None),
        "{:?} {:?}",
        found(Some(180.0)),
        found(None)
    );
}

#[test]
fn the_nearer_the_edge_the_longer_the_stay() {
    let taken = |north: f64| {
        let mut detector = ArrivalDetector::new(ArrivalRule::default(), place());
        (0..600).position(|s| detector.observe(&fix(s, north, Some(0.0))).is_some())
    };
    let [near, inside, edge] = [10.0, 46.0, 48.0].map(|north| taken(north).unwrap());
    assert!(near <= 3, "{near}");
    assert!(near < inside && inside < edge, "{near} {inside} {edge}");
    assert_eq!(taken(56.0), None);
}

#[test]
fn a_fix_that_is_older_than_the_last_says_nothing() {
    let mut fixes: Vec<_> = (100..110).map(|s| fix(s, 900.0, Some(0.0))).collect();
    fixes.extend((0..60).map(|s| fix(s, 0.0, Some(0.0))));
    assert_eq!(run(&fixes), None);
}

#[test]
fn a_vague_fix_says_nothing() {
    let fixes: Vec<_> = (0..60)
        .map(|s| Fix {
            accuracy_m: 150.0,
            ..fix(s, 0.0, Some(0.0))
        })
        .collect();
    assert_eq!(run(&fixes), None);
}

#[test]
fn a_place_at_the_date_line_is_reached_from_the_other_side() {
    let place = LatLon::new(0.0, -179.9999).unwrap();
    let mut detector = ArrivalDetector::new(ArrivalRule::default(), place);
    let beside = LatLon::new(0.0, 179.9999).unwrap();
    let arrived = (0..10).any(|s| {
        let there = Fix {
            at: beside,
            ..fix(s, 0.0, Some(0.0))
        };
        detector.observe(&there).is_some()
    });
    assert!(arrived);
}

#[test]
fn it_is_told_once() {
    let mut detector = ArrivalDetector::new(ArrivalRule::default(), place());
    let told = (0..300)
        .filter(|&s| detector.observe(&fix(s, 5.0, Some(0.0))).is_some())
        .count();
    assert_eq!(told, 1);
}

proptest! {
    #[test]
    fn one_bad_fix_never_means_arrival(bad in 0_i32..60, north in 200.0_f64..5000.0, drift in -3.0_f64..3.0) {
        let fixes: Vec<_> = (0..60)
            .map(|s| if s == bad { fix(s, 0.0, Some(0.0)) } else { fix(s, north + drift * f64::from(s) / 60.0, Some(0.5)) })
            .collect();
        prop_assert_eq!(run(&fixes), None);
    }
}
