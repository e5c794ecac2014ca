//! What the officers at the scene have seen to.

use crate::Timestamp;
use crate::order::{ItemChecked, ItemTicked, Order, OrderEvent, OrderRefusal, Tick};

impl Order {
    /// A tick tells of the scene, not of the promise: it counts even if the unit's part in the order, or the order
    /// itself, was over by then.
    pub(super) fn decide_tick(
        &self,
        now: Timestamp,
        checked: ItemChecked,
    ) -> Result<OrderEvent, OrderRefusal> {
        let ItemChecked {
            id,
            assignment,
            item,
            done,
            name,
            at,
            error_ms,
        } = checked;
        let unit = self.assignment(assignment)?.unit;
        let known = self.item(&item).ok_or(OrderRefusal::NoSuchItem)?;
        let when = self.moment(now, at);
        let tick = Tick {
            id,
            done,
            unit,
            name,
            when,
            error_ms,
        };
        if !known.learns_from(&tick) {
            return Err(OrderRefusal::AlreadySo);
        }
        Ok(OrderEvent::ItemTicked(ItemTicked { item, tick }))
    }
}
