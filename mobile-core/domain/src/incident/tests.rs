//! Tests of incidents.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

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
