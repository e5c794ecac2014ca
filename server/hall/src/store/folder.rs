//! The folder that holds a hall's data.
//!
//! It is nobody else's to read, and one hall's at a time: the lock lies on an open file, so that it
//! goes with the process however that ends.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The database's file.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("yike.db")
}

/// The photos' folder.
pub(super) fn photos(folder: &Path) -> PathBuf {
    folder.join("photos")
}

/// The folder of what has come only in part.
pub(super) fn uploads(folder: &Path) -> PathBuf {
    folder.join("uploads")
}

/// The recordings' folder.
pub(super) fn recordings(folder: &Path) -> PathBuf {
    folder.join("recordings")
}

/// Makes the folder with an empty database, where they are not there yet.
pub(super) fn make(folder: &Path) -> Result<(), StoreError> {
    let made = make_private(folder)
        .and_then(|()| make_private(&photos(folder)))
        .and_then(|()| make_private(&uploads(folder)))
        .and_then(|()| make_private(&recordings(folder)))
        .and_then(|()| open_private(&database(folder)));
    made.map(drop).map_err(|error| StoreError::from_io(folder, error))
}

/// Refuses a folder that holds no database.
pub(super) fn must_exist(folder: &Path) -> Result<(), StoreError> {
    match database(folder).try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::Missing(folder.into())),
        Err(error) => Err(StoreError::from_io(folder, error)),
    }
}

/// Takes the folder for this process alone.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = open_private(&folder.join("hall.lock")).map_err(|error| StoreError::from_io(folder, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::LockedByAnotherHall(folder.into())),
        Err(TryLockError::Error(error)) => Err(StoreError::from_io(folder, error)),
    }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn open_private(file: &Path) -> io::Result<File> {
    private().read(true).create(true).truncate(false).open(file)
}

/// How a file is opened that is to be written and is nobody else's to read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
