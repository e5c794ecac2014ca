//! Shows that the assignment is the cheapest there is.

use proptest::prelude::*;

use super::*;

/// A table with some pairs forbidden.
fn table(most: usize) -> impl Strategy<Value = Costs> {
    (0..=most, 0..=most).prop_flat_map(|(rows, columns)| {
        let cost =
            prop_oneof![4 => (0_u64..50).prop_map(Some), 1 => (0_u64..1000).prop_map(Some), 1 => Just(None)];
        let pairs = prop::collection::vec(cost, rows * columns);
        let left_out = prop::collection::vec(0_u64..200, rows);
        (pairs, left_out).prop_map(move |(pairs, left_out)| costs(columns, &pairs, &left_out))
    })
}

fn costs(columns: usize, pairs: &[Option<u64>], left_out: &[u64]) -> Costs {
    let mut costs = Costs::new(left_out.len(), columns);
    for (row, cost) in left_out.iter().enumerate() {
        costs.leaving_out(row, *cost);
    }
    for (place, cost) in pairs.iter().enumerate() {
        if let Some(cost) = cost {
            costs.allow(place / columns, place % columns, *cost);
        }
    }
    costs
}

/// The least total, by trying everything.
fn least(costs: &Costs, row: usize, taken: &mut Vec<Option<usize>>) -> u64 {
    if row == costs.left_out.len() {
        return costs.total(taken).unwrap_or(u64::MAX);
    }
    let free = (0..costs.columns).filter(|column| !taken.contains(&Some(*column)));
    let choices: Vec<_> = free.map(Some).chain([None]).collect();
    let mut best = u64::MAX;
    for choice in choices {
        taken.push(choice);
        best = best.min(least(costs, row + 1, taken));
        taken.pop();
    }
    best
}

/// Each row in turn takes the cheapest column that is left, if that is cheaper than none.
fn one_by_one(costs: &Costs) -> Vec<Option<usize>> {
    let mut taken: Vec<Option<usize>> = Vec::new();
    for (row, left_out) in costs.left_out.iter().enumerate() {
        let free = (0..costs.columns).filter(|column| !taken.contains(&Some(*column)));
        let nearest = free.min_by_key(|column| costs.at(row, *column));
        taken.push(nearest.filter(|column| costs.at(row, *column) <= *left_out));
    }
    taken
}

fn is_one_to_one(columns: &[Option<usize>]) -> bool {
    let taken: Vec<_> = columns.iter().flatten().collect();
    let distinct: std::collections::BTreeSet<_> = taken.iter().collect();
    distinct.len() == taken.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_is_cheaper(costs in table(5)) {
        let assigned = costs.assign();
        prop_assert!(is_one_to_one(&assigned));
        prop_assert_eq!(costs.total(&assigned), Some(least(&costs, 0, &mut Vec::new())));
    }
}

#[test]
fn a_thousand_batches_are_never_dearer_than_one_by_one_nearest() {
    use rand::{RngExt, SeedableRng};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(4);
    let (mut cheaper, mut saved, mut spent) = (0, 0, 0);
    for _ in 0..1000 {
        let (rows, columns) = (random.random_range(2..=20), random.random_range(2..=40));
        let pairs: Vec<_> = (0..rows * columns)
            .map(|_| {
                random
                    .random_bool(0.95)
                    .then(|| random.random_range(30_000..1_500_000))
            })
            .collect();
        let costs = costs(columns, &pairs, &vec![10_000_000; rows]);
        let best = costs.assign();
        assert!(is_one_to_one(&best));
        let (best, nearest) = (
            costs.total(&best).unwrap(),
            costs.total(&one_by_one(&costs)).unwrap(),
        );
        assert!(best <= nearest, "{best} is more than {nearest}");
        cheaper += u32::from(best < nearest);
        saved += nearest - best;
        spent += nearest;
    }
    let percent = 100 * saved / spent;
    println!("cheaper in {cheaper} of 1000 batches, by {percent} % in all");
    assert!(cheaper > 500, "one by one is no straw man, but it is beaten");
}

#[test]
fn a_row_is_left_out_where_that_is_cheaper_or_nothing_else_is_left() {
    let three = costs(1, &[Some(5), Some(4), Some(9)], &[100, 100, 3]);
    assert_eq!(three.assign(), [None, Some(0), None]);
    assert_eq!(Costs::new(2, 0).assign(), [None, None]);
    assert_eq!(Costs::new(0, 3).assign(), Vec::<Option<usize>>::new());
}

#[test]
fn the_dearest_table_does_not_overflow() {
    let mut costs = Costs::new(20, 20);
    for row in 0..20 {
        for column in 0..20 {
            costs.allow(row, column, u64::MAX);
        }
    }
    costs.allow(30, 30, 1);
    costs.leaving_out(30, 1);
    assert!(is_one_to_one(&costs.assign()));
    assert!(costs.total(&[Some(7)]).is_some());
}
