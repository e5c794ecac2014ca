//! Which streams are to be recorded, by what is recorded already.
//!
//! The stream of a unit that has taken an order on is recorded from going live until the order ends or is the unit's no
//! more, over every break in between; a dispatcher may have others recorded, desks' as well. One stream has one recording at a time,
//! bound to one order or to none. It leaves beginning and ending to its shell.

use std::collections::{BTreeMap, BTreeSet};

use domain::{OrderId, Source};

/// Streams recorded at a time.
pub const MOST_RECORDED: usize = 256;

/// What is wished, and what is possible.
#[derive(Clone, Debug, Default)]
pub struct Wished {
    /// The sources whose order has them recorded, with that order.
    pub by_order: BTreeMap<Source, OrderId>,
    /// The sources that a person has recorded.
    pub by_hand: BTreeSet<Source>,
    /// The sources that send a picture.
    pub live: BTreeSet<Source>,
    /// Whether the disk has no room.
    pub no_room: bool,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The sources whose recording ends; before any begins.
    pub end: Vec<Source>,
    /// The sources whose recording begins, with the order that it belongs to.
    pub begin: Vec<(Source, Option<OrderId>)>,
}

impl Plan {
    /// What makes `active`, the recordings that go on with their orders, into what is wished.
    pub fn new(active: &BTreeMap<Source, Option<OrderId>>, wished: &Wished) -> Self {
        let order_of = |source: &Source| wished.by_order.get(source).copied();
        let goes_on = |source: &Source, order: &Option<OrderId>| {
            let asked = order.is_some() || wished.by_hand.contains(source);
            !wished.no_room && asked && *order == order_of(source)
        };
        let (stay, end): (BTreeMap<Source, Option<OrderId>>, BTreeMap<_, _>) = active
            .iter()
            .map(|(source, order)| (*source, *order))
            .partition(|(source, order)| goes_on(source, order));
        let asked: BTreeSet<Source> = wished.by_order.keys().chain(&wished.by_hand).copied().collect();
        let begin = asked
            .into_iter()
            .filter(|source| !wished.no_room && wished.live.contains(source) && !stay.contains_key(source))
            .take(MOST_RECORDED.saturating_sub(stay.len()))
            .map(|source| (source, order_of(&source)));
        Self {
            begin: begin.collect(),
            end: end.into_keys().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
