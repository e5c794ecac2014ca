//! Everything the hall keeps on disk.
//!
//! This is the only module that knows SQL. It is SQLite in one folder, and plain enough that
//! PostgreSQL can join it. When a method returns, what it wrote is on the disk. What is worth keeping
//! is decided by `dispatch`; passwords and tokens belong to [`crate::people`].

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dispatch::Recorded;
use domain::{CommandId, Fix, UnitId};
use sqlx::Connection;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

mod app_pushes;
mod attachments;
mod chain;
mod error;
mod folder;
mod learnt;
mod log;
mod map_memory;
mod old_attachments;
mod people;
mod phones;
mod recordings;
mod restart;
mod trail;
mod uploads;
mod verification;
mod ways;

pub use attachments::{AttachmentError, Kept, Sender};
pub use chain::LogHash;
pub use error::StoreError;
pub use log::LogEntry;
pub use restart::Loaded;
pub use uploads::{Upload, UploadError};
pub use verification::{LogFault, LogHead};

pub(crate) use learnt::Learnt;
pub(crate) use people::{PersonRow, SessionRow};
pub(crate) use phones::{CodeState, NewPhoneRow, PhoneRow};
pub(crate) use recordings::{FileRow, FragmentRow, NewRow, Note, Sought};
pub(crate) use uploads::ContinuedUpload;
pub(crate) use ways::{NoticeKeyRow, SubscriptionRow, WaysRow};

/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a caller waits for a connection of ours.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes in a page of the database.
const PAGE_BYTES: u64 = 4096;

/// Connections that read beside the one that writes.
const READERS: u32 = 4;

/// Something to keep.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// An entry for the end of the log.
    Record(Recorded),
    /// A position for a unit's trail.
    Fix {
        /// Whose.
        unit: UnitId,
        /// The id that makes it count once.
        command: CommandId,
        /// The measurement.
        fix: Fix,
    },
}

/// The hall's disk.
#[derive(Clone, Debug)]
pub struct Store {
    folder: Arc<Path>,
    writer: SqlitePool,
    readers: SqlitePool,
    turns: uploads::Turns,
    /// Held by the one hall that runs on this folder.
    _lock: Option<Arc<File>>,
}

impl Store {
    /// Opens the folder for the one hall that runs on it, and makes it if it is not there.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_limited(folder, u64::MAX).await
    }

    /// Like [`Self::open`], with a database that grows to `max_bytes` at most.
    pub async fn open_limited(folder: &Path, max_bytes: u64) -> Result<Self, StoreError> {
        folder::make(folder)?;
        let lock = folder::lock(folder)?;
        Self::connect(folder, Some(Arc::new(lock)), max_bytes).await
    }

    /// Opens the folder beside a hall that may be running on it, and makes it if it is not there.
    pub async fn open_beside(folder: &Path) -> Result<Self, StoreError> {
        folder::make(folder)?;
        Self::connect(folder, None, u64::MAX).await
    }

    /// Opens the folder beside a hall that may be running on it, if a hall ever did.
    pub async fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        folder::must_exist(folder)?;
        Self::connect(folder, None, u64::MAX).await
    }

    /// Lets go of the folder once everything under way has ended.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Keeps all of `writes` or none, and returns once they are on the disk.
    pub async fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        self.commit_all(writes).await.map_err(|error| self.fault(error))
    }

    async fn commit_all(&self, writes: &[Write]) -> Result<(), sqlx::Error> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let records = writes.iter().filter_map(|write| match write {
            Write::Record(recorded) => Some(recorded),
            Write::Fix { .. } => None,
        });
        log::append(&mut transaction, records).await?;
        for write in writes {
            if let Write::Fix { unit, command, fix } = write {
                trail::keep(&mut transaction, *unit, *command, fix).await?;
            }
        }
        transaction.commit().await
    }

    async fn connect(folder: &Path, lock: Option<Arc<File>>, max_bytes: u64) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(folder::database(folder))
            .create_if_missing(true)
            .page_size(u32::try_from(PAGE_BYTES).unwrap_or(4096))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // SQLite clamps it to what it can do.
            .pragma(
                "max_page_count",
                (max_bytes / PAGE_BYTES).min(0xffff_fffe).to_string(),
            );
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                // On a full disk SQLite ends a transaction by itself. The connection then thinks that it
                // still has one and would refuse every other: it is replaced.
                .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        };
        let fault = |error| StoreError::from_sqlx(folder, error);
        let writer = pool(1).connect_with(options.clone()).await.map_err(fault)?;
        let mut migrations = sqlx::migrate!();
        // An older hall runs on a newer database: migrations only add.
        migrations.set_ignore_missing(true);
        migrations.run(&writer).await.map_err(|error| match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault(error),
            other => StoreError::Other(Box::new(other)),
        })?;
        let readers = pool(READERS).connect_with(options).await.map_err(fault)?;
        Ok(Self {
            folder: folder.into(),
            writer,
            readers,
            turns: uploads::Turns::default(),
            _lock: lock,
        })
    }

    /// Changes the database by hand, for instance to have it refuse something.
    #[cfg(test)]
    pub(crate) async fn alter(&self, sql: &'static str) -> Result<(), StoreError> {
        let altered = sqlx::query(sql).execute(&self.writer).await;
        altered.map(drop).map_err(|error| self.fault(error))
    }

    fn fault(&self, error: sqlx::Error) -> StoreError {
        StoreError::from_sqlx(&self.folder, error)
    }
}

#[cfg(test)]
mod tests;
