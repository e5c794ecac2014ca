//! Media packets in; crash-safe fragmented MP4 and stills out.
//!
//! Pictures and sound are kept as the phone encoded them; nothing is transcoded. [`Depacketiser`] makes one RTP
//! stream's packets into whole frames, [`Recorder`] makes a publisher's frames into the bytes of files that open after
//! any crash up to their last whole fragment, [`recover`] finds again what such a file holds, [`media_playlist`] lists such fragments for a browser, [`jpeg`] makes one
//! key frame into a still, [`Reserve`] tells when a disk is too full to record.
//!
//! Time and bytes are arguments, effects are values. It leaves the disk, the clock, the index and who may look to its
//! shell, and asking the phone for a key frame to whoever owns the stream.

mod boxes;
mod depacketiser;
mod h264;
mod media;
mod opus;
#[cfg(test)]
mod player;
mod playlist;
mod recorder;
mod recovery;
mod reserve;
#[cfg(test)]
mod sender;
mod still;
mod vp8;

pub use boxes::SEAL;
pub use depacketiser::{Depacketiser, Packet};
pub use h264::H264Format;
pub use media::{Codec, Media, SoundFrame, Track, VideoFormat, VideoFrame};
pub use playlist::{FragmentEntry, media_playlist};
pub use recorder::{Expected, Input, Output, Recorder};
pub use recovery::{FoundFragment, Recovered, recover};
pub use reserve::Reserve;
pub use still::{StillError, jpeg};
pub use vp8::Vp8Format;
