//! What a live picture consists of.

use uplink::VideoCodec;

/// What a live picture consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveConfig {
    /// What the encoders can make, the one they had best make first. The hall chooses; until it has, and where it does not say,
    /// it is H.264, which is among them.
    pub codecs: &'static [VideoCodec],
    /// Whether sound goes with the picture.
    pub sound: bool,
    /// Whether the hall is heard, if sound goes with the picture.
    pub hears: bool,
    /// How many layers the picture has, 1 to 3: each encoded apart, in half the height of the next one.
    pub layers: usize,
    /// The most the encoders will be asked for, of all layers together, in bits per second.
    pub max_bitrate_bps: u64,
}

impl Default for LiveConfig {
    fn default() -> Self {
        Self {
            codecs: &[VideoCodec::H264],
            sound: true,
            hears: true,
            layers: 1,
            max_bitrate_bps: 2_500_000,
        }
    }
}
