//! What is kept of the ways to the scenes of orders at hand, one for each: an officer off the net still finds the place.
//!
//! Each is bounded by what the hall writes, their number by the orders. Where others are is never kept.

use domain::{Order, OrderId};
use protocol::api::WayView;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};

impl Store {
    /// The way that was kept for an order; nothing of one that cannot be read, which the hall tells again.
    pub(crate) fn scene_way(&self, order: OrderId) -> Result<Option<WayView>, StoreError> {
        let body: Option<String> = self
            .connection
            .query_row(
                "SELECT body FROM scene_way WHERE order_id = ?1",
                params![order.to_string()],
                |row| row.get(0),
            )
            .optional()?;
        let way = body.and_then(|body| serde_json::from_str::<WayView>(&body).ok());
        Ok(way.filter(|way| way.order == order))
    }

    /// Keeps the newest way of an order.
    pub(crate) fn keep_scene_way(&mut self, way: &WayView) -> Result<(), StoreError> {
        // One that a power cut undid is told again.
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        let alone = WayView {
            team: Vec::new(),
            ..way.clone()
        };
        self.connection.execute(
            "INSERT INTO scene_way (order_id, body) VALUES (?1, ?2) ON CONFLICT (order_id) DO UPDATE SET body = ?2",
            params![way.order.to_string(), serde_json::to_string(&alone)?],
        )?;
        Ok(())
    }
}

/// Forgets the ways of all other orders than these.
pub(super) fn forget_all_but(connection: &Connection, orders: &[Order]) -> Result<(), StoreError> {
    let ids: Vec<String> = orders.iter().map(|order| order.id.to_string()).collect();
    connection
        .prepare_cached("DELETE FROM scene_way WHERE order_id NOT IN (SELECT value FROM json_each(?1))")?
        .execute(params![serde_json::to_string(&ids)?])?;
    Ok(())
}

#[cfg(test)]
mod tests;
