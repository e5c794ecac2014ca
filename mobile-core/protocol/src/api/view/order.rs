//! An order, as the hall answers it.

use std::collections::BTreeSet;

use domain::order::{
    Addressee, Assignment, Breach, CheckedItem, Escalation, Leg, Message, OrderKind, OrderStatus, PassedOn,
    Report, Stamp,
};
use domain::{IncidentId, Order, OrderId, Place, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// An order on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// Its identity.
    pub id: OrderId,
    /// What kind of errand.
    pub kind: OrderKind,
    /// The incident it answers, if any.
    pub incident: Option<IncidentId>,
    /// Where somebody is to be.
    pub place: Place,
    /// Who was asked.
    pub addressee: Addressee,
    /// What else the dispatcher said.
    pub note: String,
    /// Open, or how it ended.
    pub status: OrderState,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When its response clock began to run; null while it waits for the first receipt.
    pub started_at: Option<Timestamp>,
    /// When the limit is up; null while the clock waits.
    pub due_at: Option<Timestamp>,
    /// When the limit is up at the latest, if the clock still waits to start; null without a limit.
    pub due_at_latest: Option<Timestamp>,
    /// The limit in seconds; null if there is none.
    pub limit_s: Option<u32>,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
    /// Why it was cancelled, if it was.
    pub cancelled_because: Option<String>,
    /// How many units are still to be found; the order waits while it is more than 0.
    pub lacks: u32,
    /// Until when the town's desk picks a unit, if it has yet to.
    pub desk_due_at: Option<Timestamp>,
    /// That the town's desk no longer decides alone; `by` is the nil UUID if the hall passed it on by rule.
    pub passed_on: Option<PassedOn>,
    /// The unit that leads a team at the scene.
    pub lead: Option<UnitId>,
    /// The units that hold the order and have come to the place, whoever came first; a phone reads of its own only.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub there: BTreeSet<UnitId>,
    /// Who was told that it is in trouble.
    pub escalations: Vec<Escalation>,
    /// The units asked, oldest first.
    pub assignments: Vec<Assignment>,
    /// The three legs of the promise.
    pub legs: LegsView,
    /// The legs that were not met when the limit was up.
    pub breaches: BreachesView,
    /// What was reported from the scene.
    pub reports: Vec<Report>,
    /// What its units see to at the scene, with who has ticked what.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub checklist: Vec<CheckedItem>,
    /// What the hall and its units wrote each other, as the hall learnt of it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub messages: Vec<Message>,
}

impl OrderView {
    /// The order as it stands at `now`.
    pub fn new(order: &Order, now: Timestamp) -> Self {
        let (status, ended_at, cancelled_because) = match &order.status {
            OrderStatus::Open => (OrderState::Open, None, None),
            OrderStatus::Closed { at, .. } => (OrderState::Closed, Some(*at), None),
            OrderStatus::Cancelled { at, reason, .. } => {
                (OrderState::Cancelled, Some(*at), Some(reason.clone()))
            }
            OrderStatus::Expired { at } => (OrderState::Expired, Some(*at), None),
        };
        Self {
            id: order.id,
            kind: order.kind,
            incident: order.incident,
            place: order.place.clone(),
            addressee: order.addressee.clone(),
            note: order.note.clone(),
            status,
            sent_at: order.clock.sent_at,
            started_at: order.clock.started_at(now),
            due_at: order.clock.due_at(now),
            due_at_latest: order.clock.due_at_latest(),
            limit_s: order
                .clock
                .limit
                .map(|limit| u32::try_from(limit.as_secs()).unwrap_or(u32::MAX)),
            ended_at,
            cancelled_because,
            lacks: u32::try_from(order.lacks()).unwrap_or(u32::MAX),
            desk_due_at: order.desk_due_at(),
            passed_on: order.passed_on,
            lead: order.lead(),
            there: order.units_there(),
            escalations: order.escalations.clone(),
            assignments: order.assignments.values().cloned().collect(),
            legs: LegsView {
                arrived: order.legs.get(Leg::Arrived),
                on_video: order.legs.get(Leg::OnVideo),
                reported: order.legs.get(Leg::Reported),
                arrival_detected: order.legs.detected(),
            },
            breaches: BreachesView {
                arrived: order.legs.breach(Leg::Arrived).cloned(),
                on_video: order.legs.breach(Leg::OnVideo).cloned(),
                reported: order.legs.breach(Leg::Reported).cloned(),
            },
            reports: order.reports.clone(),
            checklist: order.checklist.clone(),
            messages: order.messages.clone(),
        }
    }
}

/// Whether an order is open, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Being worked on.
    Open,
    /// Done with.
    Closed,
    /// Called off.
    Cancelled,
    /// Given up.
    Expired,
}

/// The three legs: each null, or when it was met and learnt of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegsView {
    /// A unit is at the scene.
    pub arrived: Option<Stamp>,
    /// The hall has a picture.
    pub on_video: Option<Stamp>,
    /// The unit has reported.
    pub reported: Option<Stamp>,
    /// What was detected of an arrival that is stamped by hand.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub arrival_detected: Option<Stamp>,
}

/// The breaches of the three legs: each null, or when it was declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachesView {
    /// Nobody was at the scene in time.
    pub arrived: Option<Breach>,
    /// There was no picture in time.
    pub on_video: Option<Breach>,
    /// There was no report in time.
    pub reported: Option<Breach>,
}
