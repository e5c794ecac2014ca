//! The chain that ties the log's entries together.
//!
//! An entry's hash is SHA-256 over
//!
//! | bytes  | what                                                           |
//! |--------|----------------------------------------------------------------|
//! | 32     | the hash of the entry before, or zeros before the first        |
//! | 8      | the entry's sequence number from 1 on, unsigned, big-endian    |
//! | rest   | the entry's body as stored: JSON of [`dispatch::Recorded`]     |
//!
//! so the hash of the last entry stands for them all. Whoever writes it down elsewhere (`yike log
//! verify` prints it) can prove later that nothing before it was changed.

use std::fmt;

use sha2::{Digest, Sha256};

/// The hash of an entry with all before it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct LogHash(pub [u8; 32]);

impl LogHash {
    /// The hash of the entry that follows.
    pub(super) fn next(self, seq: i64, body: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(seq.to_be_bytes());
        hasher.update(body.as_bytes());
        Self(hasher.finalize().into())
    }

    /// From a column; nothing if it is not 32 bytes.
    pub(super) fn from_column(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for LogHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for LogHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
