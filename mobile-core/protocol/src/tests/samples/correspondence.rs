//! Messages on the order of the samples.

use domain::order::{Attachment, Correspondent, MediaType, MessageWritten, MessagesSeen, OrderCommand};
use domain::{AssignmentId, Order, PersonId};

use super::{at, id, tell};

/// The hall and a unit write each other, and both read it.
pub(super) fn write(order: &mut Order, by: PersonId, assignment: AssignmentId) {
    let (hall, part) = (Correspondent::Seat(by), Correspondent::Part(assignment));
    let words = [
        (0xe1, hall, "back door, code 4711", None),
        (0xe2, part, "门锁着", Some(photo())),
    ];
    for (number, from, text, attachment) in words {
        let written = MessageWritten {
            id: id(number),
            from,
            at: at(1002),
            error_ms: 0,
            text: text.to_owned(),
            attachment,
        };
        tell(order, 1003, OrderCommand::Write(written));
    }
    for (by, number) in [(part, 0xe1), (hall, 0xe2)] {
        let seen = MessagesSeen {
            messages: vec![id(number)],
            by,
            at: at(1010),
        };
        tell(order, 1011, OrderCommand::Read(seen));
    }
}

/// A photo of an officer's.
pub(crate) fn photo() -> Attachment {
    Attachment {
        sha256: "ab".repeat(32),
        media_type: MediaType::Jpeg,
        bytes: 120_000,
    }
}

/// A sound note.
pub(crate) fn sound() -> Attachment {
    Attachment {
        sha256: "cd".repeat(32),
        media_type: MediaType::WebM,
        bytes: 40_000,
    }
}
