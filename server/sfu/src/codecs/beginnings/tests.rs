//! What begins a key frame, and what does not, by payloads as encoders send them.

use str0m::format::Codec;

use super::{begins_anew, begins_key_frame};

#[test]
fn h264_begins_with_parameter_sets_or_an_idr() {
    let h264 = |payload: &[u8]| begins_key_frame(Codec::H264, payload);
    assert!(h264(&[0x67, 0x42]), "parameter set");
    assert!(h264(&[0x78, 0, 2, 0x67, 0x42, 0, 1, 0x68]), "aggregated");
    assert!(h264(&[0x65, 1]), "a picture in one packet");
    assert!(h264(&[0x7c, 0x85, 1]), "the first part of one");
    assert!(!h264(&[0x7c, 0x45, 1]), "the last part of one");
    assert!(!h264(&[0x41, 1]));
    assert!(!h264(&[]));
    assert!(!begins_key_frame(Codec::Opus, &[0x67]));
}

#[test]
fn vp8_begins_with_the_first_partition_of_a_key_frame() {
    assert!(begins_key_frame(Codec::Vp8, &[0x10, 0x00, 0, 0]));
    assert!(!begins_key_frame(Codec::Vp8, &[0x10, 0x01, 0, 0]));
}

/// RTP payloads of FFmpeg 5.1 with libvpx, 320x180, the first bytes of each. It never says that a picture is predicted.
const VP9_KEY: [&[u8]; 3] = [
    &[0x08, 0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xF0, 0x0B, 0x36],
    &[0x00, 0xFF, 0xF2, 0x19, 0x0D, 0x21],
    &[0x04, 0x58, 0x8A, 0xB9, 0xD0, 0x6A],
];
const VP9_DELTA: &[u8] = &[0x0C, 0x86, 0x00, 0x40, 0x92, 0x9C, 0x18];

#[test]
fn vp9_begins_with_the_start_of_a_key_picture() {
    let vp9 = |payload: &[u8]| begins_key_frame(Codec::Vp9, payload);
    assert!(vp9(VP9_KEY[0]));
    assert!(begins_anew(Codec::Vp9, VP9_KEY[0]));
    assert!(!vp9(VP9_KEY[1]) && !vp9(VP9_KEY[2]), "the rest of it");
    assert!(!vp9(VP9_DELTA));
    assert!(!vp9(&[]) && !vp9(&[0x08]) && !vp9(&[0xAA, 0x81]), "cut off");
}

#[test]
fn of_vp9_in_layers_the_lowest_begins_a_picture() {
    // RFC 9628 section 4.2, non-flexible mode: I, L, B; a number of 15 bits; TID, U, SID, D; the lowest temporal layer's number.
    let layered = |flags: u8, layers: u8| [flags, 0x92, 0x34, layers, 0x07, 0x82, 0x49, 0x83];
    let vp9 = |payload: &[u8]| begins_key_frame(Codec::Vp9, payload);
    assert!(vp9(&layered(0xA8, 0x00)));
    assert!(!vp9(&layered(0xA8, 0x03)), "the second layer of the same picture");
    assert!(!vp9(&layered(0xA0, 0x00)), "the lowest one's second packet");
    assert!(!vp9(&layered(0xE8, 0x00)), "predicted, by the descriptor");
}

#[test]
fn av1_begins_with_a_new_coded_video_sequence() {
    // Sequence header and frame of libaom 3.6, 320x180, put together by section 4.4 of AV1's payload format: W is 2, N is 1.
    let key = [
        &[0x28, 0x0C][..],
        &[
            0x08, 0x00, 0x00, 0x00, 0x04, 0x3C, 0xFE, 0xCC, 0xDA, 0xF9, 0x00, 0x40,
        ],
        &[0x30, 0x10, 0x00, 0x84],
    ]
    .concat();
    let av1 = |payload: &[u8]| begins_key_frame(Codec::Av1, payload);
    assert!(av1(&key));
    assert!(begins_anew(Codec::Av1, &key));
    assert!(
        !av1(&[0x90, 0x28]),
        "the rest of a unit (libwebrtc's depacketiser tests)"
    );
    assert!(!av1(&[0x50, 0x30, 0x14, 0x1E]), "a frame that goes on (the same)");
    assert!(
        !av1(&[0x98, 0x28]),
        "what goes on begins nothing, whatever it says"
    );
    assert!(!av1(&[]));
}

/// RTP payloads of FFmpeg 5.1 with libx265, 320x180: parameter sets together, a remark in two parts, a key frame in two.
const H265_SETS: &[u8] = &[
    0x60, 0x01, 0x00, 0x18, 0x40, 0x01, 0x0C, 0x01, 0xFF, 0xFF, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90,
    0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x3C, 0x95, 0x98, 0x09, 0x00, 0x2B, 0x42, 0x01, 0x01, 0x01,
    0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x3C, 0xA0, 0x0A, 0x08,
    0x0B, 0x9F, 0x79, 0x65, 0x66, 0x92, 0x4C, 0xAF, 0x01, 0x68, 0x08, 0x00, 0x00, 0x03, 0x00, 0x08, 0x00,
    0x00, 0x03, 0x00, 0x50, 0x40, 0x00, 0x07, 0x44, 0x01, 0xC1, 0x72, 0xB4, 0x62, 0x40,
];
const H265_REMARK: &[u8] = &[0x62, 0x01, 0xA7, 0x05, 0xFF, 0xFF];
const H265_IDR: [&[u8]; 2] = [
    &[0x62, 0x01, 0x94, 0xAF, 0x11, 0x62],
    &[0x62, 0x01, 0x54, 0xC4, 0x74, 0x9A],
];

#[test]
fn h265_begins_with_parameter_sets_or_a_random_access_point() {
    let h265 = |payload: &[u8]| begins_key_frame(Codec::H265, payload);
    assert!(h265(H265_SETS));
    assert!(begins_anew(Codec::H265, H265_SETS));
    assert!(h265(&H265_SETS[4..28]), "the video parameter set by itself");
    assert!(h265(&H265_SETS[30..73]), "the sequence parameter set by itself");
    assert!(
        !begins_anew(Codec::H265, &H265_SETS[30..73]),
        "what comes before it is needed"
    );
    assert!(
        !h265(&H265_SETS[75..]),
        "a picture parameter set belongs to any picture"
    );
    assert!(!h265(H265_REMARK));
    assert!(h265(H265_IDR[0]), "the first part of an IDR");
    assert!(!begins_anew(Codec::H265, H265_IDR[0]));
    assert!(!h265(H265_IDR[1]), "the last part of one");
    assert!(
        h265(&[0x2A, 0x01, 0xAF]),
        "a clean random access point in one packet"
    );
    assert!(!h265(&[0x02, 0x01, 0xD0]), "a trailing picture");
    assert!(!h265(&[]) && !h265(&[0x60]) && !h265(&H265_SETS[..3]), "cut off");
    assert!(!h265(&[0x60, 0x01, 0xFF, 0xFF, 0x40, 0x01]), "longer than it is");
}
