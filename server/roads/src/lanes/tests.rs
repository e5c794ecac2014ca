//! Tests of the rules that a graph of lanes keeps: directions, turns, barriers, dead ends.

use domain::{LatLon, TravelMode};

use crate::drawing::{Drawing, FOOTWAY, ONE_WAY, STREET, Words, point};
use crate::network::RoadNetwork;

/// A crossing of two streets of 200 m each, a ring around them, and its ways: 1 west, 2 east, 3 north, 4 south.
///
/// ```text
///      ┌── 3 ──┐
///      │   │   │
///      1 ─ 5 ─ 2
///      │   │   │
///      └── 4 ──┘
/// ```
pub(crate) fn crossing() -> Drawing {
    Drawing::default()
        .node(1, 0.0, 100.0)
        .node(2, 200.0, 100.0)
        .node(3, 100.0, 200.0)
        .node(4, 100.0, 0.0)
        .node(5, 100.0, 100.0)
        .node(6, 0.0, 200.0)
        .node(7, 200.0, 200.0)
        .node(8, 200.0, 0.0)
        .node(9, 0.0, 0.0)
        .way(&[1, 5], STREET)
        .way(&[5, 2], STREET)
        .way(&[5, 3], STREET)
        .way(&[5, 4], STREET)
        .way(&[1, 6, 3, 7, 2, 8, 4, 9, 1], STREET)
}

pub(crate) const WEST: (f64, f64) = (50.0, 100.0);
pub(crate) const EAST: (f64, f64) = (150.0, 100.0);
pub(crate) const NORTH: (f64, f64) = (100.0, 150.0);
pub(crate) const SOUTH: (f64, f64) = (100.0, 50.0);

pub(crate) fn at((east, north): (f64, f64)) -> LatLon {
    point(east, north)
}

pub(crate) fn metres(network: &RoadNetwork, mode: TravelMode, from: (f64, f64), to: (f64, f64)) -> f64 {
    network.route_by(mode, at(from), at(to)).unwrap().metres.round()
}

fn kinds(network: &RoadNetwork, from: (f64, f64), to: (f64, f64)) -> [f64; 3] {
    TravelMode::ALL.map(|mode| metres(network, mode, from, to))
}

pub(crate) const NO_LEFT: Words<'_> = &[("type", "restriction"), ("restriction", "no_left_turn")];

#[test]
fn a_forbidden_turn_is_driven_around_by_wheels_alone() {
    let network = crossing().rule(NO_LEFT, 1, ("node", &[5]), 3).network();
    assert_eq!(kinds(&network, WEST, NORTH), [300.0, 300.0, 100.0]);
    assert_eq!(kinds(&network, NORTH, WEST), [100.0; 3], "the other way is free");
    assert_eq!(kinds(&network, WEST, EAST), [100.0; 3], "straight on too");
}

#[test]
fn an_only_rule_forbids_every_other_turn() {
    let only: Words<'_> = &[("restriction", "only_straight_on")];
    let network = crossing().rule(only, 1, ("node", &[5]), 2).network();
    assert_eq!(kinds(&network, WEST, EAST), [100.0; 3]);
    assert_eq!(kinds(&network, WEST, NORTH), [300.0, 300.0, 100.0]);
    assert_eq!(kinds(&network, WEST, SOUTH), [300.0, 300.0, 100.0]);
    assert_eq!(kinds(&network, SOUTH, NORTH), [100.0; 3]);
}

#[test]
fn a_rule_binds_whom_it_says() {
    let free_bicycles: Words<'_> = &[("restriction", "no_left_turn"), ("except", "psv;bicycle")];
    let network = crossing().rule(free_bicycles, 1, ("node", &[5]), 3).network();
    assert_eq!(kinds(&network, WEST, NORTH), [300.0, 100.0, 100.0]);
    let bicycles_alone: Words<'_> = &[("restriction:bicycle", "no_left_turn")];
    let network = crossing().rule(bicycles_alone, 1, ("node", &[5]), 3).network();
    assert_eq!(kinds(&network, WEST, NORTH), [100.0, 300.0, 100.0]);
    let lorries: Words<'_> = &[("restriction:hgv", "no_left_turn")];
    let network = crossing().rule(lorries, 1, ("node", &[5]), 3).network();
    assert_eq!(kinds(&network, WEST, NORTH), [100.0; 3]);
}

#[test]
fn a_rule_that_makes_no_sense_changes_nothing() {
    let network = crossing()
        .rule(NO_LEFT, 1, ("node", &[99]), 3)
        .rule(NO_LEFT, 1, ("node", &[2]), 3)
        .rule(NO_LEFT, 77, ("node", &[5]), 78)
        .rule(NO_LEFT, 1, ("ways", &[55, 56]), 3)
        .rule(NO_LEFT, 1, ("ways", &[4]), 1)
        .network();
    for (from, to) in [(WEST, NORTH), (WEST, SOUTH), (EAST, WEST), (SOUTH, EAST)] {
        assert_eq!(kinds(&network, from, to), [100.0; 3]);
    }
}

/// A divided road, west to east below and east to west above, with a link between.
///
/// ```text
/// 1 ←── 2 ←── 3        way 1: 3 2 1    way 3: 2 5
/// ↓     |     ↑        way 2: 4 5 6    ways 4 and 5: the ends
/// 4 ──→ 5 ──→ 6        way 6: a street down from 5
///       7
/// ```
pub(crate) fn divided() -> Drawing {
    Drawing::default()
        .node(1, 0.0, 20.0)
        .node(2, 200.0, 20.0)
        .node(3, 400.0, 20.0)
        .node(4, 0.0, 0.0)
        .node(5, 200.0, 0.0)
        .node(6, 400.0, 0.0)
        .node(7, 200.0, -60.0)
        .way(&[3, 2], ONE_WAY)
        .way(&[2, 1], ONE_WAY)
        .way(&[4, 5], ONE_WAY)
        .way(&[5, 6], ONE_WAY)
        .way(&[5, 2], STREET)
        .way(&[1, 4], ONE_WAY)
        .way(&[6, 3], ONE_WAY)
        .way(&[5, 7], STREET)
}

#[test]
fn a_rule_over_a_way_forbids_that_way_alone() {
    let below = (100.0, 0.0);
    let above = (100.0, 20.0);
    let side = (200.0, -50.0);
    let open = divided().network();
    assert_eq!(metres(&open, TravelMode::Car, below, above), 220.0);
    let no_u_turn: Words<'_> = &[("restriction", "no_u_turn")];
    let network = divided().rule(no_u_turn, 3, ("ways", &[5]), 2).network();
    assert_eq!(
        metres(&network, TravelMode::Car, below, above),
        340.0,
        "by way of the side street"
    );
    assert_eq!(
        metres(&network, TravelMode::Car, side, above),
        170.0,
        "the link is open to others"
    );
    assert_eq!(
        metres(&network, TravelMode::Car, below, (200.0, 10.0)),
        110.0,
        "and as a goal"
    );
    assert_eq!(
        metres(&network, TravelMode::Car, (200.0, 10.0), above),
        110.0,
        "and as a start"
    );
    let limit = std::time::Duration::from_mins(15);
    let reach = network.reach_to(TravelMode::Car, at(above), limit).unwrap();
    let route = network.route(at(below), at(above)).unwrap();
    assert!((reach.seconds_from(at(below)).unwrap() - route.seconds).abs() < 1e-9);
}

#[test]
fn an_only_rule_over_a_way_leads_on() {
    let only: Words<'_> = &[("restriction", "only_left_turn")];
    let network = divided().rule(only, 8, ("ways", &[5]), 2).network();
    assert_eq!(
        metres(&network, TravelMode::Car, (200.0, -50.0), (100.0, 20.0)),
        170.0
    );
    assert_eq!(
        metres(&network, TravelMode::Car, (100.0, 0.0), (100.0, 20.0)),
        220.0
    );
}

#[test]
fn a_barrier_stops_those_it_can() {
    let barred = |tags: Words<'_>| {
        Drawing::default()
            .node(1, 0.0, 0.0)
            .node_with(2, 100.0, 0.0, tags)
            .node(3, 200.0, 0.0)
            .node(4, 200.0, 100.0)
            .node(5, 0.0, 100.0)
            .way(&[1, 2, 3], STREET)
            .way(&[3, 4, 5, 1], STREET)
            .network()
    };
    let (from, to) = ((50.0, 0.0), (150.0, 0.0));
    assert_eq!(kinds(&barred(&[]), from, to), [100.0; 3]);
    assert_eq!(
        kinds(&barred(&[("barrier", "bollard")]), from, to),
        [500.0, 100.0, 100.0]
    );
    assert_eq!(
        kinds(&barred(&[("barrier", "stile")]), from, to),
        [500.0, 500.0, 100.0]
    );
    assert_eq!(
        kinds(&barred(&[("barrier", "gate"), ("access", "private")]), from, to),
        [500.0; 3]
    );
    assert_eq!(kinds(&barred(&[("barrier", "lift_gate")]), from, to), [100.0; 3]);
}

#[test]
fn feet_go_against_a_one_way_street_and_cars_do_not_use_footways() {
    let network = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 200.0, 0.0)
        .node(3, 200.0, 200.0)
        .node(4, 0.0, 200.0)
        .way(&[1, 2], ONE_WAY)
        .way(&[2, 3, 4, 1], STREET)
        .way(&[1, 3], FOOTWAY)
        .network();
    assert_eq!(kinds(&network, (150.0, 0.0), (50.0, 0.0)), [700.0, 700.0, 100.0]);
    let across = kinds(&network, (0.0, 50.0), (200.0, 150.0));
    assert!(across[0] > 290.0 && across[2] < 390.0, "{across:?}");
    let snap = network.snap(TravelMode::Foot, point(100.0, 100.0), None).unwrap();
    assert!(snap.metres < 1.0, "{snap:?}");
    let snap = network.snap(TravelMode::Car, point(100.0, 100.0), None).unwrap();
    assert!(snap.metres > 99.0, "{snap:?}");
}

#[test]
fn feet_cross_a_square_along_its_outline() {
    let square: Words<'_> = &[("highway", "pedestrian"), ("area", "yes")];
    let network = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 200.0, 0.0)
        .node(4, 300.0, 0.0)
        .node(5, 100.0, 400.0)
        .node(6, 200.0, 400.0)
        .node(7, 100.0, 50.0)
        .node(8, 200.0, 50.0)
        .way(&[1, 2], STREET)
        .way(&[3, 4], STREET)
        .way(&[2, 5, 6, 3], STREET)
        .way(&[2, 3, 8, 7, 2], square)
        .network();
    assert_eq!(kinds(&network, (50.0, 0.0), (250.0, 0.0)), [1000.0, 200.0, 200.0]);
}

#[test]
fn a_roundabout_is_driven_around_one_way() {
    let around: Words<'_> = &[("highway", "residential"), ("junction", "roundabout")];
    let network = Drawing::default()
        .node(1, 0.0, 20.0)
        .node(2, -20.0, 0.0)
        .node(3, 0.0, -20.0)
        .node(4, 20.0, 0.0)
        .node(5, 120.0, 0.0)
        .node(6, 0.0, 120.0)
        .way(&[1, 2, 3, 4, 1], around)
        .way(&[4, 5], STREET)
        .way(&[1, 6], STREET)
        .network();
    let quarter = (2.0_f64 * 400.0).sqrt();
    let (east, north) = ((70.0, 0.0), (0.0, 70.0));
    assert_eq!(kinds(&network, east, north), [(100.0 + quarter).round(); 3]);
    let back = (100.0 + 3.0 * quarter).round();
    assert_eq!(
        kinds(&network, north, east),
        [back, back, (100.0 + quarter).round()]
    );
}
