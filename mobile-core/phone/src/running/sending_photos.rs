//! Bringing the photos that wait on the disk to the hall, one after another.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Running;
use crate::Notice;
use crate::door::DoorError;

/// How long to wait before a photo is tried again; twice as long after each further failure.
const AGAIN: Duration = Duration::from_secs(15);
/// The wait doubles so many times at most, to eight minutes.
const DOUBLED: u32 = 5;

/// A photo that was put, or not.
pub(super) struct PhotoSent {
    sha256: String,
    outcome: Result<(), DoorError>,
}

impl Running {
    pub(super) async fn send_photo(&mut self) {
        self.photo_at = Instant::now() + AGAIN * 2_u32.pow(self.photo_failures.min(DOUBLED));
        if let Ok(Some((sha256, bytes))) = self.saving.with(|store| store.next_photo()).await {
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
            Err(DoorError::Status(status)) if is_final(status.as_u16()) => Some(status.as_u16()),
            Err(_) => {
                self.photo_failures = self.photo_failures.saturating_add(1);
                return;
            }
        };
        self.photo_failures = 0;
        if let Some(status) = refused {
            self.notices.tell(Notice::PhotoRefused {
                photo: sha256.clone(),
                status,
            });
        }
        if self
            .saving
            .with(move |store| store.remove_photo(&sha256))
            .await
            .is_ok()
        {
            self.photo_at = Instant::now();
        }
    }
}

/// Whether a refusal with this status is of the photo itself, so that trying again is no use.
const fn is_final(status: u16) -> bool {
    matches!(status, 400 | 413 | 415 | 422)
}

#[cfg(test)]
mod tests;
