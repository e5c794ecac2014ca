//! Tests of snapping and routing, in a made-up town and in Liechtenstein.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::drawing::{Drawing, ONE_WAY, STREET, point};

/// Two squares side by side, 200 m each; the street between them leads down only.
///
/// ```text
/// 1 ── 2 ── 3
/// │    ↓    │
/// 4 ── 5 ── 6      7 ── 8   (an island)
/// ```
fn town() -> RoadNetwork {
    let drawing = Drawing::default()
        .node(1, 0.0, 200.0)
        .node(2, 200.0, 200.0)
        .node(3, 400.0, 200.0)
        .node(4, 0.0, 0.0)
        .node(5, 200.0, 0.0)
        .node(6, 400.0, 0.0)
        .node(7, 600.0, 0.0)
        .node(8, 800.0, 0.0)
        .named(&[4, 1, 2, 3, 6], STREET, "Ring")
        .named(&[4, 5, 6], STREET, "South Street")
        .way(&[2, 5], ONE_WAY)
        .named(&[7, 8], STREET, "Island");
    drawing.network()
}

fn metres(network: &RoadNetwork, from: LatLon, to: LatLon) -> f64 {
    network.route(from, to).unwrap().metres
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1.0
}

#[test]
fn a_one_way_street_is_honoured() {
    let town = town();
    let (top, bottom) = (point(200.0, 150.0), point(200.0, 50.0));
    assert!(close(metres(&town, top, bottom), 100.0));
    assert!(close(metres(&town, bottom, top), 50.0 + 600.0 + 50.0));
}

#[test]
fn a_two_way_street_is_as_long_both_ways() {
    let town = town();
    let (west, east) = (point(30.0, 0.0), point(400.0, 120.0));
    assert!(close(metres(&town, west, east), 370.0 + 120.0));
    assert!(close(metres(&town, east, west), 370.0 + 120.0));
    assert!(close(metres(&town, west, west), 0.0));
}

#[test]
fn the_nearest_road_has_its_name_and_distance() {
    let town = town();
    let snap = town.nearest_road(point(100.0, -30.0)).unwrap();
    assert!(
        close(snap.metres, 30.0) && snap.at.distance_m(point(100.0, 0.0)) < 1.0,
        "{snap:?}"
    );
    assert_eq!(snap.name.as_deref(), Some("South Street"));
    assert_eq!(town.nearest_road(point(195.0, 100.0)).unwrap().name, None);
}

#[test]
fn a_cut_off_street_beside_the_others_is_left_out() {
    let town = town();
    let snap = town.nearest_road(point(700.0, 0.0)).unwrap();
    assert!(close(snap.at.distance_m(point(400.0, 0.0)), 0.0), "{snap:?}");
    assert!(town.streets().all(|street| street.name != Some("Island")));
}

#[test]
fn a_loop_street_is_left_at_the_nearer_end() {
    let drawing = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 200.0, 100.0)
        .node(4, 200.0, -100.0)
        .way(&[1, 2], STREET)
        .named(&[2, 3, 4, 2], STREET, "Loop");
    let network = drawing.network();
    let corner = 100.0 * 2.0_f64.sqrt();
    assert!(close(
        metres(&network, point(200.0, 100.0), point(0.0, 0.0)),
        corner + 100.0
    ));
    assert!(close(
        metres(&network, point(0.0, 0.0), point(200.0, -100.0)),
        corner + 100.0
    ));
}

#[test]
fn what_lies_between_carriageways_is_reached_from_either() {
    let drawing = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 2000.0, 0.0)
        .node(3, 2000.0, 20.0)
        .node(4, 0.0, 20.0)
        .way(&[1, 2], ONE_WAY)
        .way(&[2, 3], STREET)
        .way(&[3, 4], ONE_WAY)
        .way(&[4, 1], STREET);
    let network = drawing.network();
    let (house, unit) = (point(1000.0, 22.0), point(900.0, 0.0));
    let hour = Duration::from_hours(1);
    let reach = |aside_m| {
        network
            .reach_beside(TravelMode::Car, house, aside_m, hour)
            .unwrap()
    };
    let nearest = network.reach_to(TravelMode::Car, house, hour).unwrap();
    let (around, across) = (
        nearest.seconds_from(unit).unwrap(),
        reach(35.0).seconds_from(unit).unwrap(),
    );
    assert_eq!(reach(15.0).seconds_from(unit), Some(around), "too far to walk");
    let straight = network.route(unit, point(1000.0, 0.0)).unwrap().seconds;
    assert!(
        (across - straight - 20.0 / 1.3).abs() < 0.5,
        "{across} {straight}"
    );
    assert!(around > 3.0 * across);
    let along = point(1100.0, 20.0);
    assert_eq!(reach(35.0).seconds_from(along), nearest.seconds_from(along));
}

#[test]
fn without_roads_there_is_no_network() {
    assert_eq!(
        RoadNetwork::from_pbf(&[]).unwrap_err(),
        RoadsError::Extract(ExtractError::Empty)
    );
    assert!(matches!(
        RoadNetwork::from_pbf(b"no map at all").unwrap_err(),
        RoadsError::Extract(ExtractError::Broken(_))
    ));
    assert_eq!(Drawing::default().try_network().unwrap_err(), RoadsError::NoRoads);
}

#[test]
fn a_park_without_roads_for_cars_is_walked() {
    let steps: crate::drawing::Words<'_> = &[("highway", "steps")];
    let park = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 300.0, 0.0)
        .node(3, 300.0, 300.0)
        .way(&[1, 2], crate::drawing::FOOTWAY)
        .way(&[2, 3], steps)
        .network();
    let (from, to) = (point(50.0, 0.0), point(300.0, 200.0));
    assert_eq!(
        park.route_by(TravelMode::Foot, from, to).unwrap().metres.round(),
        450.0
    );
    assert_eq!(park.route(from, to), None, "no car gets in");
    assert!(park.snap(TravelMode::Car, from, None).is_none());
    assert!(close(park.nearest_road(point(100.0, 40.0)).unwrap().metres, 40.0));
    assert_eq!(park.streets().count(), 1, "e-bikes do not climb steps");
    let hour = Duration::from_hours(1);
    assert!(park.reach_to(TravelMode::Car, to, hour).is_none());
    assert!(
        park.reach_to(TravelMode::EBike, to, hour)
            .unwrap()
            .cells()
            .count()
            > 1
    );
    let unit = |mode| Origin {
        at: from,
        mode,
        free_in: Duration::ZERO,
    };
    assert_eq!(park.cover(&[unit(TravelMode::Car)], hour).covered_once(), 0);
    assert!(park.cover(&[unit(TravelMode::Foot)], hour).covered_once() > 1);
    assert_eq!(park.matrix(TravelMode::Car, &[from], &[to; 9]), [[None; 9]]);
}

proptest! {
    #[test]
    fn routes_keep_the_laws_of_distance(
        a in (-50.0..450.0, -50.0..250.0),
        b in (-50.0..450.0, -50.0..250.0),
    ) {
        let town = town();
        let [a, b] = [a, b].map(|(east, north)| point(east, north));
        let route = town.route(a, b).unwrap();
        // A stop on the way may shorten it: who stops may turn around there.
        laws(&town, &route, a, b, 10.0);
    }

    /// Turning costs a walker nothing, so that a stop saves nothing.
    #[test]
    fn a_stop_on_the_way_never_shortens_a_walk(
        a in (-50.0..450.0, -50.0..250.0),
        b in (-50.0..450.0, -50.0..250.0),
        c in (-50.0..450.0, -50.0..250.0),
    ) {
        let town = town();
        let [a, b, c] = [a, b, c].map(|(east, north)| point(east, north));
        let walk = |from, to| town.route_by(TravelMode::Foot, from, to).unwrap().seconds;
        let (straight, detour) = (walk(a, c), walk(a, b) + walk(b, c));
        prop_assert!(straight <= detour + 1e-6, "{straight} > {detour}");
    }
}

/// What holds of every route from `from` to `to`.
fn laws(network: &RoadNetwork, route: &Route, from: LatLon, to: LatLon, fastest_mps: f64) {
    let (from, to) = (
        network.nearest_road(from).unwrap(),
        network.nearest_road(to).unwrap(),
    );
    assert_eq!(route.line.first(), Some(&from.at));
    assert!(route.goal().distance_m(to.at) < 0.01);
    let length: f64 = route
        .line
        .windows(2)
        .map(|ends| ends[0].distance_m(ends[1]))
        .sum();
    assert!(
        (length - route.metres).abs() < 0.01,
        "the line is as long as the route says"
    );
    assert!(
        route.seconds * fastest_mps >= from.at.distance_m(to.at) * 0.999,
        "no faster than straight on"
    );
    let steps = (0..=12).map(|step| route.at(route.seconds * f64::from(step) / 12.0));
    for (before, after) in steps.clone().zip(steps.skip(1)) {
        assert!(
            before.at.distance_m(after.at) <= route.seconds / 12.0 * fastest_mps * 1.001 + 0.01,
            "no jump"
        );
    }
    assert!(route.at(route.seconds).at.distance_m(route.goal()) < 0.01);
}

pub(crate) static LIECHTENSTEIN: LazyLock<RoadNetwork> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    RoadNetwork::from_pbf(bytes).unwrap()
});

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

#[test]
fn liechtenstein_has_its_streets() {
    let kilometres = LIECHTENSTEIN.streets().map(|street| street.metres).sum::<f64>() / 1000.0;
    assert!((300.0..700.0).contains(&kilometres), "{kilometres} km of streets");
    let vaduz = LIECHTENSTEIN.nearest_road(at(47.1410, 9.5209)).unwrap();
    assert!(vaduz.metres < 100.0 && vaduz.name.is_some(), "{vaduz:?}");
}

#[test]
fn vaduz_to_schaan_is_a_short_drive() {
    let route = LIECHTENSTEIN
        .route(at(47.1410, 9.5209), at(47.1650, 9.5087))
        .unwrap();
    assert!((2_700.0..4_500.0).contains(&route.metres), "{} m", route.metres);
    assert!((180.0..600.0).contains(&route.seconds), "{} s", route.seconds);
}

#[test]
fn every_place_of_liechtenstein_reaches_every_other() {
    let starts: Vec<_> = LIECHTENSTEIN
        .streets()
        .step_by(97)
        .map(|street| street.line[0])
        .collect();
    assert!(starts.len() > 20);
    for (from, to) in starts.iter().zip(starts.iter().rev()) {
        let route = LIECHTENSTEIN.route(*from, *to).unwrap();
        laws(&LIECHTENSTEIN, &route, *from, *to, 100.0 / 3.6);
    }
}
