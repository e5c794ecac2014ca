//! What a phone keeps on its disk: the outbox, what it knows of the hall, photos with sound notes, ways to scenes.
//!
//! One SQLite file, one connection. What an officer did is on the disk, power cut or not, before it
//! counts as stored; a trail may lose its last seconds to a power cut, but never to a killed app. A
//! file that cannot be read is moved aside, never deleted, and so is a single row. A file of another
//! owner waits under a name of its own until that owner signs in again. What to keep is
//! decided in `field-unit`.

use std::path::{Path, PathBuf};

use domain::CommandId;
use field_unit::{Change, Memory};
use protocol::{Entry, Told};
use rusqlite::{Connection, OptionalExtension, params};

mod attachments;
mod measured;
mod opening;
mod scene_ways;
mod ways;

pub(crate) use attachments::Waiting;
pub(crate) use measured::Measured;
pub(crate) use opening::{open, open_again};
pub(crate) use ways::{Number, Ways};

/// Why the store does not do as it was told.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database engine says no.
    #[error("the database does not do as it was told")]
    Sqlite(#[from] rusqlite::Error),
    /// A thing cannot be written down.
    #[error("an entry cannot be written down")]
    Json(#[from] serde_json::Error),
    /// The file cannot be moved aside or made.
    #[error("the file cannot be handled")]
    File(#[from] std::io::Error),
    /// Too many photos or sound notes wait for the net.
    #[error("too many photos or sound notes wait for the net")]
    TooManyPhotos,
}

impl StoreError {
    /// The error with its causes, in one line.
    pub(crate) fn chain(&self) -> String {
        let mut line = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            line = format!("{line}: {error}");
            cause = error.source();
        }
        line
    }
}

/// The phone's file.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
}

/// What was in the file.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The outbox, oldest first.
    pub(crate) entries: Vec<Entry>,
    /// What was known of the hall.
    pub(crate) memory: Memory,
    /// How many rows could not be read and were set aside.
    pub(crate) unreadable: usize,
}

impl Store {
    /// Everything in it but photos and the like; a row that cannot be read is set aside by itself.
    pub(crate) fn load(&mut self) -> Result<Kept, StoreError> {
        let mut entries = Vec::new();
        let mut unreadable = Vec::new();
        let mut rows = self
            .connection
            .prepare("SELECT seq, body FROM entry ORDER BY seq")?;
        let bodies = rows.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        for row in bodies {
            let (seq, body) = row?;
            match serde_json::from_str(&body) {
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    tracing::error!(%error, seq, "an entry in the phone's store cannot be read");
                    unreadable.push(seq);
                }
            }
        }
        drop(rows);
        self.set_aside(&unreadable)?;
        // What the phone knew of the hall it hears again; what it has to tell is nowhere else.
        let memory = self.known("memory")?.and_then(|memory| {
            serde_json::from_str(&memory)
                .inspect_err(|error| tracing::error!(%error, "what was known of the hall cannot be read"))
                .ok()
        });
        Ok(Kept {
            entries,
            memory: memory.unwrap_or_default(),
            unreadable: unreadable.len(),
        })
    }

    fn set_aside(&mut self, rows: &[i64]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for seq in rows {
            transaction.execute(
                "INSERT INTO unreadable (body) SELECT body FROM entry WHERE seq = ?1",
                params![seq],
            )?;
            transaction.execute("DELETE FROM entry WHERE seq = ?1", params![seq])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Carries the changes out, all or none.
    pub(crate) fn apply(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let lasting = changes.iter().any(is_lasting);
        self.connection
            .pragma_update(None, "synchronous", if lasting { "FULL" } else { "NORMAL" })?;
        let transaction = self.connection.transaction()?;
        for change in changes {
            match change {
                Change::Add(entry) => {
                    transaction
                        .prepare_cached("INSERT OR IGNORE INTO entry (id, body) VALUES (?1, ?2)")?
                        .execute(params![name(entry.id), serde_json::to_string(entry)?])?;
                }
                Change::Guessed(id, happened) => measured::guessed(&transaction, *id, *happened)?,
                Change::Replace(entry) => {
                    transaction
                        .prepare_cached("UPDATE entry SET body = ?2, guessed_ms = NULL WHERE id = ?1")?
                        .execute(params![name(entry.id), serde_json::to_string(entry)?])?;
                }
                Change::Remove(ids) => {
                    let mut remove = transaction.prepare_cached("DELETE FROM entry WHERE id = ?1")?;
                    for id in ids {
                        remove.execute(params![name(*id)])?;
                    }
                }
                Change::Remember(memory) => {
                    know(&transaction, "memory", &serde_json::to_string(memory)?)?;
                    scene_ways::forget_all_but(&transaction, &memory.orders)?;
                    attachments::forget_all_but(&transaction, &memory.orders)?;
                }
                Change::KeepReading(reading) => measured::keep(&transaction, *reading)?,
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file grow to this many pages and no further, as on a full disk.
    #[cfg(test)]
    pub(crate) fn set_max_pages(&self, pages: u32) {
        self.connection
            .pragma_update(None, "max_page_count", pages)
            .unwrap();
    }

    fn known(&self, key: &str) -> Result<Option<String>, StoreError> {
        let known = self
            .connection
            .query_row("SELECT value FROM known WHERE key = ?1", params![key], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(known)
    }
}

fn know(connection: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO known (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        )?
        .execute(params![key, value])?;
    Ok(())
}

/// Whether a power cut must not undo the change.
fn is_lasting(change: &Change) -> bool {
    match change {
        Change::Add(entry) | Change::Replace(entry) => !matches!(entry.told, Told::Fix { .. }),
        // A power cut sets the phone's own clock back, and what was measured by it means nothing.
        Change::Guessed(..) | Change::KeepReading(_) | Change::Remove(_) => false,
        Change::Remember(_) => true,
    }
}

fn name(id: CommandId) -> String {
    id.to_string()
}

#[cfg(test)]
mod tests;
