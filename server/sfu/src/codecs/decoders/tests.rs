//! Which decoder takes which stream, by what both say in SDP.

use str0m::format::{Codec, CodecSpec, FormatParams};
use str0m::media::Frequency;

use super::distance;

/// A codec with the parameters of an `a=fmtp` line.
fn spec(codec: Codec, parameters: &str) -> CodecSpec {
    CodecSpec {
        codec,
        clock_rate: Frequency::NINETY_KHZ,
        channels: None,
        format: FormatParams::parse_line(parameters),
    }
}

fn takes(codec: Codec, decoder: &str, stream: &str) -> Option<u32> {
    distance(&spec(codec, decoder), &spec(codec, stream))
}

#[test]
fn vp9_takes_its_own_profile() {
    let vp9 = |decoder, stream| takes(Codec::Vp9, decoder, stream);
    assert_eq!(vp9("profile-id=0", "profile-id=0"), Some(0));
    assert_eq!(vp9("", "profile-id=0"), Some(0), "none is profile 0");
    assert_eq!(vp9("profile-id=2", "profile-id=0"), None);
    assert_eq!(vp9("profile-id=0", "profile-id=2"), None);
}

#[test]
fn av1_takes_its_profile_and_those_below() {
    let av1 = |decoder, stream| takes(Codec::Av1, decoder, stream);
    assert_eq!(av1("level-idx=5;profile=0;tier=0", ""), Some(0));
    assert_eq!(av1("profile=1", "profile=0"), Some(1));
    assert_eq!(av1("profile=0", "profile=1"), None);
}

#[test]
fn h265_takes_its_profile_and_tier_and_those_below() {
    let h265 = |decoder, stream| takes(Codec::H265, decoder, stream);
    const MAIN: &str = "level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST";
    const MAIN_10: &str = "level-id=93;profile-id=2;tier-flag=0;tx-mode=SRST";
    const HIGH_TIER: &str = "level-id=93;profile-id=1;tier-flag=1;tx-mode=SRST";
    assert_eq!(h265(MAIN, MAIN), Some(0));
    assert_eq!(h265("", MAIN), Some(0), "none is Main");
    assert_eq!(h265(MAIN, "profile-id=1"), Some(0));
    assert_eq!(h265(MAIN_10, MAIN), Some(1));
    assert_eq!(h265(MAIN, MAIN_10), None);
    assert_eq!(h265(MAIN, HIGH_TIER), None);
    assert_eq!(h265(HIGH_TIER, MAIN), Some(0));
    assert_eq!(
        h265(MAIN, "level-id=153;profile-id=1;tier-flag=0"),
        Some(0),
        "whatever the level"
    );
    assert_eq!(
        h265(MAIN, "profile-id=1;sprop-max-don-diff=2"),
        None,
        "units out of order"
    );
}

#[test]
fn no_codec_takes_another() {
    let codecs = [Codec::H264, Codec::H265, Codec::Vp8, Codec::Vp9, Codec::Av1];
    for decoder in codecs {
        for stream in codecs {
            let taken = distance(&spec(decoder, ""), &spec(stream, ""));
            assert_eq!(taken.is_some(), decoder == stream, "{decoder} and {stream}");
        }
    }
}
