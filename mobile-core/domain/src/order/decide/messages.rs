//! What is written on an order, with who has read it.

use crate::order::message::words;
use crate::order::{
    Correspondent, MOST_KEPT_MESSAGES, MOST_MESSAGES, Message, MessageWritten, MessagesRead, MessagesSeen,
    Order, OrderEvent, OrderRefusal, Party, Reading,
};
use crate::{CommandId, Timestamp};

impl Order {
    /// What a unit wrote is kept even if the order ended meanwhile; the hall finds nobody there to write to.
    pub(super) fn decide_message(
        &self,
        now: Timestamp,
        written: MessageWritten,
    ) -> Result<OrderEvent, OrderRefusal> {
        let MessageWritten {
            id,
            from,
            at,
            error_ms,
            text,
            attachment,
        } = written;
        let party = self.party(from)?;
        if self.messages.iter().any(|known| known.id == id) {
            return Err(OrderRefusal::AlreadySo);
        }
        let text = words(&text, attachment.as_ref())?;
        let most = match from {
            Correspondent::Seat(_) => {
                self.open()?;
                MOST_MESSAGES
            }
            Correspondent::Part(_) => MOST_KEPT_MESSAGES,
        };
        if self.messages.len() >= most {
            return Err(OrderRefusal::MessagesFull);
        }
        let when = self.moment(now, at);
        Ok(OrderEvent::Messaged(Message {
            id,
            from: party,
            at: when.at,
            error_ms,
            learnt_at: when.learnt_at,
            text,
            attachment,
            read: Vec::new(),
        }))
    }

    pub(super) fn decide_reading(
        &self,
        now: Timestamp,
        seen: &MessagesSeen,
    ) -> Result<OrderEvent, OrderRefusal> {
        let by = self.party(seen.by)?;
        let shown = |message: &Message| match by {
            Party::Hall { .. } => true,
            Party::Unit { unit } => self.shows_message(unit, message),
        };
        let fresh = self
            .unread_by(by)
            .filter(|message| shown(message) && seen.messages.contains(&message.id));
        let messages: Vec<CommandId> = fresh.map(|message| message.id).collect();
        if messages.is_empty() {
            return Err(OrderRefusal::AlreadySo);
        }
        let when = self.moment(now, seen.at);
        let reading = Reading { by, when };
        Ok(OrderEvent::MessagesRead(MessagesRead { messages, reading }))
    }

    fn party(&self, who: Correspondent) -> Result<Party, OrderRefusal> {
        match who {
            Correspondent::Seat(by) => Ok(Party::Hall { by }),
            Correspondent::Part(part) => self.assignment(part).map(|part| Party::Unit { unit: part.unit }),
        }
    }
}
