//! Tests of which cut-off parts of a map are kept.

use std::time::Duration;

use domain::TravelMode;

use crate::cover::Origin;
use crate::drawing::{Drawing, ONE_WAY, STREET, point};
use crate::network::RoadNetwork;

#[test]
fn an_island_far_from_the_others_is_reached_from_itself_alone() {
    let network = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 800.0, 0.0)
        .node(3, 800.0, 800.0)
        .node(4, 4000.0, 0.0)
        .node(5, 4300.0, 0.0)
        .node(6, 4300.0, 200.0)
        .way(&[1, 2, 3], STREET)
        .named(&[4, 5, 6], STREET, "Island")
        .network();
    let (mainland, on_island, beyond) = (point(100.0, 0.0), point(4100.0, 0.0), point(4300.0, 100.0));
    let snap = network.nearest_road(on_island).unwrap();
    assert!(
        snap.metres < 1.0 && snap.name.as_deref() == Some("Island"),
        "{snap:?}"
    );
    let across = network.route(on_island, beyond).unwrap().metres;
    assert!((across - 300.0).abs() < 1.0, "{across}");
    assert_eq!(network.route(mainland, on_island), None);
    for goals in [2, 9] {
        // With few goals and with many, which are answered in two ways.
        let goals: Vec<_> = [mainland, beyond].into_iter().cycle().take(goals).collect();
        let rows = network.matrix(TravelMode::Car, &[mainland, on_island], &goals);
        for (goal, (from_main, from_island)) in rows[0].iter().zip(&rows[1]).enumerate() {
            let is_main = goal % 2 == 0;
            assert_eq!((from_main.is_some(), from_island.is_some()), (is_main, !is_main));
        }
    }
    let limit = Duration::from_hours(1);
    let reach = network.reach_to(TravelMode::Car, beyond, limit).unwrap();
    assert!(reach.seconds_from(on_island).is_some());
    assert_eq!(reach.seconds_from(mainland), None);
    let unit = Origin {
        at: mainland,
        mode: TravelMode::Car,
        free_in: Duration::ZERO,
    };
    let covered = network.cover(&[unit], limit).covered_once();
    assert!(
        covered > 0 && covered < network.cells().len(),
        "the island is a hole"
    );
}

/// A large town of one street, with another beside it that is so many metres long.
fn beside(metres: f64) -> RoadNetwork {
    Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 4000.0, 0.0)
        .node(3, 4000.0, 4000.0)
        .node(4, 0.0, 4000.0)
        .node(5, 100.0, 100.0)
        .node(6, 100.0 + metres, 100.0)
        .way(&[1, 2], STREET)
        .way(&[2, 3], STREET)
        .way(&[3, 4], STREET)
        .named(&[5, 6], STREET, "Yard")
        .network()
}

#[test]
fn only_a_large_part_is_kept_beside_another_road() {
    let yard = point(300.0, 90.0);
    let name = |metres: f64| beside(metres).nearest_road(yard).unwrap().name;
    assert_eq!(name(2_900.0), None, "its people are beside the street");
    assert_eq!(name(3_100.0).as_deref(), Some("Yard"));
    let network = beside(3_100.0);
    assert_eq!(network.route(point(300.0, 0.0), yard), None);
}

/// A ring of streets around a square with a dead end, a one-way street into it from a yard, and another out to one.
fn yards() -> RoadNetwork {
    Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 400.0)
        .node(4, 0.0, 400.0)
        .node(5, -300.0, 0.0)
        .node(6, 700.0, 400.0)
        .node(7, 500.0, 0.0)
        .way(&[1, 2, 3, 4, 1], STREET)
        .way(&[2, 7], STREET)
        .named(&[5, 1], ONE_WAY, "Way in")
        .named(&[3, 6], ONE_WAY, "Way out")
        .network()
}

#[test]
fn a_journey_begins_in_a_street_that_can_only_be_left() {
    let network = yards();
    let (yard, square) = (point(-200.0, 0.0), point(200.0, 0.0));
    let metres = |from, to| network.route(from, to).unwrap().metres.round();
    assert_eq!(metres(yard, square), 400.0);
    assert_eq!(metres(square, yard), 200.0, "as near as one gets to it");
    assert_eq!(
        metres(point(-250.0, 0.0), yard),
        250.0,
        "for others that is so too"
    );
    let limit = Duration::from_mins(15);
    let reach = network.reach_to(TravelMode::Car, square, limit).unwrap();
    assert_eq!(
        reach.seconds_from(yard),
        Some(network.route(yard, square).unwrap().seconds)
    );
    let unit = Origin {
        at: yard,
        mode: TravelMode::Car,
        free_in: Duration::ZERO,
    };
    let cover = network.cover(&[unit], limit);
    assert_eq!(
        cover.covered_once(),
        network.cells().len(),
        "nobody need get back into the yard"
    );
}

#[test]
fn a_journey_ends_in_a_street_that_can_only_be_entered() {
    let network = yards();
    let (yard, square) = (point(600.0, 400.0), point(200.0, 400.0));
    let metres = |from, to| network.route(from, to).unwrap().metres.round();
    assert_eq!(metres(square, yard), 400.0);
    assert_eq!(metres(yard, square), 200.0, "from the street nearest to it");
    let rows = network.matrix(TravelMode::Car, &[square, yard], &[yard; 9]);
    let seconds = network.route(square, yard).unwrap().seconds;
    assert_eq!(rows[0], [Some(seconds); 9]);
    assert!(rows[1].iter().all(Option::is_some));
}
