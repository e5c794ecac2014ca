//! Tests of reading worlds.

use domain::{LatLon, TravelMode};
use roads::RoadNetwork;

use super::{DEFAULT, Post, Scenario};
use crate::ground::tests::LIECHTENSTEIN_PBF;

fn fault(text: &str) -> String {
    Scenario::read(text).unwrap_err().to_string()
}

#[test]
fn the_default_world_is_whole_and_an_empty_file_is_it() {
    assert_eq!(Scenario::read(DEFAULT), Scenario::read(""));
    assert!(Scenario::read("").is_ok());
}

#[test]
fn toml_and_json_say_the_same_by_what_differs() {
    let toml = Scenario::read("[receiver]\nsigma_m = 15.0\n[tasks]\nwork = { median_s = 60 }\n").unwrap();
    let json =
        Scenario::read(r#"{"receiver": {"sigma_m": 15}, "tasks": {"work": {"median_s": 60.0}}}"#).unwrap();
    assert_eq!(toml, json);
    assert!((toml.tasks.work.median_s - 60.0).abs() < f64::EPSILON);
    assert_eq!(
        toml.tasks.work.spread.to_bits(),
        Scenario::read("").unwrap().tasks.work.spread.to_bits()
    );
}

#[test]
fn what_is_written_reads_as_the_same() {
    let scenario = Scenario::read("").unwrap();
    let written = serde_json::to_string(&scenario).unwrap();
    assert_eq!(Scenario::read(&written).unwrap(), scenario);
}

#[test]
fn a_fault_names_its_field_with_the_range() {
    for (text, named) in [
        (
            "[answers]\ndecline_share = 1.5",
            "answers.decline_share: 1.5 is out of range; give a number from 0 to 1",
        ),
        (
            "[tasks]\nvideo = { median_s = -1 }",
            "tasks.video.median_s: -1 is out of range; give a number from 0 to 3600",
        ),
        (
            "[receiver]\njump_m = [900, 500]",
            "receiver.jump_m: 900 is above 500; give the smaller number first",
        ),
        (
            "[officers]\ncar_weight = 0",
            "officers.car_weight: all are 0; give at least one above 0",
        ),
        ("[receiver]\nsigma_m = nan", "receiver.sigma_m: "),
        ("[incidents]\nby_hour = [1, 2]", "incidents.by_hour: "),
        ("[pace]\nmedian = \"fast\"", "pace.median: "),
        ("[pace]\nmedain = 1", "pace.medain: "),
        (
            "[incidents]\npoints = [{ lat = 91, lon = 0, weight = 1, spread_m = 1 }]",
            "incidents.points[0].lat: 91 ",
        ),
        (
            "[officers]\nposts = [{ lat = 91, lon = 0, mode = \"car\" }]",
            "officers.posts[0].lat: 91 ",
        ),
        (
            "[officers]\nposts = [{ lat = 1, lon = 0, mode = \"plane\" }]",
            "officers.posts[0].mode: ",
        ),
        (
            "[arrival]\nradius_m = 20",
            "tasks.stop_within_m: 35 is not below arrival.radius_m, 20,",
        ),
        (
            "[incidents]\npoints = [{ lat = 1, lon = 0, weight = 0, spread_m = 1 }]",
            "incidents.points[0].weight: all are 0; give at least one above 0",
        ),
        (
            "[calendar]\nstart_hour = 24",
            "calendar.start_hour: 24 is out of range; give a number from 0 below 24",
        ),
    ] {
        let fault = fault(text);
        assert!(fault.starts_with(named), "{text}: {fault}");
        assert!(
            fault.ends_with("`yike drill --print-scenario` documents every field"),
            "{fault}"
        );
    }
}

#[test]
fn what_is_neither_toml_nor_json_is_told_with_its_line() {
    assert!(fault("[receiver\nsigma_m = 1").contains("line 1"));
    assert!(fault("{\"receiver\": ").contains("line 1"));
}

#[test]
fn a_district_as_it_is_makes_a_world_that_a_file_can_hold() {
    let at = |lat, lon| LatLon::new(lat, lon).unwrap();
    let posts = vec![
        Post {
            lat: 47.14,
            lon: 9.52,
            mode: TravelMode::Foot,
        };
        3
    ];
    let mut incidents = vec![at(47.141, 9.521); 25];
    incidents.push(at(31.4, 121.4));
    let roads = RoadNetwork::from_pbf(LIECHTENSTEIN_PBF).unwrap();
    let world = Scenario::read("").unwrap().of_district(posts, &incidents, &roads);
    assert_eq!(world.check_places(&roads), Ok(()));
    assert_eq!(world.incidents.points.len(), 25);
    assert!((world.incidents.hot_share - 0.5).abs() < 1e-9, "{world:?}");
    assert!(world.officers.car_weight.abs() < f64::EPSILON, "{world:?}");
    let written = serde_json::to_string(&world).unwrap();
    assert_eq!(Scenario::read(&written).unwrap(), world);
    let empty = Scenario::read("").unwrap().of_district(Vec::new(), &[], &roads);
    assert!(empty.incidents.hot_share.abs() < f64::EPSILON);
    assert!(Scenario::read(&serde_json::to_string(&empty).unwrap()).is_ok());
}
