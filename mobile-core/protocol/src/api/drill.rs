//! Rehearsals (演练) that a dispatcher runs from the console.

use domain::order::DispatchRule;
use domain::{DrillId, Timestamp};
use serde::{Deserialize, Serialize};

/// `POST /api/drills`: a rehearsal of the district in virtual time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDrill {
    /// The rule by which the hall chooses.
    pub rule: DispatchRule,
    /// Whose officers and incidents are rehearsed; the present ones if left out.
    #[serde(default)]
    pub district: DrillDistrict,
    /// What differs from the usual world, in TOML or JSON, as `yike drill --scenario` takes it.
    #[serde(default)]
    pub scenario: Option<String>,
    /// How many units are on duty, 1 to 300. Left out, those on duty now; of more than these, the others have posts
    /// drawn by chance.
    #[serde(default)]
    pub units: Option<u16>,
    /// How many hours it lasts, 1 to 24.
    pub hours: u8,
    /// How many orders fall in an hour, 1 to 60.
    pub orders_per_hour: u8,
    /// How many times it is run with other chances, 1 to 20.
    pub runs: u8,
}

/// `POST /api/drills/{id}/again`: the same rehearsal under another rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DrillAgain {
    /// The rule by which the hall chooses.
    pub rule: DispatchRule,
}

/// Whose officers and incidents are rehearsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrillDistrict {
    /// The units on duty where they are now, with incidents where they have fallen.
    #[default]
    Present,
    /// Units and incidents drawn by chance on the district's roads.
    Pretend,
}

/// A rehearsal with how far it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DrillView {
    /// Its identity.
    pub id: DrillId,
    /// What was asked for, but for the text of its scenario.
    pub plan: NewDrill,
    /// The rehearsal that this one repeats, or itself: those with the same are of the same district and comparable.
    pub of: DrillId,
    /// How many incidents of the past say where those of the rehearsal fall.
    pub incidents: u32,
    /// When it was started.
    pub started_at: Timestamp,
    /// Running, or how it ended.
    pub state: DrillState,
    /// How much of it is done, in percent.
    pub progress_pct: u8,
    /// The score, once it is done.
    pub score: Option<DrillScore>,
    /// Why it failed, if it did: the stable name of the fault, or what is wrong, in English.
    pub fault: Option<String>,
}

/// Whether a rehearsal runs still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrillState {
    /// It waits until no other runs.
    Waiting,
    /// It runs.
    Running,
    /// It is done.
    Done,
    /// Somebody stopped it.
    Cancelled,
    /// It could not be run.
    Failed,
}

/// How well the district did, over all runs together; null for a share or a mean of nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DrillScore {
    /// Orders sent.
    pub orders: u32,
    /// Orders at whose place a unit was in time.
    pub arrived_in_limit: u32,
    /// Orders with all three legs in time.
    pub all_legs_in_limit: u32,
    /// Share of orders whose arrival was late, 0 to 1.
    pub late_share: Option<f64>,
    /// Seconds from the start of the clock to the arrival, on average.
    pub mean_response_s: Option<f64>,
    /// The seconds that nine of ten arrivals stay below.
    pub p90_response_s: Option<f64>,
    /// Kilometres that units moved to keep the district covered.
    pub moves_km: f64,
    /// Orders that were late.
    pub breaches: u32,
    /// Of these, announced at least four minutes ahead.
    pub announced_4min: u32,
    /// Orders announced as late that were not.
    pub false_alarms: u32,
    /// Mean difference between foreseen and true shares, 0 to 1.
    pub reliability_error: Option<f64>,
    /// The share of orders for which nobody on duty could have been in time, from where they were; an estimate, 0 to 1.
    pub unavoidable_late_share: Option<f64>,
    /// Seconds of computing.
    pub wall_s: f64,
}
