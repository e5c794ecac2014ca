//! Photos from the scene.
//!
//! A photo is named by its SHA-256, lies in a file of that name, and is never changed. Large bytes stay
//! out of the database so that no order waits for one to be written. Which order a photo belongs to is
//! in the log.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use domain::UnitId;
use protocol::MAX_PHOTO_BYTES;
use sha2::{Digest, Sha256};
use sqlx::Row;

use super::old_photos::UNFINISHED;
use super::{Store, StoreError, folder};

/// Photos of one unit that the hall keeps at a time, so that no phone fills the disk.
const MAX_PHOTOS_OF_UNIT: i64 = 1_000;

/// Why a photo was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// The name is no SHA-256.
    #[error("a photo is named by its SHA-256: 64 hex digits in lower case")]
    BadName,
    /// The bytes are others than the name says.
    #[error("the photo's bytes do not have this SHA-256; send it again")]
    WrongHash,
    /// The unit has too many photos here.
    #[error(
        "the hall keeps {MAX_PHOTOS_OF_UNIT} photos of a unit at most; there is room once older ones are past their time"
    )]
    TooMany,
    /// There are too many bytes, or none.
    #[error("a photo has 1 to {MAX_PHOTO_BYTES} bytes")]
    BadSize,
    /// It could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The SHA-256 that names a photo.
struct PhotoName([u8; 32]);

impl PhotoName {
    fn parse(hex: &str) -> Option<Self> {
        let upper = hex.bytes().any(|byte| byte.is_ascii_uppercase());
        let mut name = [0; 32];
        hex::decode_to_slice(hex, &mut name).ok().filter(|()| !upper)?;
        Some(Self(name))
    }

    fn path(&self, folder: &Path) -> PathBuf {
        folder::photos(folder).join(hex::encode(self.0))
    }
}

impl Store {
    /// Keeps a photo of `unit`'s; the same photo twice is one.
    pub async fn keep_photo(&self, sha256: &str, unit: UnitId, bytes: Vec<u8>) -> Result<(), PhotoError> {
        let name = PhotoName::parse(sha256).ok_or(PhotoError::BadName)?;
        if !(1..=MAX_PHOTO_BYTES).contains(&bytes.len()) {
            return Err(PhotoError::BadSize);
        }
        if !self
            .has_room(&name, unit)
            .await
            .map_err(|error| self.fault(error))?
        {
            return Err(PhotoError::TooMany);
        }
        let (path, expected) = (name.path(&self.folder), name.0);
        self.blocking(move || {
            if <[u8; 32]>::from(Sha256::digest(&bytes)) != expected {
                return Ok(Err(PhotoError::WrongHash));
            }
            write_durably(&path, &bytes).map(Ok)
        })
        .await??;
        let owned = sqlx::query("INSERT INTO photo (sha256, unit) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name.0.as_slice())
            .bind(unit.0)
            .execute(&self.writer)
            .await;
        owned.map(drop).map_err(|error| self.fault(error).into())
    }

    /// The photo's bytes, if the hall has it.
    pub async fn photo(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(name) = PhotoName::parse(sha256) else {
            return Ok(None);
        };
        let path = name.path(&self.folder);
        let read = move || match fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        self.blocking(read).await
    }

    /// The units that took the photo: none if the hall does not have it.
    pub async fn photo_owners(&self, sha256: &str) -> Result<BTreeSet<UnitId>, StoreError> {
        let Some(name) = PhotoName::parse(sha256) else {
            return Ok(BTreeSet::new());
        };
        let rows = sqlx::query("SELECT unit FROM photo WHERE sha256 = $1")
            .bind(name.0.as_slice())
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let units = rows.iter().map(|row| row.try_get("unit").map(UnitId));
        units.collect::<Result<_, _>>().map_err(|error| self.fault(error))
    }

    /// Whether the unit has few enough photos for this one, or has it here already.
    async fn has_room(&self, name: &PhotoName, unit: UnitId) -> Result<bool, sqlx::Error> {
        let others = "SELECT count(*) FROM photo WHERE unit = $1 AND sha256 <> $2";
        let others: i64 = sqlx::query_scalar(others)
            .bind(unit.0)
            .bind(name.0.as_slice())
            .fetch_one(&self.readers)
            .await?;
        Ok(others < MAX_PHOTOS_OF_UNIT)
    }

    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| StoreError::from_io(&self.folder, error)),
            Err(error) => Err(StoreError::Other(Box::new(error))),
        }
    }
}

/// Writes a file that is either wholly there or not at all.
fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Some(folder) = path.parent() else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if path.try_exists()? {
        return Ok(());
    }
    let unfinished = path.with_extension(format!("{:016x}.{UNFINISHED}", random()?));
    let written = write_new(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, path))
        .and_then(|()| File::open(folder)?.sync_all());
    if written.is_err() {
        // It may never have come to be.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn random() -> io::Result<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(u64::from_ne_bytes(bytes))
}
