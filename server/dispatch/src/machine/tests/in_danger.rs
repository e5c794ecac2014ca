//! An officer in danger is nobody whom the hall can reckon with.

use super::datum::roads;
use super::*;
use crate::Travel;

/// Unit 1 is in town, the only one whose position is known.
fn alone() -> Hall {
    let mut hall = Hall::automatic();
    hall.machine.set_travel(Travel::Roads(roads()));
    hall.told(unit(1), UnitTold::Fix(fix(0, 0.0))).unwrap();
    hall.until(5);
    hall
}

fn press(hall: &mut Hall) {
    hall.told(unit(1), UnitTold::Sos { at: None }).unwrap();
    hall.until(10);
}

#[test]
fn nothing_is_covered_by_an_officer_in_danger() {
    let mut hall = alone();
    let covered = |hall: &Hall| hall.machine.promise_map().unwrap().covered_once;
    assert!(covered(&hall) > 0.5, "{}", covered(&hall));
    press(&mut hall);
    assert!(covered(&hall) < 1e-9, "{}", covered(&hall));
}

#[test]
fn an_officer_in_danger_neither_guards_nor_moves() {
    let mut hall = alone();
    let guards = |hall: &mut Hall| hall.machine.guarded(hall.now).unwrap().units.len();
    assert_eq!(guards(&mut hall), 1);
    press(&mut hall);
    assert_eq!(guards(&mut hall), 0);
}

#[test]
fn nobody_is_advised_to_send_an_officer_in_danger() {
    let mut hall = alone();
    let ask = Ask::Recommend {
        at: place(100.0).at,
        kind: OrderKind::Emergency,
        order: None,
        most: 9,
    };
    let advised = |hall: &mut Hall| match hall.ask(dispatcher(), ask.clone()) {
        Ok(Answered::Recommended(advice)) => advice.candidates.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(advised(&mut hall), 1);
    press(&mut hall);
    assert_eq!(advised(&mut hall), 0);
}
