//! Which streams are to be recorded, by what is recorded already.
//!
//! The stream of a unit that has taken an order on is recorded from going live until the order ends or is the unit's no
//! more, over every break in between; a dispatcher may have others recorded. One stream has one recording at a time,
//! bound to one order or to none. It leaves beginning and ending to its shell.

use std::collections::{BTreeMap, BTreeSet};

use domain::{OrderId, UnitId};

/// Streams recorded at a time.
pub const MOST_RECORDED: usize = 256;

/// What is wished, and what is possible.
#[derive(Clone, Debug, Default)]
pub struct Wished {
    /// The units whose order has them recorded, with that order.
    pub by_order: BTreeMap<UnitId, OrderId>,
    /// The units that a person has recorded.
    pub by_hand: BTreeSet<UnitId>,
    /// The units that send a picture.
    pub live: BTreeSet<UnitId>,
    /// Whether the disk has no room.
    pub no_room: bool,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The units whose recording ends; before any begins.
    pub end: Vec<UnitId>,
    /// The units whose recording begins, with the order that it belongs to.
    pub begin: Vec<(UnitId, Option<OrderId>)>,
}

impl Plan {
    /// What makes `active`, the recordings that go on with their orders, into what is wished.
    pub fn new(active: &BTreeMap<UnitId, Option<OrderId>>, wished: &Wished) -> Self {
        let order_of = |unit: &UnitId| wished.by_order.get(unit).copied();
        let goes_on = |unit: &UnitId, order: &Option<OrderId>| {
            let asked = order.is_some() || wished.by_hand.contains(unit);
            !wished.no_room && asked && *order == order_of(unit)
        };
        let (stay, end): (BTreeMap<UnitId, Option<OrderId>>, BTreeMap<_, _>) = active
            .iter()
            .map(|(unit, order)| (*unit, *order))
            .partition(|(unit, order)| goes_on(unit, order));
        let asked: BTreeSet<UnitId> = wished.by_order.keys().chain(&wished.by_hand).copied().collect();
        let begin = asked
            .into_iter()
            .filter(|unit| !wished.no_room && wished.live.contains(unit) && !stay.contains_key(unit))
            .take(MOST_RECORDED.saturating_sub(stay.len()))
            .map(|unit| (unit, order_of(&unit)));
        Self {
            begin: begin.collect(),
            end: end.into_keys().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
