//! What is forecast for an order, with what stands in its way.

use domain::order::Leg;
use domain::{OrderId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use super::{Cure, EVERY, Stage};

/// What is forecast for an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// Which order.
    pub order: OrderId,
    /// When this was worked out.
    pub at: Timestamp,
    /// How far the order had come.
    pub stage: Stage,
    /// The probability that the promise is kept: all three legs in time.
    pub all_in_time: f64,
    /// The legs that were not met yet.
    pub legs: Vec<Forecast>,
}

/// What is forecast for one leg of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Which leg.
    pub leg: Leg,
    /// The probability that it is met before the limit.
    pub met_in_time: f64,
    /// When it is most likely met; none if nobody can say.
    pub expected_at: Option<Timestamp>,
    /// Whether somebody should look.
    pub amber: bool,
    /// What stands in the way, if it is amber.
    pub cause: Option<Cause>,
    /// What would help most for the least, if it is amber and cures are wanted.
    pub cure: Option<Cure>,
}

/// What stands in the way of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// No unit is free.
    NobodyFree,
    /// Nobody has been asked.
    NobodyAsked,
    /// Units have said no or did not answer.
    Declined {
        /// How many.
        units: u8,
    },
    /// The unit that was asked has not answered.
    NoAnswer {
        /// Which.
        unit: UnitId,
        /// Seconds since it was asked.
        for_s: u32,
    },
    /// The unit's phone is silent.
    PhoneDark {
        /// Which.
        unit: UnitId,
        /// Seconds since it was heard.
        for_s: u32,
    },
    /// The unit said yes and has not set off.
    NotSetOff {
        /// Which.
        unit: UnitId,
        /// Seconds since its yes.
        for_s: u32,
    },
    /// The unit is under way and does not come nearer.
    NotMoving {
        /// Which.
        unit: UnitId,
        /// Seconds since it last did.
        for_s: u32,
    },
    /// The unit comes nearer more slowly than the roads allow.
    Slow {
        /// Which.
        unit: UnitId,
    },
    /// The way is too long.
    TooFar {
        /// Which.
        unit: UnitId,
    },
    /// The unit is there and the picture or the report is not.
    NotDone {
        /// Which.
        unit: UnitId,
        /// Seconds since it arrived.
        for_s: u32,
    },
}

impl Outlook {
    /// Whether somebody is more likely than not to be there in time.
    pub(super) fn is_arrival_in_sight(&self) -> bool {
        let arrival = self.legs.iter().find(|forecast| forecast.leg == Leg::Arrived);
        arrival.is_some_and(|forecast| forecast.met_in_time >= 0.5)
    }

    /// Whether a viewer would see the difference.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let visible = |a: &Forecast, b: &Forecast| {
            let apart = |a: Timestamp, b: Timestamp| a.since(b).max(b.since(a)) > EVERY;
            a.leg != b.leg
                || a.amber != b.amber
                || a.cause.map(|cause| std::mem::discriminant(&cause))
                    != b.cause.map(|cause| std::mem::discriminant(&cause))
                || a.cure != b.cure
                || (a.met_in_time - b.met_in_time).abs() >= 0.01
                || match (a.expected_at, b.expected_at) {
                    (Some(a), Some(b)) => apart(a, b),
                    (a, b) => a != b,
                }
        };
        self.legs.len() != other.legs.len()
            || self.legs.iter().zip(&other.legs).any(|(a, b)| visible(a, b))
            || (self.all_in_time - other.all_in_time).abs() >= 0.01
    }
}
