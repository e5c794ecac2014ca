//! A recording's file, of which whatever is left after a crash opens.
//!
//! A fragment's bytes are on the disk before its seal is, and the seal is before anything behind it; a power cut that
//! tears the last fragment leaves free space where it was.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

use recording::SEAL;

/// A file that is being written.
pub(super) struct OpenFile {
    file: File,
    number: u32,
    length: u64,
}

impl OpenFile {
    /// Begins a file with its header.
    pub(super) fn create(folder: &Path, name: &str, number: u32, header: &[u8]) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(folder.join(name))?;
        file.write_all(header)?;
        file.sync_all()?;
        File::open(folder)?.sync_all()?;
        Ok(Self {
            file,
            number,
            length: header.len() as u64,
        })
    }

    /// Appends a fragment, then seals it; where it begins.
    pub(super) fn append(&mut self, fragment: &[u8], seal_at: usize) -> io::Result<u64> {
        let offset = self.length;
        self.file.write_all_at(fragment, offset)?;
        self.file.sync_data()?;
        self.file.write_all_at(&SEAL, offset + seal_at as u64)?;
        self.file.sync_data()?;
        self.length += fragment.len() as u64;
        Ok(offset)
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }
}
