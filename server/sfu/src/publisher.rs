//! What a publisher sends.
//!
//! Turns a received RTP packet into one that can be forwarded: its codec known, its start of a key frame told, only
//! those header extensions kept that mean the same to every viewer. It leaves who gets it to the stream.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use str0m::format::{CodecSpec, PayloadParams};
use str0m::media::Pt;
use str0m::rtp::{ExtensionValues, RtpPacket, Ssrc};

use crate::answer::Negotiated;
use crate::codecs;
use crate::first_picture::FirstPicture;
use crate::rewrite::Source;

/// How many past key frames' timestamps are remembered, to tell a late packet of one from a new one.
const REMEMBERED: usize = 8;

/// The sending half of a stream.
pub(crate) struct Publisher {
    turn: u64,
    codecs: Vec<PayloadParams>,
    video_ssrc: Option<Ssrc>,
    key_frame_times: VecDeque<u32>,
    first_picture: FirstPicture,
}

/// An RTP packet on its way to the viewers.
#[derive(Debug, Clone)]
pub(crate) struct Packet {
    pub(crate) source: Source,
    pub(crate) codec: CodecSpec,
    pub(crate) payload_type: Pt,
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) extensions: ExtensionValues,
    pub(crate) payload: Arc<[u8]>,
    pub(crate) arrived_at: Instant,
    /// It is the first packet of a key frame to arrive.
    pub(crate) opens_key_frame: bool,
    /// It made the publisher's first picture whole.
    pub(crate) completes_first_picture: bool,
}

impl Packet {
    /// Whether it carries a picture.
    pub(crate) fn is_video(&self) -> bool {
        self.codec.codec.is_video()
    }
}

impl Publisher {
    /// Starts the `turn`-th publisher of a shard.
    pub(crate) fn new(turn: u64, audio: Option<Negotiated>, video: Option<Negotiated>) -> Self {
        let codecs = audio
            .into_iter()
            .chain(video)
            .flat_map(|section| section.codecs)
            .collect();
        let key_frame_times = VecDeque::new();
        Self {
            turn,
            codecs,
            video_ssrc: None,
            key_frame_times,
            first_picture: FirstPicture::default(),
        }
    }

    /// The source of its video, once some has arrived.
    pub(crate) fn video_ssrc(&self) -> Option<Ssrc> {
        self.video_ssrc
    }

    /// Tells whether it sends video of which no whole key frame has arrived or is arriving.
    pub(crate) fn lacks_first_picture(&self, now: Instant) -> bool {
        self.video_ssrc.is_some() && self.first_picture.is_overdue(now)
    }

    /// Reads a packet; `None` if it is of no codec agreed on.
    pub(crate) fn read(&mut self, now: Instant, packet: RtpPacket) -> Option<Packet> {
        let header = packet.header;
        let codec = self
            .codecs
            .iter()
            .find(|params| params.pt() == header.payload_type)?
            .spec();
        let seq = *packet.seq_no;
        let mut opens_key_frame = false;
        let mut completes_first_picture = false;
        if codec.codec.is_video() {
            self.video_ssrc = Some(header.ssrc);
            opens_key_frame =
                codecs::begins_key_frame(codec.codec, &packet.payload) && self.is_new(header.timestamp);
            completes_first_picture =
                self.first_picture
                    .saw(now, seq, header.timestamp, header.marker, opens_key_frame);
        }
        Some(Packet {
            source: Source {
                turn: self.turn,
                ssrc: *header.ssrc,
            },
            codec,
            payload_type: header.payload_type,
            seq,
            timestamp: header.timestamp,
            marker: header.marker,
            extensions: forwardable(&header.ext_vals),
            payload: packet.payload,
            arrived_at: packet.timestamp,
            opens_key_frame,
            completes_first_picture,
        })
    }

    fn is_new(&mut self, timestamp: u32) -> bool {
        if self.key_frame_times.contains(&timestamp) {
            return false;
        }
        if self.key_frame_times.len() == REMEMBERED {
            self.key_frame_times.pop_front();
        }
        self.key_frame_times.push_back(timestamp);
        true
    }
}

/// Keeps what describes the media, drops what describes the publisher's own transport.
fn forwardable(values: &ExtensionValues) -> ExtensionValues {
    ExtensionValues {
        audio_level: values.audio_level,
        voice_activity: values.voice_activity,
        video_orientation: values.video_orientation,
        abs_capture_time: values.abs_capture_time,
        ..ExtensionValues::default()
    }
}
