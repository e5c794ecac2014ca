//! Headers as the RFCs draw them.

use std::time::{Duration, SystemTime};

use str0m::rtp::{AbsCaptureTime, Extension, ExtensionMap, ExtensionValues, VideoOrientation};

use super::{Header, Numbers, ntp, write_header};

const HEADER: Header = Header {
    payload_type: 96,
    marker: true,
    seq: 0x0102,
    timestamp: 0x0304_0506,
    ssrc: 0x0708_090A,
};
const BEGINNING: [u8; 12] = [0x90, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

fn numbers(extensions: &[(u8, Extension)]) -> Numbers {
    let mut map = ExtensionMap::empty();
    for (number, extension) in extensions {
        map.set(*number, extension.clone());
    }
    Numbers::new(&map)
}

fn write(numbers: &Numbers, values: &ExtensionValues) -> Vec<u8> {
    let mut packet = Vec::new();
    write_header(&mut packet, HEADER, numbers, b"v", 0xABCD, values);
    packet
}

#[test]
fn a_viewer_that_takes_no_extension_gets_an_empty_one() {
    let packet = write(&Numbers::default(), &ExtensionValues::default());
    assert_eq!(packet, [&BEGINNING[..], &[0xBE, 0xDE, 0, 0]].concat());
}

#[test]
fn extensions_have_the_numbers_of_the_viewer() {
    let numbers = numbers(&[
        (4, Extension::RtpMid),
        (3, Extension::TransportSequenceNumber),
        (1, Extension::AudioLevel),
        (13, Extension::VideoOrientation),
    ]);
    assert!(numbers.counts());
    let values = ExtensionValues {
        audio_level: Some(-30),
        voice_activity: Some(true),
        video_orientation: Some(VideoOrientation::Deg90),
        ..ExtensionValues::default()
    };
    let elements = [0x40, b'v', 0x31, 0xAB, 0xCD, 0x10, 0x9E, 0xD0, 3, 0, 0, 0];
    let expected = [&BEGINNING[..], &[0xBE, 0xDE, 0, 3], &elements].concat();
    assert_eq!(write(&numbers, &values), expected);
}

#[test]
fn a_number_above_fourteen_takes_the_long_form() {
    let numbers = numbers(&[(4, Extension::RtpMid), (15, Extension::AbsoluteCaptureTime)]);
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(500);
    let values = ExtensionValues {
        abs_capture_time: Some(AbsCaptureTime {
            capture_time: time,
            clock_offset: None,
        }),
        ..ExtensionValues::default()
    };
    let time = [0x83, 0xAA, 0x7E, 0x80, 0x80, 0, 0, 0];
    let elements = [&[4, 1, b'v', 15, 8][..], &time, &[0; 3]].concat();
    assert_eq!(
        write(&numbers, &values),
        [&BEGINNING[..], &[0x10, 0, 0, 4], &elements].concat()
    );
}

#[test]
fn the_wall_clock_counts_from_1900() {
    assert_eq!(ntp(SystemTime::UNIX_EPOCH), 2_208_988_800 << 32);
}
