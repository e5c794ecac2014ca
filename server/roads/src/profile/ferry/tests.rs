//! Tests of crossings by boat.

use std::time::Duration;

use domain::TravelMode;

use super::*;
use crate::drawing::{Drawing, STREET, Words, point};
use crate::network::RoadNetwork;

#[test]
fn a_duration_is_read_however_it_is_written() {
    let seconds = |duration| crossing_s(Tags(&[("route", "ferry"), ("duration", duration)]));
    for (duration, expected) in [
        ("00:10", 600.0),
        (" 12 ", 720.0),
        ("0:05:30", 330.0),
        ("PT1H2M", 3720.0),
        ("PT90S", 90.0),
    ] {
        assert_eq!(seconds(duration), Some(expected), "{duration}");
    }
    for none in ["", "soon", "-5", "0", "PT", "PT5", "1:2:3:4", "NaN", "30:00"] {
        assert_eq!(seconds(none), None, "{none}");
    }
    assert_eq!(crossing_s(Tags(&[("route", "ferry")])), None);
    assert_eq!(crossing_s(Tags(&[("highway", "steps"), ("duration", "5")])), None);
}

/// Two streets with a ferry of 2 km between them, which says so much of itself.
fn strait(words: Words<'_>) -> RoadNetwork {
    let ferry: Vec<_> = [("route", "ferry")].iter().chain(words).copied().collect();
    Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 1400.0, 0.0)
        .node(4, 2400.0, 0.0)
        .node(5, 2400.0, 400.0)
        .way(&[1, 2], STREET)
        .way(&[2, 3, 4], &ferry)
        .way(&[4, 5], STREET)
        .network()
}

#[test]
fn a_ferry_takes_over_whom_it_says_in_its_time() {
    let (here, there) = (point(400.0, 0.0), point(2400.0, 0.0));
    for (duration, seconds) in [
        ("00:10", 600.0),
        ("12", 720.0),
        ("0:05:30", 330.0),
        ("PT1H2M", 3720.0),
    ] {
        let strait = strait(&[("duration", duration), ("motor_vehicle", "yes")]);
        let by = |mode| strait.route_by(mode, here, there).unwrap().seconds;
        let waits = by(TravelMode::Foot) - seconds;
        assert!(waits.abs() < 1.0, "{duration}: {waits}");
        assert!(
            (0.0..30.0).contains(&(by(TravelMode::Car) - seconds)),
            "{duration}"
        );
        let (e_bike, hour) = (TravelMode::EBike, Duration::from_hours(2));
        let reach = strait.reach_to(e_bike, there, hour).unwrap();
        assert_eq!(reach.seconds_from(here), None, "it takes no bicycles");
    }
    let strait = strait(&[("duration", "00:10"), ("motor_vehicle", "yes")]);
    let aboard = strait.nearest_road(point(1400.0, 10.0)).unwrap();
    assert!(aboard.metres > 900.0, "nobody is taken to swim: {aboard:?}");
    assert_eq!(strait.streets().count(), 2);
}
