//! What a change of address costs, told as sentences.

use super::{Change, NS_PER_MS, changes};

fn at(ms: &[u64]) -> Vec<u64> {
    ms.iter().map(|ms| ms * NS_PER_MS).collect()
}

#[test]
fn the_gap_around_a_change_is_the_longest_wait_for_a_packet() {
    let arrived = at(&[0, 30, 60, 90, 210, 240, 270]);
    let all = changes(arrived, &at(&[100]), 1_000 * NS_PER_MS);
    assert_eq!(all, [Change { gap_ms: Some(120.0) }]);
}

#[test]
fn a_change_after_which_nothing_comes_did_not_go_on() {
    let arrived = at(&[0, 30, 60, 90]);
    let all = changes(arrived, &at(&[100]), 1_000 * NS_PER_MS);
    assert_eq!(all, [Change { gap_ms: None }]);
}

#[test]
fn each_change_is_looked_at_until_the_next_one() {
    let arrived = at(&[0, 50, 100, 150, 200, 400, 450]);
    let all = changes(arrived, &at(&[60, 160]), 100 * NS_PER_MS);
    assert_eq!(
        all,
        [Change { gap_ms: Some(50.0) }, Change { gap_ms: Some(50.0) }],
        "the second one's wait is not over"
    );
}
