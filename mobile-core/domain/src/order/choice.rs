//! Why a unit was asked: the choice on record.
//!
//! Written down with the offer, so that it can be judged afterwards by what was known then. The
//! figures are the hall's (`dispatch`); here they are only kept.

use serde::{Deserialize, Serialize};

use crate::UnitId;

/// A choice of a unit with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// Who chose.
    pub made_by: ChosenBy,
    /// The rule in force.
    pub rule: DispatchRule,
    /// Seconds until the unit would be there, as the hall saw it.
    pub eta_s: u32,
    /// Whether that was a guess from the distance, without roads.
    pub guessed: bool,
    /// How old the unit's position was, in seconds.
    pub fix_age_s: u32,
    /// Seconds left to the limit on arrival; negative if it would be late, none without a limit.
    pub margin_s: Option<i32>,
    /// How much of the incidents' usual places is out of reach once the unit leaves, in thousandths.
    pub coverage_lost: u16,
    /// The best of the others, if there was one.
    pub runner_up: Option<RunnerUp>,
    /// How many units could have been asked.
    pub candidates: u16,
}

/// The unit that came second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunnerUp {
    /// Which.
    pub unit: UnitId,
    /// Seconds until it would have been there.
    pub eta_s: u32,
}

/// Who chose a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChosenBy {
    /// Somebody at a desk.
    Person,
    /// The hall, by its rule.
    Hall,
}

/// How the hall chooses among the units that could go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DispatchRule {
    /// Who is there first.
    #[default]
    Nearest,
    /// Who is there in time and leaves the least uncovered; free units move to where they are missed.
    Cover,
}
