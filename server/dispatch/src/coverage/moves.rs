//! Which free unit should move where.
//!
//! A move is worth it if the next incident is expected to come to clearly less harm by it, and if the
//! unit has not just moved: people are not chessmen. One unit is moved at a time, then it is looked
//! again. A move is an order to stand by, which any errand comes before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::order::{Addressee, DispatchRule, OrderCommand, OrderKind, OrderSent};
use domain::{
    AssignmentId, LatLon, Order, OrderEvent, OrderId, PersonId, Place, Timestamp, TravelMode, UnitId,
};
use serde::{Deserialize, Serialize};

use super::survey::STEP_S;
use super::{Guarded, Guardian};
use crate::{Dispatch, Record};

/// How often it is looked whether somebody should move.
const EVERY: Duration = Duration::from_secs(30);
/// How long a unit stays where it was moved to, at least.
const REST: Duration = Duration::from_mins(10);
/// The harm of the next incident that a move must save, as a share of what one comes to.
const WORTH: f64 = 0.006;
/// What each second on the way must save beside that.
const WORTH_PER_SECOND: f64 = 0.000_01;
/// Nobody is moved further than this, in seconds of road.
const FARTHEST_S: f64 = 900.0;
/// Places that are looked at as where to move to: those where most happens.
const PLACES: usize = 150;
/// Of those, places for which it is worked out who should go.
const BEST_PLACES: usize = 8;
/// Units that are looked at as who should move: those that are missed least.
const UNITS: usize = 10;

/// A move that is worth it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Who should move.
    pub unit: UnitId,
    /// Where to.
    pub to: LatLon,
    /// By how much less the next incident is expected to be late, 0 to 1.
    pub saves: f64,
    /// Seconds of road to there.
    pub way_s: f64,
}

/// When units were moved.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    looked_at: Option<Timestamp>,
    moved_at: BTreeMap<UnitId, Timestamp>,
}

impl Moves {
    /// A unit is asked to stand by somewhere, by whomever: it rests from then on.
    pub(crate) fn moved(&mut self, now: Timestamp, unit: UnitId) {
        self.moved_at.insert(unit, now);
    }
}

impl Dispatch {
    /// When it is looked next whether somebody should move; never where units are not moved and nobody was.
    pub(crate) fn next_look_at_moves(&self) -> Option<Timestamp> {
        let wanted = if self.moves_units() {
            let known = self.foresight.ways.travel().network().is_some();
            known && self.board.units.values().any(|unit| unit.on_duty)
        } else {
            self.board.open_orders().any(is_move)
        };
        let looked_at = self.foresight.moves.looked_at;
        wanted.then(|| looked_at.map_or(Timestamp::from_millis(0), |at| at.after(EVERY)))
    }

    /// Whether the hall moves units by itself.
    fn moves_units(&self) -> bool {
        self.rule() == DispatchRule::Cover && self.settings.move_units && self.settings.automatic
    }

    /// Moves a unit if one should move, and ends moves that are over.
    pub(crate) fn look_at_moves(&mut self, now: Timestamp) {
        if self.next_look_at_moves().is_none_or(|at| at > now) {
            return;
        }
        self.foresight.moves.looked_at = Some(now);
        self.end_moves(now);
        if !self.moves_units() {
            return;
        }
        if let Some(best) = self.suggested_moves(now).first().copied() {
            self.send_move(now, best);
        }
    }

    /// The moves that are worth it, best first; each of them by itself.
    pub fn suggested_moves(&mut self, now: Timestamp) -> Vec<Move> {
        self.guarded(now)
            .map_or_else(Vec::new, |guarded| self.moves_of(now, &guarded))
    }

    /// The moves that are worth it once `leaving` has been sent somewhere, best first; each of them by itself.
    pub(crate) fn moves_without(&mut self, now: Timestamp, leaving: UnitId) -> Vec<Move> {
        self.guarded_without(now, Some(leaving))
            .map_or_else(Vec::new, |guarded| self.moves_of(now, &guarded))
    }

    /// Whether a unit is free and has rested, so that it may be moved.
    pub fn may_move(&self, now: Timestamp, unit: UnitId) -> bool {
        let engaged = self.engagements(now, OrderKind::Emergency, None);
        let busy = engaged.get(&unit).is_some_and(|known| known.busy_with.is_some());
        !busy && self.has_rested(now, unit)
    }

    fn has_rested(&self, now: Timestamp, unit: UnitId) -> bool {
        let moved = self.foresight.moves.moved_at.get(&unit);
        moved.is_none_or(|at| now >= at.after(REST))
    }

    fn moves_of(&self, now: Timestamp, guarded: &Guarded) -> Vec<Move> {
        let missed = guarded.guard.missed(guarded.units.len(), super::WORST);
        let rested = |unit: &Guardian| unit.free && self.has_rested(now, unit.unit);
        let mut movable: Vec<(usize, &Guardian, f64)> = guarded
            .units
            .iter()
            .enumerate()
            .zip(missed)
            .filter(|((_, unit), _)| rested(unit))
            .map(|((place, unit), missed)| (place, unit, missed))
            .collect();
        movable.sort_by(|(_, _, a), (_, _, b)| a.total_cmp(b));
        movable.truncate(UNITS);
        let travelling: BTreeSet<TravelMode> = movable.iter().map(|(_, unit, _)| unit.mode).collect();
        let better: BTreeMap<TravelMode, Vec<usize>> = travelling
            .into_iter()
            .map(|mode| (mode, best_places(guarded, mode)))
            .collect();
        let mut moves = Vec::new();
        for (number, unit, missed) in movable {
            let rest = guarded.guard.without(number, super::WORST);
            for place in better.get(&unit.mode).into_iter().flatten().copied() {
                let way_s = guarded
                    .survey
                    .from(unit.mode, unit.place)
                    .get(place)
                    .map_or(f64::MAX, |way| f64::from(*way) * STEP_S);
                let saves = rest.gained(&guarded.harms(unit.mode, place)) - missed;
                let to = guarded.survey.places.get(place).copied();
                if let Some(to) = to.filter(|_| {
                    place != unit.place && way_s <= FARTHEST_S && saves > WORTH + way_s * WORTH_PER_SECOND
                }) {
                    let unit = unit.unit;
                    moves.push(Move {
                        unit,
                        to,
                        saves,
                        way_s,
                    });
                }
            }
        }
        moves.sort_by(|a, b| b.saves.total_cmp(&a.saves));
        moves
    }

    fn send_move(&mut self, now: Timestamp, chosen: Move) {
        self.end_standby(now, chosen.unit, PersonId::HALL);
        let order = OrderId(self.ids.next(now));
        let sent = OrderSent {
            order,
            kind: OrderKind::Standby,
            limit: OrderKind::Standby.limit(),
            incident: None,
            place: Place {
                at: chosen.to,
                name: String::new(),
                address: String::new(),
            },
            arrival_radius_m: self.settings.arrival_radius_m,
            addressee: Addressee::Unit(chosen.unit),
            note: String::new(),
            checklist: Vec::new(),
            by: PersonId::HALL,
            from_town: None,
            at: now,
        };
        self.record(
            now,
            None,
            Record::Order {
                order,
                event: OrderEvent::Sent(sent),
            },
        );
        let offer = OrderCommand::Offer {
            assignment: AssignmentId(self.ids.next(now)),
            unit: chosen.unit,
            by: PersonId::HALL,
            choice: None,
        };
        // A fresh order takes any offer.
        let _ = self.command(now, None, order, offer);
    }

    /// Ends the hall's own moves of units that have something else to do, said no or went home; all of them, where it
    /// does not move units any more.
    fn end_moves(&mut self, now: Timestamp) {
        let goes_on = self.moves_units();
        let engaged = self.engagements(now, OrderKind::Emergency, None);
        let over: Vec<OrderId> = self
            .board
            .open_orders()
            .filter(|order| is_move(order))
            .filter(|order| {
                let stands_by = order.assignments.values().any(|known| {
                    let unit = self.board.units.get(&known.unit);
                    let may_go = unit.is_some_and(|unit| self.board.may_be_sent(unit));
                    let busy = engaged
                        .get(&known.unit)
                        .is_some_and(|known| known.busy_with.is_some());
                    known.state.stands() && may_go && !busy
                });
                !goes_on || !stands_by
            })
            .map(|order| order.id)
            .collect();
        for order in over {
            let _ = self.command(now, None, order, OrderCommand::Close { by: PersonId::HALL });
        }
    }

    /// Ends what a unit alone was to stand by for: it goes somewhere else from now on. The hall leaves what a person
    /// has ordered.
    pub(crate) fn end_standby(&mut self, now: Timestamp, unit: UnitId, by: PersonId) {
        let alone = |order: &&Order| {
            order.kind == OrderKind::Standby
                && (by != PersonId::HALL || order.sent_by == PersonId::HALL)
                && crate::orders::units_of(order) == BTreeSet::from([unit])
        };
        let over: Vec<OrderId> = self
            .board
            .open_orders()
            .filter(alone)
            .map(|order| order.id)
            .collect();
        for order in over {
            let _ = self.command(now, None, order, OrderCommand::Close { by });
        }
    }

    /// The open order by which a unit alone stands by at `to`.
    pub(crate) fn standby_at(&self, unit: UnitId, to: LatLon) -> Option<OrderId> {
        let mut open = self.board.open_orders();
        open.find(|order| {
            order.kind == OrderKind::Standby
                && order.place.at == to
                && crate::orders::units_of(order) == BTreeSet::from([unit])
        })
        .map(|order| order.id)
    }
}

/// Whether an order is a move of the hall's own.
pub(crate) fn is_move(order: &Order) -> bool {
    order.kind == OrderKind::Standby && order.sent_by == PersonId::HALL
}

/// The places where one more unit would help most.
fn best_places(guarded: &Guarded, mode: TravelMode) -> Vec<usize> {
    let mut gains: Vec<(usize, f64)> = guarded
        .busiest
        .iter()
        .take(PLACES)
        .map(|place| (*place, guarded.guard.gained(&guarded.harms(mode, *place))))
        .collect();
    gains.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    gains
        .into_iter()
        .take(BEST_PLACES)
        .map(|(place, _)| place)
        .collect()
}
