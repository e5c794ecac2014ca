//! Tests of incidents.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::LatLon;

fn caller(name: &str, phone: &str) -> Caller {
    Caller {
        name: name.to_owned(),
        phone: phone.to_owned(),
    }
}

fn incident() -> Incident {
    Incident {
        id: IncidentId(Uuid::nil()),
        kind: IncidentKind::Fire,
        place: Place {
            at: LatLon::new(47.14, 9.52).unwrap(),
            name: "Städtle".to_owned(),
            address: String::new(),
        },
        place_known: true,
        town: None,
        caller: Some(caller("Li", "139 1234 5678")),
        note: "smoke".to_owned(),
        raised_at: Timestamp::from_millis(0),
        raised_by: RaisedBy::Person(PersonId(Uuid::nil())),
    }
}

#[test]
fn an_incident_kept_before_there_were_callers_still_loads() {
    let old = r#"{"id":"00000000-0000-0000-0000-000000000000","kind":"fire","place":{"lat":47.14,"lon":9.52,"name":"Städtle","address":""},"town":null,"note":"smoke","raised_at":"1970-01-01T00:00:00Z","raised_by":"00000000-0000-0000-0000-000000000000"}"#;
    let loaded: Incident = serde_json::from_str(old).unwrap();
    assert_eq!(
        loaded,
        Incident {
            caller: None,
            ..incident()
        }
    );
}

#[test]
fn an_edit_changes_what_it_names() {
    let mut edited = incident();
    edited.edit(&IncidentEdit {
        kind: Some(IncidentKind::Traffic),
        note: Some(String::new()),
        ..IncidentEdit::default()
    });
    let expected = Incident {
        kind: IncidentKind::Traffic,
        note: String::new(),
        ..incident()
    };
    assert_eq!(edited, expected);
    edited.edit(&IncidentEdit {
        caller: Some(Caller::default()),
        ..IncidentEdit::default()
    });
    assert_eq!(edited.caller, None, "taken off");
}

#[test]
fn only_what_differs_is_news() {
    let same = IncidentEdit {
        kind: Some(IncidentKind::Fire),
        place: Some(incident().place),
        caller: incident().caller,
        note: Some("smoke".to_owned()),
    };
    assert_eq!(incident().news_in(same), IncidentEdit::default());
    let note = IncidentEdit {
        kind: Some(IncidentKind::Fire),
        note: Some("flames".to_owned()),
        ..IncidentEdit::default()
    };
    let news = incident().news_in(note);
    assert_eq!((news.kind, news.note.as_deref()), (None, Some("flames")));
    let nobody = Incident {
        caller: None,
        ..incident()
    };
    let take_off = IncidentEdit {
        caller: Some(Caller::default()),
        ..IncidentEdit::default()
    };
    assert_eq!(nobody.news_in(take_off), IncidentEdit::default());
}

#[test]
fn a_telephone_is_known_however_its_number_is_written() {
    let own = caller("Li", "+86 139-1234-5678");
    assert!(own.has_same_phone(&caller("", "13912345678")));
    assert!(!own.has_same_phone(&caller("Li", "13912345679")));
    assert!(caller("", "110").has_same_phone(&caller("", "110")));
    for unknown in ["", "?", "12"] {
        assert!(
            !caller("", unknown).has_same_phone(&caller("", unknown)),
            "{unknown}"
        );
    }
}

#[test]
fn a_caller_is_not_printed() {
    assert!(!format!("{:?}", incident()).contains("1234"));
}

#[test]
fn kinds_are_related_both_ways() {
    use IncidentKind::{Crowd, Fire, Flooding, Medical, Other, PublicOrder, Traffic};
    for (one, other, related) in [
        (Fire, Fire, true),
        (Traffic, Medical, true),
        (Crowd, PublicOrder, true),
        (Other, Flooding, true),
        (Fire, Flooding, false),
        (PublicOrder, Medical, false),
        (IncidentKind::Sos, Other, false),
        (IncidentKind::Sos, IncidentKind::Sos, false),
    ] {
        assert_eq!(one.is_related_to(other), related, "{one:?} {other:?}");
        assert_eq!(other.is_related_to(one), related, "{other:?} {one:?}");
    }
}

fn written() -> Value {
    let id = Uuid::from_u128(7);
    json!({
        "id": id, "kind": "fire", "place": {"lat": 47.1, "lon": 9.5}, "town": null, "note": "",
        "raised_at": "2026-11-23T08:15:00.250Z", "raised_by": id,
    })
}

#[test]
fn an_incident_from_before_phones_could_raise_one_is_read_and_written_as_it_was() {
    let incident: Incident = serde_json::from_value(written()).unwrap();
    let person = PersonId(Uuid::from_u128(7));
    assert_eq!(incident.raised_by, RaisedBy::Person(person));
    assert!(incident.place_known);
    assert_eq!(incident.unit_in_danger(), None);
    let again = serde_json::to_value(&incident).unwrap();
    assert_eq!(again["raised_by"], written()["raised_by"]);
}

#[test]
fn a_call_for_help_names_its_unit() {
    let unit = UnitId(Uuid::from_u128(9));
    let mut incident: Incident = serde_json::from_value(written()).unwrap();
    (incident.kind, incident.raised_by) = (IncidentKind::Sos, RaisedBy::Unit { unit });
    let text = serde_json::to_string(&incident).unwrap();
    let read: Incident = serde_json::from_str(&text).unwrap();
    assert_eq!(read, incident);
    assert_eq!(read.unit_in_danger(), Some(unit));
}
