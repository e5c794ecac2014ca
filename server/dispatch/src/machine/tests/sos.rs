//! Officers in danger.

use domain::order::{ChosenBy, OrderStatus};
use domain::{IncidentEdit, RaisedBy, UnitState};

use super::*;
use crate::datum_watch::Shift;

fn press(hall: &mut Hall, number: u64, at: Option<LatLon>) {
    hall.told(unit(number), UnitTold::Sos { at }).unwrap();
}

/// The open call of a unit.
fn call(hall: &Hall, number: u64) -> domain::Incident {
    let board = hall.machine.board();
    board.incidents[&board.sos[&unit(number)]].incident.clone()
}

/// The order that the hall sent for an incident, if it did.
fn help(hall: &Hall, incident: IncidentId) -> Option<&Order> {
    let mut orders = hall.machine.board().orders.values();
    orders.find(|order| order.incident == Some(incident) && order.sent_by == PersonId::HALL)
}

fn helpers(hall: &Hall, incident: IncidentId) -> BTreeSet<UnitId> {
    crate::orders::units_of(help(hall, incident).unwrap())
}

/// Unit 1 with three others nearer and farther.
fn patrol() -> Hall {
    let mut hall = Hall::automatic();
    for (number, north_m) in [(1, 0.0), (2, 4000.0), (3, 500.0), (4, 900.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(0, north_m))).unwrap();
    }
    hall.transcript.clear();
    hall
}

#[test]
fn a_press_rings_every_desk_and_sends_the_two_nearest() {
    let mut hall = patrol();
    hall.until(10);
    press(&mut hall, 1, Some(place(30.0).at));
    let incident = call(&hall, 1);
    assert_eq!(incident.raised_by, RaisedBy::Unit { unit: unit(1) });
    assert!(incident.place.at.distance_m(place(30.0).at) < 0.1);
    assert_eq!(helpers(&hall, incident.id), [unit(3), unit(4)].into());
    let order = help(&hall, incident.id).unwrap();
    assert_eq!(order.sent_by, PersonId::HALL);
    let choice = order.assignments.values().next().unwrap().choice.clone().unwrap();
    assert_eq!(choice.made_by, ChosenBy::Hall);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn it_follows_its_officer_and_so_does_the_help() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let incident = call(&hall, 1).id;
    let place_of = |hall: &Hall| (call(hall, 1).place.at, help(hall, incident).unwrap().place.at);
    for (second, north_m, moved_to) in [(1, 10.0, 0.0), (2, 30.0, 30.0), (3, 45.0, 30.0), (4, 60.0, 60.0)] {
        hall.until(second);
        hall.told(unit(1), UnitTold::Fix(fix(second, north_m))).unwrap();
        let (incident, order) = place_of(&hall);
        assert_eq!(incident, order);
        assert!(incident.distance_m(place(moved_to).at) < 0.1, "{second}");
    }
    let mock = Fix {
        mock: true,
        ..fix(5, 900.0)
    };
    hall.until(5);
    hall.told(unit(1), UnitTold::Fix(mock)).unwrap();
    assert!(place_of(&hall).0.distance_m(place(60.0).at) < 0.1);
    // Who comes to where the officer is now has arrived.
    hall.says(3, help(&hall, incident).unwrap().id, "accepts", 5)
        .unwrap();
    for second in 6..20 {
        hall.until(second);
        hall.told(unit(3), UnitTold::Fix(fix(second, 62.0))).unwrap();
    }
    assert_eq!(hall.met(help(&hall, incident).unwrap().id, Leg::Arrived), Some(6));
}

#[test]
fn a_helper_who_waits_at_the_old_place_has_not_arrived() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let order = help(&hall, call(&hall, 1).id).unwrap().id;
    hall.says(3, order, "accepts", 0).unwrap();
    hall.told(unit(1), UnitTold::Fix(fix(1, 400.0))).unwrap();
    for second in 2..30 {
        hall.until(second);
        hall.told(unit(3), UnitTold::Fix(fix(second, 0.0))).unwrap();
    }
    assert_eq!(hall.met(order, Leg::Arrived), None);
}

#[test]
fn off_duty_a_press_puts_the_officer_on_duty_and_help_goes_once_it_is_known_where_to() {
    let mut hall = patrol();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    hall.until(5);
    hall.transcript.clear();
    press(&mut hall, 1, None);
    let incident = call(&hall, 1);
    assert!(!incident.place_known);
    assert_eq!(help(&hall, incident.id), None);
    hall.told(unit(1), UnitTold::Fix(fix(5, 200.0))).unwrap();
    assert!(call(&hall, 1).place_known);
    assert_eq!(helpers(&hall, incident.id), [unit(3), unit(4)].into());
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn it_counts_once_and_outlives_a_restart() {
    let mut hall = patrol();
    let (first, again) = (hall.new_command(), hall.new_command());
    for command in [first, again, first] {
        hall.told_as(unit(1), command, UnitTold::Sos { at: None })
            .unwrap();
    }
    assert_eq!(hall.machine.board().incidents.len(), 1);
    let incident = call(&hall, 1).id;
    hall.restart();
    let sent = hall.input("unit-1 connects", Input::UnitConnected(unit(1)));
    assert!(
        sent.iter()
            .any(|output| matches!(output, Output::SendOrders { sos: true, .. }))
    );
    let reason = "the officer is safe".to_owned();
    hall.ask(dispatcher(), Ask::CloseIncident { incident, reason })
        .unwrap();
    // What was pressed before comes again, its answer lost: no new alarm.
    for command in [first, again] {
        hall.told_as(unit(1), command, UnitTold::Sos { at: None })
            .unwrap();
    }
    assert_eq!(hall.machine.board().incidents.len(), 1);
}

#[test]
fn only_a_person_ends_it_and_only_with_a_reason() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let incident = call(&hall, 1).id;
    assert_eq!(
        hall.told(unit(1), UnitTold::Duty(false)),
        Err(ToldRefusal::SosOpen)
    );
    assert_eq!(
        hall.ask(
            administrator(),
            Ask::SetDuty {
                unit: unit(1),
                on_duty: false,
                until: None
            }
        ),
        Err(Refusal::SosOpen)
    );
    let close = |reason: &str| Ask::CloseIncident {
        incident,
        reason: reason.to_owned(),
    };
    assert_eq!(hall.ask(dispatcher(), close(" ")), Err(Refusal::NoReason));
    // The neighbours' desk sees it, and leaves it to those whose officer it is.
    assert_eq!(hall.ask(desk(2), close("seen")), Err(Refusal::NotAllowed));
    hall.transcript.clear();
    hall.ask(desk(1), close("a false alarm")).unwrap();
    assert!(hall.machine.board().sos.is_empty());
    assert!(matches!(
        help(&hall, incident).unwrap().status,
        OrderStatus::Closed { .. }
    ));
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn an_officer_in_danger_is_sent_nowhere_by_rule() {
    let mut hall = patrol();
    press(&mut hall, 3, None);
    let order = hall.send(dispatcher(), send_to(Addressee::BestPlaced(1)));
    let asked = crate::orders::units_of(hall.order(order));
    assert!(!asked.contains(&unit(3)), "{asked:?}");
    let state = hall
        .machine
        .board()
        .state_of(&hall.machine.board().units[&unit(3)], hall.now);
    assert_eq!(state, UnitState::Busy);
}

/// A desk that says where the call for help is.
fn say_where(hall: &mut Hall, incident: IncidentId, north_m: f64) {
    let edit = IncidentEdit {
        place: Some(place(north_m)),
        ..IncidentEdit::default()
    };
    hall.ask(dispatcher(), Ask::EditIncident { incident, edit })
        .unwrap();
}

#[test]
fn help_goes_where_a_person_says_if_the_phone_does_not_know() {
    let mut hall = patrol();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    press(&mut hall, 1, None);
    let incident = call(&hall, 1).id;
    assert_eq!(help(&hall, incident), None);
    say_where(&mut hall, incident, 200.0);
    assert!(call(&hall, 1).place_known);
    assert_eq!(helpers(&hall, incident), [unit(3), unit(4)].into());
    assert_eq!(help(&hall, incident).unwrap().place, place(200.0));
    say_where(&mut hall, incident, 300.0);
    let orders = hall.machine.board().orders.values();
    let at: Vec<_> = orders.map(|order| order.place.at).collect();
    assert_eq!(at, [place(300.0).at], "one help, and it follows");
}

#[test]
fn what_was_sent_elsewhere_stays_there_when_the_officer_moves() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let incident = call(&hall, 1).id;
    let send = |place| Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: Some(incident),
        place,
        addressee: Addressee::Unit(unit(2)),
        note: String::new(),
    };
    let to_the_bridge = hall.send(dispatcher(), send(Some(place(5000.0))));
    let to_the_officer = hall.send(dispatcher(), send(None));
    hall.told(unit(1), UnitTold::Fix(fix(1, 100.0))).unwrap();
    assert_eq!(hall.order(to_the_bridge).place, place(5000.0));
    let at = |order: &Order| order.place.at.distance_m(place(100.0).at);
    assert!(at(hall.order(to_the_officer)) < 0.1);
    assert!(at(help(&hall, incident).unwrap()) < 0.1);
}

#[test]
fn the_place_of_a_press_is_put_right_as_the_phones_fixes_are() {
    let mut hall = patrol();
    let shift = Shift::MeasuredIn(Datum::Gcj02);
    hall.machine.board.units.get_mut(&unit(1)).unwrap().shift = Some(shift);
    let true_at = place(30.0).at;
    let measured = Datum::Gcj02.from_wgs84_anywhere(true_at);
    assert!(measured.distance_m(true_at) > 100.0);
    hall.machine.handle_input(
        hall.now,
        Input::UnitTold {
            unit: unit(1),
            command: id(0xc999),
            told: UnitTold::Sos { at: Some(measured) },
        },
    );
    assert!(call(&hall, 1).place.at.distance_m(true_at) < 1.0);
}

#[test]
fn it_stays_a_call_for_help_and_nothing_else_becomes_one() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let calls = call(&hall, 1).id;
    let fire = hall.raise(dispatcher());
    for (incident, kind) in [(calls, IncidentKind::Other), (fire, IncidentKind::Sos)] {
        let edit = IncidentEdit {
            kind: Some(kind),
            ..IncidentEdit::default()
        };
        let ask = Ask::EditIncident { incident, edit };
        assert_eq!(hall.ask(dispatcher(), ask), Err(Refusal::SosKind));
    }
    assert!(hall.machine.board().sos.contains_key(&unit(1)));
}

#[test]
fn a_log_in_which_one_became_something_else_gives_the_board_of_its_snapshot() {
    let mut hall = patrol();
    press(&mut hall, 1, None);
    let (incident, into) = (call(&hall, 1).id, hall.raise(dispatcher()));
    let by = dispatcher().person;
    let edit = IncidentEdit {
        kind: Some(IncidentKind::Other),
        ..IncidentEdit::default()
    };
    let became_another = Record::IncidentEdited { incident, by, edit };
    let was_merged = Record::IncidentMerged { incident, into, by };
    for record in [became_another, was_merged] {
        let mut board = hall.machine.board().clone();
        let (at, cause) = (hall.now, None);
        board.apply(&Recorded { at, cause, record });
        assert!(board.sos.is_empty());
        assert_eq!(Board::from(board.snapshot()).sos, board.sos);
    }
}
