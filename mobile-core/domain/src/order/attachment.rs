//! A photo, a sound note or a clip that goes with a message, named by its content.
//!
//! A message says what goes with it, so that it need not wait for it: the bytes travel by themselves, in the sender's own time, and are
//! stored once however often they are sent. What the first bytes of a kind look like is agreed here, so that what the hall would throw
//! away is never taken in on the phone.

use serde::{Deserialize, Serialize};

use super::OrderRefusal;

/// Bytes of a photo at most.
pub const MOST_PHOTO_BYTES: u32 = 8 * 1024 * 1024;

/// Bytes of a sound note at most: some ten minutes of speech.
pub const MOST_SOUND_BYTES: u32 = 2 * 1024 * 1024;

/// Bytes of a clip at most: half a minute of 720 lines.
pub const MOST_CLIP_BYTES: u32 = 16 * 1024 * 1024;

/// Bytes of anything that goes with a message at most.
pub const MOST_ATTACHMENT_BYTES: u32 = MOST_CLIP_BYTES;

/// A photo, a sound note or a clip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its name: the SHA-256 of its bytes, 64 hex digits in lower case.
    pub sha256: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub bytes: u32,
}

/// What an attachment is (RFC 6838).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    /// A photo.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Sound in Ogg, as Opus usually lies.
    #[serde(rename = "audio/ogg")]
    Ogg,
    /// Sound in MP4, as phones record AAC.
    #[serde(rename = "audio/mp4")]
    Mp4,
    /// Sound in `WebM`, as browsers record Opus.
    #[serde(rename = "audio/webm")]
    WebM,
    /// Pictures with sound in MP4, as phones record them.
    #[serde(rename = "video/mp4")]
    Clip,
}

impl Attachment {
    /// Whether something is named by a SHA-256 in lower-case hexadecimal.
    pub fn is_name(text: &str) -> bool {
        text.len() == 64
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    }

    /// Refuses what names nothing, or is of a size that its kind does not have.
    pub(super) fn check(&self) -> Result<(), OrderRefusal> {
        let fits = (1..=self.media_type.most_bytes()).contains(&self.bytes);
        if fits && Self::is_name(&self.sha256) {
            Ok(())
        } else {
            Err(OrderRefusal::AttachmentBad)
        }
    }
}

impl MediaType {
    /// All that there are.
    pub const ALL: [Self; 5] = [Self::Jpeg, Self::Ogg, Self::Mp4, Self::WebM, Self::Clip];

    /// As many of the first bytes are enough for [`Self::begins`].
    pub const FIRST_BYTES: usize = 8;

    /// Its name in HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Ogg => "audio/ogg",
            Self::Mp4 => "audio/mp4",
            Self::WebM => "audio/webm",
            Self::Clip => "video/mp4",
        }
    }

    /// The kind of this name; what stands behind a semicolon is of no account, and neither is case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// Bytes at most of something of this kind.
    pub const fn most_bytes(self) -> u32 {
        match self {
            Self::Jpeg => MOST_PHOTO_BYTES,
            Self::Ogg | Self::Mp4 | Self::WebM => MOST_SOUND_BYTES,
            Self::Clip => MOST_CLIP_BYTES,
        }
    }

    /// Whether something begins as its kind does (WHATWG MIME Sniffing sections 6.1 and 6.2).
    pub fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::Jpeg => bytes.starts_with(&[0xff, 0xd8, 0xff]),
            Self::Ogg => bytes.starts_with(b"OggS\0"),
            // The length of the first box comes before its kind.
            Self::Mp4 | Self::Clip => bytes.get(4..8) == Some(b"ftyp"),
            Self::WebM => bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]),
        }
    }
}
