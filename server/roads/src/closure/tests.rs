//! Tests of closing roads.

use std::time::Duration;

use super::*;
use crate::drawing::{Drawing, FOOTWAY, STREET, point};

/// Two blocks of 200 m, joined by a bridge of two pieces, with a footway beside it.
///
/// ```text
/// 1 ── 2                5 ── 6
/// │    │                │    │
/// 3 ── 4 ── 40 ── 41 ── 7 ── 8
///      9 ·············· 10
/// ```
fn two_banks() -> RoadNetwork {
    Drawing::default()
        .node(1, 0.0, 200.0)
        .node(2, 200.0, 200.0)
        .node(3, 0.0, 0.0)
        .node(4, 200.0, 0.0)
        .node(40, 300.0, 0.0)
        .node(41, 400.0, 0.0)
        .node(5, 500.0, 200.0)
        .node(6, 700.0, 200.0)
        .node(7, 500.0, 0.0)
        .node(8, 700.0, 0.0)
        .node(9, 200.0, -15.0)
        .node(10, 500.0, -15.0)
        .way(&[1, 2, 4, 3, 1], STREET)
        .named(&[4, 40], STREET, "Bridge")
        .named(&[40, 41], STREET, "Bridge")
        .named(&[41, 7], STREET, "Bridge")
        .way(&[5, 6, 8, 7, 5], STREET)
        .way(&[4, 9, 10, 7], FOOTWAY)
        .network()
}

fn bridge(place: ClosedPlace) -> Closure {
    Closure {
        place,
        modes: vec![TravelMode::Car],
    }
}

#[test]
fn a_closed_bridge_cuts_the_district_without_a_panic() {
    let open = two_banks();
    let (west, east) = (point(0.0, 100.0), point(700.0, 100.0));
    assert!(open.route(west, east).is_some());
    let ways = [
        ClosedPlace::Street(point(350.0, 3.0)),
        ClosedPlace::Circle {
            centre: point(350.0, 0.0),
            radius_m: 10.0,
        },
        ClosedPlace::Line(vec![point(205.0, -4.0), point(495.0, 2.0)]),
    ];
    for place in ways {
        let closed = open.with_closures(&[bridge(place.clone())]);
        assert_eq!(closed.route(west, east), None, "{place:?}");
        assert_eq!(
            closed.matrix(TravelMode::Car, &[west], &[east, west])[0],
            [None, Some(0.0)]
        );
        let limit = Duration::from_mins(15);
        let reach = closed.reach_to(TravelMode::Car, east, limit).unwrap();
        assert_eq!(reach.seconds_from(west), None);
        assert!(reach.seconds_from(point(500.0, 200.0)).is_some());
        assert!(
            reach.cells().count()
                < open
                    .reach_to(TravelMode::Car, east, limit)
                    .unwrap()
                    .cells()
                    .count()
        );
        assert!(!reach.outline().is_empty());
        assert!(
            closed.route_by(TravelMode::Foot, west, east).is_some(),
            "feet may pass"
        );
        assert!(open.route(west, east).is_some(), "the old network is as it was");
        assert!(
            closed.with_closures(&[]).route(west, east).is_some(),
            "opened again"
        );
    }
}

#[test]
fn a_street_is_closed_from_crossing_to_crossing() {
    let open = two_banks();
    let lines = open.closed_by(&bridge(ClosedPlace::Street(point(250.0, 0.0))));
    let metres: f64 = lines.iter().map(|line| line[0].distance_m(line[1])).sum();
    assert!((metres - 300.0).abs() < 1.0, "{metres} m of bridge");
    let closed = open.with_closures(&[bridge(ClosedPlace::Street(point(250.0, 0.0)))]);
    assert_eq!(closed.closed_to(TravelMode::Car), lines);
    assert!(closed.closed_to(TravelMode::Foot).is_empty());
    assert!(
        open.closed_by(&bridge(ClosedPlace::Street(point(350.0, -5_000.0))))
            .is_empty()
    );
}

#[test]
fn a_drawn_line_leaves_crossing_streets_open() {
    let open = two_banks();
    let across = bridge(ClosedPlace::Line(vec![point(350.0, -100.0), point(350.0, 100.0)]));
    assert!(open.closed_by(&across).is_empty());
    assert!(open.closed_by(&bridge(ClosedPlace::Line(Vec::new()))).is_empty());
}

#[test]
fn who_stands_on_a_closed_street_starts_beside_it() {
    let closed = two_banks().with_closures(&[bridge(ClosedPlace::Street(point(350.0, 0.0)))]);
    let snap = closed.nearest_road(point(290.0, 0.0)).unwrap();
    assert!(snap.at.distance_m(point(200.0, 0.0)) < 1.0, "{snap:?}");
}

#[test]
fn speeds_and_closures_are_kept_apart() {
    let open = two_banks();
    let slow = crate::Speeds::default().with(TravelMode::Car, crate::RoadClass::Residential, 0.5);
    let (from, to) = (point(310.0, 0.0), point(390.0, 0.0));
    let usual = open.route(from, to).unwrap().seconds;
    let slowed = open.with_speeds(&slow).route(from, to).unwrap().seconds;
    assert!((slowed / usual - 2.0).abs() < 0.01, "{slowed} s, {usual} s");
    let closed = open
        .with_speeds(&slow)
        .with_closures(&[bridge(ClosedPlace::Street(from))]);
    let round = (point(0.0, 100.0), point(200.0, 100.0));
    assert!(
        closed.route(round.0, round.1).unwrap().seconds > open.route(round.0, round.1).unwrap().seconds * 1.5
    );
    assert_eq!(
        closed
            .with_speeds(&crate::Speeds::default())
            .route(point(0.0, 0.0), point(700.0, 0.0)),
        None
    );
}
