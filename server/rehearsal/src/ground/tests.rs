//! Streets of Liechtenstein's towns.

use std::sync::{Arc, LazyLock};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;

pub(crate) const LIECHTENSTEIN_PBF: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
));

pub(crate) static LIECHTENSTEIN: LazyLock<Arc<Ground>> =
    LazyLock::new(|| Arc::new(Ground::from_pbf(LIECHTENSTEIN_PBF).unwrap()));

#[test]
fn every_town_has_streets_on_its_own_ground() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let district = LIECHTENSTEIN.district();
    for (number, town) in district.towns().iter().enumerate() {
        assert!(
            LIECHTENSTEIN.street_km(number) > 5.0,
            "{}: {} km",
            town.name,
            LIECHTENSTEIN.street_km(number)
        );
        let points: Vec<_> = (0..50)
            .map(|_| LIECHTENSTEIN.point_on_street(number, &mut rng).unwrap())
            .collect();
        let own = points.iter().filter(|point| town.contains(point.at)).count();
        // A street that crosses the border counts to the town of its middle.
        assert!(
            own >= 40 || number == district.reserve(),
            "{}: {own} of 50",
            town.name
        );
        for point in &points {
            let snap = LIECHTENSTEIN.roads().nearest_road(point.at).unwrap();
            assert!(
                snap.metres < 0.5,
                "{}: {point:?} is {} m off the road",
                town.name,
                snap.metres
            );
        }
    }
}

#[test]
fn the_reserve_drives_in_many_towns() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let district = LIECHTENSTEIN.district();
    let towns: std::collections::BTreeSet<_> = (0..200)
        .filter_map(|_| district.town_of(LIECHTENSTEIN.point_on_street(district.reserve(), &mut rng)?.at))
        .collect();
    assert!(towns.len() >= 9, "{towns:?}");
}

#[test]
fn a_seed_repeats_its_points() {
    let draw = |seed| LIECHTENSTEIN.point_on_street(10, &mut ChaCha8Rng::seed_from_u64(seed));
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
}

#[test]
fn there_is_no_point_in_no_town() {
    assert_eq!(
        LIECHTENSTEIN.point_on_street(99, &mut ChaCha8Rng::seed_from_u64(1)),
        None
    );
}
