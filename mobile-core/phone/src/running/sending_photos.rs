//! Bringing the photos that wait on the disk to the hall, one after another.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Running;
use crate::Notice;
use crate::door::DoorError;

/// How long to wait before a photo is tried again.
const AGAIN: Duration = Duration::from_secs(15);

/// A photo that was put, or not.
pub(super) struct PhotoSent {
    sha256: String,
    outcome: Result<(), DoorError>,
}

impl Running {
    pub(super) async fn send_photo(&mut self) {
        self.photo_at = Instant::now() + AGAIN;
        if let Ok(Some((sha256, bytes))) = self.saving.photos(|store| store.next_photo()).await {
            let door = Arc::clone(&self.door);
            self.photo = Some(tokio::spawn(async move {
                let outcome = door.put_photo(&sha256, &bytes).await;
                PhotoSent { sha256, outcome }
            }));
        }
    }

    pub(super) async fn photo_sent(&mut self, sent: Option<PhotoSent>) {
        self.photo = None;
        let Some(PhotoSent { sha256, outcome }) = sent else {
            return;
        };
        let refused = match outcome {
            Ok(()) => None,
            Err(DoorError::Status(status)) if status.is_client_error() && !is_passing(status.as_u16()) => {
                Some(status.as_u16())
            }
            Err(_) => return,
        };
        if let Some(status) = refused {
            self.notices.tell(Notice::PhotoRefused {
                photo: sha256.clone(),
                status,
            });
        }
        if self
            .saving
            .photos(move |store| store.remove_photo(&sha256))
            .await
            .is_ok()
        {
            self.photo_at = Instant::now();
        }
    }
}

/// Whether a refusal with this status passes by itself: signed out, too slow, too often.
const fn is_passing(status: u16) -> bool {
    matches!(status, 401 | 408 | 425 | 429)
}
