//! What a viewer receives.
//!
//! Each line (one audio, one video) has a payload type, numbers and a gate of its own. The gate of a video line opens
//! with a key frame: nothing before one can be shown, and a decoder fed without one only asks for it. It leaves asking
//! for key frames to the stream.

use std::time::Instant;

use str0m::format::PayloadParams;
use str0m::media::{Mid, Pt};
use str0m::rtp::RtpWrite;

use crate::answer::Negotiated;
use crate::codecs;
use crate::credentials::Mint;
use crate::publisher::Packet;
use crate::rewrite::{Rewrite, Source};

const AUDIO_CLOCK_HZ: u32 = 48_000;
const VIDEO_CLOCK_HZ: u32 = 90_000;

/// The receiving half of a stream, for one viewer.
pub(crate) struct Subscriber {
    audio: Option<Line>,
    video: Option<Line>,
}

struct Line {
    mid: Mid,
    accepted: Vec<PayloadParams>,
    rewrite: Rewrite,
    tuned: Option<Tuned>,
}

/// The source a line is tuned to.
#[derive(Debug, Clone, Copy)]
struct Tuned {
    source: Source,
    sent_as: Pt,
    received_as: Option<Pt>,
    open: bool,
}

/// What becomes of a packet for one viewer.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all of them are sent, and sending is not worth an allocation"
)]
pub(crate) enum Fate {
    /// It is sent.
    Sent(Mid, RtpWrite),
    /// It is dropped, because a key frame has to come first.
    KeyFrameFirst,
    /// It is dropped, because the viewer did not ask for its kind.
    NotAskedFor,
    /// The viewer cannot be given it.
    Unforwardable,
}

impl Subscriber {
    /// Starts a viewer's lines.
    pub(crate) fn new(audio: Option<Negotiated>, video: Option<Negotiated>, mint: &mut Mint) -> Self {
        let audio = audio.map(|section| Line::new(section, AUDIO_CLOCK_HZ, mint.number()));
        let video = video.map(|section| Line::new(section, VIDEO_CLOCK_HZ, mint.number()));
        Self { audio, video }
    }

    /// Tells whether it takes video.
    pub(crate) fn takes_video(&self) -> bool {
        self.video.is_some()
    }

    /// Takes no video before the next key frame, because what came before it is lost.
    pub(crate) fn shut(&mut self) {
        if let Some(tuned) = self.video.as_mut().and_then(|line| line.tuned.as_mut()) {
            tuned.open = false;
        }
    }

    /// Gets ready to be shown past pictures, from a key frame on, in no time.
    pub(crate) fn begin_squeezed(&mut self, now: Instant, past: &[Packet]) {
        let (Some(line), [first, ..]) = (&mut self.video, past) else {
            return;
        };
        let mut timestamps = Vec::new();
        for packet in past {
            if !timestamps.contains(&packet.timestamp) {
                timestamps.push(packet.timestamp);
            }
        }
        timestamps.sort_by_key(|timestamp| timestamp.wrapping_sub(first.timestamp));
        line.rewrite
            .begin_squeezed(now, first.source, first.seq, &timestamps);
    }

    /// Decides what becomes of a packet.
    pub(crate) fn give(&mut self, now: Instant, packet: &Packet) -> Fate {
        let is_video = packet.is_video();
        let line = if is_video {
            &mut self.video
        } else {
            &mut self.audio
        };
        line.as_mut()
            .map_or(Fate::NotAskedFor, |line| line.give(now, packet, is_video))
    }
}

impl Line {
    fn new(section: Negotiated, clock_hz: u32, random: u32) -> Self {
        let rewrite = Rewrite::new(clock_hz, random);
        Self {
            mid: section.mid,
            accepted: section.codecs,
            rewrite,
            tuned: None,
        }
    }

    fn give(&mut self, now: Instant, packet: &Packet, is_video: bool) -> Fate {
        let mut tuned = self.tune(packet, is_video);
        tuned.open |= packet.opens_key_frame;
        self.tuned = Some(tuned);
        let Some(payload_type) = tuned.received_as else {
            return Fate::Unforwardable;
        };
        if !tuned.open {
            return Fate::KeyFrameFirst;
        }
        let Some((seq, timestamp)) = self
            .rewrite
            .apply(now, packet.source, packet.seq, packet.timestamp)
        else {
            return Fate::Unforwardable;
        };
        let write = RtpWrite::new(
            payload_type,
            seq.into(),
            timestamp,
            packet.arrived_at,
            packet.payload.clone(),
        )
        .marker(packet.marker)
        .ext_vals(packet.extensions.clone())
        .nackable(is_video);
        Fate::Sent(self.mid, write)
    }

    fn tune(&self, packet: &Packet, is_video: bool) -> Tuned {
        let present = self.tuned.filter(|tuned| tuned.source == packet.source);
        match present {
            Some(tuned) if tuned.sent_as == packet.payload_type => tuned,
            _ => Tuned {
                source: packet.source,
                sent_as: packet.payload_type,
                received_as: codecs::payload_type(&self.accepted, &packet.codec),
                open: present.map_or(!is_video, |tuned| tuned.open),
            },
        }
    }
}
