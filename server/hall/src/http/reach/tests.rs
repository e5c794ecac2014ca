//! Where a unit's reach begins.

use super::*;

#[test]
fn a_units_ring_is_that_of_the_units_own_place() {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    let roads = RoadNetwork::from_pbf(extract).unwrap();
    let (mode, limit) = (TravelMode::Car, Duration::from_secs(60));
    let ring = |at| {
        let free_in = Duration::ZERO;
        roads
            .cover(&[Origin { at, mode, free_in }], limit)
            .outline(roads.cells())
    };
    let mut elsewhere = 0;
    for step in 0..400 {
        let (north, east) = (f64::from(step / 20), f64::from(step % 20));
        let at = LatLon::new(47.06 + 0.01 * north, 9.49 + 0.004 * east).unwrap();
        let own = ring(at);
        let stays = roads.snap(mode, at, None).unwrap();
        elsewhere += usize::from(ring(stays.at) != own);
        assert_eq!(reach_from(&roads, at, mode, limit), Some(own));
    }
    assert!(elsewhere > 0, "no place tells the two apart");
}
