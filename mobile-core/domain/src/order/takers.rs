//! Who an order has, who it lacks, who leads.

use serde::{Deserialize, Serialize};

use super::{Addressee, Leg, Order};
use crate::{PersonId, Timestamp, UnitId};

/// That a town's desk no longer decides alone who goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassedOn {
    /// When.
    pub at: Timestamp,
    /// Who handed the order up, or [`PersonId::HALL`] if the desk let its limit pass or its town has nobody left.
    pub by: PersonId,
}

impl Order {
    /// How many units are still to be asked. None if it has ended, or if all there was to do is done.
    pub fn lacks(&self) -> usize {
        if !self.is_open() || self.legs.all_met() {
            return 0;
        }
        let standing = self.assignments.values().filter(|own| own.state.stands());
        self.units_wanted().saturating_sub(standing.count())
    }

    /// How many units are to go: as many as were addressed, unless somebody said otherwise since.
    pub fn units_wanted(&self) -> usize {
        self.wanted
            .map_or_else(|| self.addressee.units_wanted(), usize::from)
    }

    /// Whether several units may hold it at once.
    pub fn is_team(&self) -> bool {
        self.addressee.is_team() || self.units_wanted() > 1
    }

    /// Whether some unit has taken it on.
    pub fn is_taken(&self) -> bool {
        self.assignments.values().any(|own| own.state.is_taken())
    }

    /// Until when it is the town's desk that picks a unit, if it has yet to pick one.
    pub fn desk_due_at(&self) -> Option<Timestamp> {
        let waits = self.is_open()
            && matches!(self.addressee, Addressee::Town(_))
            && self.passed_on.is_none()
            && self.assignments.is_empty();
        waits.then(|| self.clock.sent_at.after(self.kind.desk_limit()))
    }

    /// The unit that leads a team at the scene: the first to arrive.
    pub fn lead(&self) -> Option<UnitId> {
        let first = self.legs.first(Leg::Arrived)?;
        self.is_team().then_some(first.unit)
    }
}
