//! Tests of what positions tell of a way.

use super::*;

const USUAL: Spread = Spread { mu: 0.0, sigma: 0.2 };

fn second(second: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_000 + second * 1000)
}

#[test]
fn a_slow_trip_is_seen_to_be_slow() {
    let mut trip = Trip::new(second(0), 600.0, false);
    trip.set_off(second(0));
    assert!((trip.rest(second(0), USUAL, 0.09, 0.0).mean() / 600.0 - 1.0).abs() < 0.06);
    // In four minutes it makes two minutes of the way.
    for step in 1_i32..=24 {
        trip.see(
            second(i64::from(step) * 10),
            600.0 - f64::from(step) * 5.0,
            6000.0 - f64::from(step) * 50.0,
        );
    }
    let rest = trip.rest(second(240), USUAL, 0.09, 0.0);
    assert!(rest.mean() > 480.0 * 1.25, "{rest:?}");
    assert!(trip.stands_for() < 30.0);
}

#[test]
fn who_stands_still_is_seen_to_stand() {
    let mut trip = Trip::new(second(0), 600.0, false);
    trip.set_off(second(5));
    trip.see(second(60), 540.0, 3000.0);
    trip.see(second(150), 538.0, 3000.0);
    assert!((trip.stands_for() - 90.0).abs() < 1e-9);
}

#[test]
fn a_unit_that_moves_off_without_a_word_has_begun() {
    let mut trip = Trip::new(second(0), 600.0, false);
    trip.see(second(30), 598.0, 3000.0);
    assert!(!trip.has_begun());
    trip.see(second(60), 580.0, 2900.0);
    assert!(trip.has_begun());
    trip.see(second(600), 10.0, 90.0);
    let seen = trip.seen(second(640)).unwrap();
    assert_eq!((seen.route_s, seen.took_s, seen.last_s), (588, 570, 40));
}

#[test]
fn who_waits_before_it_turns_out_is_not_slow_on_the_road() {
    let mut trip = Trip::new(second(0), 600.0, false);
    trip.set_off(second(0));
    for step in 1_i32..=12 {
        // A minute at the gate, and then as the roads say.
        let made = f64::from((step - 6).max(0)) * 10.0;
        trip.see(second(i64::from(step) * 10), 600.0 - made, 6000.0 - made * 10.0);
    }
    let rest = trip.rest(second(120), USUAL, 0.02, 0.0);
    assert!((rest.mean() / 540.0 - 1.0).abs() < 0.06, "{rest:?}");
}

#[test]
fn a_fix_somewhere_else_changes_nothing() {
    let mut trip = Trip::new(second(0), 600.0, false);
    trip.set_off(second(0));
    for step in 1_i32..=60 {
        let jumps = step % 9 == 0;
        let (route_s, distance_m) = if jumps {
            (20.0, 100.0)
        } else {
            (600.0 - f64::from(step) * 5.0, 6000.0 - f64::from(step) * 50.0)
        };
        trip.see(second(i64::from(step) * 5), route_s, distance_m);
        assert!(
            (trip.route_s - (600.0 - f64::from(step) * 5.0)).abs() < 6.0,
            "{step}: {}",
            trip.route_s
        );
        assert_eq!(trip.near_for(second(400)), None);
    }
}

#[test]
fn positions_that_wander_at_the_gate_are_no_slow_trip() {
    let mut trip = Trip::new(second(0), 640.0, false);
    trip.see(second(1), 640.0, 6000.0);
    trip.set_off(second(1));
    trip.see(second(2), 605.0, 6000.0);
    trip.see(second(3), 605.0, 6000.0);
    assert!(trip.rolling.is_some(), "so it looks");
    for second_of in 4..90 {
        trip.see(second(second_of), 630.0, 6000.0);
    }
    for step in 0_i32..9 {
        let made = f64::from(step) * 10.0;
        trip.see(
            second(90 + i64::from(step) * 10),
            630.0 - made,
            6000.0 - made * 10.0,
        );
    }
    let rest = trip.rest(second(170), USUAL, 0.02, 0.0);
    assert!((rest.mean() / 550.0 - 1.0).abs() < 0.08, "{rest:?}");
}

#[test]
fn two_carriageways_side_by_side_are_one_way() {
    let mut trip = Trip::new(second(0), 400.0, false);
    trip.set_off(second(0));
    for step in 1_i32..=200 {
        let (at, true_s) = (second(i64::from(step)), 400.0 - f64::from(step));
        // For a few seconds at a time, the fixes lie beside the other one, from which one has to turn round.
        let beside = step % 20 < 6;
        trip.see(at, if beside { true_s + 38.0 } else { true_s }, true_s * 10.0);
        let (known, since) = (trip.route_s, seconds(trip.fix_at, at));
        assert!(
            step < 10 || (known - since - true_s).abs() < 12.0,
            "{step}: {known}"
        );
    }
}

#[test]
fn nobody_drives_before_they_set_off() {
    let mut trip = Trip::new(second(0), 300.0, false);
    trip.set_off(second(200));
    let rest = trip.rest(second(210), USUAL, 0.02, 0.0);
    assert!((rest.mean() / 290.0 - 1.0).abs() < 0.06, "{rest:?}");
}

#[test]
fn who_is_seen_every_second_moves_off_all_the_same() {
    let mut trip = Trip::new(second(0), 600.0, false);
    for step in 0_i32..60 {
        // Half a minute at the post, its positions wandering; then off.
        let made = f64::from((step - 30).max(0));
        let wanders = f64::from(step % 7 - 3) * 4.0;
        trip.see(
            second(i64::from(step)),
            600.0 - made + wanders,
            6000.0 - made * 10.0 + wanders,
        );
        assert!(step > 30 || !trip.has_begun(), "{step}");
    }
    assert!(trip.has_begun());
}
