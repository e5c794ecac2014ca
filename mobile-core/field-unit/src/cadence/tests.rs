//! Shows what `cadence` promises.

use super::*;

const MOVEMENTS: [Movement; 3] = [Movement::Still, Movement::Walking, Movement::Driving];

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
fn the_less_a_unit_moves_the_less_is_measured_and_a_low_battery_is_spared() {
    for battery in [None, Some(80), Some(16), Some(15), Some(1)] {
        let [still, walking, driving] = MOVEMENTS.map(|movement| every_s(false, movement, battery));
        assert!(driving < walking && walking < still, "{battery:?}");
    }
    for movement in [Movement::Walking, Movement::Driving] {
        assert!(every_s(false, movement, Some(15)) > every_s(false, movement, Some(16)));
    }
    for (looks_well, precision) in [(false, Precision::Coarse), (true, Precision::Fine)] {
        let still = cadence(true, false, Movement::Still, looks_well, Some(5)).unwrap();
        assert_eq!((still.every.as_secs(), still.precision), (15, precision));
    }
}
