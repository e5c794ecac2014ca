//! Why the disk did not do what it was asked to.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing more fits; nothing was changed.
    #[error("the disk is full; free space in {}", .0.display())]
    Full(PathBuf),
    /// Another process holds the folder.
    #[error("another hall runs on {}; stop it, or choose another data folder", .0.display())]
    LockedByAnotherHall(PathBuf),
    /// No hall ever ran here.
    #[error("there is no hall's data in {}", .0.display())]
    Missing(PathBuf),
    /// What lies on the disk is not what was written.
    #[error("the data in {} is damaged ({what}); put a backup in its place", folder.display())]
    Corrupt {
        /// Where.
        folder: PathBuf,
        /// What was found.
        what: String,
    },
    /// Anything else.
    #[error("the data could not be read or written")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    pub(super) fn from_sqlx(folder: &Path, error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(error) => return Self::from_io(folder, error),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                return Self::corrupt(folder, error.to_string());
            }
            _ => {}
        }
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        let code = code.and_then(|code| code.parse::<i32>().ok()).unwrap_or_default();
        if is_full(code) {
            Self::Full(folder.into())
        } else if is_corrupt(code) {
            Self::corrupt(folder, error.to_string())
        } else {
            Self::Other(Box::new(error))
        }
    }

    pub(super) fn from_io(folder: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(folder.into()),
            _ => Self::Other(Box::new(error)),
        }
    }

    pub(super) fn corrupt(folder: &Path, what: impl Into<String>) -> Self {
        Self::Corrupt {
            folder: folder.into(),
            what: what.into(),
        }
    }
}

/// Extended result codes of <https://sqlite.org/rescode.html> that mean that a write found no room.
fn is_full(code: i32) -> bool {
    const FULL: i32 = 13;
    const IOERR_WRITE: i32 = 778;
    const IOERR_FSYNC: i32 = 1034;
    const IOERR_SHMSIZE: i32 = 4874;
    code & 0xff == FULL || matches!(code, IOERR_WRITE | IOERR_FSYNC | IOERR_SHMSIZE)
}

fn is_corrupt(code: i32) -> bool {
    const CORRUPT: i32 = 11;
    const NOT_A_DATABASE: i32 = 26;
    matches!(code & 0xff, CORRUPT | NOT_A_DATABASE)
}
