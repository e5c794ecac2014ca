//! What the app of a camera is told.
//!
//! Its encoders are the app's: each event is something for them to do, or for the officer to know.

use uplink::{UplinkState, VideoCodec};

/// Something the camera's app is to do, or to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveEvent {
    /// Encode in another codec than until now, which was H.264 at first; the first picture is to be a key frame.
    EncodeIn {
        /// The codec.
        codec: VideoCodec,
    },
    /// Set the rate of a layer's video encoder.
    SetBitrate {
        /// The layer, counted from 0, the smallest.
        layer: usize,
        /// The rate in bits per second; 0 if the layer is not to be encoded for the time being.
        bits_per_second: u64,
    },
    /// Make the next picture of a layer a key frame.
    KeyFrameWanted {
        /// The layer, counted from 0, the smallest.
        layer: usize,
    },
    /// Whether the network carries no video: while it does not, only a key frame that is asked for is sent, now and again, and
    /// nothing else need be encoded. Sound goes on.
    StillsOnly {
        /// Whether that is so.
        on: bool,
    },
    /// Whether anybody needs the picture has changed; at first somebody does. While nobody does, encode none; the first one
    /// afterwards is to be a key frame. Sound goes on.
    CameraNeeded {
        /// Whether anybody does.
        needed: bool,
    },
    /// Whether no picture has come for five seconds although one is to be encoded: an encoder that stopped is to be started
    /// anew, and the officer to be told.
    Silent {
        /// Whether that is so.
        silent: bool,
    },
    /// The connection is in another state.
    StateChanged(UplinkState),
    /// The hall will not have the stream, for the time being.
    Refused {
        /// The HTTP status it was refused with.
        status: u16,
    },
    /// The listener was slow, and this many events went by.
    Missed {
        /// How many.
        count: u64,
    },
}
