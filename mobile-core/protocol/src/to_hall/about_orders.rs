//! What an entry of the outbox asks of an order.

use domain::OrderId;
use domain::order::{
    ByHand, Correspondent, ItemChecked, Leg, MessageWritten, MessagesSeen, OrderCommand, Receiver,
};

use super::{Entry, Told};

impl Entry {
    /// What the entry asks of an order, if it is about one; phone and hall read it alike.
    pub fn order_command(&self) -> Option<(OrderId, OrderCommand)> {
        let (at, error_ms) = (self.at, self.at_error_ms);
        let command = match self.told.clone() {
            Told::Received { assignment, .. } => OrderCommand::Receive {
                receiver: Receiver::Phone(assignment),
                at,
            },
            Told::SetOff { assignment, .. } => OrderCommand::SetOff { assignment, at },
            Told::Arrived {
                assignment, by_hand, ..
            } => OrderCommand::MeetLeg {
                leg: Leg::Arrived,
                assignment,
                at,
                error_ms,
                by_hand: by_hand.then_some(ByHand { by: None }),
            },
            Told::Reported {
                assignment,
                text,
                photo,
                ..
            } => OrderCommand::Report {
                id: self.id,
                assignment,
                at,
                error_ms,
                text,
                photo,
            },
            Told::ItemChecked {
                assignment,
                item,
                done,
                ..
            } => OrderCommand::CheckItem(ItemChecked {
                id: self.id,
                assignment,
                item,
                done,
                name: String::new(),
                at,
                error_ms,
            }),
            Told::Message {
                assignment,
                text,
                attachment,
                ..
            } => OrderCommand::Write(MessageWritten {
                id: self.id,
                from: Correspondent::Part(assignment),
                at,
                error_ms,
                text,
                attachment,
            }),
            Told::MessagesRead {
                assignment, messages, ..
            } => OrderCommand::Read(MessagesSeen {
                messages,
                by: Correspondent::Part(assignment),
                at,
            }),
            Told::Accept { assignment, .. } => OrderCommand::Accept { assignment, at },
            Told::Decline {
                assignment, reason, ..
            } => OrderCommand::Decline {
                assignment,
                at,
                reason,
            },
            Told::Fix { .. } | Told::Sos { .. } | Told::GoOnDuty | Told::GoOffDuty | Told::Unknown => {
                return None;
            }
        };
        Some((self.told.order()?, command))
    }
}

impl Told {
    /// The order that this is about, if it is about one.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Received { order, .. }
            | Self::SetOff { order, .. }
            | Self::Arrived { order, .. }
            | Self::Reported { order, .. }
            | Self::ItemChecked { order, .. }
            | Self::Message { order, .. }
            | Self::MessagesRead { order, .. }
            | Self::Accept { order, .. }
            | Self::Decline { order, .. } => Some(*order),
            Self::Fix { .. } | Self::Sos { .. } | Self::GoOnDuty | Self::GoOffDuty | Self::Unknown => None,
        }
    }
}
