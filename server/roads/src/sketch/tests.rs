//! Tests of what is sketched, in made-up towns and in Liechtenstein.

use domain::LatLon;

use super::*;
use crate::drawing::{Drawing, FOOTWAY, STREET, point};
use crate::network::tests::LIECHTENSTEIN;

const PRIMARY: crate::drawing::Words<'static> = &[("highway", "primary")];

/// A long street with two crossings and a bend that nobody would see; a footpath, and a main road further away.
fn town() -> RoadNetwork {
    Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 200.0, 0.0)
        .node(3, 300.0, 0.4)
        .node(4, 400.0, 0.0)
        .node(5, 200.0, 120.0)
        .node(6, 400.0, 120.0)
        .node(7, -2_000.0, 200.0)
        .node(8, 0.0, 200.0)
        .node(9, 3_000.0, 200.0)
        .named(&[1, 2, 3, 4], STREET, "Long Street")
        .named(&[2, 5], STREET, "First Lane")
        .named(&[4, 6], STREET, "Second Lane")
        .way(&[5, 6], FOOTWAY)
        .way(&[1, 8], STREET)
        .named(&[7, 8, 9], PRIMARY, "Main Road")
        .network()
}

fn parts(sketch: &[Sketched]) -> usize {
    sketch.iter().map(|street| street.line.len() - 1).sum()
}

fn names(sketch: &[Sketched]) -> Vec<&str> {
    sketch
        .iter()
        .map(|street| street.name.as_deref().unwrap_or("-"))
        .collect()
}

#[test]
fn a_street_is_one_line_over_its_crossings_without_bends_that_nobody_sees() {
    let sketch = town().sketch(&[point(0.0, 0.0), point(400.0, 0.0)], 2_000);
    let long = sketch
        .iter()
        .find(|street| street.name.as_deref() == Some("Long Street"));
    let line = &long.unwrap().line;
    assert_eq!(line.len(), 2, "{line:?}");
    let ends =
        [line[0], line[1]].map(|end| [point(0.0, 0.0), point(400.0, 0.0)].map(|at| at.distance_m(end)));
    assert!(ends.iter().all(|off| off[0].min(off[1]) < 0.5), "{ends:?}");
}

#[test]
fn what_is_near_comes_first_and_a_main_road_before_a_path() {
    let sketch = town().sketch(&[point(100.0, 0.0), point(200.0, 0.0)], 2_000);
    let names = names(&sketch);
    let place = |name: &str| names.iter().position(|each| *each == name).unwrap();
    assert_eq!(place("Long Street").min(place("First Lane")), 0, "{names:?}");
    assert!(place("Main Road") < place("Second Lane"), "{names:?}");
    let path = sketch.iter().position(|street| street.class == RoadClass::Path);
    assert!(place("Main Road") < path.unwrap(), "{names:?}");
}

#[test]
fn nothing_reaches_beyond_the_frame() {
    let way = [point(0.0, 0.0), point(400.0, 0.0)];
    let sketch = town().sketch(&way, 2_000);
    let main = sketch
        .iter()
        .find(|street| street.class == RoadClass::Primary)
        .unwrap();
    let (west, east) = (point(-250.0, 200.0), point(650.0, 200.0));
    let mut ends = [main.line[0], *main.line.last().unwrap()];
    ends.sort_by(|one, other| one.lon().total_cmp(&other.lon()));
    assert!(
        ends[0].distance_m(west) < 1.0 && ends[1].distance_m(east) < 1.0,
        "{ends:?}"
    );
}

#[test]
fn a_way_that_runs_along_one_axis_is_shown_with_what_lies_beside_it() {
    let cross = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 3_000.0, 0.0)
        .node(3, 1_500.0, 0.0)
        .node(4, 1_500.0, 1_400.0)
        .way(&[1, 3, 2], STREET)
        .named(&[3, 4], STREET, "Side Street")
        .network();
    let sketch = cross.sketch(&[point(0.0, 0.0), point(3_000.0, 0.0)], 2_000);
    let side = sketch
        .iter()
        .find(|street| street.name.as_deref() == Some("Side Street"))
        .unwrap();
    let far = side.line.iter().map(|at| at.distance_m(point(1_500.0, 0.0)));
    assert!(far.fold(0.0, f64::max) > 1_390.0, "{side:?}");
}

#[test]
fn no_more_is_drawn_than_was_asked_for() {
    let way = [point(0.0, 0.0), point(400.0, 0.0)];
    let all = town().sketch(&way, 2_000);
    for most in 0..=parts(&all) {
        let some = town().sketch(&way, most);
        assert!(parts(&some) <= most, "{most}: {some:?}");
        assert_eq!(some, all[..some.len()], "the nearest of all");
    }
    assert_eq!(town().sketch(&[], 2_000), []);
    assert_eq!(
        town().sketch(&[point(90_000.0, 0.0)], 2_000),
        [],
        "far from any road"
    );
}

#[test]
fn a_way_through_liechtenstein_is_drawn_with_its_streets() {
    let at = |lat, lon| LatLon::new(lat, lon).unwrap();
    let route = LIECHTENSTEIN
        .route(at(47.1410, 9.5209), at(47.1650, 9.5087))
        .unwrap();
    let sketch = LIECHTENSTEIN.sketch(&route.line, 2_000);
    assert!(
        (300..=2_000).contains(&parts(&sketch)),
        "{} parts",
        parts(&sketch)
    );
    assert!(
        sketch
            .iter()
            .filter_map(|street| street.name.as_deref())
            .any(|name| name == "Landstrasse")
    );
    // What the way runs over is drawn under it.
    let frame = Frame::around(&route.line, |_| 0.0).unwrap();
    let flat = |line: &[LatLon]| line.iter().map(|at| frame.plane.project(*at)).collect::<Vec<_>>();
    let streets: Vec<_> = sketch.iter().map(|street| flat(&street.line)).collect();
    for at in flat(&route.line) {
        let off = streets
            .iter()
            .map(|street| between(street, &[at]))
            .fold(f64::INFINITY, f64::min);
        assert!(off < 15.0, "the way leaves every street by {off} m");
    }
}

#[test]
fn a_far_way_shows_lanes_beside_its_ends_only() {
    let at = |lat, lon| LatLon::new(lat, lon).unwrap();
    let (balzers, ruggell) = (at(47.0690, 9.5030), at(47.2440, 9.5270));
    let sketch = LIECHTENSTEIN.sketch(&[balzers, ruggell], 100_000);
    let frame = Frame::around(&[balzers, ruggell], |_| 0.0).unwrap();
    let paths = sketch.iter().filter(|street| street.class == RoadClass::Path);
    let lines: Vec<Vec<Point>> = paths
        .map(|lane| lane.line.iter().map(|at| frame.plane.project(*at)).collect())
        .collect();
    assert!(!lines.is_empty());
    let ends = [balzers, ruggell].map(|end| frame.plane.project(end));
    for line in lines {
        let off = ends
            .iter()
            .map(|end| between(&line, &[*end]))
            .fold(f64::INFINITY, f64::min);
        assert!(off <= BESIDE_ENDS_M + MOST_STRAIGHTENED_M, "{off} m");
    }
}

#[test]
fn a_line_is_straightened_but_for_its_ends() {
    let line = [
        point(0.0, 0.0),
        point(50.0, 3.0),
        point(100.0, 0.0),
        point(100.0, 80.0),
    ];
    let near = |kept: Vec<LatLon>, places: &[usize]| {
        assert_eq!(kept.len(), places.len());
        for (kept, place) in kept.iter().zip(places) {
            assert!(kept.distance_m(line[*place]) < 0.01);
        }
    };
    near(straightened(&line, 5.0), &[0, 2, 3]);
    near(straightened(&line, 1.0), &[0, 1, 2, 3]);
    assert_eq!(straightened(&[], 1.0), []);
}
