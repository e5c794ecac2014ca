//! What is kept that was measured by the phone's own clock.
//!
//! That clock starts anew whenever the phone is switched on, so all of it belongs to one boot and is
//! forgotten in the next. Without an id of the boot nothing is believed.

use std::collections::BTreeMap;

use domain::CommandId;
use field_unit::{PhoneTime, Reading};
use rusqlite::{Connection, params};

use super::{Store, StoreError, know, name};

/// What was measured by the phone's own clock since the phone was switched on.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Measured {
    /// When those entries happened whose hall time is a guess.
    pub(crate) guessed: BTreeMap<CommandId, PhoneTime>,
    /// What the hall's clock showed.
    pub(crate) reading: Option<Reading>,
}

impl Store {
    /// What was measured in this boot of the phone; from now on everything counts as measured in it.
    pub(crate) fn measured_in(&mut self, boot: Option<&str>) -> Result<Measured, StoreError> {
        if boot.is_none() || self.known("boot")?.as_deref() != boot {
            let transaction = self.connection.transaction()?;
            transaction.execute("UPDATE entry SET guessed_ms = NULL", [])?;
            transaction.execute("DELETE FROM known WHERE key IN ('boot', 'reading')", [])?;
            if let Some(boot) = boot {
                know(&transaction, "boot", boot)?;
            }
            transaction.commit()?;
        }
        let mut rows = self
            .connection
            .prepare("SELECT id, guessed_ms FROM entry WHERE guessed_ms IS NOT NULL")?;
        let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        let mut guessed = BTreeMap::new();
        for row in rows {
            let (id, millis) = row?;
            if let Ok(id) = id.parse() {
                guessed.insert(id, PhoneTime::from_millis(millis.cast_unsigned()));
            }
        }
        let reading = self.known("reading")?;
        Ok(Measured {
            guessed,
            reading: reading.and_then(|reading| serde_json::from_str(&reading).ok()),
        })
    }
}

/// The hall time of an entry is a guess; it happened then.
pub(super) fn guessed(connection: &Connection, id: CommandId, happened: PhoneTime) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE entry SET guessed_ms = ?2 WHERE id = ?1")?
        .execute(params![name(id), happened.as_millis().cast_signed()])?;
    Ok(())
}

/// Keeps what the hall's clock showed.
pub(super) fn keep(connection: &Connection, reading: Reading) -> Result<(), StoreError> {
    know(connection, "reading", &serde_json::to_string(&reading)?)
}

#[cfg(test)]
mod tests;
