//! Where the files of recordings lie: in the hall's folder while they are written, then where the operator says.
//!
//! What is written lies on a local disk, since only that can be appended to and flushed; what is finished is handed to
//! an object store, if one is named: another folder or a bucket of S3's kind. Both are read alike.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use crate::recorder::file_name;
use crate::store::FileRow;

/// Bytes handed over at a time.
const CHUNK: usize = 8 * 1024 * 1024;
/// Parts on their way at once.
const PARTS: usize = 4;

/// Why a file is not handed over.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandOverFault {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Here(#[from] std::io::Error),
    /// The object store does not take it.
    #[error(transparent)]
    Away(#[from] object_store::Error),
}

/// Why a file in the object store is not deleted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeleteFault {
    /// It lies where nobody can reach it any more.
    #[error("recordings_store names no object store, and the file was handed to one; name that again")]
    NoStore,
    /// The object store does not delete it.
    #[error(transparent)]
    Away(#[from] object_store::Error),
}

/// The places of files.
#[derive(Clone, Debug)]
pub(crate) struct Archive {
    folder: PathBuf,
    here: Arc<dyn ObjectStore>,
    away: Option<Away>,
}

#[derive(Clone, Debug)]
struct Away {
    store: Arc<dyn ObjectStore>,
    prefix: Key,
}

impl Archive {
    /// Opens the hall's own folder, with the place that finished files are handed to, if there is one.
    ///
    /// `away` is a folder, or `s3://bucket/prefix` with its keys, region and endpoint in the environment's `AWS_`
    /// variables.
    pub(crate) fn open(folder: PathBuf, away: Option<&str>) -> anyhow::Result<Self> {
        let here = LocalFileSystem::new_with_prefix(&folder)
            .with_context(|| format!("opening the recordings' folder {}", folder.display()))?;
        let away = away
            .map(|away| {
                Away::open(away)
                    .with_context(|| format!("recordings_store: \"{away}\" cannot be used for recordings"))
            })
            .transpose()?;
        Ok(Self {
            folder,
            here: Arc::new(here),
            away,
        })
    }

    /// One that hands finished files to this object store.
    #[cfg(test)]
    pub(crate) fn with_store(folder: PathBuf, store: Arc<dyn ObjectStore>) -> Self {
        let away = Away {
            store,
            prefix: Key::default(),
        };
        let archive = Self::open(folder, None).unwrap();
        Self {
            away: Some(away),
            ..archive
        }
    }

    /// Whether finished files go elsewhere.
    pub(crate) fn hands_over(&self) -> bool {
        self.away.is_some()
    }

    /// Copies a finished file to the object store, whole or not at all.
    pub(crate) async fn hand_over(&self, file: &FileRow) -> Result<(), HandOverFault> {
        let Some(away) = &self.away else {
            return Ok(());
        };
        let mut source = File::open(self.path(file)).await?;
        let upload = away.store.put_multipart(&away.key(file)).await?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, CHUNK);
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = source.read(&mut chunk).await;
            match read {
                Ok(0) => break,
                Ok(read) => upload.write(chunk.get(..read).unwrap_or_default()),
                Err(error) => {
                    upload.abort().await?;
                    return Err(error.into());
                }
            }
            upload.wait_for_capacity(PARTS).await?;
        }
        upload.finish().await?;
        Ok(())
    }

    /// Deletes the hall's own copy of a file; one that is gone stays gone.
    pub(crate) async fn delete_here(&self, file: &FileRow) -> object_store::Result<()> {
        gone(self.here.delete(&key_here(file)).await)
    }

    /// Deletes a file in the object store; a file that is gone stays gone. Any file may be there: it may have been handed
    /// over without that being noted. Without a store, only a file that was never handed over is gone from there.
    pub(crate) async fn delete_away(&self, file: &FileRow) -> Result<(), DeleteFault> {
        match &self.away {
            Some(away) => Ok(gone(away.store.delete(&away.key(file)).await)?),
            None if file.away => Err(DeleteFault::NoStore),
            None => Ok(()),
        }
    }

    /// Reads these bytes of a file.
    pub(crate) async fn read(
        &self,
        file: &FileRow,
        range: Range<u64>,
    ) -> object_store::Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        let got = match (&self.away, file.away) {
            (Some(away), true) => away.store.get_opts(&away.key(file), options).await?,
            _ => self.here.get_opts(&key_here(file), options).await?,
        };
        Ok(got.into_stream())
    }

    fn path(&self, file: &FileRow) -> PathBuf {
        self.folder.join(file_name(file.recording, file.number))
    }
}

impl Away {
    fn open(away: &str) -> anyhow::Result<Self> {
        if let Some(bucket) = away.strip_prefix("s3://") {
            let prefix = bucket.split_once('/').map_or("", |(_, prefix)| prefix);
            let store = AmazonS3Builder::from_env().with_url(away).build()?;
            return Ok(Self {
                store: Arc::new(store),
                prefix: Key::parse(prefix.trim_end_matches('/'))?,
            });
        }
        let folder = Path::new(away);
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            store: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)),
            prefix: Key::default(),
        })
    }

    fn key(&self, file: &FileRow) -> Key {
        self.prefix
            .clone()
            .join(file_name(file.recording, file.number).as_str())
    }
}

fn key_here(file: &FileRow) -> Key {
    Key::from(file_name(file.recording, file.number))
}

fn gone(deleted: object_store::Result<()>) -> object_store::Result<()> {
    match deleted {
        Err(object_store::Error::NotFound { .. }) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
