//! A message on an order, as the officer sees it.

use domain::order;
use phone::ShownOrder;

use crate::Attachment;

/// A message on an order.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Message {
    /// Its identity.
    pub id: String,
    /// The unit that wrote it; none if the hall did.
    pub from_unit: Option<String>,
    /// When it was written, in hall time.
    pub at_ms: i64,
    /// What it says; nothing, if what goes with it says it all.
    pub text: String,
    /// Whether it is in the hall; until then it waits on this phone.
    pub sent: bool,
    /// Whether the officer is to read it and has not.
    pub unread: bool,
    /// Who has read it, each once.
    pub read: Vec<MessageReading>,
    /// The photo or sound note that goes with it.
    #[uniffi(default = None)]
    pub attachment: Option<Attachment>,
}

/// That somebody has read a message.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MessageReading {
    /// The unit that has; none if the hall has.
    pub unit: Option<String>,
    /// When, in hall time.
    pub at_ms: i64,
}

/// The messages of an order.
pub(crate) fn messages(shown: &ShownOrder) -> Vec<Message> {
    let messages = shown.order.messages.iter();
    let messages = messages.map(|message| Message {
        id: message.id.to_string(),
        from_unit: unit(message.from),
        at_ms: message.at.as_millis(),
        text: message.text.clone(),
        sent: !shown.unsent.contains(&message.id),
        unread: shown.unread.contains(&message.id),
        read: message.read.iter().map(reading).collect(),
        attachment: message.attachment.as_ref().map(Into::into),
    });
    messages.collect()
}

fn reading(reading: &order::Reading) -> MessageReading {
    MessageReading {
        unit: unit(reading.by),
        at_ms: reading.when.at.as_millis(),
    }
}

fn unit(party: order::Party) -> Option<String> {
    match party {
        order::Party::Hall { .. } => None,
        order::Party::Unit { unit } => Some(unit.to_string()),
    }
}
