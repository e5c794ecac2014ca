//! One place of a viewer for a stream.
//!
//! It has a line for video and one for sound, each with a payload type and numbers of its own. A stream moves in, or
//! another layer of it, with a key frame: nothing before one can be shown, and a decoder fed without one only asks for
//! it. It leaves asking for key frames to the stream.

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::format::PayloadParams;
use str0m::media::{Mid, Pt};

use crate::allocation::{Layer, Wish};
use crate::answer::{Negotiated, Pair};
use crate::codecs;
use crate::credentials::Mint;
use crate::fate::{Decoding, Fate};
use crate::messages::{Placement, StreamKey};
use crate::numbered::Numbered;
use crate::publisher::Packet;
use crate::redundancy;
use crate::rewrite::{Rewrite, Source};

/// The RTP clock of Opus (RFC 7587).
pub(crate) const AUDIO_CLOCK_HZ: u32 = 48_000;
/// The RTP clock of video.
pub(crate) const VIDEO_CLOCK_HZ: u32 = 90_000;
/// How long it may take a layer that rested to be sent.
const BRIDGED: Duration = Duration::from_secs(2);
/// How long a slot stays with a layer before it may be given a larger one.
const PATIENCE: Duration = Duration::from_secs(4);

/// A slot.
pub(crate) struct Slot {
    audio: Option<Line>,
    video: Option<Line>,
    placement: Option<Placement>,
    /// The layer it is to be given.
    layer: Option<usize>,
    /// The layer it would be given if all that its stream can have were sent.
    wants: Option<usize>,
    turned_at: Option<Instant>,
    /// Since when it stays with a layer that it should not have, because the one it should have is yet to be sent.
    bridges_since: Option<Instant>,
    decoding: Decoding,
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
    redundant_as: Option<Pt>,
    open: bool,
}

impl Slot {
    /// Starts an empty slot.
    pub(crate) fn new(pair: Pair, mint: &mut Mint) -> Self {
        let audio = pair
            .audio
            .map(|section| Line::new(section, AUDIO_CLOCK_HZ, mint.number()));
        let video = pair
            .video
            .map(|section| Line::new(section, VIDEO_CLOCK_HZ, mint.number()));
        Self {
            audio,
            video,
            placement: None,
            layer: None,
            wants: None,
            turned_at: None,
            bridges_since: None,
            decoding: Decoding::default(),
        }
    }

    /// Moves a stream in, or lets the present one be seen otherwise.
    pub(crate) fn place(&mut self, placement: Option<Placement>) {
        let stays = self.stream() == placement.map(|placement| placement.stream);
        if !stays {
            (self.layer, self.wants) = (None, None);
            (self.turned_at, self.bridges_since) = (None, None);
            self.decoding = Decoding::default();
            self.shut();
        }
        let height = |placement: Option<Placement>| placement.map_or(0, |placement| placement.height);
        if height(placement) > height(self.placement) {
            // Its viewer has made it larger, which is no wavering.
            self.turned_at = None;
        }
        self.placement = placement;
    }

    /// The stream in it.
    pub(crate) fn stream(&self) -> Option<StreamKey> {
        self.placement.map(|placement| placement.stream)
    }

    /// Tells whether a media section is one of its two.
    pub(crate) fn has(&self, mid: Mid) -> bool {
        let lines = [&self.audio, &self.video];
        lines.into_iter().flatten().any(|line| line.mid == mid)
    }

    /// The layer it is to be given, if any.
    pub(crate) fn layer(&self) -> Option<usize> {
        self.layer.filter(|_| self.video.is_some())
    }

    /// What it wants of its stream's layers.
    pub(crate) fn wish<'a>(&self, now: Instant, layers: &'a [Layer]) -> Wish<'a> {
        let seen = self.placement.filter(|_| self.video.is_some());
        Wish {
            layers,
            height: seen.map_or(0, |placement| placement.height),
            priority: seen.map_or(0, |placement| placement.priority),
            present: self.layer,
            may_rise: self
                .turned_at
                .is_none_or(|at| now.saturating_duration_since(at) >= PATIENCE),
        }
    }

    /// The layers it needs: the one it has and the one it waits for.
    pub(crate) fn needs(&self) -> impl Iterator<Item = usize> + use<> {
        let wants = self.wants.filter(|_| self.video.is_some());
        [self.layer(), wants].into_iter().flatten()
    }

    /// Takes note of which layer it should have, whether or not it is sent; tells whether that is news.
    pub(crate) fn want(&mut self, layer: Option<usize>) -> bool {
        std::mem::replace(&mut self.wants, layer) != layer
    }

    /// Stays with what it has for a while if it would be left with nothing, because what it is to have in its place has yet to
    /// be sent.
    pub(crate) fn bridge(&mut self, now: Instant, given: Option<usize>, layers: &[Layer]) -> Option<usize> {
        let is_sent = |layer: usize| layers.get(layer).is_some_and(|layer| layer.bps > 0);
        let has = self.layer.filter(|&layer| is_sent(layer));
        let comes = self.wants.is_some_and(|layer| !is_sent(layer));
        if given.is_some() || has.is_none() || !comes {
            self.bridges_since = None;
            return given;
        }
        let since = *self.bridges_since.get_or_insert(now);
        has.filter(|_| now.saturating_duration_since(since) < BRIDGED)
    }

    /// Turns to a layer, or to none; tells whether that is news.
    pub(crate) fn turn_to(&mut self, now: Instant, layer: Option<usize>) -> bool {
        if layer == self.layer {
            return false;
        }
        if self.layer.is_some() {
            self.turned_at = Some(now);
        }
        if layer.is_none() {
            self.shut();
        }
        self.layer = layer;
        true
    }

    /// Tells whether it shows nothing yet.
    pub(crate) fn is_dark(&self) -> bool {
        self.video.as_ref().is_some_and(|line| line.tuned.is_none())
    }

    /// Takes no video before the next key frame, because what came before it is lost.
    pub(crate) fn shut(&mut self) {
        if let Some(line) = &mut self.video {
            line.tuned = None;
            line.rewrite.interrupt();
        }
    }

    /// Gets ready to be shown past pictures, from a key frame on, in no time.
    pub(crate) fn begin_squeezed(&mut self, now: Instant, past: &[Arc<Packet>]) {
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

    /// Decides what becomes of a packet of its stream.
    pub(crate) fn give(&mut self, now: Instant, packet: &Arc<Packet>) -> Fate {
        if !packet.is_video() {
            return match &mut self.audio {
                Some(line) => line.give(now, packet, true),
                None => Fate::NotAskedFor,
            };
        }
        let (layer, Some(line)) = (self.layer, &mut self.video) else {
            return Fate::NotAskedFor;
        };
        let fate = match line.tuned {
            // The layer it has goes on until the one it is to have begins.
            Some(tuned) if tuned.source == packet.source && layer.is_some() => line.give(now, packet, false),
            _ if layer == Some(packet.layer) => {
                if packet.opens_key_frame {
                    line.give(now, packet, false)
                } else {
                    Fate::KeyFrameFirst
                }
            }
            _ => Fate::NotAskedFor,
        };
        self.decoding.note(packet.codec.codec, &fate);
        fate
    }

    /// The stream in it, with the codec of its video if the viewer does not take that, or without one if it takes it again;
    /// once for each.
    pub(crate) fn news(&mut self) -> Option<(StreamKey, Option<&'static str>)> {
        let stream = self.stream()?;
        self.decoding.is_news().then(|| (stream, self.decoding.lacks()))
    }
}

impl Line {
    fn new(section: Negotiated, clock_hz: u32, random: u32) -> Self {
        Self {
            mid: section.mid,
            accepted: section.codecs,
            rewrite: Rewrite::new(clock_hz, random),
            tuned: None,
        }
    }

    /// Gives a packet its numbers; `opens` tells that nothing needs to come before it.
    fn give(&mut self, now: Instant, packet: &Arc<Packet>, opens: bool) -> Fate {
        let mut tuned = self.tune(packet);
        tuned.open |= packet.opens_key_frame || opens;
        self.tuned = Some(tuned);
        let Some(payload_type) = tuned.received_as else {
            return Fate::Undecodable;
        };
        if !tuned.open {
            return Fate::KeyFrameFirst;
        }
        let Some((payload_type, instead)) = redundancy::sent(packet, payload_type, tuned.redundant_as) else {
            return Fate::NotAskedFor;
        };
        let Some((seq, timestamp)) = self
            .rewrite
            .apply(now, packet.source, packet.seq, packet.timestamp)
        else {
            return Fate::Unforwardable;
        };
        Fate::Sent(Numbered {
            packet: Arc::clone(packet),
            instead,
            mid: self.mid,
            payload_type,
            seq,
            timestamp,
            is_repair: false,
        })
    }

    fn tune(&self, packet: &Packet) -> Tuned {
        let present = self.tuned.filter(|tuned| tuned.source == packet.source);
        match present {
            Some(tuned) if tuned.sent_as == packet.payload_type => tuned,
            _ => {
                let received_as = codecs::payload_type(&self.accepted, &packet.codec);
                Tuned {
                    source: packet.source,
                    sent_as: packet.payload_type,
                    received_as,
                    redundant_as: received_as
                        .and_then(|number| codecs::redundancy_type(&self.accepted, number)),
                    open: present.is_some_and(|tuned| tuned.open),
                }
            }
        }
    }
}
