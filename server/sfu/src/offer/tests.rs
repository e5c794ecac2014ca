//! Offers, good and bad.

use std::time::SystemTime;

use proptest::prelude::*;

use super::{OfferRefusal, Sections, Side, read};
use crate::answer::{Answered, Ours, answer};
use crate::credentials::Mint;
use crate::epoch::Epoch;
use crate::peer_address::Reached;
use crate::transport::Transport;

/// What Chrome 140 offers for a camera and a microphone, shortened: an mDNS candidate, sound we do not know.
const CHROME: &str = include_str!("chrome.sdp");
/// What Firefox 140 offers to watch.
const FIREFOX: &str = include_str!("firefox.sdp");

fn try_answer(offer: &str, side: Side) -> Result<Answered, OfferRefusal> {
    try_answer_by(false, offer, side)
}

/// The answer of a shard that would rather have H.265, or not.
#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn try_answer_by(prefers_h265: bool, offer: &str, side: Side) -> Result<Answered, OfferRefusal> {
    let mut mint = Mint::new([2; 32]);
    let (_, creds) = mint.credentials();
    let now = std::time::Instant::now();
    let epoch = Epoch {
        instant: now,
        wall: SystemTime::UNIX_EPOCH,
    };
    let reached = Reached {
        udp: ([10, 0, 0, 1], 5000).into(),
        tcp: None,
    };
    let ours = Ours::new(reached, epoch, prefers_h265).unwrap();
    answer(now, &ours, &mut mint, creds, side, offer)
}

fn refusal(offer: &str, side: Side) -> OfferRefusal {
    try_answer(offer, side).err().unwrap()
}

#[test]
fn a_browsers_camera_is_answered() {
    assert_eq!(
        read(CHROME, Side::Publisher),
        Ok(Sections {
            audio: vec!["0"],
            video: vec!["1"],
            ears: vec![],
        })
    );
    let sdp = try_answer(CHROME, Side::Publisher).unwrap().sdp;
    for line in [
        "a=ice-lite",
        "a=recvonly",
        "a=setup:passive",
        "a=mid:0",
        "a=mid:1",
        "a=rtpmap:111 opus/48000/2",
    ] {
        assert!(sdp.lines().any(|found| found == line), "{line} in {sdp}");
    }
    assert!(sdp.contains("10.0.0.1 5000 typ host"), "{sdp}");
    assert!(
        sdp.contains("transport-cc") && sdp.contains("nack pli") && sdp.contains("apt="),
        "{sdp}"
    );
    assert!(
        sdp.contains("packetization-mode=1") && !sdp.contains("packetization-mode=0"),
        "{sdp}"
    );
    let places: Vec<_> = ["H264/90000", "VP8/90000", "VP9/90000", "AV1/90000"]
        .map(|codec| sdp.find(codec).unwrap_or_else(|| panic!("{codec} in {sdp}")))
        .into();
    assert!(places.is_sorted(), "H.264 first, then VP8: {sdp}");
}

#[test]
fn a_browsers_viewer_is_answered() {
    let Answered { sdp, transport, .. } = try_answer(FIREFOX, Side::Subscriber).unwrap();
    assert!(
        matches!(transport, Transport::Lean(_)),
        "who only receives is cheap"
    );
    assert!(
        sdp.contains("a=sendonly") && sdp.contains("H264/90000") && sdp.contains("VP8/90000"),
        "{sdp}"
    );
}

/// What offers name H.265 by (RFC 7798 section 7.1, and `tx-mode` of the draft for WebRTC), and what is answered.
#[test]
fn h265_is_answered_in_the_profile_it_is_offered_in() {
    let offering = |parameters: &str| {
        let renamed = CHROME.replace("AV1/90000", "H265/90000");
        let old = renamed
            .lines()
            .find(|line| line.starts_with("a=fmtp:45 "))
            .unwrap();
        renamed.replace(old, &format!("a=fmtp:45 {parameters}"))
    };
    let answered = |parameters: &str| {
        let offer = offering(parameters).replace("a=sendonly", "a=recvonly");
        try_answer(&offer, Side::Subscriber).unwrap().sdp
    };
    for (offered, expected) in [
        (
            "level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST",
            "profile-id=1;tier-flag=0;level-id=93",
        ),
        (
            "level-id=186;profile-id=2;tier-flag=0;tx-mode=SRST",
            "profile-id=2;tier-flag=0;level-id=180",
        ),
    ] {
        let sdp = answered(offered);
        assert!(sdp.contains(&format!("a=fmtp:45 {expected}")), "{offered}: {sdp}");
    }
    let sdp = answered("level-id=93;profile-id=4;tier-flag=0");
    assert!(!sdp.contains("H265"), "{sdp}");
}

#[test]
fn h265_comes_first_where_the_operator_would_rather_have_it() {
    let offer = CHROME.replace("AV1/90000", "H265/90000");
    let first = |prefers_h265, offer: &str, side| {
        let sdp = try_answer_by(prefers_h265, offer, side).unwrap().sdp;
        let line = sdp
            .lines()
            .find_map(|line| line.strip_prefix("m=video "))
            .unwrap();
        let named = format!("a=rtpmap:{} ", line.split(' ').nth(2).unwrap());
        let named = sdp.lines().find_map(|line| line.strip_prefix(&named)).unwrap();
        named.strip_suffix("/90000").unwrap().to_owned()
    };
    assert_eq!(first(false, &offer, Side::Publisher), "H264");
    assert_eq!(first(true, &offer, Side::Publisher), "H265");
    let watching = offer.replace("a=sendonly", "a=recvonly");
    assert_eq!(
        first(true, &watching, Side::Subscriber),
        "H264",
        "a viewer's order is nobody's"
    );
    let sdp = try_answer_by(true, CHROME, Side::Publisher).unwrap().sdp;
    assert!(
        !sdp.contains("H265"),
        "nobody is answered what was not offered: {sdp}"
    );
}

#[test]
fn what_is_not_sdp_is_refused() {
    for offer in ["", "hello", "{\"sdp\": \"v=0\"}", "\0\0\0"] {
        assert_eq!(refusal(offer, Side::Publisher), OfferRefusal::NotSdp);
    }
    assert_eq!(
        refusal(&"v=0\r\n".repeat(20_000), Side::Publisher),
        OfferRefusal::TooLarge
    );
}

#[test]
fn each_fault_has_its_own_refusal() {
    let cases = [
        (
            CHROME.replace("a=sendonly", "a=recvonly"),
            OfferRefusal::WrongDirection,
        ),
        (
            CHROME.replace("a=sendonly", "a=inactive"),
            OfferRefusal::WrongDirection,
        ),
        (
            CHROME.replace("a=ice-ufrag", "a=x-ufrag"),
            OfferRefusal::NoTransport,
        ),
        (
            CHROME.replace("a=fingerprint", "a=x-print"),
            OfferRefusal::NoTransport,
        ),
        (
            CHROME.replace("t=0 0", "t=0 0\r\na=ice-lite"),
            OfferRefusal::BothLite,
        ),
        (
            CHROME.replace("m=video", "m=audio"),
            OfferRefusal::TooManySections,
        ),
        (
            format!(
                "{CHROME}{}",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n".repeat(7)
            ),
            OfferRefusal::TooManySections,
        ),
        (
            CHROME
                .replace("m=audio 9", "m=text 9")
                .replace("m=video 9", "m=text 9"),
            OfferRefusal::NoMedia,
        ),
        (
            CHROME
                .replace("H264/90000", "H263/90000")
                .replace("VP8/90000", "VP7/90000")
                .replace("VP9/90000", "VP7/90000")
                .replace("AV1/90000", "AV2/90000"),
            OfferRefusal::NoCommonCodec,
        ),
        (
            CHROME
                .replace("packetization-mode=1", "packetization-mode=0")
                .replace("VP8/90000", "VP7/90000")
                .replace("VP9/90000", "VP7/90000")
                .replace("AV1/90000", "AV2/90000"),
            OfferRefusal::NoCommonCodec,
        ),
        (
            CHROME.replace(
                "t=0 0",
                &format!(
                    "t=0 0{}",
                    "\r\na=candidate:1 1 udp 1 10.0.0.9 9 typ host".repeat(51)
                ),
            ),
            OfferRefusal::TooManyCandidates,
        ),
    ];
    for (offer, expected) in cases {
        assert_eq!(refusal(&offer, Side::Publisher), expected, "{offer}");
    }
}

#[test]
fn refusals_name_a_cure_and_have_a_code() {
    let refusals = [
        OfferRefusal::NotSdp,
        OfferRefusal::WrongDirection,
        OfferRefusal::NoCommonCodec,
    ];
    for refusal in refusals {
        assert!(refusal.to_string().contains("; "), "{refusal}");
        assert!(refusal.code().starts_with("offer_"));
    }
}

proptest! {
    #[test]
    fn no_damaged_offer_panics(
        at in 0..CHROME.len(),
        length in 0_usize..80,
        with in "[ -~\\r\\n]{0,20}",
    ) {
        let until = (at + length).min(CHROME.len());
        let damaged = format!("{}{with}{}", &CHROME[..at], &CHROME[until..]);
        let _ = try_answer(&damaged, Side::Publisher);
        let _ = try_answer(&damaged, Side::Subscriber);
    }

    #[test]
    fn no_offer_with_a_line_doubled_or_dropped_panics(line in 0_usize..90, double: bool) {
        let lines = CHROME.lines().enumerate();
        let repeated = lines.flat_map(|(n, text)| std::iter::repeat_n(text, if n == line { usize::from(double) * 2 } else { 1 }));
        let damaged = repeated.collect::<Vec<_>>().join("\r\n") + "\r\n";
        let _ = try_answer(&damaged, Side::Publisher);
    }
}
