//! Parameter sets of real encoders (`x264`, `OpenH264`), read as they were meant.

use proptest::prelude::*;

use super::sequence::Sequence;
use super::{ParameterSets, kind};
use crate::sender::{H264Camera, annex_b_units};

/// Sizes that are no whole macroblocks, every chroma format, more bits, fields.
const X264: [(&str, (u16, u16)); 8] = [
    ("6742c00bd90141fb011000000300100000030140f142a480", (320, 240)),
    ("674d401feca02802dd8088000003000800000300a078c18cb0", (1280, 720)),
    (
        "67640028acd940780227e5c044000003000400000300503c60c658",
        (1920, 1080),
    ),
    ("677a0016bcd940a02ff9f011000003000100000300140f162d96", (640, 362)),
    (
        "676e0016a6cd940a42fe225c0440000003004000000503c58b6580",
        (642, 360),
    ),
    ("67f4000c919b282a10f1f1f80880000003008000000a078a14cb", (322, 242)),
    (
        "67640028acd94078044fde0220000003002000000643e2c5b2c0",
        (1920, 1080),
    ),
    ("6764001eacd940a02ff97011000003000100000300320f162d96", (640, 360)),
];

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn picture_size(sps: &[u8]) -> Option<(u16, u16)> {
    Sequence::read(sps).map(|sequence| sequence.size)
}

#[test]
fn the_size_is_the_one_that_is_shown() {
    for (hex, size) in X264 {
        assert_eq!(picture_size(&bytes(hex)), Some(size), "{hex}");
    }
}

#[test]
fn scaling_lists_are_passed_over() {
    // High profile, 64 by 32, all eight lists there: the first two in full, the others ended at once.
    let mut bits = String::new();
    let golomb = |value: u32| {
        let code = format!("{:b}", value + 1);
        format!("{}{code}", "0".repeat(code.len() - 1))
    };
    bits += &(golomb(0) + &golomb(1) + &golomb(0) + &golomb(0) + "01");
    for list in 0..8 {
        bits += "1";
        // `delta_scale` 1 each time, or -8 for an end at once.
        bits += &if list < 2 {
            golomb(1).repeat(16)
        } else {
            golomb(16)
        };
    }
    bits += &(golomb(0) + &golomb(2) + &golomb(1) + "0" + &golomb(3) + &golomb(1) + "1100");
    bits += "1";
    while !bits.len().is_multiple_of(8) {
        bits += "0";
    }
    let digits = bits
        .as_bytes()
        .chunks(8)
        .map(|byte| std::str::from_utf8(byte).unwrap());
    let body = digits.map(|byte| u8::from_str_radix(byte, 2).unwrap());
    let sps: Vec<u8> = [0x67, 100, 0, 30].into_iter().chain(body).collect();
    assert_eq!(picture_size(&sps), Some((64, 32)), "{bits}");
}

#[test]
fn a_key_frame_names_the_sets_that_it_uses() {
    let mut sets = ParameterSets::default();
    let mut slice = None;
    for unit in annex_b_units(&H264Camera::new((322, 178)).film(0, true)) {
        match kind(&unit) {
            Some(5) => slice = slice.or(Some(unit)),
            _ => sets.learn(&unit),
        }
    }
    // The second picture set of the same sequence is used by another picture, the third belongs to another sequence.
    sets.learn(&[0x68, 0b0101_1000]);
    sets.learn(&[0x68, 0b0110_1010]);
    let format = sets.used_by(&slice.unwrap()).unwrap();
    assert_eq!(format.size(), (322, 178));
    assert_eq!(format.pps().len(), 2);
    assert!(format.codecs().starts_with("avc1.42"), "{}", format.codecs());
}

#[test]
fn nothing_is_named_before_it_was_sent() {
    let units = annex_b_units(&H264Camera::new((64, 48)).film(0, true));
    let of_kind = |wanted| units.iter().find(|unit| kind(unit) == Some(wanted)).unwrap();
    let mut sets = ParameterSets::default();
    assert_eq!(sets.used_by(of_kind(5)), None);
    sets.learn(of_kind(8));
    assert_eq!(sets.used_by(of_kind(5)), None);
    sets.learn(of_kind(7));
    assert!(sets.used_by(of_kind(5)).is_some());
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_their_end_at_most(unit in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut sets = ParameterSets::default();
        sets.learn(&unit);
        sets.learn(&[&[0x67], unit.as_slice()].concat());
        sets.learn(&[&[0x68], unit.as_slice()].concat());
        if let Some(format) = sets.used_by(&unit) {
            prop_assert!(format.size().0 > 0 && format.size().1 > 0);
        }
    }
}
