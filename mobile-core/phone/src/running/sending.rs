//! Bringing the photos and sound notes that wait on the disk to the hall, one after another.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Running;
use crate::Notice;
use crate::door::Brought;

/// How long to wait before something is tried again; twice as long after each further failure that brought nothing.
const AGAIN: Duration = Duration::from_secs(15);
/// The wait doubles so many times at most, to eight minutes.
const DOUBLED: u32 = 5;

/// Something that was brought, or not.
pub(super) struct Sent {
    sha256: String,
    brought: Brought,
}

impl Running {
    pub(super) async fn send(&mut self) {
        self.send_at = Instant::now() + AGAIN * 2_u32.pow(self.send_failures.min(DOUBLED));
        if let Ok(Some(waiting)) = self.saving.with(|store| store.next_attachment()).await {
            let door = Arc::clone(&self.door);
            self.sending = Some(tokio::spawn(async move {
                let brought = door.bring(&waiting).await;
                let sha256 = waiting.sha256;
                Sent { sha256, brought }
            }));
        }
    }

    /// What was on its way by a network that is gone goes by the next one.
    pub(super) fn send_anew(&mut self) {
        self.stop_sending();
        self.send_at = Instant::now();
    }

    pub(super) fn stop_sending(&mut self) {
        if let Some(sending) = self.sending.take() {
            sending.abort();
        }
    }

    pub(super) async fn sent(&mut self, sent: Option<Sent>) {
        self.sending = None;
        let Some(Sent { sha256, brought }) = sent else {
            return;
        };
        let refused = brought.outcome.err().map(|error| error.status());
        let settled = match refused {
            None => {
                self.saving
                    .with(move |store| store.attachment_sent(&sha256))
                    .await
            }
            Some(Some(status)) if is_final(status) => {
                self.notices.tell(Notice::PhotoRefused {
                    photo: sha256.clone(),
                    status,
                });
                self.saving
                    .with(move |store| store.remove_attachment(&sha256))
                    .await
            }
            Some(_) if brought.some => {
                self.send_failures = 0;
                self.send_at = Instant::now() + AGAIN;
                return;
            }
            Some(_) => {
                self.send_failures = self.send_failures.saturating_add(1);
                return;
            }
        };
        self.send_failures = 0;
        if settled.is_ok() {
            self.send_at = Instant::now();
        }
    }
}

/// Whether a refusal with this status is of the thing itself, so that trying again is no use.
const fn is_final(status: u16) -> bool {
    matches!(status, 400 | 413 | 415 | 422)
}

#[cfg(test)]
mod tests;
