//! An upload that goes on: bytes are written as they come, and kept when the rest does not.

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::turns::Turn;
use super::{Upload, UploadError, Whose};
use crate::store::{Store, StoreError};

/// An upload that goes on. What was appended counts once [`Self::end`] has returned.
#[derive(Debug)]
pub(crate) struct ContinuedUpload {
    store: Store,
    whose: Whose,
    upload: Upload,
    /// None if all of it was here before.
    file: Option<File>,
    _turn: Turn,
}

impl ContinuedUpload {
    pub(super) async fn open(
        store: Store,
        whose: Whose,
        upload: Upload,
        is_whole: bool,
        turn: Turn,
    ) -> Result<Self, UploadError> {
        let file = if is_whole {
            None
        } else {
            let path = whose.path(&store.folder);
            let opened = store.blocking(move || std::fs::File::options().append(true).open(path));
            Some(File::from_std(opened.await?))
        };
        Ok(Self {
            store,
            whose,
            upload,
            file,
            _turn: turn,
        })
    }

    /// How many bytes it has.
    pub(crate) const fn length(&self) -> u64 {
        self.upload.length
    }

    /// How many bytes are still to come.
    pub(crate) const fn room(&self) -> u64 {
        self.upload.length.saturating_sub(self.upload.offset)
    }

    /// Writes what came, as far as it belongs to it.
    pub(crate) async fn append(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        let fits = usize::try_from(self.room())
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let (own, more) = bytes.split_at(fits);
        if let Some(file) = &mut self.file {
            let written = file.write_all(own).await;
            written.map_err(|error| self.fault(error))?;
            self.upload.offset = self
                .upload
                .offset
                .saturating_add(own.len().try_into().unwrap_or(0));
        }
        if more.is_empty() {
            Ok(())
        } else {
            Err(UploadError::TooLong(self.upload.length))
        }
    }

    /// Brings what came to the disk; how many bytes are here now. If it is all of them, they are looked at.
    pub(crate) async fn end(mut self) -> Result<u64, UploadError> {
        if let Some(mut file) = self.file.take() {
            let kept = async {
                file.flush().await?;
                file.sync_all().await
            };
            kept.await.map_err(|error| self.fault(error))?;
            if self.upload.offset == self.upload.length {
                self.store.join(self.whose, self.upload.media_type).await?;
            }
        }
        Ok(self.upload.offset)
    }

    fn fault(&self, error: std::io::Error) -> StoreError {
        StoreError::from_io(&self.store.folder, error)
    }
}
