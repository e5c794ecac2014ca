//! Access units as encoders make them.

use proptest::prelude::*;

use super::{Contents, Picture, contents, parameter_sets};
use crate::VideoCodec::{self, H264, H265};

const SPS: [u8; 8] = [0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f];
const PPS: [u8; 7] = [0, 0, 1, 0x68, 0xce, 0x3c, 0x80];
const IDR: [u8; 8] = [0, 0, 0, 1, 0x65, 0x88, 0x84, 0x21];
const DELTA: [u8; 7] = [0, 0, 0, 1, 0x41, 0x9a, 0x02];

#[test]
fn a_key_frame_with_its_parameter_sets() {
    let access_unit = [&SPS[..], &PPS, &IDR].concat();
    let all = Contents {
        picture: true,
        key_frame: true,
        parameter_sets: true,
    };
    assert_eq!(contents(H264, &access_unit), all);
    let copied = [&[0, 0, 0, 1][..], &SPS[4..], &[0, 0, 0, 1], &PPS[3..6], &[0x80]].concat();
    assert_eq!(parameter_sets(H264, &access_unit), copied);
}

#[test]
fn parameter_sets_alone_are_no_picture() {
    let access_unit = [&SPS[..], &PPS].concat();
    assert_eq!(
        contents(H264, &access_unit),
        Contents {
            parameter_sets: true,
            ..Contents::default()
        }
    );
    assert!(
        !contents(H264, &SPS).parameter_sets,
        "one without the other is not enough"
    );
}

#[test]
fn a_delta_frame_is_a_picture_but_no_key_frame() {
    assert_eq!(
        contents(H264, &DELTA),
        Contents {
            picture: true,
            ..Contents::default()
        }
    );
    assert_eq!(parameter_sets(H264, &DELTA), []);
}

#[test]
fn what_has_no_start_code_has_nothing() {
    for bytes in [&[][..], &[0], &[0, 0, 1], &[0x65, 1, 2, 3]] {
        assert_eq!(contents(H264, bytes), Contents::default());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(prop_oneof![Just(0_u8), Just(1), any::<u8>()], 0..200)) {
        for codec in [H264, H265] {
            let _ = contents(codec, &bytes);
            prop_assert!(parameter_sets(codec, &bytes).len() <= bytes.len() * 2);
        }
    }
}

#[test]
fn what_begins_like_an_access_unit_is_told_from_what_does_not() {
    for begins in [
        &[0, 0, 0, 1, 0x67, 1][..],
        &[0, 0, 1, 0x65, 1],
        &[0, 0, 0, 1, 0x41],
        &[0, 0, 0, 1, 0x09, 0x10],
    ] {
        assert!(H264.is_begun_by(begins), "{begins:?}");
    }
    for strange in [
        &[][..],
        &[0, 0, 0, 1],
        // As many bytes as a picture has before it, as in MP4.
        &[0, 0, 0, 4, 0x65, 1, 2, 3],
        // The forbidden bit.
        &[0, 0, 0, 1, 0xe5, 1],
        // H.265: a video parameter set.
        &[0, 0, 0, 1, 0x40, 1],
        // A JPEG.
        &[0xff, 0xd8, 0xff, 0xe0],
    ] {
        assert!(!H264.is_begun_by(strange), "{strange:?}");
    }
}

/// What an encoder of H.265 makes: its parameter sets, a picture that needs no other, one that does.
const SETS_265: [&[u8]; 3] = [
    &[0, 0, 0, 1, 0x40, 0x01, 0x0c],
    &[0, 0, 0, 1, 0x42, 0x01, 0x01],
    &[0, 0, 1, 0x44, 0x01, 0xc1],
];
const IDR_265: &[u8] = &[0, 0, 0, 1, 0x26, 0x01, 0xaf];
const DELTA_265: &[u8] = &[0, 0, 0, 1, 0x02, 0x01, 0xd0];

#[test]
fn h265_takes_three_parameter_sets_and_begins_at_a_random_access_point() {
    let sets = SETS_265.concat();
    let whole = [&sets, IDR_265].concat();
    let all = Contents {
        picture: true,
        key_frame: true,
        parameter_sets: true,
    };
    assert_eq!(contents(H265, &whole), all);
    assert_eq!(
        parameter_sets(H265, &whole).len(),
        sets.len() + 1,
        "with long start codes"
    );
    assert!(
        !contents(H265, &SETS_265[..2].concat()).parameter_sets,
        "two of three are not enough"
    );
    assert_eq!(H265.picture(&whole), Picture::Key);
    assert_eq!(
        H265.picture(&[0, 0, 1, 0x2a, 0x01, 0xaf]),
        Picture::Key,
        "a clean random access point"
    );
    assert_eq!(H265.picture(DELTA_265), Picture::Delta);
    assert_eq!(H265.picture(&sets), Picture::None);
    assert_eq!(H265.picture(&[0, 0, 1, 0x26]), Picture::None, "half a header");
}

#[test]
fn one_codec_is_told_from_the_other_where_its_stream_begins() {
    for own in SETS_265.iter().chain([&IDR_265, &DELTA_265]) {
        assert!(H265.is_begun_by(own), "{own:?}");
    }
    for of_h264 in [&SPS[..], &PPS, &IDR, &DELTA, &[0, 0, 0, 1, 0x09, 0x10]] {
        assert!(!H265.is_begun_by(of_h264), "{of_h264:?}");
    }
    assert!(!H264.is_begun_by(SETS_265[0]));
    assert!(!H265.is_begun_by(&[0, 0, 0, 1, 0xc0, 0x01]), "the forbidden bit");
    assert!(!H265.is_begun_by(&[0, 0, 0, 1, 0x40, 0x00]), "no temporal id");
}

#[test]
fn an_encoder_of_both_is_seen_to_make_one() {
    let film = |codec, delimiter: &[u8]| {
        let bytes: &[u8] = match codec {
            H264 => include_bytes!("../../../../bindings/clip/testsrc.h264"),
            H265 => include_bytes!("../../../../bindings/clip/testsrc.h265"),
        };
        let begins = |&at: &usize| bytes[at..].starts_with(delimiter);
        let mut begun: Vec<_> = (0..bytes.len()).filter(begins).collect();
        begun.push(bytes.len());
        let film: Vec<_> = begun.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect();
        assert_eq!(film.len(), 60);
        film
    };
    let delimiters: [&[u8]; 2] = [&[0, 0, 0, 1, 0x09], &[0, 0, 0, 1, 0x46]];
    for (codec, delimiter) in [H264, H265].into_iter().zip(delimiters) {
        for unit in film(codec, delimiter) {
            // Android's encoders send no delimiter.
            let next = unit[4..].windows(3).position(|code| code == [0, 0, 1]).unwrap();
            let bare = &unit[4 + next..];
            let marked = [unit, &[0, 0, 1, if codec == H265 { 0x60 } else { 0x1f }, 0x01]].concat();
            for unit in [unit, bare, &marked] {
                for known in [&[H264, H265], &[H265, H264]] {
                    assert_eq!(VideoCodec::of_access_unit(known, unit), Some(codec));
                }
            }
            assert_eq!(VideoCodec::of_access_unit(&[codec], unit), Some(codec));
        }
    }
    for strange in [&[0xff, 0xd8, 0xff, 0xe0][..], &[0, 0, 0, 4, 0x65, 1, 2, 3], &[]] {
        assert_eq!(VideoCodec::of_access_unit(&[H264, H265], strange), None);
    }
}
