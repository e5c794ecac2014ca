//! Tests of what the halves of trips tell.

use super::*;

#[test]
fn even_trips_make_the_way_so_far_tell_more_of_the_rest() {
    let mut wander = Wander::default();
    let before = wander.of_a_minute();
    for _ in 0..40 {
        wander.observe([200.0, 260.0, 180.0, 236.0]);
    }
    let even = wander.of_a_minute();
    assert!(even < before / 3.0, "{wander:?}");
    for _ in 0..40 {
        wander.observe([200.0, 260.0, 180.0, 420.0]);
    }
    assert!(wander.of_a_minute() > 2.0 * even, "{wander:?}");
}

#[test]
fn short_halves_tell_nothing() {
    let mut wander = Wander::default();
    wander.observe([30.0, 90.0, 200.0, 200.0]);
    wander.observe([0.0, 0.0, 0.0, 0.0]);
    assert_eq!(wander, Wander::default());
}
