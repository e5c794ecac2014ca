//! Shows what `cadence` promises.

use super::*;

const MOVEMENTS: [Movement; 5] = [
    Movement::Still,
    Movement::Walking,
    Movement::Running,
    Movement::Cycling,
    Movement::Driving,
];

fn every_s(urgent: bool, movement: Movement, battery_pct: Option<u8>) -> u64 {
    cadence(true, urgent, movement, false, battery_pct)
        .unwrap()
        .every
        .as_secs()
}

#[test]
fn off_duty_nothing_is_measured() {
    for movement in MOVEMENTS {
        assert_eq!(cadence(false, false, movement, true, Some(100)), None);
    }
}

#[test]
fn where_seconds_count_no_battery_is_spared() {
    for movement in MOVEMENTS {
        for battery in [None, Some(100), Some(3)] {
            assert_eq!(cadence(true, true, movement, false, battery), Some(EVERY_SECOND));
        }
    }
}

#[test]
fn whoever_goes_by_no_car_is_measured_about_every_ten_metres() {
    for (movement, speed_mps) in [
        (Movement::Walking, 1.4),
        (Movement::Running, 3.3),
        (Movement::Cycling, 5.0),
    ] {
        for (battery, metres) in [(Some(80), 8.0..=12.0), (Some(10), 16.0..=24.0)] {
            let every = cadence(true, false, movement, false, battery).unwrap().every;
            let gone = speed_mps * every.as_secs_f64();
            assert!(metres.contains(&gone), "{movement:?}: {gone} m");
        }
    }
}

#[test]
fn the_less_a_unit_moves_the_less_is_measured_and_a_low_battery_is_spared() {
    for battery in [None, Some(80), Some(16), Some(15), Some(1)] {
        let seconds = MOVEMENTS.map(|movement| every_s(false, movement, battery));
        assert!(
            seconds.is_sorted_by(|less, more| less > more),
            "{battery:?}: {seconds:?}"
        );
    }
    for movement in &MOVEMENTS[1..] {
        assert!(every_s(false, *movement, Some(15)) > every_s(false, *movement, Some(16)));
    }
    for (looks_well, precision) in [(false, Precision::Coarse), (true, Precision::Fine)] {
        let still = cadence(true, false, Movement::Still, looks_well, Some(5)).unwrap();
        assert_eq!((still.every.as_secs(), still.precision), (15, precision));
    }
}
