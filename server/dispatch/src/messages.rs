//! How the hall writes to the units of an order, with what it has read of theirs.
//!
//! What is written goes with the order: to the phones of the units that have to do with it, at once or when they come
//! back, and to whoever sees it. What units write comes in as any word of theirs.

use domain::order::{Attachment, Correspondent, MessageWritten, MessagesSeen, OrderCommand, Party};
use domain::{CommandId, OrderId, Timestamp};

use crate::{Answered, Dispatch, Refusal, Seat};

impl Dispatch {
    /// Writes a message. Asked again, since the answer was lost on its way, it stays the one that it is.
    pub(crate) fn write_message(
        &mut self,
        now: Timestamp,
        by: Seat,
        order: OrderId,
        id: CommandId,
        text: String,
        attachment: Option<Attachment>,
    ) -> Result<Answered, Refusal> {
        let from = Party::Hall { by: by.person };
        let is_other = |known: &domain::Order| {
            let taken = known.messages.iter().find(|message| message.id == id);
            taken.is_some_and(|message| {
                message.from != from || message.text != text.trim() || message.attachment != attachment
            })
        };
        if self.board.orders.get(&order).is_some_and(is_other) {
            return Err(Refusal::IdTaken);
        }
        let written = MessageWritten {
            id,
            from: Correspondent::Seat(by.person),
            at: now,
            error_ms: 0,
            text,
            attachment,
        };
        self.command_open(now, order, OrderCommand::Write(written))
    }

    pub(crate) fn read_messages(
        &mut self,
        now: Timestamp,
        by: Seat,
        order: OrderId,
        messages: Vec<CommandId>,
    ) -> Result<Answered, Refusal> {
        let seen = MessagesSeen {
            messages,
            by: Correspondent::Seat(by.person),
            at: now,
        };
        self.command_open(now, order, OrderCommand::Read(seen))
    }
}
