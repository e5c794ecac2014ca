//! Old and new side by side: what is not known is passed over, what may be missing may.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json};

use super::api_bodies::{new_incident, new_order};
use super::samples::{at, fix, id, order, unit_order};
use super::sockets::{entries, to_hall, to_unit, to_viewer, told, viewer_to_hall};
use crate::api::{NewIncident, NewOffer, NewOrder, OrderView, Reason};
use crate::{
    Answer, ByeReason, Entry, MAX_ENTRIES, MAX_MESSAGE_BYTES, MAX_TEXT_CHARS, Outcome, ToHall, ToUnit,
    ToViewer, Told, ViewerToHall,
};

/// What a newer side might say.
fn message() -> Value {
    json!({"type": "from_the_future", "order": 7, "list": [1, {"a": null}]})
}

#[test]
fn a_message_nobody_knows_is_unknown() {
    assert_eq!(from_value::<ToHall>(message()).unwrap(), ToHall::Unknown);
    assert_eq!(
        from_value::<ViewerToHall>(message()).unwrap(),
        ViewerToHall::Unknown
    );
    assert_eq!(from_value::<ToUnit>(message()).unwrap(), ToUnit::Unknown);
    assert_eq!(from_value::<ToViewer>(message()).unwrap(), ToViewer::Unknown);
}

#[test]
fn an_entry_that_tells_something_new_is_read_with_its_id() {
    let future = json!({"id": id::<domain::CommandId>(3), "at": at(0), "at_error_ms": 1,
        "told": "from_the_future", "fix": "not a fix", "more": {"a": [1]}});
    let entry: Entry = from_value(future.clone()).unwrap();
    assert_eq!((entry.id, entry.told), (id(3), Told::Unknown));
    // One such entry does not spoil the others.
    let known = serde_json::to_value(&entries()[0].1).unwrap();
    let submit: ToHall = from_value(json!({"type": "submit", "entries": [future, known]})).unwrap();
    let ToHall::Submit { entries: read } = submit else {
        panic!("{submit:?}");
    };
    assert_eq!(read[0].told, Told::Unknown);
    assert_eq!(read[1].told, Told::Fix { fix: fix() });
}

#[test]
fn an_entry_that_tells_nothing_or_wrongly_is_no_entry() {
    let bare = json!({"id": id::<domain::CommandId>(3), "at": at(0), "at_error_ms": 1});
    let fault = from_value::<Entry>(bare.clone()).unwrap_err().to_string();
    assert!(fault.contains("told"), "{fault}");
    let mut wrong = bare;
    wrong["told"] = json!("received");
    let fault = from_value::<Entry>(wrong).unwrap_err().to_string();
    assert!(fault.contains("order"), "{fault}");
}

#[test]
fn an_outcome_nobody_knows_is_unknown() {
    let answer = json!({"id": id::<domain::CommandId>(3), "outcome": {"outcome": "from_the_future", "x": 1}});
    assert_eq!(from_value::<Answer>(answer).unwrap().outcome, Outcome::Unknown);
}

#[test]
fn a_bye_is_understood_whatever_its_reason() {
    let bye = json!({"type": "bye", "reason": "from_the_future"});
    let (reason, detail) = (ByeReason::Unknown, String::new());
    assert_eq!(
        from_value::<ToViewer>(bye.clone()).unwrap(),
        ToViewer::Bye {
            reason,
            detail: detail.clone()
        }
    );
    assert_eq!(from_value::<ToUnit>(bye).unwrap(), ToUnit::Bye { reason, detail });
}

/// Puts a field that nobody knows into every object that may grow.
fn grow(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(grow),
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                match name.as_str() {
                    // A choice or a duration: it is itself or something else, and does not grow.
                    "addressee" | "limit" => {}
                    // By id, in the domain's own form of an order.
                    "assignments" | "aside" if field.is_object() => {
                        field.as_object_mut().unwrap().values_mut().for_each(grow);
                    }
                    _ => grow(field),
                }
            }
            fields.insert("from_the_future".to_owned(), json!({"a": [1, null]}));
        }
        _ => {}
    }
}

fn survives_growth<T>(samples: Vec<(&'static str, T)>)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for (name, sample) in samples {
        let mut value = serde_json::to_value(&sample).unwrap();
        grow(&mut value);
        let read: T = from_value(value).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(read, sample);
    }
}

#[test]
fn fields_nobody_knows_are_passed_over_in_every_socket_message() {
    survives_growth(to_hall());
    survives_growth(viewer_to_hall());
    survives_growth(to_unit());
    survives_growth(to_viewer());
    survives_growth(told());
    survives_growth(entries());
}

/// `value` without the fields that are null.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        _ => {}
    }
}

fn survives_silence<T>(samples: Vec<(&'static str, T)>)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for (name, sample) in samples {
        let mut value = serde_json::to_value(&sample).unwrap();
        // The domain's stamps are a row of three, in which a null stands for itself.
        let legs = value.pointer("/order/order/legs").cloned();
        without_nulls(&mut value);
        if let (Some(legs), Some(place)) = (legs, value.pointer_mut("/order/order/legs")) {
            *place = legs;
        }
        let read: T = from_value(value).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(read, sample);
    }
}

#[test]
fn what_may_be_missing_may_be_left_out() {
    survives_silence(to_hall());
    survives_silence(to_unit());
    survives_silence(to_viewer());
    survives_silence(told());
    survives_silence(entries());
    let view = OrderView::new(&order(), at(0));
    survives_silence(vec![("order", view)]);
    let order: NewOrder = from_value(json!({"addressee": {"town": id::<domain::TownId>(0x70)}})).unwrap();
    assert_eq!(
        (order.kind, order.incident, order.place, order.note),
        (None, None, None, None)
    );
}

#[test]
fn a_place_needs_no_words() {
    let place = json!({"lat": 47.141, "lon": 9.521});
    let incident: NewIncident = from_value(json!({"kind": "fire", "place": place})).unwrap();
    assert_eq!(incident.place.name, "");
    assert_eq!(incident.place.address, "");
    let fault = from_value::<NewIncident>(json!({"kind": "fire", "place": {"lat": 91, "lon": 9.5}}));
    let fault = fault.unwrap_err().to_string();
    assert!(fault.contains("lat must be"), "{fault}");
}

fn refuses_more<T: Serialize + DeserializeOwned + std::fmt::Debug>(body: &T) {
    let mut value = serde_json::to_value(body).unwrap();
    value["adressee"] = json!(1);
    let fault = from_value::<T>(value).unwrap_err().to_string();
    assert!(fault.contains("unknown field `adressee`"), "{fault}");
}

#[test]
fn a_misspelt_field_of_a_request_is_named() {
    refuses_more(&new_order());
    refuses_more(&new_incident());
    refuses_more(&NewOffer { unit: id(0x10) });
    let reason = "false alarm".to_owned();
    refuses_more(&Reason { reason });
}

#[test]
fn the_bounds_leave_room_for_one_another() {
    let written = |entries| serde_json::to_string(&ToHall::Submit { entries }).unwrap().len();
    let (_, fix) = entries().swap_remove(0);
    assert!(written(vec![fix.clone(); MAX_ENTRIES]) <= MAX_MESSAGE_BYTES);
    // A control character is written in six bytes, the most that one takes.
    let told = Told::Reported {
        order: id(0x0),
        assignment: id(0xa1),
        text: "\u{1}".repeat(MAX_TEXT_CHARS),
        photo: Some("ab".repeat(32)),
    };
    let longest = Entry { told, ..fix };
    assert!(written(vec![longest.clone()]) <= MAX_MESSAGE_BYTES);
    let batch = ToHall::batch(vec![longest; MAX_ENTRIES].iter());
    assert!((2..MAX_ENTRIES).contains(&batch.len()));
    assert!(written(batch) <= MAX_MESSAGE_BYTES);
    assert!(ToHall::batch([].iter()).is_empty());
    let orders = vec![unit_order(); 20];
    let orders = serde_json::to_string(&ToUnit::Orders { orders }).unwrap();
    assert!(orders.len() <= MAX_MESSAGE_BYTES);
}
