//! Which viewer can take which codec, under which number.

use str0m::format::{Codec, CodecConfig, CodecSpec, PayloadParams};

use super::{payload_type, rtp_config};

fn h264(offered: &[(u8, bool, u32)]) -> Vec<PayloadParams> {
    let mut config = CodecConfig::empty();
    for &(pt, mode_1, profile) in offered {
        config.add_h264(pt.into(), None, mode_1, profile);
    }
    config.params().to_vec()
}

fn sent(profile: u32) -> CodecSpec {
    h264(&[(100, true, profile)])[0].spec()
}

fn number(offered: &[(u8, bool, u32)], profile: u32) -> Option<u8> {
    payload_type(&h264(offered), &sent(profile)).map(|pt| *pt)
}

#[test]
fn the_same_profile_is_preferred() {
    let offered = [
        (1, true, 0x64_001f),
        (2, true, 0x42_001f),
        (3, true, 0x42_e01f),
        (4, true, 0x4d_001f),
    ];
    assert_eq!(number(&offered, 0x42_e01f), Some(3));
    assert_eq!(number(&offered, 0x42_001f), Some(2));
    assert_eq!(number(&offered, 0x4d_001f), Some(4));
    assert_eq!(number(&offered, 0x64_0028), Some(1), "whatever the level");
}

#[test]
fn a_higher_profile_decodes_a_lower_one() {
    assert_eq!(number(&[(1, true, 0x64_001f)], 0x42_e01f), Some(1));
    assert_eq!(number(&[(1, true, 0x42_e01f)], 0x64_001f), None);
    assert_eq!(
        number(&[(1, true, 0x42_e01f)], 0x42_001f),
        Some(1),
        "what says Baseline is Constrained Baseline"
    );
}

#[test]
fn packetization_mode_0_cannot_take_mode_1() {
    assert_eq!(number(&[(1, false, 0x42_e01f)], 0x42_e01f), None);
}

#[test]
fn other_codecs_match_by_name() {
    let mut config = rtp_config(false);
    let params = config.codec_config().params().to_vec();
    for codec in [Codec::Vp8, Codec::Vp9, Codec::Av1, Codec::H265, Codec::Opus] {
        let wanted = params.iter().find(|params| params.spec().codec == codec).unwrap();
        assert_eq!(payload_type(&params, &wanted.spec()), Some(wanted.pt()));
        assert_eq!(payload_type(&h264(&[(1, true, 0x42_e01f)]), &wanted.spec()), None);
    }
}

#[test]
fn no_two_codecs_have_the_same_number() {
    let mut config = rtp_config(false);
    let params = config.codec_config().params();
    let mut numbers: Vec<u8> = params
        .iter()
        .flat_map(|params| [Some(params.pt()), params.resend(), params.red()])
        .flatten()
        .map(|number| *number)
        .collect();
    let all = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), all, "{numbers:?}");
    assert!(
        params
            .iter()
            .all(|params| params.resend().is_some() == params.spec().codec.is_video()),
        "every picture can be repaired"
    );
}
