//! Incidents that are told twice, corrected, merged.

use domain::incident::{Caller, IncidentEdit};

use super::*;
use crate::{Duplicate, IncidentOnBoard, Record};

fn caller(phone: &str) -> Caller {
    Caller {
        name: "Wang".to_owned(),
        phone: phone.to_owned(),
    }
}

fn raise(hall: &mut Hall, by: Seat, kind: IncidentKind, north_m: f64, phone: &str) -> IncidentId {
    let ask = Ask::RaiseIncident {
        id: None,
        kind,
        place: place(north_m),
        caller: Some(caller(phone)),
        note: String::new(),
    };
    incident(hall.ask(by, ask)).incident.id
}

fn incident(answer: Result<Answered, Refusal>) -> IncidentOnBoard {
    match answer {
        Ok(Answered::Incident(known)) => known,
        other => panic!("{other:?}"),
    }
}

fn duplicates(hall: &mut Hall, by: Seat, kind: IncidentKind, north_m: f64, phone: &str) -> Vec<Duplicate> {
    let ask = Ask::FindDuplicates {
        kind,
        at: place(north_m).at,
        caller: Some(caller(phone)),
    };
    match hall.ask(by, ask) {
        Ok(Answered::Duplicates(found)) => found,
        other => panic!("{other:?}"),
    }
}

fn send_on(incident: IncidentId, number: u64) -> Ask {
    Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: Some(incident),
        place: None,
        addressee: Addressee::Unit(unit(number)),
        note: String::new(),
    }
}

#[test]
fn an_incident_that_a_call_may_be_about_is_found_with_the_reasons() {
    use IncidentKind::{Fire, Flooding, Medical};
    let mut hall = Hall::new();
    let far = raise(&mut hall, dispatcher(), Fire, 1000.0, "139 0000 0001");
    let near = raise(&mut hall, dispatcher(), Fire, 50.0, "");
    let related = raise(&mut hall, dispatcher(), Medical, 20.0, "");
    raise(&mut hall, dispatcher(), Flooding, 0.0, "");
    let closed = raise(&mut hall, dispatcher(), Fire, 0.0, "");
    let reason = "false alarm".to_owned();
    hall.ask(
        dispatcher(),
        Ask::CloseIncident {
            incident: closed,
            reason,
        },
    )
    .unwrap();
    hall.until(600);

    let found = duplicates(&mut hall, dispatcher(), Fire, 0.0, "+86 139 0000 0001");
    let short: Vec<_> = found
        .iter()
        .map(|found| (found.known.incident.id, found.same_kind, found.same_phone))
        .collect();
    assert_eq!(
        short,
        [(near, true, false), (far, true, true), (related, false, false)],
        "{found:#?}"
    );
    assert!((found[0].distance_m - 50.0).abs() < 1.0);
    assert_eq!(found[0].age.as_secs(), 600);
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)));
    assert_eq!(
        duplicates(&mut hall, dispatcher(), Fire, 400.0, "").len(),
        0,
        "out of reach"
    );
    hall.until(1801);
    assert_eq!(duplicates(&mut hall, dispatcher(), Fire, 0.0, ""), [], "long ago");
}

#[test]
fn a_desk_is_not_told_of_what_is_not_its_towns() {
    let mut hall = Hall::new();
    let own = raise(&mut hall, desk(1), IncidentKind::Fire, 0.0, "12345678");
    raise(&mut hall, desk(2), IncidentKind::Fire, 0.0, "12345678");
    let found = duplicates(&mut hall, desk(1), IncidentKind::Fire, 0.0, "12345678");
    let ids: Vec<_> = found.iter().map(|found| found.known.incident.id).collect();
    assert_eq!(ids, [own]);
}

#[test]
fn a_correction_is_recorded_once_and_shown() {
    let mut hall = Hall::new();
    let id = raise(&mut hall, dispatcher(), IncidentKind::Fire, 0.0, "1391234");
    hall.until(30);
    let edit = IncidentEdit {
        kind: Some(IncidentKind::Traffic),
        place: Some(place(70.0)),
        caller: Some(Caller::default()),
        note: Some("two cars".to_owned()),
    };
    let ask = Ask::EditIncident { incident: id, edit };
    let before = hall.machine.board().snapshot();
    let edited = incident(hall.ask(dispatcher(), ask.clone()));
    assert_eq!(edited.edited_at, Some(at(30)));
    assert_eq!(
        (
            edited.incident.kind,
            edited.incident.place,
            edited.incident.caller,
            edited.incident.note.as_str()
        ),
        (IncidentKind::Traffic, place(70.0), None, "two cars")
    );
    let after = hall.machine.board().snapshot();
    assert_ne!(before, after);
    hall.until(60);
    assert_eq!(
        incident(hall.ask(dispatcher(), ask)).edited_at,
        Some(at(30)),
        "nothing new"
    );
    assert_eq!(hall.machine.board().snapshot(), after);
}

#[test]
fn a_merged_incident_gives_its_orders_to_the_other() {
    let mut hall = Hall::new();
    let first = raise(&mut hall, desk(1), IncidentKind::Fire, 0.0, "");
    let second = raise(&mut hall, dispatcher(), IncidentKind::Fire, 20.0, "");
    let order = hall.send(dispatcher(), send_on(second, 3));
    let merge = Ask::MergeIncident {
        incident: second,
        into: first,
    };
    let into = incident(hall.ask(dispatcher(), merge.clone()));
    assert_eq!((into.incident.id, into.closed), (first, None));
    let board = hall.machine.board();
    assert_eq!(board.orders[&order].incident, Some(first));
    let merged = &board.incidents[&second];
    assert_eq!(merged.merged_into, Some(first));
    assert!(merged.closed.is_some());
    // The desk whose unit goes there has to do with the incident that goes on.
    assert_eq!(board.towns_of_incident(&into.incident), [town(1), town(2)].into());
    assert_eq!(
        incident(hall.ask(dispatcher(), merge)).incident.id,
        first,
        "asked again"
    );
}

#[test]
fn what_has_ended_is_neither_corrected_nor_merged() {
    let mut hall = Hall::new();
    let [open, merged, closed] =
        [0.0, 10.0, 20.0].map(|north_m| raise(&mut hall, dispatcher(), IncidentKind::Fire, north_m, ""));
    let merge = |incident, into| Ask::MergeIncident { incident, into };
    hall.ask(dispatcher(), merge(merged, open)).unwrap();
    let reason = "done".to_owned();
    hall.ask(
        dispatcher(),
        Ask::CloseIncident {
            incident: closed,
            reason,
        },
    )
    .unwrap();
    for (ask, refusal) in [
        (merge(open, open), Refusal::SameIncident),
        (merge(open, closed), Refusal::IncidentClosed),
        (merge(open, merged), Refusal::IncidentClosed),
        (merge(closed, open), Refusal::IncidentClosed),
        (merge(merged, closed), Refusal::IncidentClosed),
        (merge(open, id(9)), Refusal::NoSuchIncident),
        (
            Ask::EditIncident {
                incident: merged,
                edit: IncidentEdit::default(),
            },
            Refusal::IncidentClosed,
        ),
        (send_on(merged, 1), Refusal::IncidentClosed),
    ] {
        assert_eq!(hall.ask(dispatcher(), ask.clone()), Err(refusal), "{ask:?}");
    }
}

#[test]
fn a_snapshot_kept_before_there_were_merges_still_loads() {
    let mut hall = Hall::new();
    let id = raise(&mut hall, dispatcher(), IncidentKind::Fire, 0.0, "");
    let mut kept = serde_json::to_value(hall.machine.board().incidents[&id].clone()).unwrap();
    let fields = kept.as_object_mut().unwrap();
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["closed", "incident"],
        "new ones are left out when empty"
    );
    let loaded: IncidentOnBoard = serde_json::from_value(kept).unwrap();
    assert_eq!(loaded, hall.machine.board().incidents[&id]);
    let record = r#"{"record":"incident_merged","incident":"01980000-0000-7000-8000-000000000001","into":"01980000-0000-7000-8000-000000000002","by":"01980000-0000-7000-8000-0000000000d0"}"#;
    assert!(matches!(
        serde_json::from_str(record),
        Ok(Record::IncidentMerged { .. })
    ));
}

#[test]
fn calls_about_one_incident_count_once_where_it_truly_is() {
    use IncidentKind::Fire;
    let demand = |hall: &Hall| hall.machine.board().demand.clone();
    let mut once = Hall::new();
    raise(&mut once, dispatcher(), Fire, 4000.0, "");
    let mut hall = Hall::new();
    let first = raise(&mut hall, dispatcher(), Fire, 0.0, "139 0000 0001");
    for _ in 0..3 {
        let again = raise(&mut hall, dispatcher(), Fire, 0.0, "139 0000 0002");
        let merge = Ask::MergeIncident {
            incident: again,
            into: first,
        };
        hall.ask(dispatcher(), merge).unwrap();
    }
    let edit = IncidentEdit {
        place: Some(place(4000.0)),
        ..IncidentEdit::default()
    };
    let corrected = Ask::EditIncident {
        incident: first,
        edit,
    };
    hall.ask(dispatcher(), corrected).unwrap();
    assert_eq!(demand(&hall), demand(&once));
    hall.restart();
    assert_eq!(demand(&hall), demand(&once));
}
