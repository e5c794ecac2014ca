//! The height that a key frame tells.

use str0m::format::Codec;

use super::picture_height;

#[test]
fn vp9_tells_it_in_its_scalability_structure() {
    // libwebrtc's descriptor tests: B and V; two layers with sizes, 640x360 and 1280x720.
    let two = [0x0A, 0x30, 0x02, 0x80, 0x01, 0x68, 0x05, 0x00, 0x02, 0xD0];
    assert_eq!(picture_height(Codec::Vp9, &two), Some(720));
    assert_eq!(picture_height(Codec::Vp9, &two[..9]), None, "cut off");
    // The same without sizes: a group of two pictures.
    let sizeless = [0x0A, 0x28, 0x02, 0x10, 0x44, 0x21];
    assert_eq!(picture_height(Codec::Vp9, &sizeless), None);
}

#[test]
fn vp8_tells_it_in_its_frame_header() {
    let key = [0x10, 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xB4, 0x00];
    assert_eq!(picture_height(Codec::Vp8, &key), Some(180));
    assert_eq!(picture_height(Codec::Vp8, &key[..9]), None);
}

#[test]
fn others_do_not_tell() {
    assert_eq!(picture_height(Codec::Av1, &[0x28, 0x0B, 0x08]), None);
    assert_eq!(picture_height(Codec::H265, &[0x42, 0x01, 0x01]), None);
}
