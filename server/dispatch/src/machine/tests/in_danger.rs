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

#[test]
fn nobody_is_sent_to_a_call_that_has_no_place_yet() {
    let mut hall = Hall::new();
    hall.told(unit(1), UnitTold::Sos { at: None }).unwrap();
    let incident = hall.machine.board().sos[&unit(1)];
    let send = |place| Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: Some(incident),
        place,
        addressee: Addressee::Unit(unit(2)),
        note: String::new(),
    };
    assert_eq!(hall.ask(dispatcher(), send(None)), Err(Refusal::NoPlace));
    assert!(hall.ask(dispatcher(), send(Some(place(0.0)))).is_ok());
}

#[test]
fn whom_the_call_put_on_duty_goes_off_duty_with_its_end_and_others_stay() {
    for (was_on_duty, says_so_meanwhile, stays) in
        [(true, false, true), (false, false, false), (false, true, true)]
    {
        let mut hall = alone();
        hall.told(unit(1), UnitTold::Duty(was_on_duty)).unwrap();
        press(&mut hall);
        // Pressed again, which changes nothing.
        press(&mut hall);
        if says_so_meanwhile {
            hall.told(unit(1), UnitTold::Duty(true)).unwrap();
        }
        hall.restart();
        let incident = hall.machine.board().sos[&unit(1)];
        let reason = "the officer is safe".to_owned();
        hall.ask(dispatcher(), Ask::CloseIncident { incident, reason })
            .unwrap();
        let on_duty = hall.machine.board().units[&unit(1)].on_duty;
        assert_eq!(on_duty, stays);
    }
}

#[test]
fn after_a_start_nobody_sees_where_an_officer_was_on_an_earlier_shift() {
    let mut hall = Hall::new();
    hall.told(unit(1), UnitTold::Fix(fix(0, 0.0))).unwrap();
    hall.until(60);
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    hall.until(120);
    hall.told(unit(1), UnitTold::Duty(true)).unwrap();
    hall.until(180);
    let started = |last: Fix| {
        let kept = hall.machine.board().snapshot();
        let kept: Snapshot = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        let from_log = Dispatch::restore(
            1,
            Snapshot::default(),
            hall.log.clone(),
            [(unit(1), last.clone())],
        );
        let from_snapshot = Dispatch::restore(1, kept, [], [(unit(1), last)]);
        [from_log, from_snapshot].map(|machine| machine.board().units[&unit(1)].fix.clone())
    };
    assert_eq!(started(fix(0, 0.0)), [None, None]);
    assert_eq!(started(fix(150, 0.0)), [(); 2].map(|()| Some(fix(150, 0.0))));
}
