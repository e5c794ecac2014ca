//! The index of what was recorded.
//!
//! The pictures lie in files of their own; here is what there is of which order, where each fragment lies, when it was.
//! Fragments come twice a second for every stream, so they are written many at a time: what a crash takes of the index
//! is found again in the files. Looking things up is in `reading`, what is past its rule in `keeping`.

use domain::{OrderId, PersonId, RecordingId, Source, Timestamp};
use protocol::api::RecordedTrack;
use sqlx::SqliteConnection;

use super::{Store, StoreError, folder};

mod keeping;
mod reading;

pub(crate) use reading::{FileRow, FragmentRow, Sought};

/// A recording that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NewRow {
    pub(crate) id: RecordingId,
    pub(crate) source: Source,
    pub(crate) order: Option<OrderId>,
    /// Who had it begun, if not the order.
    pub(crate) by: Option<PersonId>,
    pub(crate) started_at: Timestamp,
}

/// Something about a recording that is worth finding again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// A file began.
    File {
        recording: RecordingId,
        number: u32,
        init_length: u64,
    },
    /// A fragment was written and sealed.
    Fragment {
        recording: RecordingId,
        file: u32,
        fragment: FragmentRow,
    },
    /// Something is missing.
    Gap {
        recording: RecordingId,
        track: RecordedTrack,
        from: Timestamp,
        to: Timestamp,
    },
    /// Nothing else comes.
    Ended { recording: RecordingId, at: Timestamp },
}

impl Store {
    /// Where the files of recordings lie that have not been handed to the object store.
    pub(crate) fn recordings_folder(&self) -> std::path::PathBuf {
        folder::recordings(&self.folder)
    }

    /// Keeps that a recording begins.
    pub(crate) async fn begin_recording(&self, row: NewRow) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO recording (id, source, unit, order_id, by, started_at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(row.id.0)
            .bind(row.source.kind())
            .bind(row.source.id())
            .bind(row.order.map(|order| order.0))
            .bind(row.by.map(|by| by.0))
            .bind(row.started_at.as_millis())
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(())
    }

    /// Keeps all of these or none; what is there already stays as it is.
    pub(crate) async fn keep_notes(&self, notes: &[Note]) -> Result<(), StoreError> {
        if notes.is_empty() {
            return Ok(());
        }
        let kept = async {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            for note in notes {
                keep(&mut transaction, *note).await?;
            }
            transaction.commit().await
        };
        kept.await.map_err(|error| self.fault(error))
    }

    /// Keeps that a file has been handed to the object store.
    pub(crate) async fn file_went_away(&self, recording: RecordingId, number: u32) -> Result<(), StoreError> {
        sqlx::query("UPDATE recording_file SET away = 1 WHERE recording = $1 AND number = $2")
            .bind(recording.0)
            .bind(i64::from(number))
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(())
    }

    /// Forgets a recording with all that is known of it.
    pub(crate) async fn forget_recording(&self, recording: RecordingId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM recording WHERE id = $1")
            .bind(recording.0)
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(())
    }
}

async fn keep(connection: &mut SqliteConnection, note: Note) -> Result<(), sqlx::Error> {
    match note {
        Note::File {
            recording,
            number,
            init_length,
        } => {
            sqlx::query(
                "INSERT INTO recording_file (recording, number, init_length, size)
                 SELECT id, $2, $3, $3 FROM recording WHERE id = $1 ON CONFLICT DO NOTHING",
            )
            .bind(recording.0)
            .bind(i64::from(number))
            .bind(whole(init_length))
            .execute(connection)
            .await?;
        }
        Note::Fragment {
            recording,
            file,
            fragment,
        } => keep_fragment(connection, recording, file, fragment).await?,
        Note::Gap {
            recording,
            track,
            from,
            to,
        } => {
            sqlx::query(
                "INSERT INTO recording_gap (recording, track, from_at, to_at)
                 SELECT id, $2, $3, $4 FROM recording WHERE id = $1",
            )
            .bind(recording.0)
            .bind(match track {
                RecordedTrack::Video => "video",
                RecordedTrack::Sound => "sound",
            })
            .bind(from.as_millis())
            .bind(to.as_millis())
            .execute(connection)
            .await?;
        }
        Note::Ended { recording, at } => {
            sqlx::query("UPDATE recording SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
                .bind(recording.0)
                .bind(at.as_millis())
                .execute(connection)
                .await?;
        }
    }
    Ok(())
}

async fn keep_fragment(
    connection: &mut SqliteConnection,
    recording: RecordingId,
    file: u32,
    fragment: FragmentRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO recording_fragment
            (recording, file, at_byte, length, starts_at, duration_ms, key_frame, adds_ms)
         SELECT id, $2, $3, $4, $5, $6, $7, min($6, max(0, $5 + $6 - coalesce(
            (SELECT starts_at + duration_ms FROM recording_fragment
             WHERE recording = $1 AND (file, at_byte) < ($2, $3) ORDER BY file DESC, at_byte DESC LIMIT 1), $5)))
         FROM recording WHERE id = $1 ON CONFLICT DO NOTHING",
    )
    .bind(recording.0)
    .bind(i64::from(file))
    .bind(whole(fragment.offset))
    .bind(whole(fragment.length))
    .bind(fragment.starts_at.as_millis())
    .bind(i64::from(fragment.duration_ms))
    .bind(fragment.has_key_frame)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE recording_file SET size = max(size, $3) WHERE recording = $1 AND number = $2")
        .bind(recording.0)
        .bind(i64::from(file))
        .bind(whole(fragment.offset.saturating_add(fragment.length)))
        .execute(connection)
        .await?;
    Ok(())
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
