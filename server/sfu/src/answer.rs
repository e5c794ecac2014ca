//! Answering an offer.
//!
//! Makes the peer's transport from the offer (RFC 8829 section 5.3) with credentials of ours and one candidate, the
//! shard's. It leaves judging the offer's shape to `offer`.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::format::PayloadParams;
use str0m::media::Mid;
use str0m::{Candidate, IceCreds, Rtc};

use crate::codecs;
use crate::offer::{self, OfferRefusal, Side};

/// A peer in the making.
pub(crate) struct Answered {
    /// Its transport.
    pub(crate) rtc: Rtc,
    /// The SDP answer.
    pub(crate) sdp: String,
    /// Its audio section, if it has one.
    pub(crate) audio: Option<Negotiated>,
    /// Its video section, if it has one.
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
    let negotiated = catch_unwind(AssertUnwindSafe(|| negotiate(now, local, creds, offer)));
    let (rtc, sdp) = negotiated.map_err(|_| OfferRefusal::NotNegotiable)??;
    let audio = sections.audio.map(|mid| agreed(&rtc, mid)).transpose()?;
    let video = sections.video.map(|mid| agreed(&rtc, mid)).transpose()?;
    Ok(Answered {
        rtc,
        sdp,
        audio,
        video,
    })
}

fn negotiate(
    now: Instant,
    local: SocketAddr,
    creds: IceCreds,
    offer: &str,
) -> Result<(Rtc, String), OfferRefusal> {
    let offer = SdpOffer::from_sdp_string(offer).map_err(|_| OfferRefusal::NotSdp)?;
    let mut rtc = codecs::rtp_config()
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
