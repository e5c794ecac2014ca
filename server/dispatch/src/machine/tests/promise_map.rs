//! When the promise map is made, and what it remembers.

use domain::TravelMode;
use roads::{RoadClass, Speeds};

use super::datum::roads;
use super::*;
use crate::{Change, MapMemory, PromiseMap, Travel};

fn maps(outputs: &[Output]) -> usize {
    let is_map = |output: &&Output| matches!(output, Output::Show(Change::PromiseMap(_)));
    outputs.iter().filter(is_map).count()
}

fn map(hall: &Hall) -> &PromiseMap {
    hall.machine.promise_map().unwrap()
}

#[test]
fn positions_that_come_together_make_one_map_at_once() {
    let mut hall = Hall::new();
    hall.machine.set_travel(Travel::Roads(roads()));
    hall.until(5);
    for number in 1..=4 {
        let (unit, command) = (unit(number), hall.new_command());
        let told = UnitTold::Fix(fix(5, 300.0));
        let outputs = hall.input("", Input::UnitTold { unit, command, told });
        assert_eq!(maps(&outputs), 0);
    }
    assert!(hall.machine.poll_timeout().unwrap() <= hall.now);
    let outputs = hall.input("", Input::Timeout);
    assert_eq!(maps(&outputs), 1);
    assert!(map(&hall).covered_twice > 0.0);
    let outputs = hall.input("", Input::Timeout);
    assert_eq!(maps(&outputs), 0, "nobody has moved");
}

#[test]
fn a_hole_is_as_old_as_it_is_though_the_roads_turn_out_slower() {
    let mut hall = Hall::new();
    let roads = roads();
    hall.machine.set_travel(Travel::Roads(roads.clone()));
    hall.input("", Input::Timeout);
    let (began, cells) = (hall.now, map(&hall).cells.clone());
    assert!(map(&hall).hole_since.iter().all(|since| *since == Some(began)));
    hall.until(300);
    let slower = Speeds::default().with(TravelMode::Car, RoadClass::Residential, 0.5);
    hall.machine.set_travel(Travel::Roads(roads.with_speeds(&slower)));
    hall.input("", Input::Timeout);
    let map = map(&hall);
    assert_eq!((map.made_at, &map.cells), (Some(hall.now), &cells));
    assert!(map.hole_since.iter().all(|since| *since == Some(began)));
    assert!(map.history.len() > 1, "{:?}", map.history);
}

/// The hall is started anew so many seconds later, and knows the map of before as its disk holds it.
fn start_anew(hall: &mut Hall, seconds: u64, roads: &roads::RoadNetwork) {
    let kept = serde_json::to_string(&hall.machine.map_memory(hall.now).unwrap()).unwrap();
    hall.restart();
    let kept: MapMemory = serde_json::from_str(&kept).unwrap();
    hall.machine.remember_map(kept);
    hall.machine.set_travel(Travel::Roads(roads.clone()));
    hall.now = hall.now.after(std::time::Duration::from_secs(seconds));
    hall.input("", Input::Timeout);
}

/// The same, with the time that phones are waited for.
fn restart_after(hall: &mut Hall, seconds: u64, roads: &roads::RoadNetwork) {
    start_anew(hall, seconds, roads);
    hall.now = hall.now.after(crate::offers::SETTLING);
    hall.input("", Input::Timeout);
}

#[test]
fn the_first_map_after_a_restart_waits_for_the_phones() {
    let (mut hall, roads) = (Hall::new(), roads());
    hall.machine.set_travel(Travel::Roads(roads.clone()));
    hall.told(unit(1), UnitTold::Fix(fix(0, 300.0))).unwrap();
    hall.until(2);
    let before = map(&hall).history.clone();

    start_anew(&mut hall, 60, &roads);
    assert_eq!(hall.machine.promise_map(), None);
    assert!(hall.machine.poll_timeout().unwrap() > hall.now);
    let units = hall.machine.board().units.values();
    let on_duty: Vec<_> = units
        .filter(|unit| unit.on_duty)
        .map(|unit| unit.unit.id)
        .collect();
    assert!(!on_duty.is_empty());
    for unit in on_duty {
        hall.input("", Input::UnitConnected(unit));
        assert_eq!(hall.machine.promise_map(), None, "nobody has said where it is");
        hall.told(unit, UnitTold::Fix(fix(62, 300.0))).unwrap();
    }
    hall.input("", Input::Timeout);
    let history = &map(&hall).history;
    assert_eq!(history[..before.len()], before);
    assert!(history[before.len()..].iter().all(|(_, once, _)| *once > 0.0));

    restart_after(&mut hall, 60, &roads);
    assert_eq!(
        map(&hall).made_at,
        Some(hall.now),
        "one that stays away is not waited for"
    );
}

#[test]
fn a_hole_is_as_old_as_it_is_over_a_restart_in_a_quiet_night() {
    let (mut hall, roads) = (Hall::new(), roads());
    hall.machine.set_travel(Travel::Roads(roads.clone()));
    hall.input("", Input::Timeout);
    let began = hall.now;
    hall.until(5 * 3600);
    assert_eq!(map(&hall).made_at, Some(began), "nothing has changed");
    restart_after(&mut hall, 60, &roads);
    assert!(map(&hall).hole_since.iter().all(|since| *since == Some(began)));
}

#[test]
fn a_hole_is_as_old_as_it_is_over_a_restart_that_is_not_too_long() {
    let (mut hall, roads) = (Hall::new(), roads());
    hall.machine.set_travel(Travel::Roads(roads.clone()));
    hall.input("", Input::Timeout);
    let began = hall.now;
    hall.told(unit(1), UnitTold::Fix(fix(0, 300.0))).unwrap();
    hall.until(2);
    let is_hole = |map: &PromiseMap| map.hole_since.iter().map(Option::is_some).collect::<Vec<_>>();
    let holes = is_hole(map(&hall));
    assert!(holes.contains(&true), "all is covered");
    assert!(holes.contains(&false), "nothing is covered");
    hall.until(120);
    hall.told(unit(1), UnitTold::Fix(fix(120, 300.0))).unwrap();
    hall.until(122);
    let history = map(&hall).history.clone();
    assert!(history.len() > 1, "{history:?}");

    restart_after(&mut hall, 60, &roads);
    let first = map(&hall);
    assert_eq!(first.history[..history.len()], history);
    // Nobody has come back yet, so all is a hole; what was one before is older.
    for (since, was_hole) in first.hole_since.iter().zip(&holes) {
        assert_eq!(*since, Some(if *was_hole { began } else { hall.now }));
    }
    hall.input("", Input::UnitConnected(unit(1)));
    hall.told(unit(1), UnitTold::Fix(fix(190, 300.0))).unwrap();
    hall.until(196);
    assert_eq!(is_hole(map(&hall)), holes);
    assert!(
        map(&hall)
            .hole_since
            .iter()
            .flatten()
            .all(|since| *since == began)
    );

    restart_after(&mut hall, 15 * 60, &roads);
    let all_new = map(&hall).hole_since.iter().all(|since| *since == Some(hall.now));
    assert!(all_new, "who was where meanwhile, nobody knows");
    assert_eq!(map(&hall).history[..history.len()], history);
    restart_after(&mut hall, 24 * 3600, &roads);
    assert_eq!(
        map(&hall).history.len(),
        1,
        "what is older than a day is forgotten"
    );
}
