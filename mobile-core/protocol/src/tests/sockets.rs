//! The messages of the two sockets, both ways.

use domain::{CameraAsked, TalkGroup};

use super::entries::entry;
pub(super) use super::entries::{entries, told};
use super::samples::{at, camera_request, condition, fix, id, session, unit, unit_order};
use super::talk::talk_view;
pub(super) use super::viewers::{to_viewer, viewer_to_hall};
use super::{check_equal, covers};
use crate::to_unit::Watcher;
use crate::{Answer, ByeReason, Outcome, ToHall, ToUnit, ToViewer, Told, VERSION, ViewerToHall};

pub(super) fn to_hall() -> Vec<(&'static str, ToHall)> {
    let app = "yike-phone 0.0.0".to_owned();
    let entries = vec![entry(0, Told::GoOnDuty), entry(1, Told::Fix { fix: fix() })];
    vec![
        (
            "hello",
            ToHall::Hello {
                version: VERSION,
                app,
            },
        ),
        ("submit", ToHall::Submit { entries }),
        ("ask_time", ToHall::AskTime { asked_at: 1234.5 }),
        (
            "probed",
            ToHall::Probed {
                id: 7,
                condition: condition(),
            },
        ),
        (
            "press",
            ToHall::Press {
                group: TalkGroup::Team { order: id(0x0) },
            },
        ),
        ("release", ToHall::Release),
        ("camera_declined", ToHall::CameraDeclined { since: at(12) }),
        ("unknown", ToHall::Unknown),
    ]
}

pub(super) fn outcomes() -> Vec<(&'static str, Outcome)> {
    let refused = Outcome::Refused {
        code: "order_ended".to_owned(),
        message: "the order has ended".to_owned(),
    };
    vec![
        ("taken", Outcome::Taken),
        ("refused", refused),
        ("unknown", Outcome::Unknown),
    ]
}

fn bye_reasons() -> Vec<(&'static str, ByeReason)> {
    vec![
        ("signed_out", ByeReason::SignedOut),
        ("replaced", ByeReason::Replaced),
        ("stopping", ByeReason::Stopping),
        ("too_slow", ByeReason::TooSlow),
        ("malformed", ByeReason::Malformed),
        ("unknown", ByeReason::Unknown),
    ]
}

fn welcome(telephone: Option<&str>, camera_asked: Option<CameraAsked>) -> ToUnit {
    ToUnit::Welcome {
        version: VERSION,
        unit: unit(),
        on_duty: true,
        sos: false,
        camera_asked,
        hall_time: at(31),
        telephone: telephone.map(ToOwned::to_owned),
    }
}

pub(super) fn to_unit() -> Vec<(&'static str, ToUnit)> {
    let (hall_time, asked_at) = (at(31), 1234.5);
    let asked = Some(camera_request().asked);
    let answers = (0..)
        .zip(outcomes())
        .map(|(number, (_, outcome))| Answer {
            id: id(number),
            outcome,
        })
        .collect();
    let orders = vec![unit_order()];
    let (reason, detail) = (ByeReason::Malformed, "no message".to_owned());
    vec![
        ("welcome", welcome(None, None)),
        ("welcome with a telephone", welcome(Some("+442079460015"), None)),
        (
            "welcome with a request for the camera",
            welcome(None, asked.clone()),
        ),
        ("orders", ToUnit::Orders { orders }),
        ("order_changed", ToUnit::OrderChanged { order: unit_order() }),
        ("duty_changed", ToUnit::DutyChanged { on_duty: true }),
        ("sos_changed", ToUnit::SosChanged { open: true }),
        ("answers", ToUnit::Answers { answers }),
        ("time", ToUnit::Time { asked_at, hall_time }),
        ("probe", ToUnit::Probe { id: 7 }),
        ("camera_needed", ToUnit::CameraNeeded { needed: false }),
        (
            "layers_wanted",
            ToUnit::LayersWanted {
                wanted: vec![true, false, false],
            },
        ),
        (
            "watched_by",
            ToUnit::WatchedBy {
                watchers: vec![Watcher {
                    name: session().name,
                    role: session().role,
                    since: at(12),
                }],
            },
        ),
        ("camera_asked", ToUnit::CameraAsked { asked }),
        ("camera_asked (withdrawn)", ToUnit::CameraAsked { asked: None }),
        ("bye", ToUnit::Bye { reason, detail }),
        ("talk", ToUnit::Talk { talk: talk_view() }),
        ("unknown", ToUnit::Unknown),
    ]
}

/// The names of an enum's variants: a function that will not compile with one left out, and the list.
macro_rules! variants {
    ($enum:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        (
            |value: &$enum| match value { $($enum::$variant { .. } => $name),+ },
            &[$($name),+],
        )
    };
}

#[test]
fn from_a_phone() {
    check_equal("to_hall", &to_hall());
    let (variant, all) = variants!(ToHall {
        Hello => "hello", Submit => "submit", AskTime => "ask_time", Probed => "probed", Press => "press",
        Release => "release", CameraDeclined => "camera_declined", Unknown => "unknown",
    });
    covers(&to_hall(), variant, all);
}

#[test]
fn what_a_phone_tells() {
    check_equal("entry", &entries());
    check_equal("told", &told());
    let (variant, all) = variants!(Told {
        Fix => "fix", Received => "received", SetOff => "set_off", Arrived => "arrived",
        Reported => "reported", Message => "message", MessagesRead => "messages_read", ItemChecked => "item_checked", Accept => "accept", Decline => "decline", GoOnDuty => "go_on_duty",
        GoOffDuty => "go_off_duty", Sos => "sos", Unknown => "unknown",
    });
    covers(&told(), variant, all);
}

#[test]
fn from_a_browser() {
    check_equal("viewer_to_hall", &viewer_to_hall());
    let (variant, all) = variants!(ViewerToHall {
        OrderReceived => "order_received", AskTime => "ask_time", Press => "press", Call => "call",
        Release => "release", Place => "place", Unknown => "unknown",
    });
    covers(&viewer_to_hall(), variant, all);
}

#[test]
fn to_a_phone() {
    check_equal("to_unit", &to_unit());
    let (variant, all) = variants!(ToUnit {
        Welcome => "welcome", Orders => "orders", OrderChanged => "order_changed",
        DutyChanged => "duty_changed", SosChanged => "sos_changed", Answers => "answers", Time => "time", Probe => "probe",
        CameraNeeded => "camera_needed", LayersWanted => "layers_wanted", WatchedBy => "watched_by",
        CameraAsked => "camera_asked", Talk => "talk", Bye => "bye", Unknown => "unknown",
    });
    covers(&to_unit(), variant, all);
}

#[test]
fn what_became_of_an_entry() {
    check_equal("outcome", &outcomes());
    let (variant, all) = variants!(Outcome {
        Taken => "taken", Refused => "refused", Unknown => "unknown",
    });
    covers(&outcomes(), variant, all);
}

#[test]
fn why_a_socket_ends() {
    check_equal("bye_reason", &bye_reasons());
    let (variant, all) = variants!(ByeReason {
        SignedOut => "signed_out", Replaced => "replaced", Stopping => "stopping", TooSlow => "too_slow",
        Malformed => "malformed", Unknown => "unknown",
    });
    covers(&bye_reasons(), variant, all);
}

#[test]
fn to_a_browser() {
    check_equal("to_viewer", &to_viewer());
    let (variant, all) = variants!(ToViewer {
        Board => "board", UnitChanged => "unit_changed", UnitsMoved => "units_moved", IncidentChanged => "incident_changed",
        OrderChanged => "order_changed", Forecasts => "forecasts", PromiseMap => "promise_map",
        ClosuresChanged => "closures_changed", DeskLive => "desk_live", CameraNeeded => "camera_needed",
        WatchedBy => "watched_by", Time => "time", Talk => "talk", RecordingRoom => "recording_room",
        Undecodable => "undecodable", Speaking => "speaking", Bye => "bye", Unknown => "unknown",
    });
    covers(&to_viewer(), variant, all);
}
