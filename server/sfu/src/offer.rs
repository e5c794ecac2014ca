//! Whether an SDP offer (RFC 8866, RFC 8829) is one the shard can answer.
//!
//! Faults are found here, before the WebRTC library sees the text, so that a refusal names the fault with its cure. It
//! leaves the negotiation itself to `answer`.

use crate::layer_name::LayerName;

/// Why an offer got no answer. The words say what to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum OfferRefusal {
    /// Longer than 64 KiB.
    #[error("the offer is larger than 64 KiB; offer fewer codecs and candidates")]
    TooLarge,
    /// Not SDP.
    #[error("the body is not an SDP offer; send the text of an offer as application/sdp")]
    NotSdp,
    /// More media sections than there may be.
    #[error(
        "the offer has too many media sections; offer at most one video and one audio, a wall sixteen of each"
    )]
    TooManySections,
    /// More than fifty candidates.
    #[error("the offer has more than 50 candidates; offer those of the interfaces in use")]
    TooManyCandidates,
    /// Neither audio nor video.
    #[error("the offer has neither audio nor video; add a media section")]
    NoMedia,
    /// A publisher that does not send, or a viewer that does not receive.
    #[error("no media section has the right direction; a publisher offers sendonly, a viewer recvonly")]
    WrongDirection,
    /// No codec that the shard forwards.
    #[error(
        "no codec in common; offer H.264 with packetization-mode=1, VP8, VP9, AV1 or H.265 for video, Opus with 48 kHz for audio"
    )]
    NoCommonCodec,
    /// The stream is sent in a codec that the viewer's offer does not take.
    #[error(
        "the stream is sent in {0}, which the offer does not take; offer it, or have the camera send H.264 or VP8"
    )]
    CodecNotOffered(&'static str),
    /// No ICE credentials or no DTLS fingerprint by SHA-256.
    #[error("the offer lacks a=ice-ufrag, a=ice-pwd or a=fingerprint:sha-256; gather before sending it")]
    NoTransport,
    /// Both sides would wait for the other's checks.
    #[error("both sides are ICE-lite; offer from a full ICE agent")]
    BothLite,
    /// The offer is sound, but could not be negotiated.
    #[error("the offer could not be negotiated; bundle all media sections on one transport with rtcp-mux")]
    NotNegotiable,
    /// The peer id is in use.
    #[error("the peer id is in use; choose a fresh one")]
    PeerKnown,
    /// The shard has as many peers as it takes.
    #[error("the media server is full; try again later")]
    Full,
}

impl OfferRefusal {
    /// A stable code for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "offer_too_large",
            Self::NotSdp => "offer_not_sdp",
            Self::TooManySections => "offer_too_many_sections",
            Self::TooManyCandidates => "offer_too_many_candidates",
            Self::NoMedia => "offer_no_media",
            Self::WrongDirection => "offer_wrong_direction",
            Self::NoCommonCodec => "offer_no_common_codec",
            Self::CodecNotOffered(_) => "offer_lacks_codec",
            Self::NoTransport => "offer_no_transport",
            Self::BothLite => "offer_both_lite",
            Self::NotNegotiable => "offer_not_negotiable",
            Self::PeerKnown => "peer_known",
            Self::Full => "media_full",
        }
    }
}

/// Which way the offering peer's media goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// It sends.
    Publisher,
    /// It receives one stream.
    Subscriber,
    /// It receives as many as it has sections for.
    Wall,
}

impl Side {
    /// How many sections of a kind there may be.
    fn slots(self) -> usize {
        match self {
            Self::Publisher | Self::Subscriber => 1,
            Self::Wall => MAX_SLOTS,
        }
    }
}

/// The media sections of an offer that the shard will use, by their `a=mid`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sections<'a> {
    /// The audio sections.
    pub(crate) audio: Vec<&'a str>,
    /// The video sections.
    pub(crate) video: Vec<&'a str>,
    /// The audio sections in which a publisher hears others, the one it sends in first if it hears there too.
    pub(crate) ears: Vec<&'a str>,
}

const MAX_BYTES: usize = 64 * 1024;
/// Sections for nothing the shard uses, such as data channels.
const SPARE_SECTIONS: usize = 2;
/// The slots of a wall.
const MAX_SLOTS: usize = 16;
/// The voices that a publisher may hear at once.
const MAX_EARS: usize = 4;
/// The layers that a publisher may have repaired.
const MOST_REPAIRED: usize = 8;
/// The layers of a publisher that are told by name.
const MOST_LAYERS: usize = 4;
const MAX_CANDIDATES: usize = 50;

/// Reads the media sections out of an offer.
pub(crate) fn read(offer: &str, side: Side) -> Result<Sections<'_>, OfferRefusal> {
    if offer.len() > MAX_BYTES {
        return Err(OfferRefusal::TooLarge);
    }
    if !offer.starts_with("v=0") {
        return Err(OfferRefusal::NotSdp);
    }
    if lines(offer)
        .filter(|line| line.starts_with("a=candidate:"))
        .count()
        > MAX_CANDIDATES
    {
        return Err(OfferRefusal::TooManyCandidates);
    }
    for needed in ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:"] {
        if !lines(offer).any(|line| line.starts_with(needed)) {
            return Err(OfferRefusal::NoTransport);
        }
    }
    if lines(offer).any(|line| line == "a=ice-lite") {
        return Err(OfferRefusal::BothLite);
    }
    choose(&sections(offer, side)?, side)
}

/// The SHA-256 of the offerer's certificate (RFC 8122), if it is told by that.
pub(crate) fn certificate_hash(offer: &str) -> Option<[u8; 32]> {
    let fingerprints = lines(offer).filter_map(|line| line.strip_prefix("a=fingerprint:"));
    let told = fingerprints.filter_map(|fingerprint| fingerprint.split_once(' '));
    let (_, digits) = told
        .into_iter()
        .find(|(function, _)| function.eq_ignore_ascii_case("sha-256"))?;
    let bytes = digits.split(':').map(|byte| u8::from_str_radix(byte, 16).ok());
    bytes.collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// Which source of an offer is repaired by which (RFC 5576 section 4.2, RFC 4588 section 8), as far as it says so.
pub(crate) fn repairs(offer: &str) -> Vec<(u32, u32)> {
    let groups = lines(offer).filter_map(|line| line.strip_prefix("a=ssrc-group:FID "));
    let pairs = groups.filter_map(|group| {
        let (media, repairs) = group.split_once(' ')?;
        Some((media.parse().ok()?, repairs.trim().parse().ok()?))
    });
    pairs.take(MOST_REPAIRED).collect()
}

/// The layers of a publisher's video by name, in its order (RFC 8853 section 5.1); none if it is sent once.
pub(crate) fn layers(offer: &str) -> Vec<LayerName> {
    let mut simulcasts = lines(offer).filter_map(|line| line.strip_prefix("a=simulcast:"));
    let words = |line: &str| {
        let mut words = line.split(' ').skip_while(|word| *word != "send");
        words.nth(1).map(str::to_owned)
    };
    let sent = simulcasts.find_map(words).unwrap_or_default();
    let streams = sent.split(';').filter_map(|stream| stream.split(',').next());
    let named = streams
        .map(|name| name.trim_start_matches('~'))
        .filter(|name| !name.is_empty());
    named
        .map(|name| LayerName::new(name.as_bytes()))
        .take(MOST_LAYERS)
        .collect()
}

fn lines(sdp: &str) -> impl Iterator<Item = &str> {
    sdp.lines().map(str::trim_end)
}

#[derive(Debug)]
struct Section<'a> {
    kind: &'a str,
    rejected: bool,
    mid: Option<&'a str>,
    direction: &'a str,
}

fn sections(offer: &str, side: Side) -> Result<Vec<Section<'_>>, OfferRefusal> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut session_direction = "sendrecv";
    for line in lines(offer) {
        if let Some(media) = line.strip_prefix("m=") {
            let mut words = media.split(' ');
            let (Some(kind), Some(port)) = (words.next(), words.next()) else {
                return Err(OfferRefusal::NotSdp);
            };
            let direction = session_direction;
            sections.push(Section {
                kind,
                rejected: port == "0",
                mid: None,
                direction,
            });
            continue;
        }
        let Some(attribute) = line.strip_prefix("a=") else {
            continue;
        };
        let direction = matches!(attribute, "sendrecv" | "sendonly" | "recvonly" | "inactive");
        match sections.last_mut() {
            None if direction => session_direction = attribute,
            None => {}
            Some(section) if direction => section.direction = attribute,
            Some(section) => section.mid = attribute.strip_prefix("mid:").or(section.mid),
        }
    }
    let ears = if side == Side::Publisher { MAX_EARS } else { 0 };
    if sections.len() > 2 * side.slots() + ears + SPARE_SECTIONS {
        Err(OfferRefusal::TooManySections)
    } else {
        Ok(sections)
    }
}

fn choose<'a>(offered: &[Section<'a>], side: Side) -> Result<Sections<'a>, OfferRefusal> {
    let media = || {
        offered
            .iter()
            .filter(|section| matches!(section.kind, "audio" | "video") && !section.rejected)
    };
    if media().next().is_none() {
        return Err(OfferRefusal::NoMedia);
    }
    let mut chosen = Sections::default();
    for section in media().filter(|section| flows(section.direction, side)) {
        let same_kind = if section.kind == "video" {
            &mut chosen.video
        } else {
            &mut chosen.audio
        };
        if same_kind.len() >= side.slots() {
            return Err(OfferRefusal::TooManySections);
        }
        same_kind.push(section.mid.ok_or(OfferRefusal::NotNegotiable)?);
    }
    if chosen == Sections::default() {
        return Err(OfferRefusal::WrongDirection);
    }
    if side == Side::Publisher {
        chosen.ears = ears(media())?;
    }
    Ok(chosen)
}

fn ears<'a, 'b: 'a>(media: impl Iterator<Item = &'a Section<'b>>) -> Result<Vec<&'b str>, OfferRefusal> {
    let ears = media.filter(|section| section.kind == "audio" && flows(section.direction, Side::Subscriber));
    let ears: Option<Vec<&str>> = ears.map(|section| section.mid).collect();
    let ears = ears.ok_or(OfferRefusal::NotNegotiable)?;
    if ears.len() > MAX_EARS {
        Err(OfferRefusal::TooManySections)
    } else {
        Ok(ears)
    }
}

fn flows(direction: &str, side: Side) -> bool {
    let wanted = match side {
        Side::Publisher => "sendonly",
        Side::Subscriber | Side::Wall => "recvonly",
    };
    direction == wanted || direction == "sendrecv"
}

#[cfg(test)]
mod tests;
