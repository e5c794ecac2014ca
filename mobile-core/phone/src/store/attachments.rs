//! Photos, sound notes and clips on the phone's disk: those that wait for the net, with those that can be seen again without it.
//!
//! What waits is kept until it is in the hall. What is there, or came from there, is kept as long as an order at hand or an entry that
//! waits names it, and no more of it than so many bytes.

use std::collections::BTreeSet;

use domain::Order;
use domain::order::MediaType;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, StoreError};

/// As many wait at most.
pub(crate) const WAITING: u32 = 50;

/// Bytes of what is kept to be seen again at most.
const SEEN_BYTES: i64 = 64 * 1024 * 1024;

/// Bytes of what waits for the net at most, so that clips do not fill the disk that the outbox is on.
const WAITING_BYTES: i64 = 256 * 1024 * 1024;

/// Something that waits for the net.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Its name.
    pub(crate) sha256: String,
    /// What it is.
    pub(crate) media_type: MediaType,
    /// All of it.
    pub(crate) bytes: Vec<u8>,
}

impl Store {
    /// Keeps something until it is in the hall; whether it did not wait before.
    pub(crate) fn add_attachment(
        &mut self,
        sha256: &str,
        media_type: MediaType,
        bytes: &[u8],
    ) -> Result<bool, StoreError> {
        let (waiting, long): (u32, i64) = self.connection.query_row(
            "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM attachment WHERE sent = 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let more = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        if waiting >= WAITING || long.saturating_add(more) > WAITING_BYTES {
            return Err(StoreError::TooManyPhotos);
        }
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        let added = self.connection.execute(
            "INSERT INTO attachment (sha256, media_type, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (sha256) DO UPDATE SET sent = 0 WHERE sent = 1",
            params![sha256, media_type.name(), bytes],
        )?;
        Ok(added > 0)
    }

    /// What waits longest.
    pub(crate) fn next_attachment(&self) -> Result<Option<Waiting>, StoreError> {
        let row = self
            .connection
            .query_row(
                "SELECT sha256, media_type, bytes FROM attachment WHERE sent = 0 ORDER BY seq LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)),
            )
            .optional()?;
        Ok(row.map(|(sha256, media_type, bytes)| Waiting {
            sha256,
            media_type: MediaType::named(&media_type).unwrap_or(MediaType::Jpeg),
            bytes,
        }))
    }

    /// Something is in the hall, and may be seen again.
    pub(crate) fn attachment_sent(&mut self, sha256: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE attachment SET sent = 1 WHERE sha256 = ?1",
            params![sha256],
        )?;
        self.bound_seen()
    }

    /// Something will never be in the hall.
    pub(crate) fn remove_attachment(&mut self, sha256: &str) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM attachment WHERE sha256 = ?1", params![sha256])?;
        Ok(())
    }

    /// The bytes of something that is here.
    pub(crate) fn attachment(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self
            .connection
            .query_row(
                "SELECT bytes FROM attachment WHERE sha256 = ?1",
                params![sha256],
                |row| row.get(0),
            )
            .optional()?;
        Ok(bytes)
    }

    /// Keeps something that came from the hall, to be seen again.
    pub(crate) fn keep_seen(
        &mut self,
        sha256: &str,
        media_type: MediaType,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        // What a power cut undid is asked for again.
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        self.connection.execute(
            "INSERT OR IGNORE INTO attachment (sha256, media_type, sent, bytes) VALUES (?1, ?2, 1, ?3)",
            params![sha256, media_type.name(), bytes],
        )?;
        self.bound_seen()
    }

    /// Forgets what was kept longest to be seen again, as far as there is too much of it.
    fn bound_seen(&self) -> Result<(), StoreError> {
        loop {
            let bytes: i64 = self.connection.query_row(
                "SELECT coalesce(sum(length(bytes)), 0) FROM attachment WHERE sent = 1",
                [],
                |row| row.get(0),
            )?;
            if bytes <= SEEN_BYTES {
                return Ok(());
            }
            self.connection.execute(
                "DELETE FROM attachment WHERE seq = (SELECT min(seq) FROM attachment WHERE sent = 1)",
                [],
            )?;
        }
    }
}

/// Forgets what neither waits nor is named by one of these orders or by an entry that waits.
pub(super) fn forget_all_but(connection: &Connection, orders: &[Order]) -> Result<(), StoreError> {
    let messages = orders.iter().flat_map(|order| &order.messages);
    let named: BTreeSet<&str> = messages
        .filter_map(|message| message.attachment.as_ref())
        .map(|attachment| attachment.sha256.as_str())
        .collect();
    connection
        .prepare_cached(
            "DELETE FROM attachment WHERE sent = 1 AND sha256 NOT IN (SELECT value FROM json_each(?1))
             AND NOT EXISTS (SELECT 1 FROM entry WHERE instr(entry.body, attachment.sha256) > 0)",
        )?
        .execute(params![serde_json::to_string(&named)?])?;
    Ok(())
}

#[cfg(test)]
mod tests;
