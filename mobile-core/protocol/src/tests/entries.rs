//! The entries of a phone's outbox, one of each kind.

use domain::order::DeclineReason;

use super::samples::checklist::item_checked;
use super::samples::correspondence::sound;
use super::samples::{at, bare_fix, fix, id, position};
use crate::{Entry, Told};

pub(super) fn entry(number: u32, told: Told) -> Entry {
    Entry {
        id: id(0xc0 + number),
        at: at(i64::from(number)),
        at_error_ms: 20,
        told,
    }
}

pub(super) fn told() -> Vec<(&'static str, Told)> {
    let (order, assignment) = (id(0x0), id(0xa1));
    let (text, reason) = ("all quiet 平安".to_owned(), DeclineReason::Engaged);
    let photo = Some("ab".repeat(32));
    let reported = |photo| Told::Reported {
        order,
        assignment,
        text: text.clone(),
        photo,
    };
    let message = |text: &str, attachment| Told::Message {
        order,
        assignment,
        text: text.to_owned(),
        attachment,
    };
    let messages_read = Told::MessagesRead {
        order,
        assignment,
        messages: vec![id(0xe1)],
    };
    let decline = Told::Decline {
        order,
        assignment,
        reason,
    };
    vec![
        ("fix", Told::Fix { fix: fix() }),
        ("fix (bare)", Told::Fix { fix: bare_fix() }),
        ("received", Told::Received { order, assignment }),
        ("set_off", Told::SetOff { order, assignment }),
        (
            "arrived",
            Told::Arrived {
                order,
                assignment,
                by_hand: false,
            },
        ),
        (
            "arrived (by hand)",
            Told::Arrived {
                order,
                assignment,
                by_hand: true,
            },
        ),
        ("reported", reported(photo)),
        ("reported (without a photo)", reported(None)),
        ("message", message("门锁着", None)),
        ("message (a sound note)", message("", Some(sound()))),
        ("messages_read", messages_read),
        ("accept", Told::Accept { order, assignment }),
        ("decline", decline),
        ("go_on_duty", Told::GoOnDuty),
        ("go_off_duty", Told::GoOffDuty),
        ("unknown", Told::Unknown),
        (
            "sos",
            Told::Sos {
                place: Some(position().at),
            },
        ),
        ("sos (nowhere)", Told::Sos { place: None }),
        ("item_checked", item_checked()),
    ]
}

pub(super) fn entries() -> Vec<(&'static str, Entry)> {
    (0..)
        .zip(told())
        .map(|(number, (name, told))| (name, entry(number, told)))
        .collect()
}
