//! A recording's file, of which whatever is left after a crash opens.
//!
//! A fragment's bytes are handed to the system before its seal is: a hall that is killed leaves no fragment half
//! described, however busy the disk. Nothing here waits for the disk; `keeping` does. A file that shows nothing is not
//! left behind: on a disk that is full, one would be begun every few seconds.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use recording::SEAL;

use super::keeping::Kept;

/// A file that is being written.
pub(super) struct OpenFile {
    kept: Arc<Kept>,
    path: PathBuf,
    number: u32,
    init_length: u64,
    length: u64,
}

impl OpenFile {
    /// Begins a file with its header; there is none if that fails.
    pub(super) fn create(folder: &Path, name: &str, number: u32, header: &[u8]) -> io::Result<Self> {
        let path = folder.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path)?;
        let begun = file.write_all(header).and_then(|()| File::open(folder));
        let folder = match begun {
            Ok(folder) => folder,
            Err(error) => {
                // What the disk says of this is of no use beside the error that there is.
                let _ = fs::remove_file(&path);
                return Err(error);
            }
        };
        let length = header.len() as u64;
        Ok(Self {
            kept: Arc::new(Kept::new(file, folder)),
            path,
            number,
            init_length: length,
            length,
        })
    }

    /// Appends a fragment, then seals it; where it begins. What could not be appended takes no room.
    pub(super) fn append(&mut self, fragment: &[u8], seal_at: usize) -> io::Result<u64> {
        if self.kept.is_given_up() {
            return Err(io::Error::other("the disk did not keep what was written before"));
        }
        let offset = self.length;
        let file = self.kept.file();
        let written = file
            .write_all_at(fragment, offset)
            .and_then(|()| file.write_all_at(&SEAL, offset + seal_at as u64));
        if let Err(error) = written {
            let _ = file.set_len(offset);
            return Err(error);
        }
        self.length += fragment.len() as u64;
        Ok(offset)
    }

    /// Ends the file; one that shows nothing is deleted.
    pub(super) fn close(self) {
        if self.is_empty()
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "an empty file of a recording stays on the disk");
        }
    }

    /// Whether it has no fragment yet.
    pub(super) fn is_empty(&self) -> bool {
        self.length == self.init_length
    }

    /// What the disk has of it.
    pub(super) fn kept(&self) -> &Arc<Kept> {
        &self.kept
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Bytes of its header.
    pub(super) fn init_length(&self) -> u64 {
        self.init_length
    }
}
