//! Tests of how units guard places.

use super::*;

/// Four places in a row, a unit at each of `at`; harm grows with the distance.
fn row(at: &[f32]) -> Guard {
    let harms: Vec<Vec<f32>> = at.iter().map(|at| harm_of(*at)).collect();
    Guard::new(vec![0.25; 4], &harms, 1.0)
}

fn harm_of(at: f32) -> Vec<f32> {
    (0..4_u8)
        .map(|place| (f32::from(place) - at).abs() * 0.2)
        .collect()
}

#[test]
fn units_apart_guard_better_than_units_together() {
    assert!(row(&[0.5, 2.5]).harm() < row(&[1.5, 1.5]).harm());
    assert!(row(&[0.5, 2.5]).harm() < row(&[0.0, 0.0]).harm());
    assert!((row(&[]).harm() - 1.0).abs() < 1e-6);
}

#[test]
fn what_a_unit_is_worth_is_what_the_rest_lacks_without_it() {
    let at = [0.0, 0.2, 3.0];
    let guard = row(&at);
    let missed = guard.missed(3, 1.0);
    for leaves in 0..3 {
        let rest: Vec<f32> = (0..3)
            .filter(|unit| *unit != leaves)
            .map(|unit| at[unit])
            .collect();
        let lacks = row(&rest).harm() - guard.harm();
        assert!((missed[leaves] - lacks).abs() < 1e-6, "unit {leaves}");
        let without = guard.without(leaves, 1.0);
        assert!((without.harm() - row(&rest).harm()).abs() < 1e-6);
        assert!((without.gained(&harm_of(at[leaves])) - lacks).abs() < 1e-6);
    }
    assert!(
        missed[2] > missed[0] && missed[2] > missed[1],
        "who stands alone is missed most"
    );
}
