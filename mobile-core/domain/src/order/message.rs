//! A message (消息) on an order: a few words between the hall and the units that have it, a photo or a sound note.
//!
//! Its sender makes its identity, so that it counts once however often it is sent. The hall reads as a whole: whoever
//! sits there and opens it first has read it for all. Whom it is brought to belongs to `dispatch`.

use serde::{Deserialize, Serialize};

use super::{Assignment, Attachment, Moment, Order, OrderRefusal};
use crate::{AssignmentId, CommandId, PersonId, Timestamp, UnitId};

/// Messages on one order at most: an order travels whole, and whoever has more to say calls.
pub const MOST_MESSAGES: usize = 200;

/// As many are kept with those of units: what an officer wrote off the net is not refused because the hall wrote much.
pub const MOST_KEPT_MESSAGES: usize = 2 * MOST_MESSAGES;

/// Characters in a message at most.
pub const MOST_MESSAGE_CHARS: usize = 1000;

/// A message on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// What its sender calls it.
    pub id: CommandId,
    /// Who wrote it.
    pub from: Party,
    /// When it was written, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds; 0 for the hall's.
    pub error_ms: u32,
    /// When the hall learnt of it.
    pub learnt_at: Timestamp,
    /// What it says; nothing, if what goes with it says it all.
    pub text: String,
    /// What goes with it; its bytes may come later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub attachment: Option<Attachment>,
    /// Who has read it, each once, as the hall learnt of it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub read: Vec<Reading>,
}

impl Message {
    /// Whether `party` is to read it and has not: nobody reads what their own side wrote.
    pub fn is_unread_by(&self, party: Party) -> bool {
        !self.from.is_side_of(party) && !self.read.iter().any(|reading| reading.by.is_side_of(party))
    }

    /// Whether a unit sees it, whose `parts` in the order are among these: what came after its part was over is none of its business,
    /// and what was written before it was asked is its business once it has taken the order on.
    pub fn is_shown_to<'a>(&self, unit: UnitId, parts: impl IntoIterator<Item = &'a Assignment>) -> bool {
        let had_part = |part: &Assignment| {
            part.unit == unit
                && part.stood_at(self.learnt_at)
                && (part.offered_at <= self.learnt_at || part.state.is_taken())
        };
        self.from.is_side_of(Party::Unit { unit }) || parts.into_iter().any(had_part)
    }
}

/// That somebody has read a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// Who.
    pub by: Party,
    /// When.
    #[serde(flatten)]
    pub when: Moment,
}

/// Somebody who writes and reads messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "party", rename_all = "snake_case")]
pub enum Party {
    /// The hall or a town's desk.
    Hall {
        /// Who sat there.
        by: PersonId,
    },
    /// A unit.
    Unit {
        /// Which.
        unit: UnitId,
    },
}

impl Party {
    /// Whether both are the same unit, or both the hall.
    pub fn is_side_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Hall { .. }, Self::Hall { .. }) => true,
            (Self::Unit { unit }, Self::Unit { unit: other }) => unit == other,
            _ => false,
        }
    }
}

/// Who speaks, as a command says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correspondent {
    /// Somebody in the hall or at a town's desk.
    Seat(PersonId),
    /// The unit that holds this assignment.
    Part(AssignmentId),
}

/// A message as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageWritten {
    /// What its sender calls it.
    pub id: CommandId,
    /// Who wrote it.
    pub from: Correspondent,
    /// When, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    pub error_ms: u32,
    /// What it says.
    pub text: String,
    /// What goes with it.
    pub attachment: Option<Attachment>,
}

/// That somebody saw messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagesSeen {
    /// Which; those that are not on the order, or were read before, are passed over.
    pub messages: Vec<CommandId>,
    /// Who saw them.
    pub by: Correspondent,
    /// When, in hall time.
    pub at: Timestamp,
}

/// Which messages somebody has read, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesRead {
    /// Which.
    pub messages: Vec<CommandId>,
    /// By whom, and when.
    #[serde(flatten)]
    pub reading: Reading,
}

/// The words of a message without the white space around them, or why they are none; beside an attachment none are needed.
pub(super) fn words(text: &str, beside: Option<&Attachment>) -> Result<String, OrderRefusal> {
    beside.map_or(Ok(()), Attachment::check)?;
    let text = text.trim();
    if text.is_empty() && beside.is_none() {
        return Err(OrderRefusal::MessageEmpty);
    }
    if text.chars().count() > MOST_MESSAGE_CHARS {
        return Err(OrderRefusal::MessageTooLong);
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err(OrderRefusal::MessageUnreadable);
    }
    Ok(text.to_owned())
}

impl Order {
    /// The messages that `party` is to read and has not, oldest first.
    pub fn unread_by(&self, party: Party) -> impl Iterator<Item = &Message> {
        self.messages
            .iter()
            .filter(move |message| message.is_unread_by(party))
    }

    /// Whether a unit sees a message, as [`Message::is_shown_to`] says.
    pub fn shows_message(&self, unit: UnitId, message: &Message) -> bool {
        message.is_shown_to(unit, self.assignments.values())
    }

    pub(super) fn mark_read(&mut self, read: &MessagesRead) {
        for message in &mut self.messages {
            if read.messages.contains(&message.id) && message.is_unread_by(read.reading.by) {
                message.read.push(read.reading);
            }
        }
    }
}
