//! What can be asked of an order or told about it, with what it says to that.

use serde::{Deserialize, Serialize};

use super::{
    ByHand, Channel, Choice, DeclineReason, EscalationLevel, ItemChecked, LateReason, Leg, MessageWritten,
    MessagesSeen, NoticeOutcome, Trouble,
};
use crate::{AssignmentId, CommandId, LatLon, PersonId, Timestamp, UnitId};

/// Something asked of an order, or a fact told about it.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderCommand {
    /// Request: ask a unit.
    Offer {
        /// The identity of the new assignment.
        assignment: AssignmentId,
        /// The unit to ask.
        unit: UnitId,
        /// Who asks.
        by: PersonId,
        /// Why this one, if the hall worked it out.
        choice: Option<Choice>,
    },
    /// Request: so many units are to go from now on, whoever was addressed.
    Want {
        /// How many, 1 to 20.
        units: u8,
        /// Who says so.
        by: PersonId,
    },
    /// Request: take an assignment back.
    Withdraw {
        /// Which.
        assignment: AssignmentId,
        /// Who takes it back.
        by: PersonId,
    },
    /// Request: tell a phone of its offer beside the line that its app holds.
    GiveNotice {
        /// Of whose assignment.
        assignment: AssignmentId,
        /// By which channel.
        channel: Channel,
    },
    /// Fact: something was heard of such a notice.
    HearOfNotice {
        /// Of whose assignment.
        assignment: AssignmentId,
        /// Its number among the assignment's, from 0.
        notice: u16,
        /// What became of it.
        outcome: NoticeOutcome,
    },
    /// Fact: an addressee has the order.
    Receive {
        /// Which addressee.
        receiver: Receiver,
        /// When.
        at: Timestamp,
    },
    /// Request: the officer says yes.
    Accept {
        /// To which assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
    },
    /// Request: the officer says no.
    Decline {
        /// To which assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
        /// Why.
        reason: DeclineReason,
    },
    /// Fact: the officer set off.
    SetOff {
        /// On which assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
    },
    /// Fact: a leg was met.
    MeetLeg {
        /// Which leg.
        leg: Leg,
        /// By whose assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
        /// How far `at` may be off, in milliseconds.
        error_ms: u32,
        /// Who said so, if somebody did.
        by_hand: Option<ByHand>,
    },
    /// Fact: the officer reported.
    Report {
        /// What the phone calls it, by which it is known when it is told again.
        id: CommandId,
        /// By whose assignment.
        assignment: AssignmentId,
        /// When.
        at: Timestamp,
        /// How far `at` may be off, in milliseconds.
        error_ms: u32,
        /// What it says.
        text: String,
        /// The photo's SHA-256 in hex, if there is one.
        photo: Option<String>,
    },
    /// Fact: an officer ticked an item of the checklist, or took the tick back.
    CheckItem(ItemChecked),
    /// Fact of a unit's, request of the hall's: somebody wrote a message.
    Write(MessageWritten),
    /// Fact: somebody read messages.
    Read(MessagesSeen),
    /// Fact: the limit is up and the leg is not met.
    DeclareBreach {
        /// Which leg.
        leg: Leg,
    },
    /// Request: why the limit was missed.
    ExplainBreach {
        /// By which leg.
        leg: Leg,
        /// Who says so.
        by: PersonId,
        /// The reason.
        reason: LateReason,
        /// What else there is to say.
        note: String,
    },
    /// Request: the town's desk no longer decides alone who goes.
    PassOn {
        /// Who hands it up.
        by: PersonId,
    },
    /// Request: the place to be at is another by now.
    MovePlace {
        /// Where it is.
        to: LatLon,
    },
    /// Request: tell somebody further up that the order is in trouble.
    Escalate {
        /// Whom.
        level: EscalationLevel,
        /// What the trouble is.
        because: Trouble,
    },
    /// Request: the errand is done with.
    Close {
        /// Who says so.
        by: PersonId,
    },
    /// Request: the errand is called off.
    Cancel {
        /// Who says so.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Fact: nobody ended it for too long.
    Expire,
}

/// Who received an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "receiver", content = "id", rename_all = "snake_case")]
pub enum Receiver {
    /// The phone of the unit that holds this assignment.
    Phone(AssignmentId),
    /// The desk of the town it was sent to.
    Desk(PersonId),
}

/// Why a command does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefusal {
    /// It is so already; nothing is lost by leaving it out.
    #[error("this is known already")]
    AlreadySo,
    /// The order has ended and stays so.
    #[error("the order has ended")]
    Ended,
    /// The order has no such assignment.
    #[error("the order has no such assignment")]
    NoSuchAssignment,
    /// No such notice was given of the assignment.
    #[error("the assignment has no such notice")]
    NoSuchNotice,
    /// The assignment was declined or taken back.
    #[error("the assignment was declined or withdrawn")]
    NotStanding,
    /// The officer has said yes already, so only the hall can take the order back.
    #[error("the order was accepted; ask the hall to withdraw it")]
    Taken,
    /// The order was not sent to a town.
    #[error("the order was not sent to a town's desk")]
    NoDesk,
    /// The leg was not missed, so there is nothing to explain.
    #[error("this leg was not missed")]
    NotMissed,
    /// The order's checklist has no such item.
    #[error("the order's checklist has no such item")]
    NoSuchItem,
    /// A message without words.
    #[error("a message needs words")]
    MessageEmpty,
    /// A message of too many words.
    #[error("a message has at most {} characters", super::MOST_MESSAGE_CHARS)]
    MessageTooLong,
    /// A message with characters that nobody can read.
    #[error("a message has no control characters but line breaks")]
    MessageUnreadable,
    /// What goes with a message has no name, or is of a size that its kind does not have.
    #[error(
        "what goes with a message is named by its SHA-256 and has its size: a photo up to 8 MiB, a sound note up to 2 MiB, a clip up to 16 MiB"
    )]
    AttachmentBad,
    /// There are as many messages on the order as it holds.
    #[error("an order has at most {} messages; call instead", super::MOST_MESSAGES)]
    MessagesFull,
    /// The moment for it has not come.
    #[error("it is too early for this")]
    TooEarly,
}

impl OrderRefusal {
    /// The stable name of the refusal, as in the HTTP API and the phone's messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadySo => "already_so",
            Self::Ended => "order_ended",
            Self::NoSuchAssignment => "no_such_assignment",
            Self::NoSuchNotice => "no_such_notice",
            Self::NotStanding => "assignment_not_standing",
            Self::Taken => "assignment_taken",
            Self::NoDesk => "no_desk",
            Self::NotMissed => "not_missed",
            Self::NoSuchItem => "no_such_item",
            Self::MessageEmpty => "message_empty",
            Self::MessageTooLong => "message_too_long",
            Self::MessageUnreadable => "message_unreadable",
            Self::AttachmentBad => "attachment_bad",
            Self::MessagesFull => "messages_full",
            Self::TooEarly => "too_early",
        }
    }
}
