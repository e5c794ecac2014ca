//! Messages with photos, sound notes and clips, as an app writes and shows them.

use domain::order;
use phone::{AttachmentError, WriteError};

use crate::phone::id;
use crate::{FieldPhone, PhoneFault};

/// A photo, a sound note or a clip that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Attachment {
    /// Its name, by which [`FieldPhone::attachment`] shows it: the SHA-256 of its bytes in hex.
    pub sha256: String,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub bytes: u32,
}

/// A photo, a sound note or a clip that the officer made.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NewAttachment {
    /// What it is.
    pub media_type: MediaType,
    /// Its bytes: a photo has at most 8 MiB, a sound note 2 MiB, a clip 16 MiB. What the camera wrote into a photo or MP4 file about where, when and
    /// by what it was taken is written over before it is stored, so that its name is that of other bytes; pictures and sound are not made anew.
    pub bytes: Vec<u8>,
}

/// What goes with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MediaType {
    /// A photo in JPEG.
    Jpeg,
    /// A sound note in Ogg.
    Ogg,
    /// A sound note in MP4, as phones record it: AAC or Opus.
    Mp4,
    /// A sound note in `WebM`, as browsers record it.
    WebM,
    /// A clip in MP4, as phones record it: H.264, VP9 or AV1, with AAC or Opus.
    Clip,
}

#[uniffi::export]
impl FieldPhone {
    /// The officer writes a message, at most 1000 characters, with a photo, sound note or clip if there is one, beside which it needs no words.
    /// Done when all is stored; it goes to the hall by itself, and what goes with it follows piece by piece.
    #[uniffi::method(default(attachment = None))]
    pub async fn write_message(
        &self,
        order: String,
        text: String,
        attachment: Option<NewAttachment>,
    ) -> Result<(), PhoneFault> {
        let (order, phone) = (id(order)?, self.phone().clone());
        let attachment = attachment.map(Into::into);
        let written = async move { phone.write_message(order, text, attachment).await };
        Ok(self.threads().run(written).await??)
    }

    /// The bytes of a photo, sound note or clip that a message names. What is on this phone is shown from its disk, the officer's own at once;
    /// anything else the hall is asked for, and it can be seen again off the net as long as its order is open.
    pub async fn attachment(&self, sha256: String) -> Result<Vec<u8>, PhoneFault> {
        let phone = self.phone().clone();
        let shown = async move { phone.attachment(&sha256).await };
        Ok(self.threads().run(shown).await??)
    }

    /// The officer has read messages, by their identities: the hall is told so. What is read already is passed over.
    pub async fn read_messages(&self, order: String, messages: Vec<String>) -> Result<(), PhoneFault> {
        let (order, phone) = (id(order)?, self.phone().clone());
        let messages = messages.into_iter().map(id).collect::<Result<Vec<_>, _>>()?;
        let read = async move { phone.read_messages(order, messages).await };
        Ok(self.threads().run(read).await??)
    }
}

impl From<&order::Attachment> for Attachment {
    fn from(attachment: &order::Attachment) -> Self {
        Self {
            sha256: attachment.sha256.clone(),
            media_type: attachment.media_type.into(),
            bytes: attachment.bytes,
        }
    }
}

impl From<NewAttachment> for phone::NewAttachment {
    fn from(attachment: NewAttachment) -> Self {
        Self {
            media_type: attachment.media_type.into(),
            bytes: attachment.bytes,
        }
    }
}

impl From<order::MediaType> for MediaType {
    fn from(kind: order::MediaType) -> Self {
        match kind {
            order::MediaType::Jpeg => Self::Jpeg,
            order::MediaType::Ogg => Self::Ogg,
            order::MediaType::Mp4 => Self::Mp4,
            order::MediaType::WebM => Self::WebM,
            order::MediaType::Clip => Self::Clip,
        }
    }
}

impl From<MediaType> for order::MediaType {
    fn from(kind: MediaType) -> Self {
        match kind {
            MediaType::Jpeg => Self::Jpeg,
            MediaType::Ogg => Self::Ogg,
            MediaType::Mp4 => Self::Mp4,
            MediaType::WebM => Self::WebM,
            MediaType::Clip => Self::Clip,
        }
    }
}

impl From<WriteError> for PhoneFault {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Tap(tap) => tap.into(),
            WriteError::NotOfItsKind(_) => Self::AttachmentNotOfItsKind {
                detail: error.to_string(),
            },
            WriteError::NotPlayedByAll(_) => Self::AttachmentNotPlayed {
                detail: error.to_string(),
            },
            WriteError::TooBig(_) => Self::AttachmentTooBig {
                detail: error.to_string(),
            },
            WriteError::NotStored(store) => Self::NotStored {
                detail: crate::fault::chain(&store),
            },
        }
    }
}

impl From<AttachmentError> for PhoneFault {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::Stopped(_) => Self::Stopped,
            AttachmentError::BadName
            | AttachmentError::Away
            | AttachmentError::NotThere
            | AttachmentError::Refused { .. }
            | AttachmentError::Unreadable => Self::NoAttachment {
                detail: error.to_string(),
            },
        }
    }
}
