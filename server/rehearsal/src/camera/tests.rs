//! Pictures and streams of pretend cameras, decoded again.

use std::time::Duration;

use openh264::decoder::Decoder;
use openh264::nal_units;

use super::picture::Area;
use super::*;

fn camera() -> PretendCamera {
    PretendCamera::new("Vaduz 3", WIDTH, HEIGHT, FPS, 5)
}

/// The moment of the frame `number` after some start.
fn moment(number: u32) -> Timestamp {
    Timestamp::from_millis(1_700_000_043_217)
        .after(Duration::from_millis(1000 * u64::from(number) / u64::from(FPS)))
}

fn low_bits(now: Timestamp) -> u16 {
    u16::try_from(now.as_millis() & 0xffff).unwrap()
}

/// The types of the NAL units in an access unit.
fn nal_types(bytes: &[u8]) -> Vec<u8> {
    nal_units(bytes)
        .map(|nal| {
            let start = nal.iter().position(|byte| *byte == 1).unwrap();
            nal[start + 1] & 0x1f
        })
        .collect()
}

fn decode(decoder: &mut Decoder, bytes: &[u8]) -> Picture {
    Picture::from_source(&decoder.decode(bytes).unwrap().unwrap())
}

/// The share of pixels in the street that differ plainly, in hundredths.
fn changed_percent(a: &Picture, b: &Picture) -> usize {
    let street = HEIGHT * 60 / 100 * WIDTH..HEIGHT * 84 / 100 * WIDTH;
    let pairs = a.luma()[street.clone()].iter().zip(&b.luma()[street.clone()]);
    100 * pairs.filter(|(a, b)| a.abs_diff(**b) > 25).count() / street.len()
}

#[test]
fn every_time_reads_back_from_the_picture_drawn() {
    let camera = camera();
    for number in 0..200 {
        let now = moment(number * 7);
        assert_eq!(time_bars::read(&camera.frame(now)), Some(low_bits(now)));
    }
}

#[test]
fn a_damaged_code_is_not_read() {
    let mut picture = camera().frame(moment(0));
    let bar = Area {
        x: WIDTH * 4 / 20,
        y: HEIGHT * 86 / 100,
        width: WIDTH / 20,
        height: HEIGHT,
    };
    let inverted = if picture.brightness(bar).unwrap() > 126 {
        picture::Colour::BLACK
    } else {
        picture::Colour::WHITE
    };
    picture.fill(bar, inverted);
    assert_eq!(time_bars::read(&picture), None);
}

#[test]
fn a_stream_decodes_with_its_time_and_moves() {
    for bits_per_second in [120_000, 600_000] {
        let (mut camera, mut decoder) = (camera(), Decoder::new().unwrap());
        let mut before: Option<Picture> = None;
        let mut bytes = 0;
        for number in 0..45 {
            let now = moment(number);
            let encoded = camera
                .encode(&camera.frame(now), bits_per_second, false)
                .unwrap()
                .unwrap();
            bytes += encoded.len();
            let seen = decode(&mut decoder, &encoded);
            assert_eq!((seen.width(), seen.height()), (WIDTH, HEIGHT));
            assert_eq!(time_bars::read(&seen), Some(low_bits(now)), "frame {number}");
            if number % 15 == 14 {
                let changed = before
                    .replace(seen.clone())
                    .map_or(100, |before| changed_percent(&before, &seen));
                assert!(changed >= 3, "{changed} % in a second");
            }
        }
        let rate = bytes * 8 / 3;
        assert!(
            rate < bits_per_second as usize * 3 / 2,
            "{rate} for {bits_per_second} bit/s"
        );
    }
}

#[test]
fn key_frames_come_when_asked_with_their_parameter_sets_and_not_otherwise() {
    let mut camera = camera();
    for number in 0..60 {
        let asked = number == 20 || number == 21;
        let encoded = camera
            .encode(&camera.frame(moment(number)), 500_000, asked)
            .unwrap()
            .unwrap();
        let expected: &[u8] = if asked || number == 0 { &[7, 8, 5] } else { &[1] };
        assert_eq!(nal_types(&encoded), expected, "frame {number}");
    }
}

#[test]
fn a_new_rate_is_obeyed_within_the_same_stream() {
    let (mut camera, mut decoder) = (camera(), Decoder::new().unwrap());
    let mut bytes = [0, 0];
    for number in 0..150 {
        let (part, rate) = if number < 75 { (0, 900_000) } else { (1, 60_000) };
        if let Some(encoded) = camera.encode(&camera.frame(moment(number)), rate, false).unwrap() {
            decode(&mut decoder, &encoded);
            bytes[part] += if number % 75 >= 15 { encoded.len() } else { 0 };
        }
    }
    let [rich, poor] = bytes.map(|bytes| bytes * 8 / 4);
    assert!(poor < 80_000 && poor < rich * 3 / 4, "{rich}, then {poor} bit/s");
}

#[test]
fn a_key_frame_is_never_left_out() {
    let mut camera = camera();
    for number in 0..40 {
        let encoded = camera
            .encode(&camera.frame(moment(number)), 60_000, number % 4 == 0)
            .unwrap();
        assert!(
            number % 4 != 0 || nal_types(&encoded.unwrap()) == [7, 8, 5],
            "frame {number}"
        );
    }
}

#[test]
fn a_small_change_of_rate_costs_no_key_frame() {
    let mut camera = camera();
    let rates = [500_000, 520_000, 450_000, 600_000, 640_000];
    let types: Vec<_> = rates
        .iter()
        .zip(0..)
        .map(|(&rate, number)| {
            nal_types(
                &camera
                    .encode(&camera.frame(moment(number)), rate, false)
                    .unwrap()
                    .unwrap(),
            )
            .len()
        })
        .collect();
    assert_eq!(types, [3, 1, 1, 1, 1]);
}

#[test]
fn the_profile_is_what_every_browser_takes() {
    let mut camera = camera();
    let encoded = camera
        .encode(&camera.frame(moment(0)), 500_000, true)
        .unwrap()
        .unwrap();
    let sps = nal_units(&encoded).next().unwrap();
    let start = sps.iter().position(|byte| *byte == 1).unwrap();
    assert_eq!(sps[start + 2], 66, "baseline");
    assert_eq!(sps[start + 3] & 0x40, 0x40, "constrained");
}

#[test]
fn names_are_told_apart_and_unknown_letters_are_boxes() {
    let frame = |name| PretendCamera::new(name, WIDTH, HEIGHT, FPS, 5).frame(moment(0));
    let inked = |picture: &Picture| {
        picture.luma()[..HEIGHT * 13 / 100 * WIDTH]
            .iter()
            .filter(|pixel| **pixel > 200)
            .count()
    };
    assert_ne!(frame("Vaduz 3"), frame("Vaduz 4"));
    assert_eq!(frame("瓦杜兹"), frame("巴尔策"), "all boxes");
    assert!(inked(&frame("瓦")) > 100 && inked(&frame("Ü")) > 100);
    assert_eq!(inked(&frame("")), 0);
}

#[test]
fn the_clock_shows_tenths_in_the_zone_asked_for() {
    let millis = 1_700_000_043_217;
    assert_eq!(clock(millis), "22:14:03.2");
    assert_eq!(clock(millis + 60_000 * 120), "00:14:03.2");
    assert_eq!(clock(0), "00:00:00.0");
    let (utc, local) = (camera(), camera().at_utc_offset(480));
    assert_ne!(utc.frame(moment(0)), local.frame(moment(0)));
    let earlier = Timestamp::from_millis(moment(0).as_millis() - 65_536 * 12);
    assert_eq!(
        time_bars::read(&utc.frame(earlier)),
        time_bars::read(&local.frame(moment(0)))
    );
}

#[test]
fn odd_sizes_are_made_even() {
    for (width, height) in [(0, 0), (161, 91), (321, 241), (9_000, 9_000)] {
        let mut camera = PretendCamera::new("x", width, height, 0, 1);
        let picture = camera.frame(moment(0));
        assert!(picture.width().is_multiple_of(2) && picture.height().is_multiple_of(2));
        assert!(time_bars::read(&picture).is_some());
        assert!(!camera.encode(&picture, 0, false).unwrap().unwrap().is_empty());
    }
}

/// Prints what a frame costs; run with `--release -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
fn cost_of_a_frame() {
    let mut camera = camera();
    let start = std::time::Instant::now();
    let pictures: Vec<_> = (0..450).map(|number| camera.frame(moment(number))).collect();
    let drawn = start.elapsed();
    let bytes: usize = pictures
        .iter()
        .map(|picture| camera.encode(picture, 500_000, false).unwrap().unwrap().len())
        .sum();
    let encoded = start.elapsed().saturating_sub(drawn);
    println!(
        "draw {:?}, encode {:?} a frame; {} kbit/s",
        drawn / 450,
        encoded / 450,
        bytes * 8 / 30 / 1000
    );
}
