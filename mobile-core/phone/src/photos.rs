//! Photos on their way to the hall.
//!
//! A photo is known by its SHA-256, so that it may be sent twice and is stored once. It travels
//! beside the outbox: a report is worth more now than with its picture.

use sha2::{Digest, Sha256};

/// The name of a photo: its SHA-256 in hex.
pub(crate) fn name(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The media type of every photo: the hall takes no other.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";

/// Whether it is a JPEG, by its first bytes (WHATWG MIME Sniffing section 6.1).
pub(crate) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
}
