//! An order (调度指令): somebody is to be at a place, within a limit.
//!
//! An order has one response clock and three legs that belong to the order, with 1..n assignments,
//! one per unit asked. [`Order::decide`] changes nothing and answers with an event or a refusal;
//! [`Order::apply`] folds the event in. Both run in the hall and on the phone. Who may command what,
//! and which deadlines are due, is `dispatch`'s business.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{AssignmentId, IncidentId, OrderId, PersonId, Place, ResponseClock, Timestamp, TownId, UnitId};

mod assignment;
mod attachment;
mod checklist;
mod choice;
mod command;
mod decide;
mod escalation;
mod event;
mod leg;
mod message;
mod notice;
mod report;
mod takers;

pub use assignment::{Assignment, AssignmentState, DeclineReason, Moment, OwnStamps};
pub use attachment::{
    Attachment, MOST_ATTACHMENT_BYTES, MOST_CLIP_BYTES, MOST_PHOTO_BYTES, MOST_SOUND_BYTES, MediaType,
};
pub use checklist::{
    CheckedItem, ChecklistItem, ItemChecked, ItemFault, ItemTicked, MOST_ITEM_CHARS, MOST_ITEM_ID_CHARS,
    MOST_ITEMS, MOST_TICKS, Tick,
};
pub use choice::{Choice, ChosenBy, DispatchRule, RunnerUp};
pub use command::{OrderCommand, OrderRefusal, Receiver};
pub use escalation::{Escalation, EscalationLevel, Trouble};
pub use event::{OrderEvent, OrderSent};
pub use leg::{Breach, ByHand, Explanation, LateReason, Leg, Legs, Stamp};
pub use message::{
    Correspondent, MOST_KEPT_MESSAGES, MOST_MESSAGE_CHARS, MOST_MESSAGES, Message, MessageWritten,
    MessagesRead, MessagesSeen, Party, Reading,
};
pub use notice::{Channel, Heard, Notice, NoticeGiven, NoticeHeard, NoticeOutcome};
pub use report::Report;
pub use takers::PassedOn;

/// How long after its limit an order that nobody ended is given up.
pub const EXPIRY: Duration = Duration::from_hours(12);

/// The radius in metres around the place within which a unit counts as there, unless its order says another.
pub const ARRIVAL_RADIUS_M: f64 = 50.0;

/// An order with everything known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its identity.
    pub id: OrderId,
    /// What kind of errand it is.
    pub kind: OrderKind,
    /// The incident it answers, if any.
    pub incident: Option<IncidentId>,
    /// Where somebody is to be.
    pub place: Place,
    /// Within so many metres of it a unit counts as there.
    #[serde(default = "usual_arrival_radius_m")]
    pub arrival_radius_m: f64,
    /// Who was asked.
    pub addressee: Addressee,
    /// How many units are to go, if somebody has said so since it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<u8>,
    /// What else the dispatcher said.
    pub note: String,
    /// Who sent it.
    pub sent_by: PersonId,
    /// The town whose desk sent it; none if the district did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_town: Option<TownId>,
    /// The clock it runs on.
    pub clock: ResponseClock,
    /// Open, or how it ended.
    pub status: OrderStatus,
    /// That the town's desk no longer decides alone who goes, if the order was a town's.
    #[serde(default)]
    pub passed_on: Option<PassedOn>,
    /// The units asked, by assignment.
    pub assignments: BTreeMap<AssignmentId, Assignment>,
    /// The three stamps.
    pub legs: Legs,
    /// What units did whose part in the order was over: on record, but it counts for nothing.
    #[serde(default)]
    pub aside: BTreeMap<AssignmentId, Legs>,
    /// What was reported from the scene.
    pub reports: Vec<Report>,
    /// What its units see to at the scene.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<CheckedItem>,
    /// What the hall and its units wrote each other, as the hall learnt of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// Who was told that it is in trouble, each level once.
    #[serde(default)]
    pub escalations: Vec<Escalation>,
}

impl Order {
    /// The order as it was sent: nobody has been offered it yet.
    pub fn sent(sent: OrderSent) -> Self {
        Self {
            id: sent.order,
            kind: sent.kind,
            incident: sent.incident,
            place: sent.place,
            arrival_radius_m: sent.arrival_radius_m,
            addressee: sent.addressee,
            wanted: None,
            note: sent.note,
            sent_by: sent.by,
            from_town: sent.from_town,
            clock: ResponseClock::new(sent.at, sent.limit),
            status: OrderStatus::Open,
            passed_on: None,
            assignments: BTreeMap::new(),
            legs: Legs::default(),
            aside: BTreeMap::new(),
            reports: Vec::new(),
            checklist: sent.checklist.into_iter().map(Into::into).collect(),
            messages: Vec::new(),
            escalations: Vec::new(),
        }
    }

    /// Whether it is neither closed nor cancelled nor expired.
    pub fn is_open(&self) -> bool {
        self.status == OrderStatus::Open
    }

    /// The unit's latest assignment that still stands.
    pub fn assignment_of(&self, unit: UnitId) -> Option<&Assignment> {
        self.assignments
            .values()
            .rev()
            .find(|assignment| assignment.unit == unit && assignment.state.stands())
    }

    /// When the order expires if nobody ends it.
    pub fn expires_at(&self) -> Timestamp {
        self.clock
            .sent_at
            .after(self.clock.limit.unwrap_or_default())
            .after(EXPIRY)
    }

    /// Whether the promise is kept: all three legs met in time, as far as is known.
    pub fn is_kept(&self, now: Timestamp) -> bool {
        let due = self.clock.due_at(now);
        match due {
            Some(due) => Leg::ALL.iter().all(|&leg| self.legs.is_met_by(leg, due)),
            None => self.legs.all_met(),
        }
    }
}

/// What kind of errand an order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// Somebody is needed now: a quarter of an hour.
    #[default]
    Emergency,
    /// A visit that can wait: an hour.
    Routine,
    /// To be somewhere in case something happens there: no limit.
    Standby,
}

impl OrderKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Routine, Self::Standby];

    /// How long the three legs may take; none if they may take for ever.
    pub const fn limit(self) -> Option<Duration> {
        match self {
            Self::Emergency => Some(crate::clock::QUARTER_OF_AN_HOUR),
            Self::Routine => Some(Duration::from_hours(1)),
            Self::Standby => None,
        }
    }

    /// How long a town's desk may take to pick a unit, from sending, before the district may.
    pub const fn desk_limit(self) -> Duration {
        match self {
            Self::Emergency => Duration::from_mins(1),
            Self::Routine | Self::Standby => Duration::from_mins(10),
        }
    }

    /// How long a unit may leave an offer unanswered before the next is asked; none waits longer than 45 s.
    pub const fn patience(self) -> Duration {
        match self {
            Self::Emergency => Duration::from_secs(30),
            Self::Routine | Self::Standby => Duration::from_secs(45),
        }
    }
}

/// Who is asked to have somebody there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// One unit.
    Unit(UnitId),
    /// Several units together.
    Team(Vec<UnitId>),
    /// A town, whose desk gives it on.
    Town(TownId),
    /// So many units, at least one, that the hall picks as best placed, again if one says no.
    BestPlaced(u8),
}

impl Addressee {
    /// Whether several units may hold the order at once.
    pub fn is_team(&self) -> bool {
        self.units_wanted() > 1 || matches!(self, Self::Team(_))
    }

    /// How many units are to go.
    pub fn units_wanted(&self) -> usize {
        match self {
            Self::Unit(_) | Self::Town(_) => 1,
            Self::Team(units) => units.len(),
            Self::BestPlaced(units) => usize::from(*units),
        }
    }
}

/// Whether an order is still being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum OrderStatus {
    /// Being worked on.
    Open,
    /// Done with.
    Closed {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
    /// Called off.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Given up, because nobody ended it.
    Expired {
        /// When.
        at: Timestamp,
    },
}

impl OrderStatus {
    /// When the order ended, if it has.
    pub const fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Open => None,
            Self::Closed { at, .. } | Self::Cancelled { at, .. } | Self::Expired { at } => Some(*at),
        }
    }
}

/// What orders of a time that knew one radius for all were held to.
pub(crate) const fn usual_arrival_radius_m() -> f64 {
    ARRIVAL_RADIUS_M
}

#[cfg(test)]
mod tests;
