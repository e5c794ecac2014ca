//! Answering an offer.
//!
//! Makes the peer's transport from the offer (RFC 8829 section 5.3) with credentials of ours and one candidate, the
//! shard's. It leaves judging the offer's shape to `offer`.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::SdpOffer;
use str0m::format::PayloadParams;
use str0m::media::Mid;
use str0m::{Candidate, IceCreds, Rtc};

use crate::codecs;
use crate::offer::{self, OfferRefusal, Side};

/// How many packets a viewer may ask for again.
const REPAIR_PACKETS: usize = 1024;
/// How old they may be.
const REPAIR_AGE: Duration = Duration::from_secs(3);
/// How much of what is sent may be repairs. A viewer asks several times within one round trip, so that 5 % of loss
/// makes 15 % of repairs; the library stops all repairs at that share unless told otherwise.
const REPAIR_SHARE: f32 = 0.5;

/// What a wall's network is taken to carry before that is known.
const FIRST_ESTIMATE_BPS: u64 = 2_000_000;

/// A peer in the making.
pub(crate) struct Answered {
    /// Its transport.
    pub(crate) rtc: Rtc,
    /// The SDP answer.
    pub(crate) sdp: String,
    /// Its media sections, video and sound together in their order.
    pub(crate) pairs: Vec<Pair>,
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
    local: SocketAddr,
    creds: IceCreds,
    side: Side,
    offer: &str,
) -> Result<Answered, OfferRefusal> {
    let sections = offer::read(offer, side)?;
    let negotiated = catch_unwind(AssertUnwindSafe(|| negotiate(now, local, creds, side, offer)));
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
        if let Some(video) = &video {
            repair(&mut rtc, video.mid);
        }
        pairs.push(Pair { audio, video });
    }
    Ok(Answered { rtc, sdp, pairs })
}

fn negotiate(
    now: Instant,
    local: SocketAddr,
    creds: IceCreds,
    side: Side,
    offer: &str,
) -> Result<(Rtc, String), OfferRefusal> {
    let offer = SdpOffer::from_sdp_string(offer).map_err(|_| OfferRefusal::NotSdp)?;
    let estimate = (side == Side::Wall).then(|| Bitrate::bps(FIRST_ESTIMATE_BPS));
    let mut rtc = codecs::rtp_config()
        .enable_bwe(estimate)
        .set_ice_lite(true)
        .set_local_ice_credentials(creds)
        .build(now);
    let candidate = Candidate::host(local, "udp").map_err(|_| OfferRefusal::NotNegotiable)?;
    rtc.add_local_candidate(candidate);
    let answer = rtc
        .sdp_api()
        .accept_offer(offer)
        .map_err(|_| OfferRefusal::NotNegotiable)?;
    Ok((rtc, answer.to_sdp_string()))
}

/// Lets a line send again what its viewer misses, also on a network that loses much.
fn repair(rtc: &mut Rtc, mid: Mid) {
    if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None) {
        stream.set_rtx_cache(REPAIR_PACKETS, REPAIR_AGE, Some(REPAIR_SHARE));
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
