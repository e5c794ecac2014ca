//! Tests of receivers' errors.

use super::*;
use crate::chance::keyed;
use crate::drill::Scenario;
use crate::plane::offset;

const START: Timestamp = Timestamp::from_millis(1_000_000_000);

fn home() -> LatLon {
    LatLon::new(47.14, 9.52).unwrap()
}

/// The measurements of so many seconds at a stand.
fn measured(text: &str, seconds: u64) -> Vec<Measurement> {
    let world = Scenario::read(text).unwrap();
    let mut receiver = Receiver::new(&world.receiver, START, keyed(1, &[]));
    let truth = Moment {
        at: home(),
        heading_deg: 0.0,
        speed_mps: 0.0,
    };
    (1..=seconds)
        .filter_map(|second| receiver.measure(START.after(Duration::from_secs(second)), truth, 80))
        .collect()
}

const QUIET: &str = "[receiver]\njump_share = 0.0\ngaps_per_hour = 0.0\nbias_m = 0.0\n";

fn away(measured: &Measurement) -> f64 {
    let [north, east] = offset(home(), measured.at);
    north.hypot(east)
}

#[test]
fn the_error_is_as_great_as_the_world_says_and_so_is_what_the_phone_says_of_it() {
    let all = measured(&format!("{QUIET}sigma_m = 10.0\n"), 20_000);
    assert_eq!(all.len(), 20_000);
    let squares: f64 = all.iter().map(|measured| away(measured).powi(2)).sum();
    let sigma = (squares / 2.0 / 20_000.0).sqrt();
    assert!((9.0..11.0).contains(&sigma), "{sigma}");
    let within = all
        .iter()
        .filter(|measured| away(measured) <= measured.accuracy_m)
        .count();
    assert!(
        (12_600..14_600).contains(&within),
        "{within} of 20,000 within what was said"
    );
}

#[test]
fn neighbouring_errors_are_alike_if_they_last() {
    let lasting = measured(&format!("{QUIET}memory_s = 60.0\n"), 1000);
    let fresh = measured(&format!("{QUIET}memory_s = 0.0\n"), 1000);
    let step = |all: &[Measurement]| {
        let steps = all.windows(2).map(|two| two[0].at.distance_m(two[1].at));
        steps.sum::<f64>() / 999.0
    };
    assert!(
        step(&lasting) * 4.0 < step(&fresh),
        "{} {}",
        step(&lasting),
        step(&fresh)
    );
}

#[test]
fn jumps_and_made_up_fixes_come_as_often_as_the_world_says() {
    let all = measured(
        &format!("{QUIET}sigma_m = 5.0\nmock_share = 0.1\n").replace("jump_share = 0.0", "jump_share = 0.05"),
        10_000,
    );
    let mock = all.iter().filter(|measured| measured.mock).count();
    let jumps = all
        .iter()
        .filter(|measured| !measured.mock && away(measured) > 450.0)
        .count();
    assert!((900..1100).contains(&mock), "{mock}");
    assert!((380..530).contains(&jumps), "{jumps}");
}

#[test]
fn gaps_are_as_long_as_the_world_says() {
    let gaps = "[receiver]\ngaps_per_hour = 60.0\ngap = { median_s = 30.0, spread = 0.0 }\n";
    let seen = measured(gaps, 36_000).len();
    // One gap of 30 s in 90 s.
    assert!((22_000..26_000).contains(&seen), "{seen}");
}

#[test]
fn a_wrong_datum_is_far_off_and_not_said() {
    let all = measured(&format!("{QUIET}wrong_datum_share = 1.0\n"), 10);
    assert!(
        all.iter()
            .all(|measured| away(measured) > 200.0 && measured.datum.is_none())
    );
}
