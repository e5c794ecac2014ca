//! Asking the hall for a photo or sound note.

use std::time::Duration;

use domain::order::MOST_ATTACHMENT_BYTES;
use hyper::{Method, StatusCode};
use tokio::time::timeout;

use super::{Door, DoorError};
use crate::{AttachmentError, attachments};

/// One may take this long: a clip of the greatest size at 250 kbit/s.
const WITHIN: Duration = Duration::from_mins(9);
/// A hall that says nothing for so long does not go on.
const SILENCE: Duration = Duration::from_secs(20);

impl Door {
    /// All of a photo or sound note.
    pub(crate) async fn attachment(&self, sha256: &str) -> Result<Vec<u8>, AttachmentError> {
        let url = self.at(&format!("/api/attachments/{sha256}"));
        let request = || self.request(Method::GET, &url).timeout(WITHIN);
        let away = |error: DoorError| {
            tracing::debug!(%error, "the hall was not reached for a photo or sound note");
            AttachmentError::Away
        };
        let mut response = self.authorised(request).await.map_err(away)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(AttachmentError::NotThere),
            status => {
                let status = status.as_u16();
                return Err(AttachmentError::Refused { status });
            }
        }
        let mut bytes = Vec::new();
        loop {
            let chunk = timeout(SILENCE, response.chunk()).await;
            let chunk = chunk.map_err(|_| AttachmentError::Away)?;
            let Some(chunk) = chunk.map_err(|error| away(error.into()))? else {
                break;
            };
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_ATTACHMENT_BYTES as usize {
                return Err(AttachmentError::Unreadable);
            }
        }
        if attachments::name(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(AttachmentError::Unreadable)
        }
    }
}
