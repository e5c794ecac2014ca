//! Bringing photos and sound notes to the hall, so that what arrived before the net went is not sent again.
//!
//! By the resumable upload protocol tus 1.0.0 (<https://tus.io/protocols/resumable-upload>). A hall older than that takes a photo whole.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::order::MediaType;
use hyper::header::{CONTENT_TYPE, HeaderName};
use hyper::{Method, StatusCode};
use url::Url;

use super::{Door, DoorError};
use crate::call::{Answer, Call};
use crate::store::Waiting;

/// As many bytes are sent at a time: a network that breaks costs no more than these.
const PIECE: usize = 256 * 1024;

/// A piece, or a photo in one, may take this long.
const PIECE_WITHIN: Duration = Duration::from_mins(2);

/// So often the hall may be elsewhere than it said until it is left for later.
const TURNS: u32 = 3;

/// What came of bringing something.
pub(crate) struct Brought {
    /// Whether the hall has more of it than before.
    pub(crate) some: bool,
    /// Whether it has all of it, or why not.
    pub(crate) outcome: Result<(), DoorError>,
}

/// What an upload says of itself (tus 1.0.0).
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

impl Door {
    /// Brings what waits to the hall, from where it stopped before.
    pub(crate) async fn bring(&self, waiting: &Waiting) -> Brought {
        let mut some = false;
        let outcome = self.bring_pieces(waiting, &mut some).await;
        Brought { some, outcome }
    }

    async fn bring_pieces(&self, waiting: &Waiting, some: &mut bool) -> Result<(), DoorError> {
        let mut turns = 0..TURNS;
        while turns.next().is_some() {
            let mut offset = match self.begin(waiting).await {
                Ok(Some(offset)) => offset,
                Ok(None) => return self.put_photo(waiting).await,
                // What came before was spoilt on the hall's disk; it has thrown it away.
                Err(DoorError::Status(StatusCode::UNPROCESSABLE_ENTITY)) if !turns.is_empty() => continue,
                Err(error) => return Err(error),
            };
            while let Some(rest) = waiting.bytes.get(offset..).filter(|rest| !rest.is_empty()) {
                let piece = rest.get(..PIECE).unwrap_or(rest);
                let answer = self.send_piece(&waiting.sha256, offset, piece).await?;
                match answer.status() {
                    StatusCode::NO_CONTENT => {
                        *some = true;
                        offset = offset.saturating_add(piece.len());
                    }
                    // It is elsewhere, has forgotten it, or was told other bytes and threw them away.
                    StatusCode::CONFLICT
                    | StatusCode::NOT_FOUND
                    | StatusCode::GONE
                    | StatusCode::UNPROCESSABLE_ENTITY
                        if !turns.is_empty() =>
                    {
                        break;
                    }
                    status => return Err(DoorError::Status(status)),
                }
            }
            if offset >= waiting.bytes.len() {
                return Ok(());
            }
        }
        Err(DoorError::Status(StatusCode::CONFLICT))
    }

    /// How much the hall has; none if it knows no such uploads and may be put a photo.
    async fn begin(&self, waiting: &Waiting) -> Result<Option<usize>, DoorError> {
        let url = self.at("/api/attachments");
        let metadata = format!(
            "sha256 {},filetype {}",
            STANDARD.encode(&waiting.sha256),
            STANDARD.encode(waiting.media_type.name())
        );
        let begin = || {
            self.tus(Method::POST, &url)
                .header(UPLOAD_LENGTH, waiting.bytes.len())
                .header(UPLOAD_METADATA, &metadata)
        };
        let answer = self.authorised(begin).await?;
        match answer.status() {
            StatusCode::CREATED => {}
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                return match waiting.media_type {
                    MediaType::Jpeg => Ok(None),
                    // An older hall takes photos alone.
                    _ => Err(DoorError::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
                };
            }
            status => return Err(DoorError::Status(status)),
        }
        if let Some(offset) = offset(&answer) {
            return Ok(Some(offset));
        }
        let url = self.upload(&waiting.sha256);
        let look = || self.tus(Method::HEAD, &url);
        let looked = self.authorised(look).await?;
        match offset(&looked) {
            Some(offset) => Ok(Some(offset)),
            None => Err(DoorError::Status(looked.status())),
        }
    }

    async fn send_piece(&self, sha256: &str, offset: usize, piece: &[u8]) -> Result<Answer, DoorError> {
        let url = self.upload(sha256);
        let send = || {
            self.tus(Method::PATCH, &url)
                .header(CONTENT_TYPE, "application/offset+octet-stream")
                .header(UPLOAD_OFFSET, offset)
                .body(piece.to_vec())
                .timeout(PIECE_WITHIN)
        };
        self.authorised(send).await
    }

    /// Puts a photo whole, where its report says it is.
    async fn put_photo(&self, photo: &Waiting) -> Result<(), DoorError> {
        let url = self.at(&format!("/api/photos/{}", photo.sha256));
        let put = || {
            self.request(Method::PUT, &url)
                .header(CONTENT_TYPE, photo.media_type.name())
                .body(photo.bytes.clone())
                .timeout(PIECE_WITHIN)
        };
        let response = self.authorised(put).await?;
        if response.status().is_success() {
            Ok(())
        } else {
            Err(DoorError::Status(response.status()))
        }
    }

    fn upload(&self, sha256: &str) -> Url {
        self.at(&format!("/api/attachments/{sha256}"))
    }

    fn tus(&self, method: Method, url: &Url) -> Call<'_> {
        self.request(method, url).header(TUS_RESUMABLE, "1.0.0")
    }
}

fn offset(response: &Answer) -> Option<usize> {
    let offset = response.headers().get(UPLOAD_OFFSET)?;
    offset.to_str().ok()?.parse().ok()
}
