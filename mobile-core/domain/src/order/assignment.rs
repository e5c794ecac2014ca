//! An assignment (派单): one unit's part in an order.

use serde::{Deserialize, Serialize};

use super::Choice;
use crate::{AssignmentId, Timestamp, UnitId};

/// One unit's part in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignment {
    /// Its identity.
    pub id: AssignmentId,
    /// The unit asked.
    pub unit: UnitId,
    /// How far it has come.
    pub state: AssignmentState,
    /// When the unit was asked.
    pub offered_at: Timestamp,
    /// When the phone had it.
    pub delivered: Option<Moment>,
    /// When the officer said yes or no.
    pub answered: Option<Moment>,
    /// When the officer set off.
    pub under_way: Option<Moment>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// Why the officer said no.
    pub declined_because: Option<DeclineReason>,
    /// Why this unit was asked, if the hall worked it out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub choice: Option<Choice>,
}

impl Assignment {
    pub(super) fn offered(id: AssignmentId, unit: UnitId, at: Timestamp, choice: Option<Choice>) -> Self {
        Self {
            id,
            unit,
            state: AssignmentState::Offered,
            offered_at: at,
            delivered: None,
            answered: None,
            under_way: None,
            withdrawn_at: None,
            declined_because: None,
            choice,
        }
    }

    /// Whether the assignment stood at `at`, so that what the unit did then counts for the order.
    pub fn stood_at(&self, at: Timestamp) -> bool {
        match self.state {
            AssignmentState::Withdrawn => self.withdrawn_at.is_some_and(|withdrawn| at < withdrawn),
            AssignmentState::Declined => self.answered.is_some_and(|no| at < no.at),
            _ => true,
        }
    }
}

/// How far an assignment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    /// The unit was asked; its phone has not confirmed.
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

impl AssignmentState {
    /// Whether the unit still has to do with the order.
    pub const fn stands(self) -> bool {
        !matches!(self, Self::Declined | Self::Withdrawn)
    }

    /// Whether the unit has taken the order on.
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Accepted | Self::UnderWay)
    }
}

/// When something happened, beside when the hall learnt of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moment {
    /// When it happened, in hall time.
    pub at: Timestamp,
    /// When the hall learnt of it.
    pub learnt_at: Timestamp,
}

/// Why an officer said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
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
