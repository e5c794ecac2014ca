//! Twenty orders and three hundred units, assigned exactly from their matrix of seconds.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dispatch::Costs;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const ORDERS: usize = 20;
const UNITS: usize = 300;

/// Seconds from each unit to each order, as roads give them: none where there is no way.
fn matrix() -> Vec<Vec<Option<f64>>> {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut seconds = || {
        random
            .random_bool(0.97)
            .then(|| random.random_range(30.0..1800.0))
    };
    (0..ORDERS)
        .map(|_| (0..UNITS).map(|_| seconds()).collect())
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of a bench"
)]
fn assign(matrix: &[Vec<Option<f64>>]) -> Vec<Option<usize>> {
    let mut costs = Costs::new(ORDERS, UNITS);
    for (order, row) in matrix.iter().enumerate() {
        costs.leaving_out(order, 10_000_000_000);
        for (unit, seconds) in row.iter().enumerate() {
            if let Some(seconds) = seconds {
                costs.allow(order, unit, (seconds * 1000.0) as u64);
            }
        }
    }
    costs.assign()
}

fn twenty_by_three_hundred(criterion: &mut Criterion) {
    let matrix = matrix();
    criterion.bench_function("assign 20 orders to 300 units", |bencher| {
        bencher.iter(|| assign(black_box(&matrix)));
    });
}

criterion_group!(benches, twenty_by_three_hundred);
criterion_main!(benches);
