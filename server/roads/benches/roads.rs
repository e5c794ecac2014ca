//! How long the road network takes to answer, on one thread.
//!
//! `YIKE_ROADS=city.osm.pbf cargo bench -p roads` measures the city of one's choice; without it, the
//! demo district.

#![expect(clippy::panic, reason = "a bench that cannot run says why")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{LatLon, TravelMode};
use roads::{ClosedPlace, Closure, Origin, RoadClass, RoadNetwork, Speeds};

const LIMIT: Duration = Duration::from_mins(15);
const UNITS: usize = 300;

#[expect(
    clippy::disallowed_methods,
    reason = "a bench is run by hand, with the city of one's choice"
)]
fn extract() -> Vec<u8> {
    let demo = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    );
    let path = std::env::var("YIKE_ROADS").unwrap_or_else(|_| demo.to_owned());
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// Points all over the network.
fn places(network: &RoadNetwork, offset: usize) -> Vec<LatLon> {
    let count = network.streets().count();
    (0..UNITS)
        .filter_map(|number| {
            network
                .street((offset + number * 7_919) % count)?
                .line
                .first()
                .copied()
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let bytes = extract();
    let load = || RoadNetwork::from_pbf(&bytes).unwrap_or_else(|fault| panic!("{fault}"));
    let network = load();
    network.prepare(TravelMode::Car);
    let (units, goals) = (places(&network, 0), places(&network, 4_001));
    let origins: Vec<Origin> = units
        .iter()
        .map(|&at| Origin {
            at,
            mode: TravelMode::Car,
            free_in: Duration::ZERO,
        })
        .collect();

    let mut goal = goals.iter().cycle();
    let mut next_goal = || goal.next().copied().unwrap_or_else(|| panic!("there are goals"));
    criterion.bench_function("reach of 15 minutes with the times of 300 units", |bencher| {
        bencher.iter(|| {
            let reach = network.reach_to(TravelMode::Car, next_goal(), LIMIT);
            let reach = reach.unwrap_or_else(|| panic!("there are roads"));
            units
                .iter()
                .filter_map(|&unit| reach.seconds_from(unit))
                .sum::<f64>()
        });
    });
    criterion.bench_function("cover by 300 units, first and second", |bencher| {
        bencher.iter(|| network.cover(&origins, LIMIT));
    });
    criterion.bench_function("matrix of 300 by 300", |bencher| {
        bencher.iter(|| network.matrix(TravelMode::Car, &units, &goals));
    });
    criterion.bench_function("one route with its line", |bencher| {
        bencher.iter(|| units.first().and_then(|&unit| network.route(unit, next_goal())));
    });
    let rush = Speeds::default()
        .with(TravelMode::Car, RoadClass::Primary, 0.7)
        .with(TravelMode::EBike, RoadClass::Primary, 0.9)
        .with(TravelMode::Foot, RoadClass::Path, 0.9);
    criterion.bench_function("new speeds everywhere, ready for matrices", |bencher| {
        bencher.iter(|| network.with_speeds(&rush));
    });
    criterion.bench_function("a street closed, ready for matrices", |bencher| {
        bencher.iter(|| {
            network.with_closures(&[Closure {
                place: ClosedPlace::Street(next_goal()),
                modes: TravelMode::ALL.to_vec(),
            }])
        });
    });
    criterion.bench_function("from an extract to a network", |bencher| bencher.iter(load));
    criterion.bench_function("from an extract to a matrix", |bencher| {
        bencher.iter(|| load().prepare(TravelMode::Car));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = bench
}
criterion_main!(benches);
