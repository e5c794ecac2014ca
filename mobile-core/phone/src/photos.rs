//! Photos on their way to the hall.
//!
//! A photo is known by its SHA-256, so that it may be sent twice and is stored once. It travels
//! beside the outbox: a report is worth more now than with its picture.

use sha2::{Digest, Sha256};

/// The name of a photo: its SHA-256 in hex.
pub(crate) fn name(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// What kind of file it is, by its first bytes (WHATWG MIME Sniffing section 6.1).
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}
