//! Shows what `tracking` promises.

use super::*;

fn measured(north_m: f64, speed_mps: Option<f64>) -> Measurement {
    let at = LatLon::new(47.141 + north_m / 111_195.0, 9.521).unwrap();
    Measurement {
        speed_mps,
        ..Measurement::fresh(at, 8.0)
    }
}

fn sent(every_ms: u32, fixes: impl Iterator<Item = Measurement>) -> usize {
    sent_if(false, every_ms, fixes)
}

fn sent_if(near: bool, every_ms: u32, fixes: impl Iterator<Item = Measurement>) -> usize {
    let mut tracking = Tracking::default();
    let times = (0..).map(|n| PhoneTime::from_millis(n * u64::from(every_ms)));
    times
        .zip(fixes)
        .filter(|(taken, fix)| tracking.takes(*taken, fix, near))
        .count()
}

#[test]
fn a_moving_unit_is_followed_once_a_second() {
    let drive = |every_ms: u32| {
        (0..60_000 / every_ms).map(move |n| measured(f64::from(n * every_ms) * 0.01, Some(10.0)))
    };
    assert_eq!(sent(1000, drive(1000)), 60);
    assert!((60..=61).contains(&sent(100, drive(100))));
    assert!(
        (50..=61).contains(&sent(970, drive(970))),
        "a receiver that is a little early loses few"
    );
}

#[test]
fn a_unit_that_stays_is_heard_every_quarter_of_a_minute() {
    let stay = (0..120).map(|n| measured(f64::from(n % 3) * 3.0, Some(0.2)));
    assert_eq!(sent(1000, stay), 8);
}

#[test]
fn near_the_place_of_its_order_a_unit_that_stays_is_followed_once_a_second() {
    let stay = (0..120).map(|n| measured(f64::from(n % 3) * 3.0, Some(0.2)));
    assert_eq!(sent_if(true, 1000, stay), 120);
}

#[test]
fn what_lies_still_is_heard_every_quarter_of_a_minute_whatever_its_receiver_makes_of_it() {
    let jittery = |activity| {
        (0..120).map(move |n| Measurement {
            activity,
            ..measured(f64::from(n % 3) * 7.0, Some(f64::from(n % 4)))
        })
    };
    assert_eq!(sent(1000, jittery(Some(Activity::Still))), 8);
    assert!(
        sent(1000, jittery(None)) > 80,
        "it moves, as far as its receiver says"
    );
}

#[test]
fn what_the_sensors_say_shows_at_once_and_outlives_no_other_word() {
    let mut tracking = Tracking::default();
    let mut at = |second: u64, activity: Option<Activity>, speed_mps: f64| {
        let measured = Measurement {
            activity,
            ..measured(0.0, Some(speed_mps))
        };
        let taken = PhoneTime::from_millis(second * 1000);
        (
            tracking.takes(taken, &measured, false),
            tracking.movement(TravelMode::Foot),
        )
    };
    assert_eq!(at(0, Some(Activity::Still), 0.0), (true, Movement::Still));
    assert_eq!(
        at(5, Some(Activity::Driving), 0.0),
        (false, Movement::Driving),
        "not sent, but known"
    );
    assert_eq!(
        at(3, Some(Activity::Still), 0.0),
        (false, Movement::Driving),
        "an older word"
    );
    assert_eq!(at(7, None, 0.0), (false, Movement::Still));
}

#[test]
fn a_car_at_a_light_is_driven_until_it_has_stood_too_long_for_one() {
    let mut tracking = Tracking::default();
    for second in 0..300_u64 {
        let (metres, speed_mps) = if second < 60 {
            (second * 12, 12.0)
        } else {
            (720, 0.0)
        };
        let measured = measured(f64::from(u32::try_from(metres).unwrap()), Some(speed_mps));
        tracking.takes(PhoneTime::from_millis(second * 1000), &measured, false);
        let moves = match second {
            0 => continue,
            1..=149 => Movement::Driving,
            150.. => Movement::Still,
        };
        assert_eq!(tracking.movement(TravelMode::Car), moves, "{second}");
        if (61..).contains(&second) {
            assert_eq!(tracking.movement(TravelMode::Foot), Movement::Still, "{second}");
        }
    }
}

#[test]
fn movement_shows_without_a_measured_speed() {
    let walk = (0..60).map(|n| measured(f64::from(n) * 1.5, None));
    let taken = sent(1000, walk);
    assert!(
        (6..=12).contains(&taken),
        "a fix about every ten metres, not {taken}"
    );
}

#[test]
fn a_halt_is_told_at_once() {
    let mut tracking = Tracking::default();
    assert!(tracking.takes(PhoneTime::from_millis(0), &measured(0.0, Some(9.0)), false));
    assert!(tracking.takes(PhoneTime::from_millis(1000), &measured(9.0, Some(9.0)), false));
    assert!(tracking.takes(PhoneTime::from_millis(2000), &measured(12.0, Some(0.0)), false));
    assert!(!tracking.takes(PhoneTime::from_millis(3000), &measured(12.0, Some(0.0)), false));
}

#[test]
fn an_old_measurement_handed_in_late_is_left_out() {
    let mut tracking = Tracking::default();
    assert!(tracking.takes(PhoneTime::from_millis(60_000), &measured(0.0, Some(9.0)), false));
    assert!(!tracking.takes(PhoneTime::from_millis(40_000), &measured(500.0, Some(9.0)), false));
}

#[test]
fn a_walk_shows_in_vague_positions_too() {
    let mut tracking = Tracking::default();
    let found = (0..20_u32).find(|&n| {
        let vague = Measurement {
            accuracy_m: 60.0,
            ..measured(f64::from(n) * 21.0, None)
        };
        tracking.takes(PhoneTime::from_millis(u64::from(n) * 15_000), &vague, false);
        tracking.movement(TravelMode::Car) == Movement::Walking
    });
    assert_eq!(found, Some(3), "63 m from where it was");
}

#[test]
fn how_a_unit_moves_shows_with_and_without_a_measured_speed() {
    let after = |metres: f64, speed_mps: Option<f64>| {
        let mut tracking = Tracking::default();
        assert_eq!(tracking.movement(TravelMode::Car), Movement::Still);
        for n in 0..3_u32 {
            let taken = PhoneTime::from_millis(u64::from(n) * 15_000);
            assert!(tracking.takes(taken, &measured(f64::from(n) * metres, speed_mps), false));
        }
        tracking.movement(TravelMode::Car)
    };
    assert_eq!(after(3.0, None), Movement::Still);
    assert_eq!(after(20.0, None), Movement::Walking);
    assert_eq!(after(150.0, None), Movement::Driving);
    assert_eq!(after(150.0, Some(1.4)), Movement::Walking);
    assert_eq!(after(20.0, Some(12.0)), Movement::Driving);
    assert_eq!(after(3.0, Some(0.1)), Movement::Still);
}
