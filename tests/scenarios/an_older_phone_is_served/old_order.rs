//! How the phone of the recording reads an order, copied from its commit as `old_words` is.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use uuid::Uuid;

use super::old_words::Time;

/// How far a time may be off; today's hall knows it of more times than the old one did.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct ErrorMs(
    #[expect(dead_code, reason = "read as a number of milliseconds, and any will do")] u32,
);

impl PartialEq for ErrorMs {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What its page drew.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct OrderView {
    id: Uuid,
    kind: OrderKind,
    incident: Option<Uuid>,
    place: Place,
    addressee: Addressee,
    note: String,
    status: OrderState,
    sent_at: Time,
    started_at: Option<Time>,
    due_at: Option<Time>,
    limit_s: u32,
    ended_at: Option<Time>,
    cancelled_because: Option<String>,
    assignments: Vec<Assignment>,
    legs: LegsOf<Stamp>,
    breaches: LegsOf<Breach>,
    reports: Vec<Report>,
}

impl OrderView {
    /// Whether its page would count down to the moment at which the limit is up.
    pub(super) fn counts_to_the_limit(&self) -> bool {
        let limit = Duration::from_secs(self.limit_s.into());
        let clock = self.started_at.zip(self.due_at);
        clock.is_none_or(|(started, due)| due.0.since(started.0) == limit)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct LegsOf<T> {
    arrived: Option<T>,
    on_video: Option<T>,
    reported: Option<T>,
}

/// What its core decided with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Order {
    id: Uuid,
    kind: OrderKind,
    incident: Option<Uuid>,
    place: Place,
    addressee: Addressee,
    note: String,
    sent_by: Uuid,
    clock: ResponseClock,
    status: OrderStatus,
    assignments: BTreeMap<Uuid, Assignment>,
    legs: Legs,
    reports: Vec<Report>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct ResponseClock {
    sent_at: Time,
    limit: Duration,
    first_receipt: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Legs {
    stamps: [Option<Stamp>; 3],
    breaches: [Option<Breach>; 3],
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum OrderStatus {
    Open,
    Closed { at: Time, by: Uuid },
    Cancelled { at: Time, by: Uuid, reason: String },
    Expired { at: Time },
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderState {
    Open,
    Closed,
    Cancelled,
    Expired,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderKind {
    Emergency,
    Routine,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Addressee {
    Unit(Uuid),
    Team(Vec<Uuid>),
    Town(Uuid),
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Place {
    #[serde(flatten)]
    at: LatLon,
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct LatLon {
    lat: f64,
    lon: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Assignment {
    id: Uuid,
    unit: Uuid,
    state: AssignmentState,
    offered_at: Time,
    delivered: Option<Moment>,
    answered: Option<Moment>,
    under_way: Option<Moment>,
    withdrawn_at: Option<Time>,
    declined_because: Option<DeclineReason>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AssignmentState {
    Offered,
    Delivered,
    Accepted,
    Declined,
    UnderWay,
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DeclineReason {
    Engaged,
    TooFar,
    Broken,
    Other,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Moment {
    at: Time,
    learnt_at: Time,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Stamp {
    met_at: Time,
    learnt_at: Time,
    error_ms: ErrorMs,
    unit: Uuid,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Breach {
    declared_at: Time,
    corrected_at: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Report {
    unit: Uuid,
    at: Time,
    learnt_at: Time,
    text: String,
    photo: Option<String>,
}
