//! Photos and sound notes, whole.
//!
//! Each is named by its SHA-256, lies in a file of that name, and is never changed. Large bytes stay
//! out of the database so that no order waits for one to be written. Which order something belongs to is
//! in the log; what has come only in part is in `uploads`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use domain::order::{MOST_PHOTO_BYTES, MediaType};
use domain::{PersonId, UnitId};
use sha2::{Digest, Sha256};
use sqlx::Row;
use uuid::Uuid;

use super::old_attachments::UNFINISHED;
use super::{Store, StoreError, folder};

/// What the hall keeps of one sender's at a time, so that no phone fills the disk.
const MOST_OF_SENDER: i64 = 1_000;

/// Whoever sends something: a unit, or a person at a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sender(pub(super) Uuid);

impl From<UnitId> for Sender {
    fn from(unit: UnitId) -> Self {
        Self(unit.0)
    }
}

impl From<PersonId> for Sender {
    fn from(person: PersonId) -> Self {
        Self(person.0)
    }
}

/// Why a photo or a sound note was not kept.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// The name is no SHA-256.
    #[error("a photo or sound note is named by its SHA-256: 64 hex digits in lower case")]
    BadName,
    /// The bytes are others than the name says.
    #[error("the bytes do not have this SHA-256; send it again")]
    WrongHash,
    /// The bytes are of another kind than was said.
    #[error("these bytes are no {}; say what they are, or send another", .0.name())]
    WrongKind(MediaType),
    /// The sender has too many here.
    #[error(
        "the hall keeps {MOST_OF_SENDER} photos and sound notes of one sender at most; there is room once older ones are past their time"
    )]
    TooMany,
    /// There are too many bytes, or none.
    #[error("{} has 1 to {} bytes", .0.name(), .0.most_bytes())]
    BadSize(MediaType),
    /// It could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The SHA-256 that names something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name(pub(super) [u8; 32]);

impl Name {
    pub(super) fn parse(hex: &str) -> Option<Self> {
        let upper = hex.bytes().any(|byte| byte.is_ascii_uppercase());
        let mut name = [0; 32];
        hex::decode_to_slice(hex, &mut name).ok().filter(|()| !upper)?;
        Some(Self(name))
    }

    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder::photos(folder).join(hex::encode(self.0))
    }
}

/// Something whole, to be read.
#[derive(Debug)]
pub struct Kept {
    /// Its bytes.
    pub file: File,
    /// How many there are.
    pub length: u64,
    /// What it is.
    pub media_type: MediaType,
}

impl Store {
    /// Keeps a photo of `unit`'s; the same photo twice is one.
    pub async fn keep_photo(
        &self,
        sha256: &str,
        unit: UnitId,
        bytes: Vec<u8>,
    ) -> Result<(), AttachmentError> {
        let name = Name::parse(sha256).ok_or(AttachmentError::BadName)?;
        if bytes.is_empty() || bytes.len() > MOST_PHOTO_BYTES as usize {
            return Err(AttachmentError::BadSize(MediaType::Jpeg));
        }
        let sender = unit.into();
        self.must_have_room(&name, sender).await?;
        let (path, expected) = (name.path(&self.folder), name.0);
        self.blocking(move || {
            if <[u8; 32]>::from(Sha256::digest(&bytes)) != expected {
                return Ok(Err(AttachmentError::WrongHash));
            }
            write_durably(&path, &bytes).map(Ok)
        })
        .await??;
        Ok(self.own(&name, sender, MediaType::Jpeg).await?)
    }

    /// Something whole, if the hall has it.
    pub async fn attachment(&self, sha256: &str) -> Result<Option<Kept>, StoreError> {
        let Some(name) = Name::parse(sha256) else {
            return Ok(None);
        };
        let media_type: Option<String> =
            sqlx::query_scalar("SELECT media_type FROM photo WHERE sha256 = $1 LIMIT 1")
                .bind(name.0.as_slice())
                .fetch_optional(&self.readers)
                .await
                .map_err(|error| self.fault(error))?;
        let Some(media_type) = media_type.and_then(|name| MediaType::named(&name)) else {
            return Ok(None);
        };
        let path = name.path(&self.folder);
        let opened = self
            .blocking(move || there(File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)))));
        let opened = opened.await?;
        Ok(opened.map(|(length, file)| Kept {
            file,
            length,
            media_type,
        }))
    }

    /// Who sent something: nobody if the hall does not have it.
    pub async fn attachment_senders(&self, sha256: &str) -> Result<BTreeSet<Sender>, StoreError> {
        let Some(name) = Name::parse(sha256) else {
            return Ok(BTreeSet::new());
        };
        let rows = sqlx::query("SELECT unit FROM photo WHERE sha256 = $1")
            .bind(name.0.as_slice())
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let senders = rows.iter().map(|row| row.try_get("unit").map(Sender));
        senders
            .collect::<Result<_, _>>()
            .map_err(|error| self.fault(error))
    }

    /// Notes that something whole is this sender's too.
    pub(super) async fn own(
        &self,
        name: &Name,
        sender: Sender,
        media_type: MediaType,
    ) -> Result<(), StoreError> {
        let owned = sqlx::query(
            "INSERT INTO photo (sha256, unit, media_type) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(name.0.as_slice())
        .bind(sender.0)
        .bind(media_type.name())
        .execute(&self.writer)
        .await;
        owned.map(drop).map_err(|error| self.fault(error))
    }

    /// How long something whole is; it counts as having come now.
    pub(super) async fn come_anew(&self, name: &Name) -> Result<Option<u64>, StoreError> {
        let path = name.path(&self.folder);
        self.blocking(move || {
            there(File::options().write(true).open(path).and_then(|file| {
                file.set_modified(SystemTime::now())?;
                Ok(file.metadata()?.len())
            }))
        })
        .await
    }

    /// Refuses more of a sender who has too many, unless it is one of them.
    pub(super) async fn must_have_room(&self, name: &Name, sender: Sender) -> Result<(), AttachmentError> {
        let others = "SELECT count(*) FROM photo WHERE unit = $1 AND sha256 <> $2";
        let others: i64 = sqlx::query_scalar(others)
            .bind(sender.0)
            .bind(name.0.as_slice())
            .fetch_one(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        if others < MOST_OF_SENDER {
            Ok(())
        } else {
            Err(AttachmentError::TooMany)
        }
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

/// What is read of a file, if there is one.
pub(super) fn there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
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
    let mut file = folder::private().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn random() -> io::Result<u64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(u64::from_ne_bytes(bytes))
}
