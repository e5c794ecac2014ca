//! What the officer writes on an order, with what was read or ticked there.

use domain::order::Attachment;
use domain::{CommandId, OrderId};
use protocol::Told;

use super::FieldUnit;
use crate::{PhoneTime, Tap};

impl FieldUnit {
    pub(super) fn message_written(
        &mut self,
        now: PhoneTime,
        order: OrderId,
        text: String,
        attachment: Option<Attachment>,
    ) {
        self.tap(now, Tap::Message, order, |assignment| Told::Message {
            order,
            assignment,
            text,
            attachment,
        });
    }

    /// An item that is so already, whoever said so, is not ticked once more.
    pub(super) fn item_tapped(&mut self, now: PhoneTime, order: OrderId, item: String, done: bool) {
        if self.orders.is_done(order, &item) != Some(done) {
            self.tap(now, Tap::Check, order, |assignment| Told::ItemChecked {
                order,
                assignment,
                item,
                done,
            });
        }
    }

    /// Reading is nothing that could be refused: what is read already, or is not there any more, is passed over.
    pub(super) fn messages_read(&mut self, now: PhoneTime, order: OrderId, messages: Vec<CommandId>) {
        let unread = self.orders.unread(order);
        let messages: Vec<_> = messages.into_iter().filter(|id| unread.contains(id)).collect();
        let Ok(assignment) = self.orders.assignment(order) else {
            return;
        };
        if messages.is_empty() {
            return;
        }
        let told = Told::MessagesRead {
            order,
            assignment,
            messages,
        };
        let entry = self.entry(now, told);
        self.put(now, entry);
    }
}
