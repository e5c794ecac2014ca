//! When the promise map is made, and what it remembers.

use domain::TravelMode;
use roads::{RoadClass, Speeds};

use super::datum::roads;
use super::*;
use crate::{Change, PromiseMap, Travel};

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
