//! What a phone tells the hall, on `/ws/unit`.

use domain::order::{Attachment, DeclineReason};
use domain::reachability::PhoneCondition;
use domain::{AssignmentId, CommandId, Fix, LatLon, OrderId, TalkGroup, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{MAX_ENTRIES, MAX_MESSAGE_BYTES, newer};

mod about_orders;

/// As many bytes go into a [`ToHall::Submit`] beside its entries, and some to spare.
const SUBMIT_BYTES: usize = 64;

/// From a phone, on `/ws/unit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToHall {
    /// The first message: who speaks. The hall answers `welcome`, then `orders`.
    Hello {
        /// The protocol version that the phone speaks.
        version: u32,
        /// Name and version of the app, for the log.
        app: String,
    },
    /// Entries of the outbox, oldest first; each is answered once it is safe in the hall.
    Submit {
        /// At most `MAX_ENTRIES`.
        entries: Vec<Entry>,
    },
    /// Asks for the hall's clock; answered at once by `time`.
    AskTime {
        /// The phone's own monotonic clock in milliseconds, given back unchanged.
        asked_at: f64,
    },
    /// Answers `probe`.
    Probed {
        /// Which probe.
        id: u32,
        /// What the phone says of itself.
        condition: PhoneCondition,
    },
    /// The officer presses to talk to a group; answered by `talk`.
    Press {
        /// To whom.
        group: TalkGroup,
    },
    /// The officer lets go of what the line has: the floor, the queue, a call.
    Release,
    /// The officer will not switch the camera on that was asked for; going live is the yes. Told again on a new line to a hall
    /// that still asks, and passed over by one that does not.
    CameraDeclined {
        /// Since when it was asked for, which says which request is meant.
        since: Timestamp,
    },
    /// A message of a newer phone.
    #[serde(other)]
    Unknown,
}

impl ToHall {
    /// As many of the first `entries` as one [`ToHall::Submit`] carries, by number and by bytes.
    ///
    /// One entry always fits, so there is at least one if there are any.
    pub fn batch<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Entry> {
        let mut room = MAX_MESSAGE_BYTES.saturating_sub(SUBMIT_BYTES);
        let mut batch = Vec::new();
        for entry in entries.take(MAX_ENTRIES) {
            // What cannot be written cannot be sent either; the socket will say so.
            let bytes = serde_json::to_vec(entry).map_or(0, |written| written.len().saturating_add(1));
            if bytes > room && !batch.is_empty() {
                break;
            }
            room = room.saturating_sub(bytes);
            batch.push(entry.clone());
        }
        batch
    }
}

/// One entry of a phone's outbox. Sent until answered; the same id sent twice counts once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Entry {
    /// Made on the phone.
    pub id: CommandId,
    /// When it happened, in hall time as far as the phone knows it.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    pub at_error_ms: u32,
    /// What is told.
    #[serde(flatten)]
    pub told: Told,
}

/// What a phone tells: facts, which happened, and requests, which the hall may refuse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// Fact: where the unit was.
    Fix {
        /// The measurement.
        fix: Fix,
    },
    /// Fact: the phone has the order and rings.
    Received {
        /// Which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
    },
    /// Fact: the officer set off.
    SetOff {
        /// To which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
    },
    /// Fact: the unit is at the scene.
    Arrived {
        /// Of which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// Whether the officer said so, rather than the receiver.
        #[serde(default)]
        by_hand: bool,
    },
    /// Fact: the officer reports.
    Reported {
        /// On which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// What the officer says, at most `MAX_TEXT_CHARS`.
        text: String,
        /// The SHA-256 in hex of a photo that was put to `/api/photos/{sha256}`.
        #[serde(default)]
        photo: Option<String>,
    },
    /// Fact: the officer ticked an item of the checklist, or took the tick back.
    ItemChecked {
        /// On which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// Which item, by its identity on the list.
        item: String,
        /// Whether it is done from now on.
        done: bool,
    },
    /// Fact: the officer wrote a message; the entry's id is the message's.
    Message {
        /// On which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// What it says, at most `MOST_MESSAGE_CHARS`; nothing, if what goes with it says it all.
        text: String,
        /// What goes with it, whose bytes come by `/api/attachments`; one of a kind that only newer sides know is passed over.
        #[serde(
            default,
            deserialize_with = "newer::known",
            skip_serializing_if = "Option::is_none"
        )]
        #[cfg_attr(feature = "typescript", ts(optional))]
        attachment: Option<Attachment>,
    },
    /// Fact: the officer has read messages.
    MessagesRead {
        /// On which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// Which.
        messages: Vec<CommandId>,
    },
    /// Request: the officer says yes.
    Accept {
        /// To which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
    },
    /// Request: the officer says no.
    Decline {
        /// To which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
        /// Why.
        reason: DeclineReason,
    },
    /// Fact: the officer is in danger and calls for help. Told before everything else that waits; whoever is
    /// off duty is on duty by it.
    Sos {
        /// Where the phone was last, in WGS-84, if it knows.
        #[serde(default)]
        place: Option<LatLon>,
    },
    /// Request: the officer goes on duty.
    GoOnDuty,
    /// Request: the officer goes off duty.
    GoOffDuty,
    /// Something a newer phone tells.
    #[serde(other)]
    Unknown,
}
