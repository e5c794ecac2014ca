//! An order as the officer sees it.

use domain::order::Leg;
use domain::{Timestamp, order};
use phone::ShownOrder;

use crate::checklist::{ChecklistItem, checklist};
use crate::message::{Message, messages};
use crate::settings::millis;

/// An order as the officer sees it: what the hall said, with what the officer did folded in.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Order {
    /// Its identity.
    pub id: String,
    /// What kind of errand it is.
    pub kind: OrderKind,
    /// Where somebody is to be.
    pub place: Place,
    /// Within so many metres of it a unit counts as there.
    pub arrival_radius_m: f64,
    /// What else the dispatcher said; empty if nothing.
    pub note: String,
    /// Open, or how it ended.
    pub status: OrderStatus,
    /// Whether several units hold it together.
    pub team: bool,
    /// When it was sent, in hall time.
    pub sent_at_ms: i64,
    /// How long its legs may take; none if they may take for ever.
    pub limit_ms: Option<i64>,
    /// When the response clock began to run, in hall time; none while it waits for the first receipt.
    pub started_at_ms: Option<i64>,
    /// When the limit is up, in hall time, if there is one and the clock runs.
    pub due_at_ms: Option<i64>,
    /// When a unit was there, in hall time, if one was.
    pub arrived_at_ms: Option<i64>,
    /// When the hall had a picture, in hall time, if it had one.
    pub on_video_at_ms: Option<i64>,
    /// When a unit reported, in hall time, if one did.
    pub reported_at_ms: Option<i64>,
    /// What was reported, oldest first.
    pub reports: Vec<Report>,
    /// This unit's part in it.
    pub assignment: Assignment,
    /// Whether something the officer did is not yet confirmed by the hall.
    pub provisional: bool,
    /// What the hall and its units wrote each other, as the hall learnt of it; what it has yet to learn comes last.
    #[uniffi(default = [])]
    pub messages: Vec<Message>,
    /// How many of them the officer is to read and has not.
    #[uniffi(default = 0)]
    pub unread: u32,
    /// What its units see to at the scene; nothing if there is no list for it.
    #[uniffi(default = [])]
    pub checklist: Vec<ChecklistItem>,
}

impl Order {
    /// The order at a time of the hall's.
    pub(crate) fn at(shown: ShownOrder, now: Timestamp) -> Self {
        let (messages, checklist) = (messages(&shown), checklist(&shown));
        let ShownOrder {
            order,
            assignment,
            provisional,
            unread,
            unsent: _,
            unsent_items: _,
        } = shown;
        let met_at = |leg| order.legs.first(leg).map(|stamp| stamp.met_at.as_millis());
        Self {
            id: order.id.to_string(),
            kind: order.kind.into(),
            arrival_radius_m: order.arrival_radius_m,
            status: order.status.clone().into(),
            team: order.addressee.is_team(),
            sent_at_ms: order.clock.sent_at.as_millis(),
            limit_ms: order.clock.limit.map(millis),
            started_at_ms: order.clock.started_at(now).map(Timestamp::as_millis),
            due_at_ms: order.clock.due_at(now).map(Timestamp::as_millis),
            arrived_at_ms: met_at(Leg::Arrived),
            on_video_at_ms: met_at(Leg::OnVideo),
            reported_at_ms: met_at(Leg::Reported),
            place: order.place.into(),
            note: order.note,
            reports: order.reports.into_iter().map(Into::into).collect(),
            assignment: assignment.into(),
            provisional,
            messages,
            unread: u32::try_from(unread.len()).unwrap_or(u32::MAX),
            checklist,
        }
    }
}

/// What kind of errand an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum OrderKind {
    /// Somebody is needed now: a quarter of an hour.
    Emergency,
    /// A visit that can wait: an hour.
    Routine,
    /// To be somewhere in case something happens there: no limit.
    Standby,
}

impl From<order::OrderKind> for OrderKind {
    fn from(kind: order::OrderKind) -> Self {
        match kind {
            order::OrderKind::Emergency => Self::Emergency,
            order::OrderKind::Routine => Self::Routine,
            order::OrderKind::Standby => Self::Standby,
        }
    }
}

/// Whether an order is still being worked on.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum OrderStatus {
    /// Being worked on.
    Open,
    /// Done with.
    Closed,
    /// Called off.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// Given up, because nobody ended it.
    Expired,
}

impl From<order::OrderStatus> for OrderStatus {
    fn from(status: order::OrderStatus) -> Self {
        match status {
            order::OrderStatus::Open => Self::Open,
            order::OrderStatus::Closed { .. } => Self::Closed,
            order::OrderStatus::Cancelled { reason, .. } => Self::Cancelled { reason },
            order::OrderStatus::Expired { .. } => Self::Expired,
        }
    }
}

/// A point in WGS-84 degrees with the words people use for it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Place {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What people call it; empty if nobody said.
    pub name: String,
    /// Street and house number; empty if unknown.
    pub address: String,
}

impl From<domain::Place> for Place {
    fn from(place: domain::Place) -> Self {
        Self {
            lat: place.at.lat(),
            lon: place.at.lon(),
            name: place.name,
            address: place.address,
        }
    }
}

/// What a unit reported from the scene.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Report {
    /// The unit that reports.
    pub unit: String,
    /// When it was written, in hall time.
    pub at_ms: i64,
    /// What it says.
    pub text: String,
    /// The SHA-256 in hex of the photo that came with it, if one did.
    pub photo: Option<String>,
}

impl From<order::Report> for Report {
    fn from(report: order::Report) -> Self {
        Self {
            unit: report.unit.to_string(),
            at_ms: report.at.as_millis(),
            text: report.text,
            photo: report.photo,
        }
    }
}

/// One unit's part in an order.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Assignment {
    /// Its identity.
    pub id: String,
    /// How far it has come.
    pub state: AssignmentState,
    /// When the unit was asked, in hall time.
    pub offered_at_ms: i64,
    /// When the officer said yes or no, in hall time.
    pub answered_at_ms: Option<i64>,
    /// When the officer set off, in hall time.
    pub under_way_at_ms: Option<i64>,
}

impl From<order::Assignment> for Assignment {
    fn from(assignment: order::Assignment) -> Self {
        let at = |moment: order::Moment| moment.at.as_millis();
        Self {
            id: assignment.id.to_string(),
            state: assignment.state.into(),
            offered_at_ms: assignment.offered_at.as_millis(),
            answered_at_ms: assignment.answered.map(at),
            under_way_at_ms: assignment.under_way.map(at),
        }
    }
}

/// How far an assignment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AssignmentState {
    /// The unit was asked.
    Offered,
    /// The phone has it and rings.
    Delivered,
    /// The officer said yes.
    Accepted,
    /// The officer said no.
    Declined,
    /// The officer is on the way.
    UnderWay,
    /// The hall took it back.
    Withdrawn,
}

impl From<order::AssignmentState> for AssignmentState {
    fn from(state: order::AssignmentState) -> Self {
        match state {
            order::AssignmentState::Offered => Self::Offered,
            order::AssignmentState::Delivered => Self::Delivered,
            order::AssignmentState::Accepted => Self::Accepted,
            order::AssignmentState::Declined => Self::Declined,
            order::AssignmentState::UnderWay => Self::UnderWay,
            order::AssignmentState::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Why an officer said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum DeclineReason {
    /// Something else cannot be left.
    Engaged,
    /// Cannot be there in time.
    TooFar,
    /// The vehicle or the equipment is broken.
    Broken,
    /// Anything else.
    Other,
}

impl From<DeclineReason> for order::DeclineReason {
    fn from(reason: DeclineReason) -> Self {
        match reason {
            DeclineReason::Engaged => Self::Engaged,
            DeclineReason::TooFar => Self::TooFar,
            DeclineReason::Broken => Self::Broken,
            DeclineReason::Other => Self::Other,
        }
    }
}
