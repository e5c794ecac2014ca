//! How an estimate is shared, told as sentences.

use super::Shares;

const MAX: u64 = 2_100_000;

fn shared(shares: &mut Shares, total: u64) -> Vec<(usize, u64)> {
    let changed = shares.share(total);
    changed
        .iter()
        .map(|changed| (changed.layer, changed.bps))
        .collect()
}

#[test]
fn a_single_layer_has_everything() {
    let mut shares = Shares::new(1, MAX);
    assert_eq!(shared(&mut shares, 80_000), [(0, 80_000)]);
    assert_eq!(shared(&mut shares, MAX), [(0, MAX)]);
    assert_eq!(shared(&mut shares, MAX), []);
}

#[test]
fn the_smallest_goes_first_and_the_rest_goes_up() {
    let mut shares = Shares::new(3, MAX);
    let all = [(0, 100_000), (1, 400_000), (2, 1_600_000)];
    assert_eq!(shared(&mut shares, MAX), all);
    assert_eq!(shared(&mut shares, 1_300_000), [(2, 800_000)]);
    // The largest falls below what is worth a picture of its size.
    assert_eq!(shared(&mut shares, 900_000), [(2, 0)]);
    assert_eq!(shared(&mut shares, 90_000), [(0, 90_000), (1, 0)]);
    assert!(shares.runs(0) && !shares.runs(1) && !shares.runs(2));
}

#[test]
fn a_layer_on_the_brink_does_not_flutter() {
    let mut shares = Shares::new(2, 500_000);
    shared(&mut shares, 500_000);
    assert_eq!(shared(&mut shares, 240_000), [(1, 140_000)]);
    assert_eq!(shared(&mut shares, 230_000), [(1, 0)]);
    assert_eq!(
        shared(&mut shares, 240_000),
        [],
        "it takes more to start than to go on"
    );
    assert_eq!(shared(&mut shares, 270_000), [(1, 170_000)]);
}

#[test]
fn a_layer_nobody_watches_costs_nothing_and_its_share_goes_up() {
    let mut shares = Shares::new(3, MAX);
    shared(&mut shares, 1_000_000);
    shares.want(1, false);
    assert_eq!(shared(&mut shares, 1_000_000), [(1, 0), (2, 900_000)]);
    assert!(!shares.runs(1));
    shares.want(0, false);
    shares.want(2, false);
    assert_eq!(shared(&mut shares, 1_000_000), [(0, 0), (2, 0)]);
    shares.want(1, true);
    assert_eq!(shared(&mut shares, 1_000_000), [(1, 400_000)]);
}

#[test]
fn the_smallest_that_is_watched_gets_whatever_there_is() {
    let mut shares = Shares::new(3, MAX);
    shares.want(0, false);
    assert_eq!(shared(&mut shares, 90_000)[1], (1, 90_000));
}

#[test]
fn what_a_server_refuses_goes_to_the_largest() {
    let mut shares = Shares::new(3, MAX);
    shares.refuse(0);
    shares.refuse(1);
    assert_eq!(shared(&mut shares, MAX), [(0, 0), (1, 0), (2, MAX)]);
}
