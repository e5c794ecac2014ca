//! Access units as encoders make them.

use proptest::prelude::*;

use super::{Contents, contents, is_byte_stream, parameter_sets};

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
    assert_eq!(contents(&access_unit), all);
    let copied = [&[0, 0, 0, 1][..], &SPS[4..], &[0, 0, 0, 1], &PPS[3..6], &[0x80]].concat();
    assert_eq!(parameter_sets(&access_unit), copied);
}

#[test]
fn parameter_sets_alone_are_no_picture() {
    let access_unit = [&SPS[..], &PPS].concat();
    assert_eq!(
        contents(&access_unit),
        Contents {
            parameter_sets: true,
            ..Contents::default()
        }
    );
    assert!(
        !contents(&SPS).parameter_sets,
        "one without the other is not enough"
    );
}

#[test]
fn a_delta_frame_is_a_picture_but_no_key_frame() {
    assert_eq!(
        contents(&DELTA),
        Contents {
            picture: true,
            ..Contents::default()
        }
    );
    assert_eq!(parameter_sets(&DELTA), []);
}

#[test]
fn what_has_no_start_code_has_nothing() {
    for bytes in [&[][..], &[0], &[0, 0, 1], &[0x65, 1, 2, 3]] {
        assert_eq!(contents(bytes), Contents::default());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(prop_oneof![Just(0_u8), Just(1), any::<u8>()], 0..200)) {
        let _ = contents(&bytes);
        prop_assert!(parameter_sets(&bytes).len() <= bytes.len() * 2);
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
        assert!(is_byte_stream(begins), "{begins:?}");
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
        assert!(!is_byte_stream(strange), "{strange:?}");
    }
}
