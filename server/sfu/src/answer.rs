//! Answering an offer.
//!
//! Makes the peer's transport from the offer (RFC 8829 section 5.3) with credentials of ours and the shard's
//! candidates. It leaves judging the offer's shape to `offer`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use str0m::bwe::Bitrate;
use str0m::change::SdpOffer;
use str0m::crypto::CryptoProvider;
use str0m::crypto::dtls::DtlsCert;
use str0m::format::PayloadParams;
use str0m::media::Mid;
use str0m::{IceCreds, Rtc};

use crate::codecs;
use crate::credentials::Mint;
use crate::epoch::Epoch;
use crate::offer::{self, OfferRefusal, Side};
use crate::peer_address::Reached;
use crate::rtp::Numbers;
use crate::slot::{AUDIO_CLOCK_HZ, VIDEO_CLOCK_HZ};
use crate::transport::{
    Agreed, Heard, Lean, Library, Line, MOST_REPAIRABLE, PeerCertificate, REPAIRABLE_FOR, Transport,
};

/// How much of what is sent may be repairs, by the library: it counts also those that a viewer asks for several times
/// within one round trip, so that 5 % of loss makes 15 % of repairs, at which it stops all of them unless told otherwise.
const REPAIR_SHARE: f32 = 0.5;

/// What a wall's network is taken to carry before that is known.
const FIRST_ESTIMATE_BPS: u64 = 2_000_000;

/// A peer in the making.
pub(crate) struct Answered {
    /// Its transport.
    pub(crate) transport: Transport,
    /// The SDP answer.
    pub(crate) sdp: String,
    /// Its media sections, video and sound together in their order.
    pub(crate) pairs: Vec<Pair>,
    /// The sections in which a publisher hears others.
    pub(crate) ears: Vec<Pair>,
}

/// What the shard's side of every transport has in common.
pub(crate) struct Ours {
    /// The candidates.
    pub(crate) local: Reached,
    epoch: Epoch,
    /// Whether a publisher that offers H.265 had best send that.
    prefers_h265: bool,
    crypto: Arc<CryptoProvider>,
    /// One for all peers of the shard, since making one takes longer than all the rest of an answer.
    certificate: DtlsCert,
}

impl Ours {
    /// Makes it; `None` if no certificate can be made.
    pub(crate) fn new(local: Reached, epoch: Epoch, prefers_h265: bool) -> Option<Self> {
        let crypto = str0m::crypto::from_feature_flags();
        let certificate = crypto.dtls_provider.generate_certificate()?;
        Some(Self {
            local,
            epoch,
            prefers_h265,
            crypto: Arc::new(crypto),
            certificate,
        })
    }
}

/// A section of video with the one of sound that belongs to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pair {
    /// The sound.
    pub(crate) audio: Option<Negotiated>,
    /// The video.
    pub(crate) video: Option<Negotiated>,
}

/// A media section agreed on.
#[derive(Debug, Clone)]
pub(crate) struct Negotiated {
    /// Its name.
    pub(crate) mid: Mid,
    /// The codecs agreed on.
    pub(crate) codecs: Vec<PayloadParams>,
}

/// Answers an offer.
pub(crate) fn answer(
    now: Instant,
    ours: &Ours,
    mint: &mut Mint,
    creds: IceCreds,
    side: Side,
    offer: &str,
) -> Result<Answered, OfferRefusal> {
    let sections = offer::read(offer, side)?;
    let password = creds.pass.clone();
    let negotiated = catch_unwind(AssertUnwindSafe(|| negotiate(now, ours, creds, side, offer)));
    let (mut rtc, sdp) = negotiated.map_err(|_| OfferRefusal::NotNegotiable)??;
    let mut pairs = Vec::new();
    for slot in 0..sections.audio.len().max(sections.video.len()) {
        let audio = sections
            .audio
            .get(slot)
            .map(|mid| agreed(&rtc, mid))
            .transpose()?;
        let video = sections
            .video
            .get(slot)
            .map(|mid| agreed(&rtc, mid))
            .transpose()?;
        pairs.push(Pair { audio, video });
    }
    let ear = |mid: &&str| {
        Ok(Pair {
            audio: Some(agreed(&rtc, mid)?),
            video: None,
        })
    };
    let ears = sections
        .ears
        .iter()
        .map(ear)
        .collect::<Result<Vec<_>, OfferRefusal>>()?;
    let promised = offer::certificate_hash(offer).map(PeerCertificate);
    let transport = match (side, promised) {
        (Side::Publisher, None) => return Err(OfferRefusal::NoTransport),
        (Side::Publisher | Side::Subscriber, Some(certificate)) => {
            let is_publisher = side == Side::Publisher;
            let heard = is_publisher.then(|| heard(&rtc, mint, offer, &pairs));
            let (lines, cname) = lines(mint, &mut rtc, if is_publisher { &ears } else { &pairs });
            let agreed = Agreed {
                password,
                certificate,
                is_client: sdp.lines().any(|line| line.trim_end() == "a=setup:active"),
                lines,
                heard,
                cname,
            };
            let lean = Lean::new(now, ours.epoch, &ours.crypto, &ours.certificate, agreed);
            Transport::Lean(Box::new(lean.ok_or(OfferRefusal::NotNegotiable)?))
        }
        (Side::Subscriber | Side::Wall, _) => {
            let videos = pairs.iter().filter_map(|pair| pair.video.as_ref());
            let videos: Vec<Mid> = videos.map(|video| video.mid).collect();
            for &mid in &videos {
                repair(&mut rtc, mid);
            }
            Transport::Library(Box::new(Library::new(now, rtc, videos)))
        }
    };
    Ok(Answered {
        transport,
        sdp,
        pairs,
        ears,
    })
}

/// What was agreed on of a publisher's media.
fn heard(rtc: &Rtc, mint: &mut Mint, offer: &str, pairs: &[Pair]) -> Heard {
    let sections = || pairs.iter().flat_map(|pair| pair.audio.iter().chain(&pair.video));
    let numbers = sections()
        .filter_map(|section| rtc.media(section.mid))
        .map(|media| Numbers::new(media.remote_extmap()));
    Heard {
        codecs: sections()
            .flat_map(|section| section.codecs.iter().copied())
            .collect(),
        numbers: numbers.fold(Numbers::default(), Numbers::and),
        repairs: offer::repairs(offer),
        own: mint.number().max(1),
    }
}

/// Takes what was agreed on of what a peer receives out of the library's transport, for one of ours; returns the name of
/// all of it as well.
fn lines(mint: &mut Mint, rtc: &mut Rtc, pairs: &[Pair]) -> (Vec<Line>, String) {
    let mut lines = Vec::new();
    let mut cname = String::new();
    for pair in pairs {
        let clocked = [(&pair.audio, AUDIO_CLOCK_HZ), (&pair.video, VIDEO_CLOCK_HZ)];
        for (section, clock_hz) in clocked {
            let Some(section) = section else { continue };
            let Some(media) = rtc.media(section.mid) else {
                continue;
            };
            media.cname().clone_into(&mut cname);
            let numbers = Numbers::new(media.remote_extmap());
            let mut direct = rtc.direct_api();
            let Some(stream) = direct.stream_tx_by_mid(section.mid, None) else {
                continue;
            };
            let (ssrc, repair_ssrc) = (*stream.ssrc(), stream.rtx().map(|ssrc| *ssrc));
            let codecs = section.codecs.clone();
            lines.push(Line::new(
                section.mid,
                ssrc,
                repair_ssrc,
                codecs,
                clock_hz,
                numbers,
                mint.number(),
            ));
        }
    }
    (lines, cname)
}

fn negotiate(
    now: Instant,
    ours: &Ours,
    creds: IceCreds,
    side: Side,
    offer: &str,
) -> Result<(Rtc, String), OfferRefusal> {
    let offer = SdpOffer::from_sdp_string(offer).map_err(|_| OfferRefusal::NotSdp)?;
    let estimate = (side == Side::Wall).then(|| Bitrate::bps(FIRST_ESTIMATE_BPS));
    let mut rtc = codecs::rtp_config(ours.prefers_h265 && side == Side::Publisher)
        .enable_bwe(estimate)
        .set_ice_lite(true)
        .set_crypto_provider(Arc::clone(&ours.crypto))
        .set_dtls_cert(ours.certificate.clone())
        .set_local_ice_credentials(creds)
        .build(now);
    for candidate in ours.local.candidates().ok_or(OfferRefusal::NotNegotiable)? {
        rtc.add_local_candidate(candidate);
    }
    let answer = rtc
        .sdp_api()
        .accept_offer(offer)
        .map_err(|_| OfferRefusal::NotNegotiable)?;
    Ok((rtc, answer.to_sdp_string()))
}

/// Lets a line send again what its viewer misses, also on a network that loses much.
fn repair(rtc: &mut Rtc, mid: Mid) {
    if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None) {
        stream.set_rtx_cache(MOST_REPAIRABLE, REPAIRABLE_FOR, Some(REPAIR_SHARE));
        // The pacing is ours.
        stream.set_unpaced(true);
    }
}

fn agreed(rtc: &Rtc, mid: &str) -> Result<Negotiated, OfferRefusal> {
    let media = rtc.media(mid.into()).ok_or(OfferRefusal::NotNegotiable)?;
    let accepted = |params: &&PayloadParams| media.remote_pts().contains(&params.pt());
    let codecs: Vec<_> = rtc
        .codec_config()
        .params()
        .iter()
        .filter(accepted)
        .copied()
        .collect();
    if codecs.is_empty() {
        Err(OfferRefusal::NoCommonCodec)
    } else {
        Ok(Negotiated {
            mid: media.mid(),
            codecs,
        })
    }
}
