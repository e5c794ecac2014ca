//! Tests of the probabilities on the grid.

use super::*;
use crate::habits::Spread;

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 0.012, "{a} for {b}");
}

#[test]
fn one_duration_is_in_time_as_often_as_it_is() {
    for (mu, sigma) in [(5.0, 0.3), (6.0, 0.5), (3.0, 1.0)] {
        let spread = Spread { mu, sigma };
        for span in [60.0, 300.0, 900.0] {
            close(
                Lattice::of(span, |x| spread.at_most(x)).in_time(),
                spread.at_most(span),
            );
        }
    }
}

#[test]
fn two_durations_take_the_sum_of_both() {
    // The sum of two exponentials with one rate is known exactly.
    let mean = 200.0;
    let one = Lattice::of(600.0, |x| 1.0 - (-x / mean).exp());
    let x: f64 = 600.0 / mean;
    close(one.then(&one).in_time(), 1.0 - (1.0 + x) * (-x).exp());
}

#[test]
fn nothing_more_to_do_changes_nothing() {
    let one = Lattice::of(600.0, |x| 1.0 - (-x / 100.0).exp());
    close(one.then(&Lattice::now(600.0)).in_time(), one.in_time());
    assert!(one.then(&Lattice::never(600.0)).in_time() < 1e-12);
}

#[test]
fn the_first_and_the_last_of_two() {
    let a = Lattice::of(600.0, |x| x / 1000.0);
    let b = Lattice::of(600.0, |x| x / 2000.0);
    close(a.first_of(&b).in_time(), 1.0 - 0.4 * 0.7);
    close(a.last_of(&b).in_time(), 0.6 * 0.3);
    close(a.later_of(&b).in_time(), 0.3);
    close(a.or(0.25, &b).in_time(), 0.25 * 0.6 + 0.75 * 0.3);
}
