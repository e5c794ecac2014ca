//! Opening the phone's file, whatever state it is in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{Kept, Store, StoreError, know};

/// The schema, one step per version.
const MIGRATIONS: [(u32, &str); 3] = [(1, "
    CREATE TABLE entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    CREATE TABLE known (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE photo (seq INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL);
"), (2, "
    CREATE TABLE unreadable (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
"), (3, "
    ALTER TABLE entry ADD COLUMN guessed_ms INTEGER;
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

/// Opens the file at `path` for `owner`; what cannot be read or is somebody else's is moved aside.
pub(crate) fn open(path: &Path, owner: &str) -> Result<Opened, StoreError> {
    match read(path, owner) {
        Ok((store, kept)) => Ok(Opened {
            store,
            kept,
            set_aside: None,
        }),
        Err(Unusable::Broken(reason)) => {
            set_aside(path)?;
            let (store, kept) = read(path, owner).map_err(|unusable| match unusable {
                Unusable::Broken(reason) => StoreError::File(std::io::Error::other(reason)),
                Unusable::Away(error) => error,
            })?;
            Ok(Opened {
                store,
                kept,
                set_aside: Some(reason),
            })
        }
        Err(Unusable::Away(error)) => Err(error),
    }
}

/// Why a file cannot be used.
enum Unusable {
    /// It holds no store of ours.
    Broken(String),
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
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Unusable::Broken(sound));
    }
    let mut store = Store {
        connection,
        path: path.to_owned(),
    };
    migrate(&mut store.connection)?;
    match store.known("owner")? {
        None => know(&store.connection, "owner", owner)?,
        Some(known) if known == owner => {}
        Some(_) => return Err(Unusable::Broken("it belongs to another sign-in".to_owned())),
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

/// Moves the file aside with its companions, over whatever was moved aside before.
fn set_aside(path: &Path) -> Result<(), StoreError> {
    for companion in ["", "-wal", "-shm"] {
        let from = with_ending(path, companion);
        if from.exists() {
            std::fs::rename(&from, with_ending(path, &format!(".set-aside{companion}")))?;
        }
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}
