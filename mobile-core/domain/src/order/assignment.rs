//! An assignment (派单): one unit's part in an order.

use serde::{Deserialize, Serialize};

use super::{Choice, Leg, Notice, Stamp};
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
    /// When the unit itself met each leg, whoever did so first for the order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub met: OwnStamps,
    /// How its phone was told of the offer beside the line that the app holds, in sequence.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub notices: Vec<Notice>,
}

/// When one unit met each leg, as far as is known: the earliest of what was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnStamps {
    /// It was at the place.
    pub arrived: Option<Stamp>,
    /// The hall had a picture from it.
    pub on_video: Option<Stamp>,
    /// It reported.
    pub reported: Option<Stamp>,
}

impl OwnStamps {
    /// When the unit met `leg`, if it has.
    pub const fn get(&self, leg: Leg) -> Option<Stamp> {
        match leg {
            Leg::Arrived => self.arrived,
            Leg::OnVideo => self.on_video,
            Leg::Reported => self.reported,
        }
    }

    /// Whether `stamp` tells that the unit met `leg` at all, or earlier than known.
    pub(super) fn learns_from(&self, leg: Leg, stamp: Stamp) -> bool {
        self.get(leg).is_none_or(|known| stamp.met_at < known.met_at)
    }

    pub(super) fn meet(&mut self, leg: Leg, stamp: Stamp) {
        *match leg {
            Leg::Arrived => &mut self.arrived,
            Leg::OnVideo => &mut self.on_video,
            Leg::Reported => &mut self.reported,
        } = Some(stamp);
    }
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
            met: OwnStamps::default(),
            notices: Vec::new(),
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
