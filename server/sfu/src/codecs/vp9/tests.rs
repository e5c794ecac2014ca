//! Descriptors of VP9, long and short.

use super::Descriptor;

fn read(payload: &[u8]) -> Option<(bool, Option<u16>, Vec<u8>)> {
    let read = Descriptor::read(payload)?;
    Some((read.begins_picture, read.height, read.frame.to_vec()))
}

#[test]
fn the_frame_is_behind_all_that_the_flags_announce() {
    // libwebrtc's descriptor tests, but for the last two, which put its parts together.
    let cases: [(&str, &[u8], usize); 8] = [
        ("nothing", &[0x00, 0xAA], 1),
        ("a number of 7 bits", &[0x80, 0x02, 0xAA], 2),
        ("a number of 15 bits", &[0x80, 0x81, 0xFF, 0xAA], 3),
        ("layers, with a number", &[0xA0, 0x02, 0x23, 0x01, 0xAA], 4),
        ("layers, flexible", &[0xB0, 0x02, 0x23, 0x01, 0xAA], 3),
        ("two references", &[0xD0, 0x02, 0x03, 0x04, 0xAA], 4),
        (
            "a structure of sizes",
            &[0x0A, 0x10, 0x01, 0x40, 0x00, 0xB4, 0xAA],
            6,
        ),
        (
            "a structure of pictures",
            &[0x8A, 0x02, 0x28, 0x02, 0x10, 0x44, 0x21, 0xAA],
            7,
        ),
    ];
    for (name, payload, at) in cases {
        assert_eq!(read(payload).unwrap().2, payload[at..], "{name}");
        for end in 0..at {
            assert_eq!(read(&payload[..end]), None, "{name}, {end} bytes of it");
        }
    }
}

#[test]
fn a_picture_begins_in_its_lowest_layer() {
    assert!(read(&[0x08, 0x82]).unwrap().0);
    assert!(!read(&[0x04, 0x82]).unwrap().0);
    assert!(read(&[0xA8, 0x02, 0x00, 0x01, 0x82]).unwrap().0);
    assert!(
        read(&[0xA8, 0x02, 0x20, 0x01, 0x82]).unwrap().0,
        "of any temporal layer"
    );
    assert!(!read(&[0xA8, 0x02, 0x02, 0x01, 0x82]).unwrap().0);
}

#[test]
fn of_several_layers_the_largest_counts() {
    let three = [
        0x0A, 0x50, 0x01, 0xE0, 0x01, 0x0E, 0x03, 0xC0, 0x02, 0x1C, 0x07, 0x80, 0x04, 0x38, 0x82,
    ];
    assert_eq!(read(&three), Some((true, Some(1080), vec![0x82])));
}
