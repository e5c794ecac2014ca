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
            (600.0 - f64::from(step) * 5.0, 3000.0)
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
