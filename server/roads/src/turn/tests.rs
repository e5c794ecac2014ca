//! Tests of what turns cost, and of turning back.

use domain::TravelMode;

use crate::drawing::{Drawing, STREET, Words, point};
use crate::lanes::tests::{EAST, NORTH, SOUTH, WEST, at, crossing};
use crate::network::RoadNetwork;

#[test]
fn cars_turn_back_at_dead_ends_alone() {
    let network = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 200.0, 0.0)
        .node(4, 100.0, 300.0)
        .way(&[1, 2, 3], STREET)
        .way(&[2, 4], STREET)
        .network();
    let heading = |deg: f64| {
        network
            .snap(TravelMode::Car, point(50.0, 0.0), Some(deg))
            .unwrap()
    };
    let reach = network
        .reach_to(
            TravelMode::Car,
            point(0.0, 0.0),
            std::time::Duration::from_mins(15),
        )
        .unwrap();
    let toward = reach.seconds_from_snap(&heading(270.0)).unwrap();
    let away = reach.seconds_from_snap(&heading(90.0)).unwrap();
    assert!(
        (away - toward - 20.0).abs() < 1e-9,
        "turning round costs its time: {toward} s, {away} s"
    );
    let route = network.route(point(50.0, 0.0), point(50.0, 0.0)).unwrap();
    assert!(route.seconds.abs() < 1e-9);
}

#[test]
fn turning_across_traffic_costs_more_and_signals_cost_too() {
    let usual = crossing().network();
    let seconds = |network: &RoadNetwork, to| network.route(at(WEST), at(to)).unwrap().seconds;
    let (left, straight, right) = (
        seconds(&usual, NORTH),
        seconds(&usual, EAST),
        seconds(&usual, SOUTH),
    );
    assert!(
        left > right && right > straight + 1.0,
        "{left} {straight} {right}"
    );
    let signals = crossing()
        .node_with(5, 100.0, 100.0, &[("highway", "traffic_signals")])
        .network();
    assert!(seconds(&signals, EAST) > straight + 1.0);
    let inside = crossing().node_with(10, 75.0, 100.0, &[]).network();
    assert!((seconds(&inside, EAST) - straight).abs() < 0.01);
}

#[test]
fn where_people_drive_on_the_left_the_right_turn_waits() {
    // The roundabout lies apart, but shows the side: it turns clockwise.
    let around: Words<'_> = &[("highway", "residential"), ("junction", "roundabout")];
    let network = crossing()
        .node(11, 300.0, 100.0)
        .node(12, 320.0, 120.0)
        .node(13, 340.0, 100.0)
        .node(14, 320.0, 80.0)
        .way(&[11, 12, 13, 14, 11], around)
        .way(&[2, 11], STREET)
        .network();
    let seconds = |to| network.route(at(WEST), at(to)).unwrap().seconds;
    assert!(seconds(SOUTH) > seconds(NORTH));
}
