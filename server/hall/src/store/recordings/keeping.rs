//! Which recordings are past their rule, which files are to go elsewhere.
//!
//! What is past its rule is doomed at once and nobody's to see; it is forgotten when the last of its files is gone. Where
//! only so many are taken at a time, those on the hall's own disk come first and the others in no sequence, so that none
//! that cannot be deleted keeps others waiting.

use domain::{RecordingId, Timestamp};
use sqlx::Row as _;

use super::reading::{FileRow, file};
use super::whole;
use crate::store::{Store, StoreError};

/// Recordings, or files, taken at a time.
const AT_ONCE: i64 = 1_000;

impl Store {
    /// Dooms what ended before; how many that are.
    pub(crate) async fn doom_ended(&self, before: Timestamp) -> Result<u64, StoreError> {
        let doomed = sqlx::query("UPDATE recording SET doomed = 1 WHERE doomed = 0 AND ended_at < $1")
            .bind(before.as_millis())
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(doomed.rows_affected())
    }

    /// Dooms the oldest that ended and have files in the hall's folder, until those that are not doomed take no more bytes
    /// there; how many that are.
    pub(crate) async fn doom_beyond(&self, most: u64) -> Result<u64, StoreError> {
        let doomed = sqlx::query(
            "UPDATE recording SET doomed = 1 WHERE id IN (
                 SELECT id FROM (
                     SELECT recording.id AS id, recording.ended_at AS ended_at,
                         sum(sum(size)) OVER (
                             ORDER BY ended_at IS NOT NULL, started_at DESC, recording.id
                         ) AS with_younger
                     FROM recording JOIN recording_file ON recording = recording.id
                     WHERE doomed = 0 AND away = 0
                     GROUP BY recording.id, recording.ended_at, recording.started_at
                 ) AS here
                 WHERE ended_at IS NOT NULL AND with_younger > $1
             )",
        )
        .bind(whole(most))
        .execute(&self.writer)
        .await
        .map_err(|error| self.fault(error))?;
        Ok(doomed.rows_affected())
    }

    /// The doomed, those with files in the hall's folder first.
    pub(crate) async fn recordings_doomed(&self) -> Result<Vec<RecordingId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM recording WHERE doomed = 1
             ORDER BY EXISTS (SELECT 1 FROM recording_file WHERE recording = recording.id AND away = 0) DESC, random()
             LIMIT $1",
        )
        .bind(AT_ONCE)
        .fetch_all(&self.readers)
        .await
        .map_err(|error| self.fault(error))?;
        let ids = rows.iter().map(|row| row.try_get("id").map(RecordingId));
        ids.collect::<Result<_, _>>().map_err(|error| self.fault(error))
    }

    /// Files in the hall's folder to which nothing is added any more, in no sequence.
    pub(crate) async fn finished_files(&self) -> Result<Vec<FileRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT recording_file.* FROM recording_file JOIN recording ON recording.id = recording
             WHERE away = 0 AND ended_at IS NOT NULL AND doomed = 0 ORDER BY random() LIMIT $1",
        )
        .bind(AT_ONCE)
        .fetch_all(&self.readers)
        .await
        .map_err(|error| self.fault(error))?;
        let files = rows.iter().map(file).collect::<Result<_, _>>();
        files.map_err(|error| self.fault(error))
    }

    /// Forgets a file that is lost, with what was in it.
    pub(crate) async fn forget_file(&self, lost: &FileRow) -> Result<(), StoreError> {
        let forgotten = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            for query in [
                "DELETE FROM recording_fragment WHERE recording = $1 AND file = $2",
                "DELETE FROM recording_file WHERE recording = $1 AND number = $2",
            ] {
                sqlx::query(query)
                    .bind(lost.recording.0)
                    .bind(i64::from(lost.number))
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await
        };
        forgotten.await.map_err(|error| self.fault(error))
    }
}
