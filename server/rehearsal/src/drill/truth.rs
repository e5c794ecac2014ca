//! The hidden truth of a drill: who truly is where an order wants somebody, and what nobody could have done.

use std::collections::BTreeMap;

use domain::{LatLon, OrderId, Timestamp};

use super::Drill;
use super::character::Character;
use super::happening::Happening;
use super::living::number;
use super::log::What;

/// What the drill knows and its hall does not.
#[derive(Debug, Default)]
pub(super) struct Truth {
    /// When somebody who had taken it on was first inside the radius.
    reached: BTreeMap<OrderId, Timestamp>,
    /// Where everybody was when each order was sent.
    positions: BTreeMap<OrderId, Vec<Position>>,
}

/// An order that an officer has taken on, and whether the officer is inside its radius.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    pub(super) order: OrderId,
    goal: LatLon,
    pub(super) inside: bool,
    /// Whether the phone has noticed that it is.
    pub(super) noticed: bool,
}

/// A way crosses the radius of an order, unless it was changed since.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crossing {
    turn: u32,
    order: OrderId,
    inward: bool,
}

/// Where the officer of a unit was.
#[derive(Clone, Copy, Debug)]
struct Position {
    place: usize,
    shift: u64,
    at: LatLon,
}

impl Drill {
    /// Remembers where everybody is who is on duty.
    pub(super) fn remember_positions(&mut self, order: OrderId) {
        let on_shift = self.units.iter().enumerate().filter(|(_, unit)| unit.on_shift);
        let positions = on_shift.map(|(place, unit)| Position {
            place,
            shift: unit.shift(),
            at: unit.officer.at(self.now).at,
        });
        self.truth.positions.insert(order, positions.collect());
    }

    /// Watches whether the officer is where the order wants it to be, from now on.
    pub(super) fn watch(&mut self, place: usize, order: OrderId) {
        let radius_m = self.around.world.arrival.radius_m;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        let Some(goal) = unit.officer.goal_of(order) else {
            return;
        };
        let inside = unit.officer.at(self.now).at.distance_m(goal) <= radius_m;
        unit.watched.retain(|watched| watched.order != order);
        unit.watched.push(Watched {
            order,
            goal,
            inside,
            noticed: false,
        });
        if inside {
            self.is_inside(place, order);
        }
        self.turned(place);
    }

    /// The officer goes another way: works out when that crosses the radius of an order watched.
    pub(super) fn turned(&mut self, place: usize) {
        let radius_m = self.around.world.arrival.radius_m;
        let Some(unit) = self.units.get_mut(place) else {
            return;
        };
        unit.turns = unit.turns.wrapping_add(1);
        for watched in &unit.watched {
            for (at, inward) in unit.officer.trip().crossings(watched.goal, radius_m, self.now) {
                let crossing = Crossing {
                    turn: unit.turns,
                    order: watched.order,
                    inward,
                };
                self.queue.put(at, Happening::Cross(place, crossing));
            }
        }
    }

    pub(super) fn cross(&mut self, place: usize, Crossing { turn, order, inward }: Crossing) {
        let Some(unit) = self.units.get_mut(place).filter(|unit| unit.turns == turn) else {
            return;
        };
        let Some(watched) = unit.watched.iter_mut().find(|watched| watched.order == order) else {
            return;
        };
        if std::mem::replace(&mut watched.inside, inward) == inward {
            return;
        }
        if inward {
            return self.is_inside(place, order);
        }
        // Whoever leaves when all is done does not come back.
        if unit.officer.goal_of(order).is_none() {
            unit.watched.retain(|watched| watched.order != order);
        }
        let (order, unit) = (self.hall.journal.order_number(order), number(place));
        self.hall.note(self.now, What::TruthLeft { order, unit });
    }

    /// The officer of a unit goes off duty, and away from wherever that was.
    pub(super) fn goes_home(&mut self, place: usize) {
        let watched = self
            .units
            .get_mut(place)
            .map_or_else(Vec::new, |unit| std::mem::take(&mut unit.watched));
        for Watched { order, .. } in watched.into_iter().filter(|watched| watched.inside) {
            let (order, unit) = (self.hall.journal.order_number(order), number(place));
            self.hall.note(self.now, What::TruthLeft { order, unit });
        }
    }

    fn is_inside(&mut self, place: usize, order: OrderId) {
        self.truth.reached.entry(order).or_insert(self.now);
        let (order, unit) = (self.hall.journal.order_number(order), number(place));
        self.hall.note(self.now, What::TruthInside { order, unit });
    }

    /// Names the late orders at whose place nobody would have been in time.
    ///
    /// From where each officer on duty was when the order was sent, driving off at once, as fast as that
    /// officer would have been that day: what a rule could do at best that sends nobody anywhere beforehand,
    /// as an estimate, for another way may be quicker by chance.
    pub(super) fn tell_the_impossible(&mut self) {
        let late: Vec<OrderId> = self.truth.positions.keys().copied().collect();
        for order in late {
            if self.was_impossible(order) {
                let order = self.hall.journal.order_number(order);
                self.hall.note(self.now, What::Impossible { order });
            }
        }
    }

    fn was_impossible(&mut self, id: OrderId) -> bool {
        let number = u64::from(self.hall.journal.order_number(id));
        let Some(order) = self.hall.order(id) else {
            return false;
        };
        let (sent, goal) = (order.clock.sent_at, order.place.at);
        let Some(due) = order.clock.due_at(self.now) else {
            return false;
        };
        if self.truth.reached.get(&id).is_some_and(|reached| *reached <= due) {
            return false;
        }
        let world = &self.around.world;
        let radius_m = world.arrival.radius_m;
        let mut positions = self.truth.positions.get(&id).cloned().unwrap_or_default();
        positions.sort_by(|a, b| a.at.distance_m(goal).total_cmp(&b.at.distance_m(goal)));
        !positions.into_iter().any(|Position { place, shift, at }| {
            let unit = u64::try_from(place).unwrap_or(u64::MAX);
            let who = Character::new(world, self.seed, unit, shift);
            let pace = who.conduct(world, number).pace;
            let trip = self.around.trip(&who, [at, goal], sent, pace, 0.0);
            let crossings = trip.crossings(goal, radius_m, sent);
            at.distance_m(goal) <= radius_m || crossings.first().is_some_and(|(reached, _)| *reached <= due)
        })
    }
}
