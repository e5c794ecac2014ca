//! For what a unit is sought.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::OrderKind;
use domain::{LatLon, Order, OrderId, Timestamp, TownId, UnitId};

/// For what a unit is sought.
#[derive(Clone, Copy, Debug)]
pub struct Errand<'a> {
    /// The order it is for, if there is one: nobody is busy with that.
    pub order: Option<OrderId>,
    /// Where somebody is to be.
    pub place: LatLon,
    /// What kind of errand.
    pub kind: OrderKind,
    /// The time left to the limit, if there is one.
    pub remaining: Option<Duration>,
    /// Only units of this town.
    pub within: Option<TownId>,
    /// Units that are left out.
    pub not: &'a BTreeSet<UnitId>,
}

impl<'a> Errand<'a> {
    /// What a unit is sought for, as `order` has it.
    pub(crate) fn of(
        now: Timestamp,
        order: &Order,
        within: Option<TownId>,
        not: &'a BTreeSet<UnitId>,
    ) -> Self {
        // A clock that nobody started yet will have begun with the sending.
        let due = order.clock.due_at(order.clock.grace_ends().max(now));
        Self {
            order: Some(order.id),
            place: order.place.at,
            kind: order.kind,
            remaining: due.map(|due| due.since(now)),
            within,
            not,
        }
    }
}
