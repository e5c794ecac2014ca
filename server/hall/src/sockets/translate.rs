//! A phone's words in the words of dispatch.

use dispatch::{Input, UnitTold};
use domain::UnitId;
use protocol::{Entry, MAX_TEXT_CHARS, Outcome, Told};

/// What an entry means, or why it means nothing here.
pub(super) fn entry(unit: UnitId, entry: Entry) -> Result<Input, Outcome> {
    if let Told::Reported { text, photo, .. } = &entry.told {
        check_report(text, photo.as_deref())?;
    }
    let told = match (entry.order_command(), entry.told) {
        (Some((order, command)), _) => UnitTold::Order { order, command },
        (None, Told::Fix { fix }) => UnitTold::Fix(fix),
        (None, Told::Sos { place }) => UnitTold::Sos { at: place },
        (None, Told::GoOnDuty) => UnitTold::Duty(true),
        (None, Told::GoOffDuty) => UnitTold::Duty(false),
        (None, _) => {
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

fn check_report(text: &str, photo: Option<&str>) -> Result<(), Outcome> {
    if text.trim().is_empty() && photo.is_none() {
        return Err(refused("empty_report", "text: say something, or send a photo"));
    }
    if text.chars().count() > MAX_TEXT_CHARS {
        return Err(refused("text_too_long", "text: at most 4000 characters"));
    }
    if photo.is_some_and(|photo| !is_sha256(photo)) {
        return Err(refused(
            "bad_photo",
            "photo: the SHA-256 of the photo, 64 hexadecimal digits",
        ));
    }
    Ok(())
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
