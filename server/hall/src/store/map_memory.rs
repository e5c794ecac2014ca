//! What the promise map remembers over a restart.

use dispatch::MapMemory;
use sqlx::Row;

use super::{Store, StoreError};

impl Store {
    /// What the map was when it was last kept; nothing if that is not to be read, since the map is made anew.
    pub(crate) async fn map_memory(&self) -> Result<Option<MapMemory>, StoreError> {
        let row = sqlx::query("SELECT body FROM map_memory WHERE id = 1")
            .fetch_optional(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let Some(row) = row else { return Ok(None) };
        let body: &str = row.try_get("body").map_err(|error| self.fault(error))?;
        Ok(serde_json::from_str(body)
            .inspect_err(|_| tracing::warn!("the promise map's memory does not decode; it is forgotten"))
            .ok())
    }

    /// Keeps what the map remembers in place of what was kept before.
    pub(crate) async fn keep_map_memory(&self, memory: &MapMemory) -> Result<(), StoreError> {
        let body = serde_json::to_string(memory).map_err(|error| StoreError::Other(Box::new(error)))?;
        sqlx::query(
            "INSERT INTO map_memory (id, body) VALUES (1, $1)
             ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        )
        .bind(body)
        .execute(&self.writer)
        .await
        .map_err(|error| self.fault(error))?;
        Ok(())
    }
}
