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
        tracking.movement() == Movement::Walking
    });
    assert_eq!(found, Some(3), "63 m from where it was");
}

#[test]
fn how_a_unit_moves_shows_with_and_without_a_measured_speed() {
    let after = |metres: f64, speed_mps: Option<f64>| {
        let mut tracking = Tracking::default();
        assert_eq!(tracking.movement(), Movement::Still);
        for n in 0..3_u32 {
            let taken = PhoneTime::from_millis(u64::from(n) * 15_000);
            assert!(tracking.takes(taken, &measured(f64::from(n) * metres, speed_mps), false));
        }
        tracking.movement()
    };
    assert_eq!(after(3.0, None), Movement::Still);
    assert_eq!(after(20.0, None), Movement::Walking);
    assert_eq!(after(150.0, None), Movement::Driving);
    assert_eq!(after(150.0, Some(1.4)), Movement::Walking);
    assert_eq!(after(20.0, Some(12.0)), Movement::Driving);
    assert_eq!(after(3.0, Some(0.1)), Movement::Still);
}
