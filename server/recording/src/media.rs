//! What passes between depacketising, recording and stills: whole frames.
//!
//! A frame carries the sender's timestamp as it came and the hall's time of arrival; only the recorder makes one
//! timeline of them. A key frame carries all that decoding takes from there.

use crate::h264::H264Format;
use crate::vp8::Vp8Format;

/// What an RTP payload holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// H.264, one access unit over one or more packets (RFC 6184, packetization modes 0 and 1).
    H264,
    /// VP8 (RFC 7741).
    Vp8,
    /// Opus (RFC 7587).
    Opus,
    /// Opus with earlier Opus packets repeated behind it (RFC 2198).
    OpusRed,
}

impl Codec {
    /// The track that this codec's frames belong to.
    pub fn track(self) -> Track {
        match self {
            Self::H264 | Self::Vp8 => Track::Video,
            Self::Opus | Self::OpusRed => Track::Sound,
        }
    }
}

/// One of the two tracks of a publisher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// Pictures, on a clock of 90 kHz.
    Video,
    /// Sound, on a clock of 48 kHz.
    Sound,
}

impl Track {
    /// Ticks a second, of RTP timestamps and of the track in a file alike.
    pub(crate) const fn rate(self) -> u32 {
        match self {
            Self::Video => 90_000,
            Self::Sound => 48_000,
        }
    }

    /// A count of ticks as milliseconds, rounded down.
    pub(crate) fn ms(self, ticks: i64) -> i64 {
        let per_ms = i64::from(self.rate() / 1000);
        ticks.div_euclid(per_ms)
    }

    /// Milliseconds as ticks.
    pub(crate) fn ticks(self, ms: i64) -> i64 {
        ms.saturating_mul(i64::from(self.rate() / 1000))
    }
}

/// A stream's next piece, in the sequence in which it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Media {
    /// One whole picture.
    Video(VideoFrame),
    /// One whole Opus packet.
    Sound(SoundFrame),
    /// Packets are missing between what came before and what comes next.
    Lost(Track),
}

/// One whole picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoFrame {
    /// The sender's RTP timestamp, at 90 kHz.
    pub timestamp: u32,
    /// The hall's wall clock at the frame's first packet, in milliseconds since 1970.
    pub arrived_ms: i64,
    /// H.264: NAL units, each behind its length in four bytes, without parameter sets. VP8: the frame as it is.
    pub data: Vec<u8>,
    /// For a key frame, all that decoding takes from there.
    pub key: Option<VideoFormat>,
}

/// One whole Opus packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundFrame {
    /// The sender's RTP timestamp, at 48 kHz.
    pub timestamp: u32,
    /// The hall's wall clock when it came or, if it came only as a repetition, when it should have.
    pub arrived_ms: i64,
    /// The packet.
    pub data: Vec<u8>,
}

/// How pictures are encoded, from one key frame until a key frame says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VideoFormat {
    /// H.264 with these parameter sets.
    H264(H264Format),
    /// VP8 of this size.
    Vp8(Vp8Format),
}

impl VideoFormat {
    /// Width and height in pixels, neither of them zero.
    pub fn size(&self) -> (u16, u16) {
        match self {
            Self::H264(format) => format.size(),
            Self::Vp8(format) => format.size(),
        }
    }

    /// The format's name in a `codecs` parameter (RFC 6381).
    pub fn codecs(&self) -> String {
        match self {
            Self::H264(format) => format.codecs(),
            Self::Vp8(_) => "vp08.00.10.08".to_owned(),
        }
    }
}
