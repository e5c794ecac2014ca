//! What was recorded, looked up.

use domain::{OrderId, RecordingId, Source, Timestamp, TownId, UnitId};
use futures_util::TryStreamExt as _;
use protocol::api::{GapView, RecordedTrack, RecordingView};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};

use crate::store::{Store, StoreError};

/// Recordings told at a time, the newest ones.
const MOST_LISTED: usize = 500;

/// What a recording is told with.
const VIEW: &str = "SELECT recording.*,
    (SELECT count(*) FROM recording_file WHERE recording = recording.id) AS files,
    (SELECT coalesce(sum(size), 0) FROM recording_file WHERE recording = recording.id) AS bytes,
    (SELECT coalesce(sum(coalesce(adds_ms, duration_ms)), 0) FROM recording_fragment WHERE recording = recording.id) AS plays_ms
    FROM recording";

/// Which recordings are looked for: those that are all of this.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sought {
    /// Of this order.
    pub(crate) order: Option<OrderId>,
    /// Of this source.
    pub(crate) source: Option<Source>,
    /// Only those that have not ended.
    pub(crate) going_on: bool,
}

/// A file of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileRow {
    pub(crate) recording: RecordingId,
    pub(crate) number: u32,
    pub(crate) init_length: u64,
    /// As far as it is indexed, in bytes.
    pub(crate) size: u64,
    /// It is in the object store, no longer in the hall's folder.
    pub(crate) away: bool,
}

/// A fragment of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FragmentRow {
    pub(crate) offset: u64,
    pub(crate) length: u64,
    pub(crate) starts_at: Timestamp,
    pub(crate) duration_ms: u32,
    pub(crate) has_key_frame: bool,
}

impl Store {
    /// One recording, unless it is doomed.
    pub(crate) async fn recording(&self, id: RecordingId) -> Result<Option<RecordingView>, StoreError> {
        let read = async {
            let query = format!("{VIEW} WHERE id = $1 AND doomed = 0");
            let row = sqlx::query(sqlx::AssertSqlSafe(query)).bind(id.0);
            let Some(row) = row.fetch_optional(&self.readers).await? else {
                return Ok(None);
            };
            let gaps = sqlx::query("SELECT * FROM recording_gap WHERE recording = $1 ORDER BY from_at");
            let gaps = gaps.bind(id.0).fetch_all(&self.readers).await?;
            let gaps = gaps.iter().map(gap).collect::<Result<_, _>>()?;
            Ok(Some(RecordingView { gaps, ..view(&row)? }))
        };
        read.await.map_err(|error| self.fault(error))
    }

    /// The newest of the recordings sought that `shows` lets through, 500 at most.
    pub(crate) async fn recordings(
        &self,
        sought: Sought,
        shows: impl Fn(Source, Option<OrderId>) -> bool,
    ) -> Result<Vec<RecordingView>, StoreError> {
        let mut query =
            QueryBuilder::<Sqlite>::new("SELECT id, source, unit, order_id FROM recording WHERE doomed = 0");
        if let Some(order) = sought.order {
            query.push(" AND order_id = ").push_bind(order.0);
        }
        if let Some(source) = sought.source {
            query.push(" AND source = ").push_bind(source.kind());
            query.push(" AND unit = ").push_bind(source.id());
        }
        if sought.going_on {
            query.push(" AND ended_at IS NULL");
        }
        query.push(" ORDER BY started_at DESC");
        let read = async {
            let mut rows = query.build().fetch(&self.readers);
            let mut found = Vec::new();
            while found.len() < MOST_LISTED
                && let Some(row) = rows.try_next().await?
            {
                let of: Option<uuid::Uuid> = row.try_get("order_id")?;
                if shows(source_of(&row)?, of.map(OrderId)) {
                    found.push(RecordingId(row.try_get("id")?));
                }
            }
            Ok(found)
        };
        let found = read.await.map_err(|error| self.fault(error))?;
        let mut views = Vec::new();
        for id in found {
            // One may have been forgotten meanwhile.
            views.extend(self.recording(id).await?);
        }
        Ok(views)
    }

    /// The recordings that have not ended.
    pub(crate) async fn recordings_open(&self) -> Result<Vec<RecordingId>, StoreError> {
        let rows = sqlx::query("SELECT id FROM recording WHERE ended_at IS NULL")
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let ids = rows.iter().map(|row| row.try_get("id").map(RecordingId));
        ids.collect::<Result<_, _>>().map_err(|error| self.fault(error))
    }

    /// How many bytes all recordings have in the hall's folder.
    #[cfg(test)]
    pub(crate) async fn recorded_here(&self) -> Result<u64, StoreError> {
        let bytes: i64 =
            sqlx::query_scalar("SELECT coalesce(sum(size), 0) FROM recording_file WHERE away = 0")
                .fetch_one(&self.readers)
                .await
                .map_err(|error| self.fault(error))?;
        Ok(u64::try_from(bytes).unwrap_or(0))
    }

    /// The files of a recording.
    pub(crate) async fn recording_files(&self, id: RecordingId) -> Result<Vec<FileRow>, StoreError> {
        let rows = sqlx::query("SELECT * FROM recording_file WHERE recording = $1 ORDER BY number")
            .bind(id.0)
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let files = rows.iter().map(file).collect::<Result<_, _>>();
        files.map_err(|error| self.fault(error))
    }

    /// The fragments of a recording with the numbers of their files, in sequence.
    pub(crate) async fn fragments(&self, id: RecordingId) -> Result<Vec<(u32, FragmentRow)>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM recording_fragment WHERE recording = $1 ORDER BY file, at_byte")
                .bind(id.0)
                .fetch_all(&self.readers)
                .await
                .map_err(|error| self.fault(error))?;
        let fragments = rows.iter().map(fragment).collect::<Result<_, _>>();
        fragments.map_err(|error| self.fault(error))
    }
}

fn view(row: &SqliteRow) -> Result<RecordingView, sqlx::Error> {
    let (unit, desk) = match source_of(row)? {
        Source::Desk(town) => (None, Some(town)),
        other => (Some(UnitId(other.id())), None),
    };
    let by: Option<uuid::Uuid> = row.try_get("by")?;
    let order: Option<uuid::Uuid> = row.try_get("order_id")?;
    let ended_at: Option<i64> = row.try_get("ended_at")?;
    let files: i64 = row.try_get("files")?;
    Ok(RecordingView {
        id: RecordingId(row.try_get("id")?),
        unit,
        desk,
        order: order.map(OrderId),
        by_hand: by.is_some(),
        started_at: Timestamp::from_millis(row.try_get("started_at")?),
        ended_at: ended_at.map(Timestamp::from_millis),
        files: u32::try_from(files).unwrap_or(u32::MAX),
        bytes: natural(row, "bytes")?,
        plays_ms: natural(row, "plays_ms")?,
        gaps: Vec::new(),
        unreadable: None,
    })
}

fn source_of(row: &SqliteRow) -> Result<Source, sqlx::Error> {
    let (kind, id): (&str, _) = (row.try_get("source")?, row.try_get("unit")?);
    Ok(if kind == "desk" {
        Source::Desk(TownId(id))
    } else {
        Source::Unit(UnitId(id))
    })
}

fn gap(row: &SqliteRow) -> Result<GapView, sqlx::Error> {
    let track: &str = row.try_get("track")?;
    Ok(GapView {
        track: if track == "video" {
            RecordedTrack::Video
        } else {
            RecordedTrack::Sound
        },
        from: Timestamp::from_millis(row.try_get("from_at")?),
        to: Timestamp::from_millis(row.try_get("to_at")?),
    })
}

pub(super) fn file(row: &SqliteRow) -> Result<FileRow, sqlx::Error> {
    Ok(FileRow {
        recording: RecordingId(row.try_get("recording")?),
        number: number(row, "number")?,
        init_length: natural(row, "init_length")?,
        size: natural(row, "size")?,
        away: row.try_get("away")?,
    })
}

fn fragment(row: &SqliteRow) -> Result<(u32, FragmentRow), sqlx::Error> {
    let fragment = FragmentRow {
        offset: natural(row, "at_byte")?,
        length: natural(row, "length")?,
        starts_at: Timestamp::from_millis(row.try_get("starts_at")?),
        duration_ms: number(row, "duration_ms")?,
        has_key_frame: row.try_get("key_frame")?,
    };
    Ok((number(row, "file")?, fragment))
}

fn natural(row: &SqliteRow, column: &str) -> Result<u64, sqlx::Error> {
    let value: i64 = row.try_get(column)?;
    Ok(u64::try_from(value).unwrap_or(0))
}

fn number(row: &SqliteRow, column: &str) -> Result<u32, sqlx::Error> {
    let value: i64 = row.try_get(column)?;
    Ok(u32::try_from(value).unwrap_or(0))
}
