//! Units on their way to scenes, as their positions show it.

mod trip;

use std::collections::BTreeMap;

use domain::order::Stamp;
use domain::{Fix, Order, OrderId, Timestamp, UnitId};

use crate::{Dispatch, Record};

pub(crate) use self::trip::Trip;

/// Metres a second from which on a heading says on which side of a road a unit is.
const HEADS_FROM_MPS: f64 = 3.0;

/// All trips there are.
pub(crate) type Trips = BTreeMap<(OrderId, UnitId), Trip>;

impl Dispatch {
    /// Follows the unit's trips by its newest position; one that an app made up says nothing of them.
    pub(crate) fn follow(&mut self, unit: UnitId, fix: &Fix) {
        if fix.mock {
            return;
        }
        for order in self.taken_by(unit) {
            self.see(order, unit, fix);
        }
    }

    /// Begins or updates the trip of a unit that took `order` or set off.
    pub(crate) fn begin_trip(&mut self, order: OrderId, unit: UnitId) {
        let fix = self
            .board
            .units
            .get(&unit)
            .and_then(|unit| unit.measured().cloned());
        if let Some(fix) = fix {
            self.see(order, unit, &fix);
        }
        let off = self
            .board
            .orders
            .get(&order)
            .and_then(|order| order.assignment_of(unit))
            .and_then(|assignment| assignment.under_way);
        if let (Some(trip), Some(off)) = (self.foresight.trips.get_mut(&(order, unit)), off) {
            trip.set_off(off.at);
        }
    }

    /// Puts the trip that `stamp` ends on record, if it was seen.
    pub(crate) fn end_trip(&mut self, now: Timestamp, order: OrderId, stamp: Stamp) {
        let seen = self
            .foresight
            .trips
            .get(&(order, stamp.unit))
            .and_then(|trip| trip.seen(stamp.met_at));
        if let Some(trip) = seen {
            let unit = stamp.unit;
            self.record(now, None, Record::TripSeen { unit, order, trip });
        }
    }

    fn see(&mut self, order: OrderId, unit: UnitId, fix: &Fix) {
        let (at, taken_at) = (fix.at, fix.taken_at);
        let Some((place, mode)) = self
            .board
            .orders
            .get(&order)
            .zip(self.board.units.get(&unit))
            .map(|(order, unit)| (order.place.at, unit.unit.mode))
        else {
            return;
        };
        let moves = fix.speed_mps.is_some_and(|speed| speed >= HEADS_FROM_MPS);
        let heading_deg = fix.heading_deg.filter(|_| moves);
        let Some(way) = self.foresight.ways.to(mode, place).heading(at, heading_deg) else {
            return;
        };
        let under_way = self
            .board
            .orders
            .get(&order)
            .and_then(|order| order.assignment_of(unit))
            .is_some_and(|known| known.under_way.is_some());
        let trip = self.foresight.trips.entry((order, unit)).or_insert_with(|| {
            let mut trip = Trip::new(taken_at, way.seconds, way.guessed);
            if under_way {
                trip.set_off(taken_at);
            }
            trip
        });
        trip.guessed = way.guessed;
        trip.see(taken_at, way.seconds, at.distance_m(place));
    }

    /// The open orders that the unit has taken and is not at yet.
    fn taken_by(&self, unit: UnitId) -> Vec<OrderId> {
        let taken = |order: &&Order| {
            order.arrival_of(unit).is_none()
                && order
                    .assignment_of(unit)
                    .is_some_and(|known| known.state.is_taken())
        };
        self.board
            .open_orders()
            .filter(taken)
            .map(|order| order.id)
            .collect()
    }
}
