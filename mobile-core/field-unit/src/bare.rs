//! What goes with a message, made bare: what it tells beside its pictures and sound is taken out before it leaves the phone.
//!
//! Cameras write into a file where, when and by which phone it was made; an officer who shows a street shows no more than that. Nothing
//! is made anew: what is taken out is written over where it lies. How an app takes a photo or a clip is left to it.

mod boxes;
mod clip;
mod headers;
mod photo;
mod samples;

use domain::order::MediaType;

/// Why something cannot go with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It cannot be read as what it was said to be.
    Unreadable,
    /// Not everybody who is shown it could play it.
    NotPlayedByAll,
}

/// Takes out of something of this kind what it tells beside its pictures and sound.
///
/// What cannot be looked through, or would not be played wherever messages are read, is refused; of its bytes some may be gone then.
pub fn make_bare(media_type: MediaType, bytes: &mut Vec<u8>) -> Result<(), Unfit> {
    match media_type {
        MediaType::Clip => clip::make_bare(bytes, *b"vide"),
        MediaType::Mp4 => clip::make_bare(bytes, *b"soun"),
        MediaType::Jpeg => {
            photo::make_bare(bytes);
            Ok(())
        }
        // Recorders know of no place.
        MediaType::Ogg | MediaType::WebM => Ok(()),
    }
}

#[cfg(test)]
mod tests;
