//! Text that a phone, a browser or a caller of the API sends.
//!
//! The first byte says through which door the rest comes in. Promised is that nothing panics, that whatever is
//! understood is said again in the same words, that a value once taken in holds what its type says, and that a phone
//! survives whatever a hall may tell it.

use domain::{Fix, Place, Timestamp};
use field_unit::{FieldUnit, Input, Memory, PhoneTime, Restored};
use protocol::api::{NewIncident, NewOffer, NewOrder, NewPerson, NewSession, Reason};
use protocol::{ToHall, ToUnit, ToViewer, Told, ViewerToHall};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Sends `bytes` through the door that their first byte names.
pub fn fuzz(bytes: &[u8]) {
    let Some((door, text)) = bytes.split_first() else {
        return;
    };
    match door % 11 {
        0 => said_again::<ToHall>(text).iter().for_each(sound),
        1 => drop(said_again::<ViewerToHall>(text)),
        2 => said_again(text).into_iter().for_each(a_phone_hears),
        3 => drop(said_again::<ToViewer>(text)),
        4 => said_again::<NewIncident>(text)
            .iter()
            .for_each(|incident| on_the_earth(&incident.place)),
        5 => said_again::<NewOrder>(text)
            .iter()
            .for_each(|order| order.place.iter().for_each(on_the_earth)),
        6 => drop(said_again::<NewOffer>(text)),
        7 => drop(said_again::<Reason>(text)),
        8 => drop(said_again::<NewSession>(text)),
        9 => drop(said_again::<NewPerson>(text)),
        _ => said_again::<Fix>(text).iter().for_each(fix_is_sound),
    }
}

/// Reads a message; one that can be read must come out of writing and reading as it went in.
fn said_again<T: Serialize + DeserializeOwned>(text: &[u8]) -> Option<T> {
    let first: T = serde_json::from_slice(text).ok()?;
    let written = serde_json::to_string(&first).expect("what was read can be written");
    let second: T = serde_json::from_str(&written).expect("what was written can be read");
    let again = serde_json::to_string(&second).expect("what was read can be written");
    assert_eq!(written, again, "said differently the second time");
    Some(first)
}

fn sound(message: &ToHall) {
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
        memory: Memory::default(),
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
