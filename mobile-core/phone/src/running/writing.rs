//! Taking in what the officer writes with photos and sound notes, or wants to see.

use domain::OrderId;
use domain::order::{Attachment, MediaType};
use field_unit::Input;
use tokio::time::Instant;

use super::Running;
use crate::NewAttachment;
use crate::attachments;
use crate::phone::{ReportError, TapError, WriteError};
use crate::store::StoreError;

/// Something that was stored for what is to be told with it.
struct Stored {
    sha256: String,
    /// Whether it was not there before.
    fresh: bool,
}

impl Running {
    /// Stores the photo, then the report; a photo whose report is refused is not kept.
    pub(super) async fn report(
        &mut self,
        order: OrderId,
        text: String,
        photo: Option<Vec<u8>>,
    ) -> Result<(), ReportError> {
        let stored = match photo {
            Some(bytes) => {
                let media_type = MediaType::Jpeg;
                let stored = self.store(NewAttachment { media_type, bytes }).await;
                Some(stored.map_err(ReportError::PhotoNotStored)?)
            }
            None => None,
        };
        let input = Input::ReportWritten {
            order,
            text,
            photo: stored.as_ref().map(|stored| stored.sha256.clone()),
        };
        let taken = self.input(input).await;
        if let Some(stored) = stored {
            self.settle(stored, &taken).await;
        }
        Ok(taken?)
    }

    /// Stores what goes with a message, then the message; without it nothing of it is kept.
    pub(super) async fn write(
        &mut self,
        order: OrderId,
        text: String,
        attachment: NewAttachment,
    ) -> Result<(), WriteError> {
        let media_type = attachment.media_type;
        let bytes = u32::try_from(attachment.bytes.len()).unwrap_or(u32::MAX);
        let stored = self.store(attachment).await.map_err(WriteError::NotStored)?;
        let input = Input::MessageWritten {
            order,
            text,
            attachment: Some(Attachment {
                sha256: stored.sha256.clone(),
                media_type,
                bytes,
            }),
        };
        let taken = self.input(input).await;
        self.settle(stored, &taken).await;
        Ok(taken?)
    }

    /// What is on the disk of this name.
    pub(super) async fn attachment(&mut self, sha256: String) -> Option<Vec<u8>> {
        let read = self.saving.with(move |store| store.attachment(&sha256)).await;
        read.unwrap_or_else(|error| {
            tracing::error!(error = error.chain(), "a photo or sound note cannot be read");
            None
        })
    }

    /// Keeps what the hall showed, if a message of an order at hand names it.
    pub(super) async fn keep_attachment(&mut self, sha256: String, bytes: Vec<u8>) {
        let named = self.unit.orders().find_map(|shown| {
            let mut beside = shown
                .order
                .messages
                .into_iter()
                .filter_map(|message| message.attachment);
            beside.find(|attachment| attachment.sha256 == sha256)
        });
        let Some(named) = named else { return };
        let kept = self
            .saving
            .with(move |store| store.keep_seen(&sha256, named.media_type, &bytes));
        if let Err(error) = kept.await {
            tracing::warn!(
                error = error.chain(),
                "a photo or sound note cannot be kept for off the net"
            );
        }
    }

    async fn store(&mut self, attachment: NewAttachment) -> Result<Stored, StoreError> {
        let NewAttachment { media_type, bytes } = attachment;
        let sha256 = attachments::name(&bytes);
        let name = sha256.clone();
        let stored = self
            .saving
            .with(move |store| store.add_attachment(&name, media_type, &bytes));
        let fresh = stored.await?;
        Ok(Stored { sha256, fresh })
    }

    /// Sends what was told of, and keeps nothing of what was refused.
    async fn settle(&mut self, stored: Stored, taken: &Result<(), TapError>) {
        match taken {
            Err(TapError::Refused { .. } | TapError::OutboxFull) if stored.fresh => {
                let removed = self
                    .saving
                    .with(move |store| store.remove_attachment(&stored.sha256));
                // What stays is sent, and belongs to nothing in the hall.
                let _ = removed.await;
            }
            _ => self.send_at = Instant::now(),
        }
    }
}
