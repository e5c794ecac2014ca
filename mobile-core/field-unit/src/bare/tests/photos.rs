//! Photos without what their cameras wrote beside the picture.

use super::*;

/// Tables, the picture with what looks like a marker in it, and its end.
const PICTURE: &[u8] =
    b"\xff\xdb\0\x04qt\xff\xda\0\x04hd\x12\xff\0\x34\xff\xd0\x56\xff\xc4\0\x03h\xff\xda\0\x02\x78\xff\xd9";

fn segment(marker: u8, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(inside.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), inside].concat()
}

/// Exif with a place behind which way up the picture is, as one order of bytes or the other writes it.
fn exif(is_little: bool, way: u16) -> Vec<u8> {
    let two = |number: u16| {
        if is_little {
            number.to_le_bytes()
        } else {
            number.to_be_bytes()
        }
    };
    let four = |number: u32| {
        if is_little {
            number.to_le_bytes()
        } else {
            number.to_be_bytes()
        }
    };
    let place = [&two(0x8825)[..], &two(4), &four(1), &four(50)].concat();
    let orientation = [&two(0x0112)[..], &two(3), &four(1), &two(way), &two(0)].concat();
    let order = if is_little { b"II" } else { b"MM" };
    let head = [&b"Exif\0\0"[..], order, &two(42), &four(8), &two(2)].concat();
    [
        &head[..],
        &place,
        &orientation,
        &four(0),
        b"made by Yike-Phone at",
        PLACE,
    ]
    .concat()
}

fn bare_photo(segments: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    let mut photo = [b"\xff\xd8", &segments.concat()[..], PICTURE, after].concat();
    make_bare(MediaType::Jpeg, &mut photo).unwrap();
    photo
}

#[test]
fn place_and_phone_are_gone_and_which_way_up_it_is_stays() {
    for is_little in [false, true] {
        for way in 1..=8 {
            let given = exif(is_little, way);
            let photo = bare_photo(&[segment(0xe1, &given)], b"");
            assert!(!has(&photo, PLACE) && !has(&photo, b"Yike-Phone") && photo.ends_with(PICTURE));
            let said = [
                b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01",
                &way.to_be_bytes()[..],
                &[0; 6],
            ];
            assert!(has(&photo, &said.concat()), "{way}");
            assert_eq!(photo.len(), 2 + 4 + given.len() + PICTURE.len());
        }
    }
}

#[test]
fn other_segments_that_tell_are_written_over_and_those_that_decode_stay() {
    let told = [0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xef, 0xfe].map(|marker| segment(marker, PLACE));
    assert!(!has(&bare_photo(&told, b""), PLACE));
    let decoding = [
        segment(0xe0, b"JFIF\0 and so on"),
        segment(0xe2, b"ICC_PROFILE\0 of colours"),
        segment(0xee, b"Adobe and so on"),
    ];
    assert_eq!(
        bare_photo(&decoding, b""),
        [b"\xff\xd8", &decoding.concat()[..], PICTURE].concat()
    );
    let odd = bare_photo(&[b"junk".to_vec(), segment(0xe1, PLACE)], b"");
    assert!(!has(&odd, PLACE), "decoders pass over what is between segments");
    let mut cut_off = [b"\xff\xd8", &segment(0xe1, PLACE)[..10]].concat();
    make_bare(MediaType::Jpeg, &mut cut_off).unwrap();
    assert_eq!(cut_off[6..], [0; 6]);
}

#[test]
fn what_follows_the_picture_is_cut_off() {
    let film = [&b"\xff\xd8"[..], &segment(0xe1, PLACE), FILMED].concat();
    assert_eq!(bare_photo(&[], &film), [b"\xff\xd8", PICTURE].concat());
}
