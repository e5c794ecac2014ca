//! Units on their way to scenes, as their positions show it.

use std::collections::BTreeMap;

use domain::order::{Leg, Stamp};
use domain::{Fix, LatLon, Order, OrderId, Timestamp, UnitId};

use crate::habits::{Spread, seconds};
use crate::{Dispatch, Record, TripSeen};

/// Metres from the scene within which a unit is near it: from there on it looks for the door.
const NEAR_M: f64 = 150.0;
/// Seconds of the way that a unit must have made for it to count as moving.
const MOVED_S: f64 = 12.0;
/// How much a stretch of a minute differs from the officer's own pace: standard deviation of the logarithm.
const MINUTE_NOISE: f64 = 0.3;

/// One unit's way to one scene.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trip {
    /// Since when it is under way, and how many seconds of road lay before it then.
    begun: Option<(Timestamp, f64)>,
    /// Seconds of road that lie before it, as of its latest fix.
    pub(crate) route_s: f64,
    /// Whether those are guessed.
    pub(crate) guessed: bool,
    fix_at: Timestamp,
    /// The least that ever lay before it, and when it came to that.
    best_s: f64,
    pub(crate) progress_at: Timestamp,
    /// When it was first near the scene, with what lay before it then.
    near: Option<(Timestamp, f64)>,
}

impl Trip {
    fn new(fix_at: Timestamp, route_s: f64, guessed: bool) -> Self {
        Self {
            begun: None,
            route_s,
            guessed,
            fix_at,
            best_s: route_s,
            progress_at: fix_at,
            near: None,
        }
    }

    /// The unit's position at `fix_at` leaves `route_s` of road before it and lies `distance_m` from the scene.
    fn see(&mut self, fix_at: Timestamp, route_s: f64, distance_m: f64) {
        if self.begun.is_none() && self.best_s - route_s >= MOVED_S {
            // It has moved without saying so.
            self.begun = Some((self.fix_at, self.route_s));
        }
        if self.best_s - route_s >= MOVED_S {
            self.best_s = route_s;
            self.progress_at = fix_at;
        }
        (self.route_s, self.fix_at) = (route_s, fix_at);
        if distance_m <= NEAR_M {
            self.near.get_or_insert((fix_at, route_s));
        }
    }

    /// The officer said at `at` that they set off.
    fn set_off(&mut self, at: Timestamp) {
        if self.begun.is_none() {
            self.begun = Some((at, self.route_s));
            self.progress_at = self.progress_at.max(at);
        }
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.is_some()
    }

    /// Seconds since it came near the scene.
    pub(crate) fn near_for(&self, now: Timestamp) -> Option<f64> {
        self.near.map(|(at, _)| seconds(at, now))
    }

    /// Seconds without progress, as far as fixes show it, while under way and not near.
    pub(crate) fn stands_for(&self) -> f64 {
        if self.begun.is_none() || self.near.is_some() {
            return 0.0;
        }
        seconds(self.progress_at, self.fix_at)
    }

    /// How long the rest of the road takes from `now`, given the officer's usual `pace`.
    ///
    /// What is seen of this trip counts the more, the longer it was watched.
    pub(crate) fn rest(&self, now: Timestamp, pace: Spread) -> Spread {
        let mut pace = pace;
        if let Some((since, at_first)) = self.begun {
            let (made, took) = (at_first - self.route_s, seconds(since, self.fix_at));
            if made >= MOVED_S && took > 0.0 {
                let seen = (took / made).clamp(0.2, 5.0).ln();
                let (known, shown) = (1.0 / pace.sigma.powi(2), made / (60.0 * MINUTE_NOISE.powi(2)));
                pace = Spread {
                    mu: (pace.mu * known + seen * shown) / (known + shown),
                    sigma: (known + shown).recip().sqrt(),
                };
            }
        }
        // A unit on the move goes on while no fix comes.
        let unseen = if self.has_begun() {
            seconds(self.fix_at, now)
        } else {
            0.0
        };
        let left = (self.route_s - unseen.min(120.0) / pace.mean()).max(3.0);
        let noise = 60.0 * MINUTE_NOISE.powi(2) / left.max(30.0);
        Spread {
            mu: pace.mu + left.ln(),
            sigma: (pace.sigma.powi(2) + noise).sqrt(),
        }
    }

    /// How the trip went that ended at `at`, if it was seen from its beginning.
    fn seen(&self, at: Timestamp) -> Option<TripSeen> {
        let ((since, at_first), (near_at, at_last)) = (self.begun?, self.near?);
        let whole = |value: f64| u32::try_from(crate::recommend::rounded(value)).unwrap_or(0);
        Some(TripSeen {
            route_s: whole(at_first - at_last),
            took_s: whole(seconds(since, near_at)),
            last_s: whole(seconds(near_at, at)),
        })
    }
}

/// All trips there are.
pub(crate) type Trips = BTreeMap<(OrderId, UnitId), Trip>;

impl Dispatch {
    /// Follows the unit's trips by its newest position.
    pub(crate) fn follow(&mut self, unit: UnitId, fix: &Fix) {
        for order in self.taken_by(unit) {
            self.see(order, unit, fix.at, fix.taken_at);
        }
    }

    /// Begins or updates the trip of a unit that took `order` or set off.
    pub(crate) fn begin_trip(&mut self, order: OrderId, unit: UnitId) {
        let fix = self.board.units.get(&unit).and_then(|unit| unit.fix.as_ref());
        if let Some((at, taken_at)) = fix.map(|fix| (fix.at, fix.taken_at)) {
            self.see(order, unit, at, taken_at);
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

    fn see(&mut self, order: OrderId, unit: UnitId, at: LatLon, taken_at: Timestamp) {
        let Some((place, mode)) = self
            .board
            .orders
            .get(&order)
            .zip(self.board.units.get(&unit))
            .map(|(order, unit)| (order.place.at, unit.unit.mode))
        else {
            return;
        };
        let Some(way) = self.foresight.ways.to(mode, place).from(at) else {
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
            order
                .legs
                .get(Leg::Arrived)
                .is_none_or(|stamp| stamp.unit != unit)
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

#[cfg(test)]
mod tests;
