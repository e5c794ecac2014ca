//! What is offered, with what becomes of the answer (RFC 8829).
//!
//! The codecs that the encoders can make, each in the profile that most take, and Opus, which repeats itself where the server
//! takes that. Of the codecs that the answer takes, its first is the one that the server had best be sent (RFC 3264 section 6.1).

use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::SdpAnswer;
use str0m::media::{Mid, Pt};
use str0m::rtp::Extension;
use str0m::stats::PeerStats;
use str0m::{Rtc, RtcConfig};

use crate::messages::UplinkFault;
use crate::video_codec::VideoCodec;

use super::candidates::{candidates, without_tcp};
use super::{Broken, Uplink};

/// What the network is taken to carry until it has been measured.
pub(super) const FIRST_ESTIMATE_BPS: u64 = 600_000;
/// Constrained Baseline, level 3.1, of H.264, which every decoder takes.
const H264_PROFILE_LEVEL: u32 = 0x42_e01f;
/// How many packets the hall may ask for again.
const REPAIR_PACKETS: usize = 1024;
/// How old they may be.
const REPAIR_AGE: Duration = Duration::from_secs(3);
/// How much of what is sent may be repairs, beyond which the library would stop them all. Of 10 % of loss, each packet of
/// which the hall asks for twice, there comes a fifth; a rate that has just been lowered makes that more.
const REPAIR_SHARE: f32 = 0.45;
/// Main profile, main tier, level 3.1, of H.265.
const H265_PROFILE_TIER_LEVEL: (u8, u8, u8) = (1, 0, 93);
/// The payload type of pictures in H.264, and of their repairs (RFC 4588).
const H264_NUMBERS: (u8, u8) = (108, 109);
/// The same in H.265.
const H265_NUMBERS: (u8, u8) = (102, 103);
/// The number of the header extension that says when a picture was taken, beyond the library's own.
const CAPTURE_TIME: u8 = 12;

/// Which of the pieces of sound before it each packet repeats (RFC 2198): with two of them, 20 % of random loss leaves
/// less than 1 % missing.
const REPEATED: [u32; 2] = [1, 2];
/// How many later packets of the server's sound may come before one that is missing is given up.
const HEARD_LATE: usize = 4;

/// How often the network is measured: the library tells its own estimate as a mean over three seconds, far too late for a
/// network that has become narrow.
const MEASURED_EVERY: Duration = Duration::from_millis(50);

/// The transport's configuration for encoders of these codecs and at most this rate.
pub(super) fn transport_config(codecs: &[VideoCodec], max_bps: u64) -> RtcConfig {
    let first_estimate = Bitrate::bps(max_bps.min(FIRST_ESTIMATE_BPS));
    let mut config = Rtc::builder()
        .clear_codecs()
        .enable_opus(true, true)
        .set_extension(CAPTURE_TIME, Extension::AbsoluteCaptureTime)
        .set_reordering_size_audio(HEARD_LATE)
        .set_stats_interval(Some(MEASURED_EVERY))
        .enable_bwe(Some(first_estimate));
    config.codec_config().set_red_distances(&REPEATED);
    let offered = config.codec_config();
    for codec in codecs {
        match codec {
            VideoCodec::H264 => {
                let (pictures, repairs) = H264_NUMBERS;
                offered.add_h264(pictures.into(), Some(repairs.into()), true, H264_PROFILE_LEVEL);
            }
            VideoCodec::H265 => {
                let (pictures, repairs) = H265_NUMBERS;
                let (profile, tier, level) = H265_PROFILE_TIER_LEVEL;
                offered.add_h265(pictures.into(), Some(repairs.into()), profile, tier, level);
            }
        }
    }
    config
}

impl Uplink {
    /// Takes in the answer to the offer.
    pub(super) fn accept(&mut self, now: Instant, sdp: &str) -> Result<(), Broken> {
        // A second answer to one offer means nothing.
        let Some(pending) = self.pending.take() else {
            return Ok(());
        };
        let (sdp, takes_tcp_at) = without_tcp(sdp);
        let accepted = match SdpAnswer::from_sdp_string(&sdp) {
            Ok(answer) => self.rtc.sdp_api().accept_answer(pending, answer).is_ok(),
            Err(_) => false,
        };
        if !accepted {
            self.fail(now, UplinkFault::AnswerUnusable);
            return Ok(());
        }
        self.video = self.video.filter(|&mid| self.is_taken(mid));
        self.codec = self.video.and_then(|mid| self.chosen(mid, &sdp));
        self.sound = self.sound.filter(|&mid| self.is_taken(mid));
        if self.video.is_none() && self.sound.is_none() {
            self.fail(now, UplinkFault::NoCommonCodec);
            return Ok(());
        }
        let has_udp = candidates(&sdp).next().is_some();
        self.detour.answered(now, takes_tcp_at, has_udp);
        if !sdp.contains("\na=simulcast:") {
            self.keep_one_layer();
        }
        for layer in &self.layers {
            if let Some(mid) = self.video
                && let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mid, layer.rid)
            {
                stream.set_rtx_cache(REPAIR_PACKETS, REPAIR_AGE, Some(REPAIR_SHARE));
            }
        }
        self.settle(now)?;
        self.rtc
            .bwe()
            .set_bitrate(Bitrate::ZERO, Bitrate::bps(self.rate.max_bps()));
        self.settle(now)
    }

    /// Takes note of a datagram that leaves.
    pub(super) fn count_repairs(&mut self, now: Instant, bytes: &[u8]) {
        if let [128..=191, kind, ..] = bytes
            && [H264_NUMBERS.1, H265_NUMBERS.1].contains(&(kind & 0x7F))
        {
            self.rate.repaired(now, bytes.len());
        }
    }

    /// Takes a measurement of the network in.
    pub(super) fn measured(&mut self, now: Instant, stats: &PeerStats) {
        if let Some(round_trip) = stats.rtt {
            self.network.measured(round_trip);
        }
        let Some(estimate) = stats.bwe_tx else { return };
        let lost = stats.egress_loss_fraction.unwrap_or_default().clamp(0.0, 1.0) * 100.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and 100"
        )]
        let lost = lost as u32;
        let believed = self.proved.measured(now, stats.rtt, lost, estimate.as_u64());
        let stands_in_the_way = self.stills.are_on() || self.shares.wait_for_room();
        let knocks = self.proved.knocks(now, stands_in_the_way);
        if believed.is_to_begin_anew || knocks {
            self.rtc
                .bwe()
                .reset(Bitrate::bps(believed.bps.min(self.rate.max_bps())));
        }
        self.rate.lost(self.proved.air_loss_percent());
        self.weigh_stills(now, self.rate.left(now, believed.bps));
        self.estimated(now, believed.bps);
    }

    /// The codec that the answer would have a media section of video sent in.
    fn chosen(&self, mid: Mid, answer: &str) -> Option<VideoCodec> {
        let taken = self.rtc.media(mid)?.remote_pts();
        let line = answer.lines().find_map(|line| line.strip_prefix("m=video "));
        let words = line.into_iter().flat_map(str::split_ascii_whitespace);
        let mut ordered = words.filter_map(|word| word.parse::<u8>().ok()).map(Pt::from);
        let first = ordered.find(|number| taken.contains(number));
        let first = first.or_else(|| taken.first().copied())?;
        let mut offered = self.rtc.codec_config().params().iter();
        let params = offered.find(|params| params.pt() == first)?;
        VideoCodec::of(params.spec().codec)
    }

    /// Tells whether the answer takes a media section with a codec that was offered.
    fn is_taken(&self, mid: Mid) -> bool {
        let media = self.rtc.media(mid);
        media.is_some_and(|media| media.direction().is_sending() && !media.remote_pts().is_empty())
    }
}
