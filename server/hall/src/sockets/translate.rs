//! A phone's words in the words of dispatch.

use dispatch::{Input, UnitTold};
use domain::order::{Leg, OrderCommand, Receiver};
use domain::{Datum, UnitId};
use protocol::{Entry, MAX_TEXT_CHARS, Outcome, Told};

/// What an entry means, or why it means nothing here.
pub(super) fn entry(unit: UnitId, entry: Entry) -> Result<Input, Outcome> {
    let (at, error_ms) = (entry.at, entry.at_error_ms);
    let told = match entry.told {
        Told::Fix { mut fix } => {
            // The two datums are equal at our accuracy; inside, everything is WGS-84.
            fix.datum = Datum::Wgs84;
            UnitTold::Fix(fix)
        }
        Told::Received { order, assignment } => UnitTold::Order {
            order,
            command: OrderCommand::Receive {
                receiver: Receiver::Phone(assignment),
                at,
            },
        },
        Told::SetOff { order, assignment } => UnitTold::Order {
            order,
            command: OrderCommand::SetOff { assignment, at },
        },
        Told::Arrived { order, assignment } => UnitTold::Order {
            order,
            command: OrderCommand::MeetLeg {
                leg: Leg::Arrived,
                assignment,
                at,
                error_ms,
            },
        },
        Told::Reported {
            order,
            assignment,
            text,
            photo,
        } => {
            if text.trim().is_empty() && photo.is_none() {
                return Err(refused("empty_report", "text: say something, or send a photo"));
            }
            if text.chars().count() > MAX_TEXT_CHARS {
                return Err(refused("text_too_long", "text: at most 4000 characters"));
            }
            if photo.as_deref().is_some_and(|photo| !is_sha256(photo)) {
                return Err(refused(
                    "bad_photo",
                    "photo: the SHA-256 of the photo, 64 hexadecimal digits",
                ));
            }
            UnitTold::Order {
                order,
                command: OrderCommand::Report {
                    id: entry.id,
                    assignment,
                    at,
                    text,
                    photo,
                },
            }
        }
        Told::Accept { order, assignment } => UnitTold::Order {
            order,
            command: OrderCommand::Accept { assignment, at },
        },
        Told::Decline {
            order,
            assignment,
            reason,
        } => UnitTold::Order {
            order,
            command: OrderCommand::Decline {
                assignment,
                at,
                reason,
            },
        },
        Told::GoOnDuty => UnitTold::Duty(true),
        Told::GoOffDuty => UnitTold::Duty(false),
        Told::Unknown => {
            return Err(refused(
                "unknown",
                "told: this hall does not know it; update the hall",
            ));
        }
    };
    Ok(Input::UnitTold {
        unit,
        command: entry.id,
        told,
    })
}

/// Whether `text` is a SHA-256 in lower-case hexadecimal.
fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn refused(code: &str, message: &str) -> Outcome {
    Outcome::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
