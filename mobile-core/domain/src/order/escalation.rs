//! Escalation: who has been told that an order is in trouble.
//!
//! Which trouble goes how far up is `dispatch`'s table; here it is only kept.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// That somebody further up was told of an order in trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Escalation {
    /// Who was told.
    pub level: EscalationLevel,
    /// What the trouble was.
    pub because: Trouble,
    /// When.
    pub at: Timestamp,
}

/// Who may be told of trouble, from the nearest up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EscalationLevel {
    /// The seat in the hall that sent the order.
    Seat,
    /// The desk of the town that was asked.
    Town,
    /// Every seat in the hall.
    District,
    /// The leader.
    Leader,
}

/// What goes wrong with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It will probably be late.
    Amber,
    /// The town's desk let its limit pass.
    DeskSilent,
    /// Nobody has taken it.
    NoTaker,
    /// Half of the limit is gone and nobody is expected in time.
    HalfGone,
    /// It is late.
    Breached,
}
