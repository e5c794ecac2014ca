//! What the hall foresees, as pages read it.
//!
//! Who could be sent and why, which order will be late, how far it is. The hall works all of it out.

use domain::order::{DispatchRule, Leg};
use domain::reachability::Doubt;
use domain::{LatLon, OrderId, Timestamp, TravelMode, UnitId};
use serde::{Deserialize, Serialize};

/// `GET /api/recommendations`: who could be sent to a place, best first under the district's rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recommendations {
    /// The rule in force.
    pub rule: DispatchRule,
    /// Who would be there first.
    pub nearest: Option<UnitId>,
    /// Who would keep the most of the district covered and still be in time.
    pub cover: Option<UnitId>,
    /// The units, best first.
    pub units: Vec<Recommendation>,
    /// The move that would cover the most once the first of the units has left, if one is worth it, for those who see the
    /// whole district.
    pub moves: Vec<SuggestedMove>,
}

/// How likely something is, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Chance {
    /// It will come about.
    Good,
    /// It may not.
    Doubtful,
    /// It will more likely not.
    Bad,
}

/// A unit that could be sent to a place, with the reasons for and against.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a reason of its own, and any may hold with any"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recommendation {
    /// Which unit.
    pub unit: UnitId,
    /// What people call it.
    pub name: String,
    /// What it travels by.
    pub mode: TravelMode,
    /// Seconds until it is there: answering, setting off, the way and the last hundred metres.
    pub eta_s: u32,
    /// Seconds of that on the road.
    pub route_s: u32,
    /// Whether the way is guessed from the distance, for want of roads.
    pub guessed: bool,
    /// Seconds left to the limit on arrival; negative if late, null without a limit.
    pub margin_s: Option<i32>,
    /// How likely it is to be there in time, in percent.
    pub on_time_pct: u8,
    /// What that chance is called.
    pub chance: Chance,
    /// How old its position is, in seconds.
    pub fix_age_s: u32,
    /// Whether that is so old that it counts against the unit.
    pub stale: bool,
    /// Whether its phone does not answer: it has not been heard for a while, or leaves test after test unanswered.
    pub unreachable: bool,
    /// What may keep an order from it, gravest first.
    pub doubts: Vec<Doubt>,
    /// Percent, if known.
    pub battery_pct: Option<u8>,
    /// Whether its phone may not last.
    pub battery_low: bool,
    /// Seconds to the end of its shift, if that is known.
    pub shift_ends_in_s: Option<i32>,
    /// Whether its shift ends before it would be there.
    pub shift_ends_before: bool,
    /// The order it has at hand.
    pub busy_with: Option<OrderId>,
    /// How much of where incidents happen is out of reach once it has left, in thousandths.
    pub coverage_lost: u16,
}

/// A unit that would be of more use elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestedMove {
    /// Which unit.
    pub unit: UnitId,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub from: LatLon,
    /// Where it would help.
    pub to: LatLon,
    /// How much more of where incidents happen is in reach then, in thousandths.
    pub gains: u16,
    /// Seconds on the road.
    pub route_s: u32,
}

/// How likely one leg of an order is to be met in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastView {
    /// Which leg.
    pub leg: Leg,
    /// When this was foreseen.
    pub at: Timestamp,
    /// Percent.
    pub in_time_pct: u8,
    /// When it will be met, most likely.
    pub expected_at: Option<Timestamp>,
    /// Whether it is likely enough to be late that somebody should act.
    pub amber: bool,
    /// What stands in its way, if it is amber.
    pub cause: Option<Cause>,
    /// What would help most.
    pub cure: Option<Cure>,
}

/// What stands in the way of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The unit is there; the picture or the report is not.
    NotDone {
        /// Which.
        unit: UnitId,
        /// Seconds since it arrived.
        for_s: u32,
    },
    /// A cause of a newer hall.
    #[serde(other)]
    Unknown,
}

/// What would help an order that may be late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "cure", rename_all = "snake_case")]
pub enum Cure {
    /// Send another unit as well.
    SecondUnit {
        /// Which.
        unit: UnitId,
        /// How likely it is to be there in time, in percent.
        in_time_pct: u8,
    },
    /// Ask another unit instead.
    OtherUnit {
        /// Which.
        unit: UnitId,
        /// How likely it is to be there in time, in percent.
        in_time_pct: u8,
    },
    /// Call the officer.
    Call {
        /// Whom.
        unit: UnitId,
    },
}

/// `GET /api/reach`: where a place can be reached from, or a unit can be, within a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReachView {
    /// The time, in seconds.
    pub seconds: u32,
    /// Whether it is a guess from distances, for want of roads.
    pub guessed: bool,
    /// The outline: closed rings of points.
    pub rings: Vec<Vec<LatLon>>,
}

/// `GET /api/orders/{id}/routes`: the way of each unit that has taken the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteView {
    /// Which unit.
    pub unit: UnitId,
    /// Seconds on the road from where it is.
    pub seconds: u32,
    /// Metres from where it is.
    pub metres: u32,
    /// Whether it is a straight line, for want of roads.
    pub guessed: bool,
    /// The way, from the unit to the place.
    pub line: Vec<LatLon>,
}
