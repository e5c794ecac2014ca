//! The log of a drill: a JSON object a line, from which the score can be computed by anybody.
//!
//! Every line has `seed`, the seconds `t_s` since the drill began, and a `kind` that names the rest.
//! Orders and units are numbered within their seed; orders from 1,000,000 on are the hall's own (moves).

use domain::LatLon;
use domain::order::{DispatchRule, Leg, OrderKind};
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The seed of the drill.
    pub seed: u64,
    /// Seconds since the drill began, to the millisecond.
    pub t_s: f64,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The drill began.
    Began {
        /// Units on duty or coming.
        units: u32,
        /// The rule that the hall chose by.
        rule: DispatchRule,
        /// The radius that counts as being there, in metres.
        radius_m: f64,
    },
    /// The hall sent an order.
    Order {
        /// Its number.
        order: u32,
        /// What kind of errand.
        order_kind: OrderKind,
        /// Where.
        place: LatLon,
        /// How long the legs may take, in seconds; none if for ever.
        limit_s: Option<f64>,
    },
    /// The hall learnt when an order's clock started; the last such line of an order holds.
    Clock {
        /// Which order.
        order: u32,
        /// When it started: the first receipt, or the sending if nobody received it within a minute.
        started_s: f64,
    },
    /// The hall chose a unit for an order.
    Decision {
        /// For which order.
        order: u32,
        /// Which unit.
        unit: u32,
        /// Seconds until it would be there, as the hall saw it; none if it did not say.
        eta_s: Option<f64>,
        /// The best of the others, if there was one.
        runner_up: Option<u32>,
        /// How many units could have been asked.
        candidates: u32,
    },
    /// A unit was asked.
    Offer {
        /// To take which order.
        order: u32,
        /// Which unit.
        unit: u32,
    },
    /// The hall learnt that the officer said yes.
    Accepted {
        /// To which order.
        order: u32,
        /// Of which unit.
        unit: u32,
    },
    /// The hall learnt that the officer said no.
    Declined {
        /// To which order.
        order: u32,
        /// Of which unit.
        unit: u32,
    },
    /// The hall took an offer or an order back.
    Withdrawn {
        /// Which order.
        order: u32,
        /// From which unit.
        unit: u32,
    },
    /// What the hall forecast for an open order, once a minute, until its due or until all its legs are met.
    Forecast {
        /// Which order.
        order: u32,
        /// The probability that all its legs are met in time.
        probability: f64,
        /// The same for being there alone.
        arrived: f64,
        /// For being on video.
        on_video: f64,
        /// For having reported.
        reported: f64,
    },
    /// The hall warned that an order will be late.
    Alarm {
        /// Which order.
        order: u32,
        /// Which of its legs.
        leg: Leg,
        /// The probability that it is met in time.
        probability: f64,
        /// Why.
        cause: Option<String>,
    },
    /// Hidden truth: the officer who took the order is inside the radius.
    TruthInside {
        /// Which order.
        order: u32,
        /// Which unit.
        unit: u32,
    },
    /// Hidden truth: that officer is outside again, be the order closed or not.
    TruthLeft {
        /// Which order.
        order: u32,
        /// Which unit.
        unit: u32,
    },
    /// A machine decided that the unit has arrived.
    ArrivalDetected {
        /// At which order.
        order: u32,
        /// Which unit.
        unit: u32,
        /// The phone or the hall.
        by: Detector,
        /// When the stay began, as it sees it.
        stamp_s: f64,
    },
    /// The baseline: one fix that the hall got lay within 100 m of the place.
    OneFix {
        /// Of which order.
        order: u32,
        /// Of which unit.
        unit: u32,
    },
    /// The hall learnt that a leg was met; the last such line of an order and leg holds.
    Leg {
        /// Of which order.
        order: u32,
        /// Which leg.
        leg: Leg,
        /// By which unit.
        unit: u32,
        /// When it was met.
        met_s: f64,
    },
    /// The hall declared a leg late; a `leg` line learnt later may show that it was not.
    Breach {
        /// Of which order.
        order: u32,
        /// Which leg.
        leg: Leg,
    },
    /// A unit began to move to where the hall wants it to stand by.
    Move {
        /// On which order.
        order: u32,
        /// Which unit.
        unit: u32,
        /// How far, in kilometres.
        km: f64,
    },
    /// An order ended.
    Closed {
        /// Which.
        order: u32,
    },
    /// Two units held an order of one unit at once.
    DoubleAssignment {
        /// Which.
        order: u32,
    },
    /// A fact that the hall told the phone it has, and has not; or one that never reached the hall.
    LostEvent {
        /// Of which unit.
        unit: u32,
    },
    /// At the end: nobody on duty would have been there in time by the way and pace of the world's own,
    /// whomever the hall had sent at once.
    Impossible {
        /// Which order.
        order: u32,
    },
}

/// Who decides on arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detector {
    /// The unit's phone.
    Phone,
    /// The hall, from the fixes it gets.
    Hall,
}
