//! Photos and sound notes on their way, as far as they have come.
//!
//! What has come lies in a file that only grows, whose length says where to go on. Each sender has files of its own, so that nobody
//! spoils another's; when the last byte is there, it is looked at whether they are what they were said to be, and what is joins the
//! others in `attachments`. What falls silent is forgotten by `old_attachments`.

use std::fs;
use std::path::{Path, PathBuf};

use domain::Timestamp;
use domain::order::MediaType;
use sqlx::Row;

use super::attachments::{AttachmentError, Name, Sender, there};
use super::{Store, StoreError, folder};

mod continued;
mod joining;
mod turns;

pub(crate) use continued::ContinuedUpload;
pub(super) use turns::Turns;

/// Of one sender's so many are on their way at most; the one begun longest ago makes room.
const MOST_ON_THEIR_WAY: usize = 10;

/// Something on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub length: u64,
    /// How many of them are here.
    pub offset: u64,
}

/// Why something does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It was never begun, or is forgotten.
    #[error("there is no such upload of yours: begin it with POST; what falls silent for a day is forgotten")]
    Unknown,
    /// It does not go on there.
    #[error("{0} of its bytes are here: go on from there")]
    WrongOffset(u64),
    /// Another call sends it.
    #[error("another call is sending it; ask with HEAD how far it is, then go on")]
    Busy,
    /// There are more bytes than were said.
    #[error("it has {0} bytes, and more were sent")]
    TooLong(u64),
    /// It is not what it was said to be, or there is no room.
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
}

impl From<StoreError> for UploadError {
    fn from(error: StoreError) -> Self {
        Self::Attachment(error.into())
    }
}

/// What is on its way, with whose it is.
#[derive(Clone, Copy, Debug)]
struct Whose {
    name: Name,
    sender: Sender,
}

impl Whose {
    fn parse(sha256: &str, sender: Sender) -> Option<Self> {
        let name = Name::parse(sha256)?;
        Some(Self { name, sender })
    }

    fn path(&self, folder: &Path) -> PathBuf {
        let file = format!("{}.{}", hex::encode(self.name.0), self.sender.0.simple());
        folder::uploads(folder).join(file)
    }

    /// What a file is the beginning of.
    fn of_file(name: &str) -> Option<Self> {
        let (sha256, sender) = name.split_once('.')?;
        Self::parse(sha256, Sender(sender.parse().ok()?))
    }
}

impl Store {
    /// Begins something, or says how far it is. `readable` is whether the sender may read it if it is here already: who may need not send
    /// it again.
    pub(crate) async fn begin_upload(
        &self,
        now: Timestamp,
        sender: Sender,
        sha256: &str,
        (media_type, length): (MediaType, u64),
        readable: bool,
    ) -> Result<Upload, UploadError> {
        let whose = Whose::parse(sha256, sender).ok_or(AttachmentError::BadName)?;
        if !(1..=u64::from(media_type.most_bytes())).contains(&length) {
            return Err(AttachmentError::BadSize(media_type).into());
        }
        self.must_have_room(&whose.name, sender).await?;
        if readable && let Some(kept) = self.attachment(sha256).await? {
            self.own(&whose.name, sender, kept.media_type).await?;
        }
        if let Some(whole) = self.whole(whose).await? {
            return Ok(whole);
        }
        let path = whose.path(&self.folder);
        if let Some(known) = self.row(whose).await?
            && known == (media_type, length)
            && let Some(offset) = self.length_of(path.clone()).await?
        {
            let upload = Upload {
                media_type,
                length,
                offset,
            };
            self.settle(whose, upload).await?;
            return Ok(upload);
        }
        let _turn = self.turns.take(&path).ok_or(UploadError::Busy)?;
        self.make_room(whose).await?;
        self.blocking(move || folder::private().create(true).truncate(true).open(path).map(drop))
            .await?;
        self.note(now, whose, media_type, length)
            .await
            .map_err(|error| self.fault(error))?;
        Ok(Upload {
            media_type,
            length,
            offset: 0,
        })
    }

    /// How far something of the sender's is.
    pub(crate) async fn upload(&self, sender: Sender, sha256: &str) -> Result<Upload, UploadError> {
        let whose = Whose::parse(sha256, sender).ok_or(UploadError::Unknown)?;
        if let Some(whole) = self.whole(whose).await? {
            return Ok(whole);
        }
        let upload = self.on_its_way(whose).await?;
        self.settle(whose, upload).await?;
        Ok(upload)
    }

    /// Goes on with something of the sender's from `offset`; nobody else does meanwhile.
    pub(crate) async fn continue_upload(
        &self,
        sender: Sender,
        sha256: &str,
        offset: u64,
    ) -> Result<ContinuedUpload, UploadError> {
        let whose = Whose::parse(sha256, sender).ok_or(UploadError::Unknown)?;
        let turn = self
            .turns
            .take(&whose.path(&self.folder))
            .ok_or(UploadError::Busy)?;
        let sent = self.whole(whose).await?;
        let is_whole = sent.is_some();
        let upload = match sent {
            Some(upload) => upload,
            None => self.on_its_way(whose).await?,
        };
        if upload.offset != offset {
            return Err(UploadError::WrongOffset(upload.offset));
        }
        ContinuedUpload::open(self.clone(), whose, upload, is_whole, turn).await
    }

    /// How far something is that has come in part.
    async fn on_its_way(&self, whose: Whose) -> Result<Upload, UploadError> {
        let (media_type, length) = self.row(whose).await?.ok_or(UploadError::Unknown)?;
        let offset = self.length_of(whose.path(&self.folder)).await?;
        Ok(Upload {
            media_type,
            length,
            offset: offset.ok_or(UploadError::Unknown)?,
        })
    }

    /// Looks at something all of which came before the hall could: it was killed, or its disk was full.
    async fn settle(&self, whose: Whose, upload: Upload) -> Result<(), UploadError> {
        if upload.offset < upload.length {
            return Ok(());
        }
        let _turn = self
            .turns
            .take(&whose.path(&self.folder))
            .ok_or(UploadError::Busy)?;
        self.join(whose, upload.media_type).await
    }

    /// What the sender has sent whole.
    async fn whole(&self, whose: Whose) -> Result<Option<Upload>, StoreError> {
        let own = "SELECT media_type FROM photo WHERE sha256 = $1 AND unit = $2";
        let media_type: Option<String> = sqlx::query_scalar(own)
            .bind(whose.name.0.as_slice())
            .bind(whose.sender.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let Some(media_type) = media_type.and_then(|name| MediaType::named(&name)) else {
            return Ok(None);
        };
        let length = self.come_anew(&whose.name).await?;
        Ok(length.map(|length| Upload {
            media_type,
            length,
            offset: length,
        }))
    }

    /// What something was said to be, with its length.
    async fn row(&self, whose: Whose) -> Result<Option<(MediaType, u64)>, StoreError> {
        let row = sqlx::query("SELECT media_type, length FROM upload WHERE sha256 = $1 AND sender = $2")
            .bind(whose.name.0.as_slice())
            .bind(whose.sender.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let Some(row) = row else { return Ok(None) };
        let read = || -> Result<_, sqlx::Error> { Ok((row.try_get("media_type")?, row.try_get("length")?)) };
        let (media_type, length): (String, i64) = read().map_err(|error| self.fault(error))?;
        Ok(MediaType::named(&media_type).zip(u64::try_from(length).ok()))
    }

    async fn note(
        &self,
        now: Timestamp,
        whose: Whose,
        media_type: MediaType,
        length: u64,
    ) -> Result<(), sqlx::Error> {
        let noted =
            "INSERT INTO upload (sha256, sender, media_type, length, begun_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (sha256, sender) DO UPDATE SET media_type = $3, length = $4, begun_at = $5";
        sqlx::query(noted)
            .bind(whose.name.0.as_slice())
            .bind(whose.sender.0)
            .bind(media_type.name())
            .bind(i64::try_from(length).unwrap_or(i64::MAX))
            .bind(now.as_millis())
            .execute(&self.writer)
            .await
            .map(drop)
    }

    /// Forgets what the sender began longest ago, if too many others are on their way.
    async fn make_room(&self, whose: Whose) -> Result<(), StoreError> {
        let others = "SELECT sha256 FROM upload WHERE sender = $1 AND sha256 <> $2 ORDER BY begun_at DESC";
        let others: Vec<Vec<u8>> = sqlx::query_scalar(others)
            .bind(whose.sender.0)
            .bind(whose.name.0.as_slice())
            .fetch_all(&self.readers)
            .await
            .map_err(|error| self.fault(error))?;
        let oldest = others.into_iter().skip(MOST_ON_THEIR_WAY - 1);
        for name in oldest.filter_map(|name| name.try_into().ok()) {
            let name = Name(name);
            self.forget_silent(Whose { name, ..whose }).await?;
        }
        Ok(())
    }

    /// Forgets the beginning that lies in a file of this name.
    pub(super) async fn forget_upload_file(&self, file: &str) -> Result<(), StoreError> {
        match Whose::of_file(file) {
            Some(whose) => self.forget_silent(whose).await,
            None => Ok(()),
        }
    }

    /// Forgets a beginning, unless somebody goes on with it this very moment.
    async fn forget_silent(&self, whose: Whose) -> Result<(), StoreError> {
        match self.turns.take(&whose.path(&self.folder)) {
            Some(_turn) => self.forget_upload(whose).await,
            None => Ok(()),
        }
    }

    async fn forget_upload(&self, whose: Whose) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM upload WHERE sha256 = $1 AND sender = $2")
            .bind(whose.name.0.as_slice())
            .bind(whose.sender.0)
            .execute(&self.writer)
            .await
            .map_err(|error| self.fault(error))?;
        let path = whose.path(&self.folder);
        self.blocking(move || there(fs::remove_file(path)).map(drop))
            .await
    }

    async fn length_of(&self, path: PathBuf) -> Result<Option<u64>, StoreError> {
        self.blocking(move || there(fs::metadata(path)).map(|file| file.map(|file| file.len())))
            .await
    }
}
