//! Which viewer can take which codec, under which number.

use str0m::format::{Codec, CodecConfig, CodecSpec, PayloadParams};

use super::{begins_key_frame, payload_type, rtp_config};

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
    let mut config = rtp_config();
    let params = config.codec_config().params().to_vec();
    for codec in [Codec::Vp8, Codec::Opus] {
        let wanted = params.iter().find(|params| params.spec().codec == codec).unwrap();
        assert_eq!(payload_type(&params, &wanted.spec()), Some(wanted.pt()));
        assert_eq!(payload_type(&h264(&[(1, true, 0x42_e01f)]), &wanted.spec()), None);
    }
}

#[test]
fn key_frames_begin_with_parameter_sets_or_an_idr() {
    let h264 = |payload: &[u8]| begins_key_frame(Codec::H264, payload);
    assert!(h264(&[0x67, 0x42]), "parameter set");
    assert!(h264(&[0x78, 0, 2, 0x67, 0x42, 0, 1, 0x68]), "aggregated");
    assert!(h264(&[0x65, 1]), "a picture in one packet");
    assert!(h264(&[0x7c, 0x85, 1]), "the first part of one");
    assert!(!h264(&[0x7c, 0x45, 1]), "the last part of one");
    assert!(!h264(&[0x41, 1]));
    assert!(!h264(&[]));
    assert!(begins_key_frame(Codec::Vp8, &[0x10, 0x00, 0, 0]));
    assert!(!begins_key_frame(Codec::Vp8, &[0x10, 0x01, 0, 0]));
    assert!(!begins_key_frame(Codec::Opus, &[0x67]));
}
