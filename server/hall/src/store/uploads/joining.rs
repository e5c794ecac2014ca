//! What has come whole joins the others, if it is what it was said to be.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use domain::order::MediaType;
use sha2::{Digest, Sha256};

use super::{UploadError, Whose};
use crate::store::Store;
use crate::store::attachments::{AttachmentError, Name};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

impl Store {
    /// Looks at something that has come whole; what is not what it should be is forgotten.
    pub(super) async fn join(&self, whose: Whose, media_type: MediaType) -> Result<(), UploadError> {
        let (path, to) = (whose.path(&self.folder), whose.name.path(&self.folder));
        let beginning = path.clone();
        let looked = self
            .blocking(move || look(&beginning, whose.name, media_type))
            .await?;
        if looked.is_ok() {
            // A row without a file says nothing; a file without a row would have to be sent again.
            self.own(&whose.name, whose.sender, media_type).await?;
            self.blocking(move || {
                // The call that wrote the last of it may have been cut off before it reached the disk.
                File::open(&path)?.sync_all()?;
                fs::rename(&path, &to)?;
                File::open(to.parent().ok_or(io::ErrorKind::InvalidInput)?)?.sync_all()
            })
            .await?;
        }
        self.forget_upload(whose).await?;
        Ok(looked?)
    }
}

/// Whether a file is what it was said to be.
fn look(path: &Path, name: Name, media_type: MediaType) -> io::Result<Result<(), AttachmentError>> {
    let mut file = File::open(path)?;
    let mut first = [0; MediaType::FIRST_BYTES];
    let mut chunk = vec![0; CHUNK];
    let mut hash = Sha256::new();
    let mut at = 0;
    loop {
        let read = match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => chunk.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        for (place, byte) in first.iter_mut().skip(at).zip(read) {
            *place = *byte;
        }
        at = first.len().min(at.saturating_add(read.len()));
        hash.update(read);
    }
    Ok(if <[u8; 32]>::from(hash.finalize()) != name.0 {
        Err(AttachmentError::WrongHash)
    } else if !media_type.begins(first.get(..at).unwrap_or_default()) {
        Err(AttachmentError::WrongKind(media_type))
    } else {
        Ok(())
    })
}
