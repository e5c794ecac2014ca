//! Who an order has, who it lacks, who is there, who leads.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Addressee, Assignment, Leg, Order, Stamp};
use crate::{AssignmentId, PersonId, Timestamp, UnitId};

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

    /// When the unit came to the place, if it has, whoever was there first.
    pub fn arrival_of(&self, unit: UnitId) -> Option<Stamp> {
        let own = self.assignment_of(unit).and_then(|own| own.met.arrived);
        let first = || self.legs.first(Leg::Arrived).filter(|stamp| stamp.unit == unit);
        own.or_else(first)
    }

    /// The units that stand in it and have come to the place.
    pub fn units_there(&self) -> BTreeSet<UnitId> {
        let standing = self.assignments.values().filter(|own| own.state.stands());
        let units = standing.map(|own| own.unit);
        units.filter(|unit| self.arrival_of(*unit).is_some()).collect()
    }

    /// Whether anybody still looks for the arrival of the unit of `own`: it is not known, or only because somebody
    /// said so.
    ///
    /// What is detected beside somebody's word corrects the order's stamp; of a unit that came later the word does.
    pub fn awaits_detection(&self, own: &Assignment) -> bool {
        self.arrival_of(own.unit)
            .is_none_or(|stamp| stamp.by_hand.is_some() && self.legs.awaits_detection())
    }

    /// The part in the order that a unit had when it met a leg: the latest that stood then.
    pub(super) fn part_that_met(&self, stamp: Stamp) -> Option<AssignmentId> {
        let own = self.assignments.values().rev();
        let mut own = own.filter(|own| own.unit == stamp.unit && own.stood_at(stamp.met_at));
        let latest = own.clone().next();
        own.find(|own| own.offered_at <= stamp.met_at)
            .or(latest)
            .map(|own| own.id)
    }
}
