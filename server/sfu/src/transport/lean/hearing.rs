//! What a publisher sends us: from its datagrams to packets in the clear, each of them once.
//!
//! A packet is opened before it is believed; then it is known which of its source's it is, and what is missing before it.
//! Repairs are given back their place in the media (RFC 4588). What is kept is bounded: so many sources, so many missing
//! packets. It leaves what packets mean to `publisher`.

mod taking;

use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::format::PayloadParams;
use str0m::media::Pt;

use crate::layer_name::LayerName;
use crate::peer::Received;
use crate::rtcp;
use crate::rtp::{self, Numbers};
use crate::srtp::Srtp;

use super::arrivals::Arrivals;
use super::source::{Kind, Media, Source};
use super::window::Window;

/// How many sources a publisher may have: four layers with their repairs, its sound, and some that took their places.
const MOST_SOURCES: usize = 16;
/// How many of those that made room are remembered, so that none of their packets is opened twice; then there is no more room.
const MOST_GONE: usize = 64;
/// After how long without a packet a source makes room for another.
const SILENT_AFTER: Duration = Duration::from_secs(2);
/// How often a publisher is told what of its sources came.
const REPORT_EVERY: Duration = Duration::from_secs(1);
/// How many packets are asked for at once, so that the request fits into a datagram.
const MOST_ASKED: usize = 200;
/// In front of a repair's payload, the number of the packet that it repairs.
const ORIGINAL: usize = 2;

/// What was agreed on with a publisher.
#[derive(Debug)]
pub(crate) struct Heard {
    /// The codecs of what it sends.
    pub(crate) codecs: Vec<PayloadParams>,
    /// The numbers of its header extensions.
    pub(crate) numbers: Numbers,
    /// Which source is repaired by which, if its offer says so.
    pub(crate) repairs: Vec<(u32, u32)>,
    /// Our own source, in whose name it is told.
    pub(crate) own: u32,
}

/// The receiving half of a transport.
pub(super) struct Hearing {
    agreed: Heard,
    sources: Vec<Source>,
    gone: Vec<(u32, Window)>,
    arrivals: Arrivals,
    origin: Instant,
    report_at: Option<Instant>,
    opened: Vec<u8>,
    nothing: Arc<[u8]>,
}

/// What came of a datagram.
pub(super) enum Came {
    /// It is not authentic, or came before, or is none.
    Refused,
    /// It is from the publisher, though there is nothing new in it.
    Nothing,
    /// A packet.
    Packet(Received),
}

/// What is to be said to the publisher.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// RTCP packets, each for a datagram of its own.
    pub(super) compounds: Vec<Vec<u8>>,
    /// Sources whose pictures are broken for good.
    pub(super) broken: Vec<u32>,
}

impl Hearing {
    pub(super) fn new(now: Instant, agreed: Heard) -> Self {
        Self {
            agreed,
            sources: Vec::new(),
            gone: Vec::new(),
            arrivals: Arrivals::new(now),
            origin: now,
            report_at: None,
            opened: Vec::new(),
            nothing: Arc::default(),
        }
    }

    /// When something is to be said to the publisher.
    pub(super) fn due_at(&self) -> Option<Instant> {
        let missing = self.sources.iter().filter_map(|source| match &source.kind {
            Kind::Media(media) => media.missing.due_at(),
            Kind::Repairs(_) => None,
        });
        missing.chain(self.arrivals.due_at()).chain(self.report_at).min()
    }

    /// Tells whether a source carries media.
    pub(super) fn has(&self, ssrc: u32) -> bool {
        self.media(ssrc).is_some()
    }

    /// Takes note of a source's report.
    pub(super) fn reported(&mut self, now: Instant, ssrc: u32, report: u32) {
        if let Some(source) = self.sources.iter_mut().find(|source| source.ssrc == ssrc) {
            source.reported(now, report);
        }
    }

    /// Takes note of a source's end: nothing more of it is missed.
    pub(super) fn ended(&mut self, ssrc: u32) {
        if let Some(Kind::Media(media)) = self.source(ssrc).map(|source| &mut source.kind) {
            media.missing.clear();
        }
    }

    /// Takes in a datagram.
    pub(super) fn hear(&mut self, now: Instant, srtp: &mut Srtp, packet: &[u8]) -> Came {
        let Some(read) = rtp::read(packet) else {
            return Came::Refused;
        };
        let header = read.header;
        let Some((codec, is_repair)) = self.codec(header.payload_type) else {
            return Came::Refused;
        };
        let known = self.sources.iter().position(|source| source.ssrc == header.ssrc);
        let (number, is_new) = match self.opened_of(known, header.ssrc) {
            Some(opened) => {
                let number = opened.guess(header.seq);
                (number, number.is_some_and(|number| opened.is_new(number)))
            }
            None => (Some(u64::from(header.seq)), true),
        };
        let Some(number) = number.filter(|_| is_new) else {
            return Came::Refused;
        };
        if !srtp.open_rtp(packet, read.length, header.ssrc, number, &mut self.opened) {
            return Came::Refused;
        }
        // From here on, the publisher itself has said it.
        let told = read.told(&self.agreed.numbers);
        if let Some(count) = told.count {
            self.arrivals.note(now, count);
        }
        let is_video = codec.spec().codec.is_video();
        let Some(at) = known.or_else(|| self.make_room(now, header.ssrc, is_repair, is_video)) else {
            return Came::Nothing;
        };
        let origin = self.origin;
        let mut layer = None;
        if let Some(source) = self.sources.get_mut(at) {
            source.heard(now, number, header.timestamp, &codec, origin);
            let name = told.repaired_layer.filter(|_| is_repair).or(told.layer);
            source.layer = name.map(LayerName::new).or(source.layer);
            layer = source.layer;
        }
        self.report_at.get_or_insert(now + REPORT_EVERY);
        let opened = std::mem::take(&mut self.opened);
        let payload = if read.is_padded {
            rtp::without_padding(&opened)
        } else {
            Some(opened.as_slice())
        };
        let received = payload.and_then(|payload| {
            let packet = Received {
                ssrc: header.ssrc,
                layer,
                payload_type: header.payload_type.into(),
                seq: number,
                timestamp: header.timestamp,
                marker: header.marker,
                extensions: told.values.clone(),
                payload: Arc::clone(&self.nothing),
            };
            if is_repair {
                self.restore(now, at, codec.pt(), packet, payload)
            } else {
                self.take(now, codec, packet, payload)
            }
        });
        self.opened = opened;
        received.map_or(Came::Nothing, Came::Packet)
    }

    /// Writes what is due.
    pub(super) fn speak(&mut self, now: Instant) -> Words {
        let mut words = Words::default();
        let own = self.agreed.own;
        let mut compound = Vec::new();
        if self.report_at.is_some_and(|at| at <= now) {
            self.report_at = Some(now + REPORT_EVERY);
            let reports = self.sources.iter_mut().filter_map(|source| source.report(now));
            let reports: Vec<_> = reports.collect();
            rtcp::write_receptions(&mut compound, own, &reports);
        }
        let (mut ask, mut room) = (Vec::new(), MOST_ASKED);
        for source in &mut self.sources {
            let Kind::Media(media) = &mut source.kind else {
                continue;
            };
            ask.clear();
            if media.missing.ask(now, room, &mut ask) {
                words.broken.push(source.ssrc);
            }
            room -= ask.len();
            rtcp::ask_again(&mut compound, own, source.ssrc, &ask);
        }
        if !compound.is_empty() {
            words.compounds.push(compound);
        }
        let about = self.sources.first().map(|source| source.ssrc).unwrap_or_default();
        self.arrivals
            .tell(now, own, about, |report| words.compounds.push(report.to_vec()));
        words
    }

    /// Writes a request for a key frame.
    pub(super) fn ask_key_frame(&self, ssrc: u32) -> Vec<u8> {
        let mut compound = Vec::new();
        rtcp::ask_key_frame(&mut compound, self.agreed.own, ssrc);
        compound
    }

    /// The codec of a payload type, and whether it is that of the codec's repairs.
    fn codec(&self, number: u8) -> Option<(PayloadParams, bool)> {
        let number = Pt::from(number);
        self.agreed.codecs.iter().find_map(|codec| {
            let is_repair = codec.resend() == Some(number);
            let is_media = codec.pt() == number || codec.red() == Some(number);
            (is_repair || is_media).then_some((*codec, is_repair))
        })
    }

    fn source(&mut self, ssrc: u32) -> Option<&mut Source> {
        self.sources.iter_mut().find(|source| source.ssrc == ssrc)
    }

    fn media(&self, ssrc: u32) -> Option<&Media> {
        let source = self.sources.iter().find(|source| source.ssrc == ssrc)?;
        match &source.kind {
            Kind::Media(media) => Some(media),
            Kind::Repairs(_) => None,
        }
    }

    /// What was opened of a source, known or gone.
    fn opened_of(&self, known: Option<usize>, ssrc: u32) -> Option<&Window> {
        let known = known.and_then(|at| self.sources.get(at));
        let gone = || self.gone.iter().find(|(gone, _)| *gone == ssrc);
        known
            .map(|source| &source.opened)
            .or_else(|| gone().map(|(_, opened)| opened))
    }

    /// Makes room for a source that a packet was opened of; `None` if there are too many that are heard.
    fn make_room(&mut self, now: Instant, ssrc: u32, is_repair: bool, is_video: bool) -> Option<usize> {
        let kind = if is_repair {
            let repaired = self.agreed.repairs.iter().find(|(_, repairs)| *repairs == ssrc);
            Kind::Repairs(repaired.map(|&(media, _)| media))
        } else {
            Kind::Media(Media::of(is_video))
        };
        let mut fresh = Source::new(now, ssrc, kind);
        if self.sources.len() < MOST_SOURCES {
            self.sources.push(fresh);
            return self.sources.len().checked_sub(1);
        }
        let quietest = (0..).zip(&self.sources).min_by_key(|(_, source)| source.heard_at);
        let (at, source) = quietest?;
        if now.saturating_duration_since(source.heard_at) < SILENT_AFTER {
            return None;
        }
        let returns = self.gone.iter().position(|(gone, _)| *gone == ssrc);
        if returns.is_none() && self.gone.len() >= MOST_GONE {
            return None;
        }
        if let Some(returns) = returns {
            fresh.opened = self.gone.swap_remove(returns).1;
        }
        let source = self.sources.get_mut(at)?;
        let former = std::mem::replace(source, fresh);
        self.gone.push((former.ssrc, former.opened));
        Some(at)
    }
}

#[cfg(test)]
mod tests;
