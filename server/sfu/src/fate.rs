//! What becomes of a stream's packets in one slot of a viewer.
//!
//! A viewer whose offer takes another codec is sent nothing of the video; that is told once, as is its end.

use str0m::format::Codec;

use crate::codecs;
use crate::numbered::Numbered;

/// What becomes of a packet for one viewer.
pub(crate) enum Fate {
    /// It is sent.
    Sent(Numbered),
    /// It is dropped, because a key frame has to come first.
    KeyFrameFirst,
    /// It is dropped, because the viewer did not ask for its kind or its layer.
    NotAskedFor,
    /// It is dropped, because the viewer's offer does not take its codec.
    Undecodable,
    /// The viewer cannot be given it.
    Unforwardable,
}

/// Whether the viewer decodes the video in a slot, as far as it was tried.
#[derive(Debug, Default)]
pub(crate) struct Decoding {
    /// The codec that it does not take.
    lacks: Option<Codec>,
    told: Option<Codec>,
}

impl Decoding {
    /// Takes note of what became of a packet of video.
    pub(crate) fn note(&mut self, codec: Codec, fate: &Fate) {
        match fate {
            Fate::Sent(_) => self.lacks = None,
            Fate::Undecodable => self.lacks = Some(codec),
            Fate::KeyFrameFirst | Fate::NotAskedFor | Fate::Unforwardable => {}
        }
    }

    /// Tells, once, that it is otherwise than it was.
    pub(crate) fn is_news(&mut self) -> bool {
        std::mem::replace(&mut self.told, self.lacks) != self.lacks
    }

    /// The name of the codec that it does not take.
    pub(crate) fn lacks(&self) -> Option<&'static str> {
        self.lacks.map(codecs::name)
    }
}
