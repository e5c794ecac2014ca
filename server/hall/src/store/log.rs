//! The log's table.

use dispatch::Recorded;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{LogHash, Store, StoreError};

/// One entry as it lies in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// Its place, from 1 on.
    pub seq: u64,
    /// Its hash.
    pub hash: LogHash,
    /// What it says.
    pub recorded: Recorded,
}

impl Store {
    /// The entries that follow entry `after`, `most` at most.
    pub async fn log_page(&self, after: u64, most: u32) -> Result<Vec<LogEntry>, StoreError> {
        let rows = sqlx::query("SELECT seq, hash, body FROM log WHERE seq > $1 ORDER BY seq LIMIT $2")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(most)
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        rows.iter().map(|row| self.entry(row)).collect()
    }

    fn entry(&self, row: &SqliteRow) -> Result<LogEntry, StoreError> {
        let seq: i64 = row.try_get("seq").map_err(|error| self.fault(error))?;
        let hash: &[u8] = row.try_get("hash").map_err(|error| self.fault(error))?;
        let body: &str = row.try_get("body").map_err(|error| self.fault(error))?;
        let broken = || StoreError::corrupt(&self.folder, format!("entry {seq} of the log"));
        Ok(LogEntry {
            seq: u64::try_from(seq).map_err(|_| broken())?,
            hash: LogHash::from_column(hash).ok_or_else(broken)?,
            recorded: serde_json::from_str(body).map_err(|_| broken())?,
        })
    }
}

/// Appends to the log within a transaction.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    records: impl Iterator<Item = &Recorded>,
) -> Result<(), sqlx::Error> {
    let (from, mut prev) = head(connection).await?;
    let mut seq = from;
    for recorded in records {
        let body = serde_json::to_string(recorded).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
        seq = seq.saturating_add(1);
        let hash = prev.next(seq, &body);
        sqlx::query("INSERT INTO log (seq, at, cause, body, prev, hash) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(seq)
            .bind(recorded.at.as_millis())
            .bind(recorded.cause.map(|cause| cause.0))
            .bind(body)
            .bind(prev.0.as_slice())
            .bind(hash.0.as_slice())
            .execute(&mut *connection)
            .await?;
        prev = hash;
    }
    if seq != from {
        sqlx::query("UPDATE log_head SET seq = $1, hash = $2 WHERE id = 1")
            .bind(seq)
            .bind(prev.0.as_slice())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The sequence number and the hash of the last entry, as the head has them.
pub(super) async fn head(connection: &mut SqliteConnection) -> Result<(i64, LogHash), sqlx::Error> {
    let row = sqlx::query("SELECT seq, hash FROM log_head WHERE id = 1")
        .fetch_one(connection)
        .await?;
    let hash = LogHash::from_column(row.try_get("hash")?);
    let hash = hash.ok_or_else(|| sqlx::Error::Decode("the log's head is no hash".into()))?;
    Ok((row.try_get("seq")?, hash))
}
