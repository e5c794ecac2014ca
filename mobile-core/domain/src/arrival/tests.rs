//! Shows what `arrival` promises.

use proptest::prelude::*;

use super::*;

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
        datum: crate::Datum::Wgs84,
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
        let seconds = [0, 1, 2, 2 + gap, 3 + gap, 4 + gap, 10 + gap];
        seconds.map(|second| fix(second, 5.0, Some(0.0)))
    };
    let began = |gap| run(&fixes(gap)).unwrap().at;
    assert_eq!(began(45), fixes(45)[0].taken_at);
    assert_eq!(began(46), fixes(46)[3].taken_at);
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
