//! Text that a phone, a browser or a caller of the API sends.
//!
//! The first byte says through which door the rest comes in. Promised is that nothing panics, that whatever is
//! understood is said again in the same words, that a value once taken in holds what its type says, and that a phone
//! survives whatever a hall may tell it.

use std::collections::BTreeMap;

use domain::{Fix, Place, Timestamp};
use field_unit::{FieldUnit, Input, Memory, PhoneTime, Restored};
use protocol::api::{NewIncident, NewOffer, NewOrder, NewPerson, NewSession, Reason};
use protocol::{ToHall, ToUnit, ToViewer, Told, ViewerToHall};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Sends `bytes` through the door that their first byte names; tells whether they were understood.
pub fn fuzz(bytes: &[u8]) -> bool {
    let Some((door, text)) = bytes.split_first() else {
        return false;
    };
    match door % 11 {
        0 => said_again(text, sound),
        1 => said_again(text, |_: ViewerToHall| {}),
        2 => said_again(text, a_phone_hears),
        3 => said_again(text, |_: ToViewer| {}),
        4 => said_again(text, |incident: NewIncident| on_the_earth(&incident.place)),
        5 => said_again(text, |order: NewOrder| order.place.iter().for_each(on_the_earth)),
        6 => said_again(text, |_: NewOffer| {}),
        7 => said_again(text, |_: Reason| {}),
        8 => said_again(text, |_: NewSession| {}),
        9 => said_again(text, |_: NewPerson| {}),
        _ => said_again(text, |fix: Fix| fix_is_sound(&fix)),
    }
}

/// Reads a message and hands it on; one that can be read must come out of writing and reading as it went in.
fn said_again<T: Serialize + DeserializeOwned>(text: &[u8], hear: impl FnOnce(T)) -> bool {
    let Ok(first) = serde_json::from_slice::<T>(text) else {
        return false;
    };
    let written = serde_json::to_string(&first).expect("what was read can be written");
    let second: T = serde_json::from_str(&written).expect("what was written can be read");
    let again = serde_json::to_string(&second).expect("what was read can be written");
    assert_eq!(written, again, "said differently the second time");
    hear(first);
    true
}

fn sound(message: ToHall) {
    let ToHall::Submit { entries } = message else {
        return;
    };
    for entry in entries {
        if let Told::Fix { fix } = &entry.told {
            fix_is_sound(fix);
        }
    }
}

fn fix_is_sound(fix: &Fix) {
    let fault = fix.fault();
    let (lat, lon) = (fix.at.lat(), fix.at.lon());
    assert!(
        (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon),
        "off the earth"
    );
    if fault.is_none() {
        assert!(fix.accuracy_m >= 0.0 && fix.accuracy_m.is_finite());
        assert!(fix.battery_pct.is_none_or(|battery| battery <= 100));
    }
}

/// A phone that hears this goes on: it has outputs to give, a time to wake, and can draw its orders.
fn a_phone_hears(message: ToUnit) {
    let now = PhoneTime::from_millis(1_000);
    let restored = Restored {
        now,
        wall_clock: Timestamp::from_millis(1_766_000_000_000),
        entries: Vec::new(),
        guessed: BTreeMap::new(),
        memory: Memory::default(),
        reading: None,
    };
    let mut phone = FieldUnit::new(1, "fuzz".to_owned(), restored);
    phone.handle_input(now, Input::Connected);
    phone.handle_input(now, Input::MessageReceived(message));
    let orders: Vec<_> = phone.orders().map(|shown| shown.order.id).collect();
    for order in orders {
        phone.handle_input(now, Input::AcceptTapped { order });
        phone.handle_input(now, Input::SetOffTapped { order });
    }
    for _ in 0..10 {
        while phone.poll_output().is_some() {}
        let Some(at) = phone.poll_timeout() else { return };
        phone.handle_input(at, Input::Timeout);
    }
}

fn on_the_earth(place: &Place) {
    let (lat, lon) = (place.at.lat(), place.at.lon());
    assert!(
        (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon),
        "off the earth"
    );
    assert!(
        place.at.distance_m(place.at).abs() < 1.0,
        "a place is where it is"
    );
}
