//! What a freeze is, told as sentences.

use std::time::Duration;

use super::Freezes;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn a_gap_that_is_borne_is_no_freeze() {
    let mut freezes = Freezes::longer_than(ms(350));
    for at in [0, 350, 700, 1_000] {
        freezes.shown(ms(at));
    }
    assert_eq!(
        (freezes.count, freezes.frozen, freezes.longest),
        (0, ms(0), ms(350))
    );
}

#[test]
fn a_longer_gap_counts_from_picture_to_picture() {
    let mut freezes = Freezes::longer_than(ms(350));
    for at in [0, 100, 600, 700, 1_000] {
        freezes.shown(ms(at));
    }
    assert_eq!((freezes.count, freezes.frozen), (1, ms(500)));
    assert!((freezes.share() - 0.5).abs() < 1e-9);
}

#[test]
fn a_picture_that_never_moves_again_is_frozen_to_the_end() {
    let mut freezes = Freezes::longer_than(ms(350));
    freezes.shown(ms(0));
    freezes.shown(ms(1_000));
    freezes.end(ms(4_000));
    assert_eq!((freezes.count, freezes.frozen), (2, ms(4_000)));
    assert!((freezes.share() - 1.0).abs() < 1e-9);
}

#[test]
fn no_picture_at_all_is_frozen_all_the_time() {
    let mut freezes = Freezes::longer_than(ms(350));
    freezes.end(ms(4_000));
    assert!((freezes.share() - 1.0).abs() < 1e-9);
}
