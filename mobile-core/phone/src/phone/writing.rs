//! What the officer writes to the hall, with photos, sound notes and clips; what others wrote, seen and heard.

use domain::OrderId;
use domain::order::{Attachment, MediaType};
use field_unit::{Input, Unfit, make_bare};

use super::{Phone, Stopped, TapError};
use crate::attachments::{NewAttachment, is_too_big};
use crate::running::Command;
use crate::store::StoreError;

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The report itself is not taken.
    #[error(transparent)]
    Tap(#[from] TapError),
    /// The photo is of a kind that the hall does not take.
    #[error("a photo must be a JPEG")]
    PhotoNotJpeg,
    /// The photo is bigger than the hall takes.
    #[error("a photo has at most 8 MiB")]
    PhotoTooBig,
    /// The photo cannot be kept until it is in the hall; nothing was reported.
    #[error("the photo cannot be stored")]
    PhotoNotStored(#[source] StoreError),
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The message itself is not taken.
    #[error(transparent)]
    Tap(#[from] TapError),
    /// What goes with it cannot be read as what it was said to be.
    #[error("these bytes are no whole {}", .0.name())]
    NotOfItsKind(MediaType),
    /// What goes with it is of a codec that not everybody who is shown it could play.
    #[error("{} is played everywhere in H.264, VP9 or AV1 with AAC or Opus; this one is not of them", .0.name())]
    NotPlayedByAll(MediaType),
    /// What goes with it is bigger than the hall takes.
    #[error("{} has at most {} bytes", .0.name(), .0.most_bytes())]
    TooBig(MediaType),
    /// What goes with it cannot be kept until it is in the hall; nothing was written.
    #[error("what goes with the message cannot be stored")]
    NotStored(#[source] StoreError),
}

/// Why a photo or sound note cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// It is named by no SHA-256.
    #[error("sha256 is 64 hex digits in lower case, as a message has it")]
    BadName,
    /// It is not on this phone, and the hall cannot be reached.
    #[error("it is not on this phone, and the hall cannot be reached")]
    Away,
    /// The hall does not have it yet, or not any more, or not for this unit.
    #[error("the hall does not have it yet, or not any more")]
    NotThere,
    /// The hall will not show it.
    #[error("the hall will not show it ({status})")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// What the hall sent is not what the message names.
    #[error("what the hall sent is not what the message names")]
    Unreadable,
}

impl Phone {
    /// The officer reports, with the bytes of a photo if there is one, which is made bare. Done when both are stored.
    pub async fn report(
        &self,
        order: OrderId,
        text: String,
        mut photo: Option<Vec<u8>>,
    ) -> Result<(), ReportError> {
        if let Some(photo) = &mut photo {
            if is_too_big(MediaType::Jpeg, photo) {
                return Err(ReportError::PhotoTooBig);
            }
            if !MediaType::Jpeg.begins(photo) || make_bare(MediaType::Jpeg, photo).is_err() {
                return Err(ReportError::PhotoNotJpeg);
            }
        }
        let reported = self.answered(|done| Command::Report {
            order,
            text,
            photo,
            done,
        });
        reported.await.map_err(TapError::Stopped)?
    }

    /// The officer writes a message, with a photo or sound note if there is one, beside which it needs no words. Done when all is
    /// stored; until the message is in the hall it is among the order's unsent ones. What goes with it is made bare, and follows by
    /// itself, piece by piece.
    pub async fn write_message(
        &self,
        order: OrderId,
        text: String,
        attachment: Option<NewAttachment>,
    ) -> Result<(), WriteError> {
        let Some(mut attachment) = attachment else {
            let attachment = None;
            let input = Input::MessageWritten {
                order,
                text,
                attachment,
            };
            return Ok(self.input(input).await?);
        };
        let kind = attachment.media_type;
        if is_too_big(kind, &attachment.bytes) {
            return Err(WriteError::TooBig(kind));
        }
        if !kind.begins(&attachment.bytes) {
            return Err(WriteError::NotOfItsKind(kind));
        }
        make_bare(kind, &mut attachment.bytes).map_err(|unfit| match unfit {
            Unfit::Unreadable => WriteError::NotOfItsKind(kind),
            Unfit::NotPlayedByAll => WriteError::NotPlayedByAll(kind),
        })?;
        let written = self.answered(|done| Command::Write {
            order,
            text,
            attachment,
            done,
        });
        written.await.map_err(TapError::Stopped)?
    }

    /// The bytes of a photo or sound note that a message of one of the orders at hand names. What is on this phone is shown from its disk,
    /// the officer's own at once; anything else the hall is asked for, and it can be seen again off the net.
    pub async fn attachment(&self, sha256: &str) -> Result<Vec<u8>, AttachmentError> {
        if !Attachment::is_name(sha256) {
            return Err(AttachmentError::BadName);
        }
        let name = sha256.to_owned();
        let here = self.answered(|done| Command::Attachment(name, done)).await?;
        if let Some(bytes) = here {
            return Ok(bytes);
        }
        let bytes = self.door.attachment(sha256).await?;
        let (name, kept) = (sha256.to_owned(), bytes.clone());
        self.answered(|done| Command::KeepAttachment(name, kept, done))
            .await?;
        Ok(bytes)
    }
}
