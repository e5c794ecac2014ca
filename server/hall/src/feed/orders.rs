//! Orders, as each role may see them.
//!
//! Why a unit was asked names the one that came second. Of another town's unit a desk learns nothing that way.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Role, TownId, UnitId};
use protocol::api::{OrderView, UnitView};

use super::Feed;

impl Feed {
    /// The order as somebody of `role` may read it.
    pub(crate) fn order_for(&self, role: Role, order: OrderView) -> OrderView {
        self.read(|seen| order_for(role, &seen.units, order))
    }
}

/// The order as somebody of `role` may read it.
pub(super) fn order_for(
    role: Role,
    units: &BTreeMap<UnitId, (UnitView, BTreeSet<TownId>)>,
    mut order: OrderView,
) -> OrderView {
    let sees = |unit: UnitId| {
        units
            .get(&unit)
            .is_some_and(|(unit, _)| role.sees_town(unit.town))
    };
    let choices = order.assignments.iter_mut().filter_map(|own| own.choice.as_mut());
    for choice in choices {
        choice.runner_up = choice.runner_up.filter(|second| sees(second.unit));
    }
    order
}

#[cfg(test)]
mod tests;
