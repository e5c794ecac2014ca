//! Shows what `measured` promises.

use domain::Timestamp;
use field_unit::Change;
use protocol::{Entry, Told};
use tempfile::TempDir;

use super::super::open;
use super::*;

fn id(n: u128) -> CommandId {
    CommandId(uuid::Uuid::from_u128(n))
}

fn fact(n: u128) -> Entry {
    Entry {
        id: id(n),
        at: Timestamp::from_millis(0),
        at_error_ms: 0,
        told: Told::GoOnDuty,
    }
}

#[test]
fn what_the_phones_own_clock_measured_lasts_until_it_is_switched_on_anew() {
    let folder = TempDir::new().unwrap();
    let reopened = || open(&folder.path().join("phone.db"), "a").unwrap().store;
    let reading: Reading =
        serde_json::from_str(r#"{"at":5000,"hall_ms":1790000000000,"error_ms":20}"#).unwrap();
    let mut store = reopened();
    assert_eq!(store.measured_in(Some("one")).unwrap(), Measured::default());
    let happened = PhoneTime::from_millis(4000);
    store
        .apply(&[
            Change::Add(fact(1)),
            Change::Guessed(id(1), happened),
            Change::Add(fact(2)),
            Change::Guessed(id(2), happened),
            Change::Replace(fact(2)),
            Change::KeepReading(reading),
        ])
        .unwrap();
    drop(store);
    let measured = Measured {
        guessed: [(id(1), happened)].into(),
        reading: Some(reading),
    };
    assert_eq!(reopened().measured_in(Some("one")).unwrap(), measured);
    assert_eq!(reopened().measured_in(Some("two")).unwrap(), Measured::default());
    assert_eq!(reopened().measured_in(Some("one")).unwrap(), Measured::default());
    assert_eq!(reopened().load().unwrap().entries, [fact(1), fact(2)]);
}

#[test]
fn without_an_id_of_the_boot_no_measurement_is_believed() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder.path().join("phone.db"), "a").unwrap().store;
    store.measured_in(Some("one")).unwrap();
    store
        .apply(&[
            Change::Add(fact(1)),
            Change::Guessed(id(1), PhoneTime::from_millis(4000)),
        ])
        .unwrap();
    assert_eq!(store.measured_in(None).unwrap(), Measured::default());
}
