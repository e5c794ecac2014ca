//! Photos, sound notes and clips on their way to the hall.
//!
//! Each is known by its SHA-256, so that it may be sent twice and is stored once. They travel
//! beside the outbox: a report or a message is worth more now than with its picture.

use domain::order::MediaType;
use sha2::{Digest, Sha256};

/// A photo, a sound note or a clip that the officer made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes: a photo has at most 8 MiB, a sound note 2 MiB, a clip 16 MiB. Where, when and by what a camera says that they were
    /// taken does not leave the phone ([`field_unit::make_bare`]).
    pub bytes: Vec<u8>,
}

/// What is pictured and said is nobody's to read in a log.
impl std::fmt::Debug for NewAttachment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, bytes) = (self.media_type.name(), self.bytes.len());
        write!(formatter, "{kind} of {bytes} bytes")
    }
}

/// The name of something: its SHA-256 in hex.
pub(crate) fn name(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Whether there are more bytes than the hall takes of something of this kind.
pub(crate) fn is_too_big(media_type: MediaType, bytes: &[u8]) -> bool {
    u32::try_from(bytes.len()).map_or(true, |length| length > media_type.most_bytes())
}
