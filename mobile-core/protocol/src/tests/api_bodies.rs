//! The bodies of the HTTP API.

use domain::Role;
use domain::incident::IncidentKind;
use domain::order::{Addressee, OrderKind};

use super::samples::correspondence::photo;
use super::samples::{
    at, caller, camera_request, ended_orders, id, incident, incident_view, order_view, place, session, unit,
    unit_view, waiting_order,
};
use super::{check, check_equal};
use crate::api::{
    AddressView, DuplicateQuestion, DuplicateView, Duty, EditIncident, Fault, FoundBy, FoundKind, FoundPlace,
    GazetteerSource, IncidentView, MergeInto, NearestAddress, NewIncident, NewMessage, NewOffer, NewOrder,
    NewPerson, NewSession, NewTown, NewUnit, OrderUnits, OrderView, PersonView, PlacesFound, ReadMessages,
    Reason, SessionView, SignedIn, UnitView,
};

pub(super) fn new_order() -> NewOrder {
    NewOrder {
        id: Some(id(0x2)),
        kind: Some(OrderKind::Routine),
        incident: Some(id(0x1)),
        place: Some(place()),
        addressee: Addressee::Unit(id(0x10)),
        note: Some("please look".to_owned()),
    }
}

pub(super) fn new_incident() -> NewIncident {
    NewIncident {
        id: Some(id(0x1)),
        kind: IncidentKind::Fire,
        place: place(),
        caller: Some(caller()),
        note: Some("smoke".to_owned()),
    }
}

fn roles() -> [(&'static str, Role); 5] {
    [
        ("officer", Role::Officer { unit: id(0x10) }),
        ("dispatcher", Role::Dispatcher),
        ("leader", Role::Leader),
        ("town_desk", Role::TownDesk { town: id(0x70) }),
        ("administrator", Role::Administrator),
    ]
}

#[test]
fn signing_in() {
    let (name, password) = ("desk-vaduz".to_owned(), "a good secret".to_owned());
    check("new_session", &[("new_session", NewSession { name, password })]);
    let signed_in = SignedIn {
        token: "t0ken".to_owned(),
        expires_at: at(43_200),
        session: session(),
    };
    check("signed_in", &[("signed_in", signed_in)]);
    let (person, name) = (id(0xd), "somebody".to_owned());
    let sessions = roles().map(|(role_name, role)| {
        let name = name.clone();
        (role_name, SessionView { person, name, role })
    });
    check_equal("session_view", &sessions);
}

#[test]
fn people() {
    let (id, name) = (id(0xd), "somebody".to_owned());
    let people = roles().map(|(role_name, role)| {
        let name = name.clone();
        (role_name, PersonView { id, name, role })
    });
    check_equal("person_view", &people);
    let new = roles().map(|(role_name, role)| {
        let (name, password) = (name.clone(), "a good secret".to_owned());
        (role_name, NewPerson { name, password, role })
    });
    check("new_person", &new);
}

#[test]
fn incidents() {
    let bare = NewIncident {
        id: None,
        caller: None,
        note: None,
        ..new_incident()
    };
    check_equal("new_incident", &[("full", new_incident()), ("bare", bare)]);
    let open = IncidentView::new(&incident());
    check_equal("incident_view", &[("open", open), ("closed", incident_view())]);
    let edit = EditIncident {
        kind: Some(IncidentKind::Traffic),
        place: Some(place()),
        caller: Some(caller()),
        note: Some("two cars".to_owned()),
    };
    check_equal(
        "edit_incident",
        &[("full", edit), ("bare", EditIncident::default())],
    );
    check_equal("merge_into", &[("merge_into", MergeInto { into: id(0x3) })]);
    let question = DuplicateQuestion {
        kind: IncidentKind::Fire,
        at: place().at,
        caller: Some(caller()),
    };
    check_equal("duplicate_question", &[("duplicate_question", question)]);
    let duplicate = DuplicateView {
        incident: IncidentView::new(&incident()),
        score: 0.875,
        distance_m: 42.5,
        age_s: 90,
        same_kind: true,
        same_phone: false,
    };
    check_equal("duplicate_view", &[("duplicate_view", duplicate)]);
}

#[test]
fn places() {
    let place = FoundPlace {
        name: "人民路12号".to_owned(),
        detail: "大场镇".to_owned(),
        kind: FoundKind::Address,
        at: place().at,
        matched: FoundBy::Exact,
    };
    let found = PlacesFound {
        source: GazetteerSource::District,
        places: vec![place],
    };
    let nothing = PlacesFound {
        source: GazetteerSource::None,
        places: Vec::new(),
    };
    check_equal("places_found", &[("found", found), ("nothing", nothing)]);
    let near = NearestAddress {
        source: GazetteerSource::District,
        address: Some(AddressView {
            name: "人民路12号".to_owned(),
            street: "人民路".to_owned(),
            number: Some("12".to_owned()),
            town: Some("大场镇".to_owned()),
            away_m: 12.5,
        }),
    };
    let nowhere = NearestAddress {
        address: None,
        ..near.clone()
    };
    check_equal("nearest_address", &[("near", near), ("nowhere", nowhere)]);
}

#[test]
fn orders() {
    let team = NewOrder {
        id: None,
        kind: None,
        incident: None,
        note: None,
        addressee: Addressee::Team(vec![id(0x10), id(0x11)]),
        ..new_order()
    };
    let town = NewOrder {
        place: None,
        addressee: Addressee::Town(id(0x70)),
        ..new_order()
    };
    check_equal(
        "new_order",
        &[
            ("to_a_unit", new_order()),
            ("to_a_team", team),
            ("to_a_town", town),
        ],
    );
    let units = vec![id(0x10), id(0x11)];
    check_equal("order_units", &[("order_units", OrderUnits { units })]);
    check_equal("new_offer", &[("new_offer", NewOffer { unit: id(0x10) })]);
    let text = "back door, code 4711".to_owned();
    let words = NewMessage {
        id: id(0xe1),
        text,
        attachment: None,
    };
    let photo = NewMessage {
        text: String::new(),
        attachment: Some(photo()),
        ..words.clone()
    };
    check_equal("new_message", &[("new_message", words), ("photo", photo)]);
    let messages = vec![id(0xe2)];
    check_equal("read_messages", &[("read_messages", ReadMessages { messages })]);
    let reason = "false alarm".to_owned();
    check_equal("reason", &[("reason", Reason { reason })]);
    let [closed, cancelled, expired] = ended_orders().map(|order| OrderView::new(&order, at(50_000)));
    let views = [
        ("waiting", OrderView::new(&waiting_order(), at(59))),
        ("started_by_itself", OrderView::new(&waiting_order(), at(60))),
        ("open", order_view()),
        ("closed", closed),
        ("cancelled", cancelled),
        ("expired", expired),
    ];
    check_equal("order_view", &views);
}

#[test]
fn units() {
    let off_duty = UnitView::new(&unit(), domain::UnitState::OffDuty, false, None, None, None, None);
    let declining = UnitView {
        camera_request: Some(camera_request()),
        ..unit_view()
    };
    let units = [
        ("on_duty", unit_view()),
        ("off_duty", off_duty),
        ("declining", declining),
    ];
    check_equal("unit_view", &units);
    let name = "Vaduz 1".to_owned();
    let new = NewUnit {
        id: Some(id(0x10)),
        name: name.clone(),
        town: id(0x70),
        mode: Some(domain::TravelMode::EBike),
    };
    check_equal(
        "new_unit",
        &[
            ("full", new.clone()),
            (
                "bare",
                NewUnit {
                    id: None,
                    mode: None,
                    ..new
                },
            ),
        ],
    );
    let new = NewTown {
        id: Some(id(0x70)),
        name,
    };
    check_equal(
        "new_town",
        &[("full", new.clone()), ("bare", NewTown { id: None, ..new })],
    );
    check_equal(
        "duty",
        &[
            (
                "until",
                Duty {
                    on_duty: true,
                    shift_ends_at: Some(at(0)),
                },
            ),
            (
                "off",
                Duty {
                    on_duty: false,
                    shift_ends_at: None,
                },
            ),
        ],
    );
}

#[test]
fn faults() {
    let (code, message) = ("bad_body".to_owned(), "lat must be degrees north".to_owned());
    let bare = Fault {
        code,
        message,
        field: None,
    };
    let field = Some("place".to_owned());
    let full = Fault {
        field,
        ..bare.clone()
    };
    check_equal("fault", &[("full", full), ("bare", bare)]);
}
