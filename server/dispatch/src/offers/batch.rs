//! Everything that is wanted, given out together.
//!
//! The costs are those of the rule, in thousandths of a second, so that the sum over all orders is the
//! least possible. An order left without anybody costs more than any way there, an emergency more than
//! the rest, and the longer it waits the more.

use std::collections::BTreeMap;

use domain::order::{ChosenBy, OrderCommand, OrderKind};
use domain::{AssignmentId, PersonId, Timestamp, UnitId};

use super::wants::{Want, Wanted};
use crate::recommend::Candidate;
use crate::{Costs, Dispatch};

/// What it costs to change the hall's mind about a unit whose phone rings, in thousandths of a second.
const CHANGE_OF_MIND: u64 = 60_000;

/// What it costs to leave an order without anybody, in thousandths of a second.
const fn left_without(kind: OrderKind) -> u64 {
    match kind {
        OrderKind::Emergency => 10_000_000_000,
        OrderKind::Routine => 1_000_000_000,
        OrderKind::Standby => 100_000_000,
    }
}

impl Dispatch {
    /// Finds somebody for every place that wants one, as far as there is somebody.
    pub(super) fn fill(&mut self, now: Timestamp) {
        let wants = self.wants(now);
        if wants.is_empty() {
            return;
        }
        let chosen = choose(now, &wants);
        for (want, chosen) in wants.iter().zip(&chosen) {
            let stays = matches!(want.state, Wanted::Ringing(_, own) if *chosen == Some(own));
            if let Wanted::Ringing(assignment, _) = want.state
                && !stays
            {
                self.withdraw(now, want.order, assignment);
            }
        }
        for (want, chosen) in wants.iter().zip(chosen) {
            match (want.state, chosen) {
                (_, None) => {}
                (Wanted::Ringing(_, own), Some(unit)) if own == unit => {}
                (Wanted::Unanswered(assignment), Some(unit)) => {
                    self.withdraw(now, want.order, assignment);
                    self.offer_by_rule(now, want, unit);
                }
                (Wanted::Nobody | Wanted::Ringing(..), Some(unit)) => self.offer_by_rule(now, want, unit),
            }
        }
    }

    fn offer_by_rule(&mut self, now: Timestamp, want: &Want, unit: UnitId) {
        let place = want
            .candidates
            .iter()
            .position(|candidate| candidate.unit == unit);
        let choice = place.and_then(|place| Self::choice(want.rule, ChosenBy::Hall, &want.candidates, place));
        let assignment = AssignmentId(self.ids.next(now));
        let offer = OrderCommand::Offer {
            assignment,
            unit,
            by: PersonId::HALL,
            choice,
        };
        // Refused only if the order has ended in between.
        let _ = self.command(now, None, want.order, offer);
    }
}

/// The unit for each want, so that all together cost the least.
fn choose(now: Timestamp, wants: &[Want]) -> Vec<Option<UnitId>> {
    let mut units: Vec<UnitId> = wants
        .iter()
        .flat_map(|want| want.candidates.iter().map(|candidate| candidate.unit))
        .chain(wants.iter().filter_map(own))
        .collect();
    units.sort_unstable();
    units.dedup();
    let columns: BTreeMap<UnitId, usize> = units.iter().copied().zip(0..).collect();
    let mut costs = Costs::new(wants.len(), units.len());
    for (row, want) in wants.iter().enumerate() {
        let waited = u64::try_from(now.since(want.sent_at).as_millis()).unwrap_or(u64::MAX);
        costs.leaving_out(row, left_without(want.kind).saturating_add(waited));
        let own = own(want);
        // Whoever rings may go on ringing even if its place is not known any more.
        if let Some(column) = own.and_then(|own| columns.get(&own)) {
            costs.allow(row, *column, 0);
        }
        for candidate in &want.candidates {
            let changes = own.is_some_and(|own| own != candidate.unit);
            let change = if changes { CHANGE_OF_MIND } else { 0 };
            if let Some(column) = columns.get(&candidate.unit) {
                costs.allow(row, *column, thousandths(candidate).saturating_add(change));
            }
        }
    }
    let assigned = costs.assign();
    assigned
        .into_iter()
        .map(|column| column.and_then(|column| units.get(column).copied()))
        .collect()
}

fn own(want: &Want) -> Option<UnitId> {
    match want.state {
        Wanted::Ringing(_, unit) => Some(unit),
        Wanted::Nobody | Wanted::Unanswered(_) => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn thousandths(candidate: &Candidate) -> u64 {
    (candidate.cost.max(0.0) * 1000.0).round() as u64
}
