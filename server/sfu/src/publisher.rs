//! What a publisher sends.
//!
//! Turns a received RTP packet into one that can be forwarded: its codec known, its layer numbered, its start of a key
//! frame told, only those header extensions kept that mean the same to every viewer. It leaves who gets it to the stream.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::format::{CodecSpec, PayloadParams};
use str0m::media::Pt;
use str0m::rtp::ExtensionValues;

use crate::answer::Negotiated;
use crate::codecs;
use crate::first_picture::FirstPicture;
use crate::layer_name::LayerName;
use crate::messages::StreamKey;
use crate::peer::Received;
use crate::redundancy::{self, Arrived, Unpacked};
use crate::rewrite::Source;

/// How many past key frames' timestamps are remembered, to tell a late packet of one from a new one.
const REMEMBERED: usize = 8;
/// How many layers a publisher may send; WebRTC's simulcast has three.
const MOST_LAYERS: usize = 4;

/// How many sources of a publisher are known by name: its layers, its sound, and some that took their places.
const MOST_SOURCES: usize = 8;

/// After how long without a packet a layer has stopped.
pub(crate) const STOPPED_AFTER: Duration = Duration::from_millis(1_500);

/// The sending half of a stream.
pub(crate) struct Publisher {
    stream: StreamKey,
    turn: u64,
    codecs: Vec<PayloadParams>,
    layers: Vec<Sent>,
    sound: Option<(u32, Arrived)>,
    sources: Vec<u32>,
    /// The layers that were offered by name.
    names: Vec<LayerName>,
    has_shown: bool,
}

/// A layer it sends.
struct Sent {
    number: usize,
    ssrc: u32,
    heard_at: Instant,
    key_frame_times: VecDeque<u32>,
    first_picture: FirstPicture,
}

/// An RTP packet on its way to the viewers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells something of its own, and none excludes another"
)]
pub(crate) struct Packet {
    pub(crate) source: Source,
    /// The number of its layer; 0 for sound.
    pub(crate) layer: usize,
    pub(crate) codec: CodecSpec,
    pub(crate) payload_type: Pt,
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) extensions: ExtensionValues,
    pub(crate) payload: Arc<[u8]>,
    /// The payload as it came, if earlier pieces of sound came with this one.
    pub(crate) redundant: Option<Arc<[u8]>>,
    /// It came with a later one, because it was lost itself.
    pub(crate) is_recovered: bool,
    pub(crate) arrived_at: Instant,
    /// It is the first packet of a key frame to arrive.
    pub(crate) opens_key_frame: bool,
    /// The height of the pictures from here on, if it says so.
    pub(crate) height: Option<u16>,
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
    /// Starts the `turn`-th publisher of a shard, which names its layers so.
    pub(crate) fn new(
        stream: StreamKey,
        turn: u64,
        sections: impl IntoIterator<Item = Negotiated>,
        names: Vec<LayerName>,
    ) -> Self {
        Self {
            stream,
            turn,
            codecs: sections.into_iter().flat_map(|section| section.codecs).collect(),
            layers: Vec::new(),
            sound: None,
            sources: Vec::new(),
            names,
            has_shown: false,
        }
    }

    /// Takes note of a source; tells whether it is one of the first few, and new.
    pub(crate) fn is_new_source(&mut self, ssrc: u32) -> bool {
        let is_new = self.sources.len() < MOST_SOURCES && !self.sources.contains(&ssrc);
        if is_new {
            self.sources.push(ssrc);
        }
        is_new
    }

    /// The stream it sends.
    pub(crate) fn stream(&self) -> StreamKey {
        self.stream
    }

    /// The source of a layer's video, once some has arrived.
    pub(crate) fn video_ssrc(&self, layer: usize) -> Option<u32> {
        self.sent(layer).map(|layer| layer.ssrc)
    }

    /// The layer that a source sends.
    pub(crate) fn layer_sent_by(&self, ssrc: u32) -> Option<usize> {
        let mut layers = self.layers.iter();
        layers.find(|layer| layer.ssrc == ssrc).map(|layer| layer.number)
    }

    /// Tells whether a layer has been sent of which no whole key frame has arrived or is arriving.
    pub(crate) fn lacks_first_picture(&self, layer: usize, now: Instant) -> bool {
        let layer = self.sent(layer);
        layer.is_some_and(|layer| layer.first_picture.is_overdue(now))
    }

    fn sent(&self, number: usize) -> Option<&Sent> {
        self.layers.iter().find(|layer| layer.number == number)
    }

    /// Reads a packet; `None` if it is of no codec agreed on, or one layer too many.
    pub(crate) fn read(&mut self, now: Instant, packet: Received) -> Option<Packet> {
        let number = packet.payload_type;
        let mut codecs = self.codecs.iter();
        let params = codecs.find(|params| params.pt() == number || params.red() == Some(number))?;
        let (codec, payload_type) = (params.spec(), params.pt());
        let seq = packet.seq;
        let redundant = (number != payload_type).then(|| packet.payload.clone());
        let (mut number, mut opens_key_frame, mut height) = (0, false, None);
        let mut completes_first_picture = false;
        if codec.codec.is_video() {
            let layer = self.layer_of(now, packet.ssrc, packet.layer)?;
            number = layer.number;
            opens_key_frame =
                codecs::begins_key_frame(codec.codec, &packet.payload) && layer.is_new(packet.timestamp);
            if opens_key_frame {
                height = codecs::picture_height(codec.codec, &packet.payload);
            }
            let whole = layer
                .first_picture
                .saw(now, seq, packet.timestamp, packet.marker, opens_key_frame);
            completes_first_picture = whole && !std::mem::replace(&mut self.has_shown, true);
        } else if !self.is_first_of(packet.ssrc, seq) {
            return None;
        }
        Some(Packet {
            source: Source {
                turn: self.turn,
                ssrc: packet.ssrc,
            },
            layer: number,
            codec,
            payload_type,
            seq,
            timestamp: packet.timestamp,
            marker: packet.marker,
            extensions: forwardable(&packet.extensions),
            payload: packet.payload,
            redundant,
            is_recovered: false,
            arrived_at: now,
            opens_key_frame,
            height,
            completes_first_picture,
        })
    }

    /// Takes a packet of sound apart, if it carries earlier pieces; returns those that were lost, `None` if it makes
    /// no sense.
    pub(crate) fn unpack(&mut self, packet: &mut Packet) -> Option<Vec<Packet>> {
        let Some(whole) = &packet.redundant else {
            return Some(Vec::new());
        };
        let Unpacked { own, earlier } = redundancy::unpack(whole, packet.payload_type)?;
        let mut recovered = Vec::new();
        for piece in earlier.into_iter().rev() {
            let Some(seq) = packet.seq.checked_sub(piece.back) else {
                continue;
            };
            if self.is_first_of(packet.source.ssrc, seq) {
                recovered.push(Packet {
                    seq,
                    timestamp: packet.timestamp.wrapping_sub(piece.age),
                    marker: false,
                    extensions: ExtensionValues::default(),
                    payload: piece.payload,
                    redundant: None,
                    is_recovered: true,
                    ..packet.clone()
                });
            }
        }
        packet.payload = own;
        Some(recovered)
    }

    /// Tells whether a packet of sound is here for the first time.
    fn is_first_of(&mut self, ssrc: u32, seq: u64) -> bool {
        match &mut self.sound {
            Some((known, arrived)) if *known == ssrc => arrived.note(seq),
            sound => sound.insert((ssrc, Arrived::default())).1.note(seq),
        }
    }

    /// A source's layer.
    fn layer_of(&mut self, now: Instant, ssrc: u32, name: Option<LayerName>) -> Option<&mut Sent> {
        let known = self.layers.iter().position(|layer| layer.ssrc == ssrc);
        let at = known.or_else(|| self.make_room(now, ssrc, name))?;
        let layer = self.layers.get_mut(at)?;
        layer.heard_at = now;
        Some(layer)
    }

    /// Makes a layer's place: it has the number of its name in the offer, or else they are counted as they come, and one
    /// that has stopped makes room.
    fn make_room(&mut self, now: Instant, ssrc: u32, name: Option<LayerName>) -> Option<usize> {
        let named = name.and_then(|name| self.names.iter().position(|known| *known == name));
        let free = || (0..MOST_LAYERS).find(|number| self.sent(*number).is_none());
        let silent = || {
            let mut layers = self.layers.iter();
            let silent = |layer: &&Sent| now.saturating_duration_since(layer.heard_at) > STOPPED_AFTER;
            layers.find(silent).map(|layer| layer.number)
        };
        let number = named.or_else(free).or_else(silent)?;
        let fresh = Sent {
            number,
            ssrc,
            heard_at: now,
            key_frame_times: VecDeque::new(),
            first_picture: FirstPicture::default(),
        };
        if let Some(at) = self.layers.iter().position(|layer| layer.number == number) {
            *self.layers.get_mut(at)? = fresh;
            return Some(at);
        }
        self.layers.push(fresh);
        self.layers.len().checked_sub(1)
    }
}

impl Sent {
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
