//! Opening the phone's file, whatever state it is in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{Kept, Store, StoreError, know};

/// The schema, one step per version.
const MIGRATIONS: [(u32, &str); 5] = [(1, "
    CREATE TABLE entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    CREATE TABLE known (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE photo (seq INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL);
"), (2, "
    CREATE TABLE unreadable (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
"), (3, "
    ALTER TABLE entry ADD COLUMN guessed_ms INTEGER;
"), (4, "
    CREATE TABLE scene_way (order_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"), (5, "
    ALTER TABLE photo RENAME TO attachment;
    ALTER TABLE attachment ADD COLUMN media_type TEXT NOT NULL DEFAULT 'image/jpeg';
    ALTER TABLE attachment ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
")];

/// A store with what was in it.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The store.
    pub(crate) store: Store,
    /// What was in it.
    pub(crate) kept: Kept,
    /// Why the file that was there before was moved aside, if it was.
    pub(crate) set_aside: Option<String>,
}

/// Opens the file at `path` for `owner`, who finds what was there when somebody else came.
///
/// What cannot be read or is somebody else's is moved aside.
pub(crate) fn open(path: &Path, owner: &str) -> Result<Opened, StoreError> {
    let own = aside_for(path, owner);
    let mut set_aside = None;
    // Two files may be found wanting: the one in the place, and then the owner's own.
    for _ in 0..3 {
        if !path.exists() && own.exists() {
            move_file(&own, path)?;
        }
        let (reason, aside) = match read(path, owner) {
            Ok((store, kept)) => {
                return Ok(Opened {
                    store,
                    kept,
                    set_aside,
                });
            }
            Err(Unusable::Away(error)) => return Err(error),
            Err(Unusable::Broken(reason)) => (reason, with_ending(path, ".broken")),
            Err(Unusable::Anothers(other)) => {
                let reason = "it belongs to another sign-in".to_owned();
                (reason, aside_for(path, &other))
            }
        };
        move_file(path, &unused(&aside))?;
        set_aside = Some(reason);
    }
    let reason = set_aside.unwrap_or_default();
    Err(StoreError::File(std::io::Error::other(reason)))
}

/// Opens a file that this process had open before, without looking through all of it again.
pub(crate) fn open_again(path: &Path, owner: &str) -> Result<Store, StoreError> {
    if path.exists()
        && let Ok(store) = connect(path)
        && store
            .known("owner")
            .is_ok_and(|known| known.as_deref() == Some(owner))
    {
        return Ok(store);
    }
    Ok(open(path, owner)?.store)
}

fn connect(path: &Path) -> Result<Store, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    Ok(Store {
        connection,
        path: path.to_owned(),
    })
}

/// Why a file cannot be used.
enum Unusable {
    /// It holds no store of ours.
    Broken(String),
    /// It is the store of another owner, of this name.
    Anothers(String),
    /// The disk does not let us; the file itself may be sound.
    Away(StoreError),
}

impl From<StoreError> for Unusable {
    fn from(error: StoreError) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match &error {
            StoreError::Sqlite(sqlite)
                if !matches!(
                    sqlite.sqlite_error_code(),
                    Some(DatabaseCorrupt | NotADatabase) | None
                ) =>
            {
                Self::Away(error)
            }
            StoreError::Sqlite(_) | StoreError::Json(_) => Self::Broken(error.chain()),
            StoreError::File(_) | StoreError::TooManyPhotos => Self::Away(error),
        }
    }
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

fn read(path: &Path, owner: &str) -> Result<(Store, Kept), Unusable> {
    let mut store = connect(path)?;
    let sound: String = store
        .connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Unusable::Broken(sound));
    }
    migrate(&mut store.connection)?;
    match store.known("owner")? {
        None => know(&store.connection, "owner", owner)?,
        Some(known) if known == owner => {}
        Some(other) => return Err(Unusable::Anothers(other)),
    }
    let kept = store.load()?;
    Ok((store, kept))
}

fn migrate(connection: &mut Connection) -> Result<(), Unusable> {
    let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if MIGRATIONS.last().is_some_and(|(newest, _)| version > *newest) {
        return Err(Unusable::Broken(format!(
            "it is of version {version}, made by a newer app"
        )));
    }
    for (step, migration) in MIGRATIONS.iter().filter(|(step, _)| *step > version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", step)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Where the file of an owner waits for the owner to come back.
fn aside_for(path: &Path, owner: &str) -> PathBuf {
    with_ending(path, &format!(".of-{}", hex::encode(Sha256::digest(owner))))
}

/// This path or, if something is there, the first numbered one like it.
fn unused(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number: u32| with_ending(path, &format!("-{number}")));
    let mut paths = std::iter::once(path.to_owned()).chain(numbered);
    paths
        .find(|path| !path.exists())
        .unwrap_or_else(|| path.to_owned())
}

/// Moves the file with its companions.
fn move_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    for companion in ["-wal", "-shm", ""] {
        let companion_from = with_ending(from, companion);
        if companion_from.exists() {
            std::fs::rename(&companion_from, with_ending(to, companion))?;
        }
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
