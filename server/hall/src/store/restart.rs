//! What a start reads, with the snapshot that makes it fast.
//!
//! A snapshot only saves time: one that does not decode, or does not belong to this log, is passed
//! over, and the whole log is folded instead. The entries themselves must be sound.

use dispatch::{Recorded, Snapshot};
use domain::{Fix, UnitId};
use futures_util::TryStreamExt;
use sqlx::{Row, SqliteConnection};

use super::{LogHash, Store, StoreError, log, trail};

/// Everything a hall needs to go on.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The fold of the log up to some entry.
    pub snapshot: Snapshot,
    /// The entries after it.
    pub log: Vec<Recorded>,
    /// The latest position of each unit.
    pub fixes: Vec<(UnitId, Fix)>,
}

impl Store {
    /// Reads what a hall needs to go on.
    pub async fn load(&self) -> Result<Loaded, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.fault(error))?;
        let snapshot = snapshot(&mut transaction)
            .await
            .map_err(|error| self.fault(error))?;
        let (seq, hash, snapshot) = snapshot.unwrap_or_default();
        let log = self.entries_after(&mut transaction, seq, hash).await?;
        let fixes = trail::latest(&mut transaction)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(Loaded { snapshot, log, fixes })
    }

    /// Keeps the fold of everything committed so far.
    ///
    /// The caller makes sure that `snapshot` is just that: nothing uncommitted is in it, and nothing is
    /// committed meanwhile.
    pub async fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        let body = serde_json::to_string(snapshot).map_err(|error| StoreError::Other(Box::new(error)))?;
        let save = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let (seq, hash) = log::head(&mut transaction).await?;
            sqlx::query(
                "INSERT INTO snapshot (id, seq, log_hash, body) VALUES (1, $1, $2, $3)
                 ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, log_hash = excluded.log_hash, body = excluded.body",
            )
            .bind(seq)
            .bind(hash.0.as_slice())
            .bind(body)
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await
        };
        save.await.map_err(|error| self.fault(error))
    }

    async fn entries_after(
        &self,
        connection: &mut SqliteConnection,
        seq: i64,
        hash: LogHash,
    ) -> Result<Vec<Recorded>, StoreError> {
        let head = log::head(connection).await.map_err(|error| self.fault(error))?;
        let mut rows = sqlx::query("SELECT seq, body, hash FROM log WHERE seq > $1 ORDER BY seq")
            .bind(seq)
            .fetch(connection);
        let (mut at, mut entries) = ((seq, hash), Vec::new());
        while let Some(row) = rows.try_next().await.map_err(|error| self.fault(error))? {
            let seq: i64 = row.try_get("seq").map_err(|error| self.fault(error))?;
            let body: &str = row.try_get("body").map_err(|error| self.fault(error))?;
            let stored: &[u8] = row.try_get("hash").map_err(|error| self.fault(error))?;
            at = (at.0.saturating_add(1), at.1.next(seq, body));
            if (seq, stored) != (at.0, at.1.0.as_slice()) {
                return Err(self.broken_log(at.0));
            }
            entries.push(serde_json::from_str(body).map_err(|_| self.broken_log(seq))?);
        }
        if at == head {
            Ok(entries)
        } else {
            Err(self.broken_log(at.0))
        }
    }

    fn broken_log(&self, seq: i64) -> StoreError {
        StoreError::corrupt(
            &self.folder,
            format!("the log at entry {seq}; see `yike log verify`"),
        )
    }
}

/// The snapshot with the entry it covers, if it is sound.
async fn snapshot(
    connection: &mut SqliteConnection,
) -> Result<Option<(i64, LogHash, Snapshot)>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT snapshot.seq, snapshot.log_hash, snapshot.body
         FROM snapshot JOIN log ON log.seq = snapshot.seq AND log.hash = snapshot.log_hash
         WHERE snapshot.id = 1",
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let hash = LogHash::from_column(row.try_get("log_hash")?);
    let body = serde_json::from_str(row.try_get("body")?);
    if body.is_err() {
        tracing::warn!("the snapshot does not decode; folding the whole log instead");
    }
    let seq = row.try_get("seq")?;
    Ok(hash.zip(body.ok()).map(|(hash, body)| (seq, hash, body)))
}
