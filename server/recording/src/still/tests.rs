//! Stills of real key frames, looked at.

use image::{ImageFormat, ImageReader, RgbImage};
use proptest::prelude::*;
use std::io::Cursor;

use super::{StillError, jpeg};
use crate::media::VideoFormat;
use crate::sender::{h264_video, vp8_video};
use crate::vp8::Vp8Format;

fn opened(still: &[u8]) -> RgbImage {
    let reader = ImageReader::with_format(Cursor::new(still), ImageFormat::Jpeg);
    reader.decode().unwrap().to_rgb8()
}

#[test]
fn an_h264_key_frame_is_the_picture_that_was_filmed() {
    let frame = &h264_video((320, 240), 30, 30, 1, 0)[0];
    let still = opened(&jpeg(frame.key.as_ref().unwrap(), &frame.data, 4_000).unwrap());
    assert_eq!(still.dimensions(), (320, 240));
    // A white bar at the left edge, then a slope of grey that grows to the right and down.
    let grey = |x, y| still.get_pixel(x, y).0.map(i32::from);
    assert!(grey(4, 120)[1] > 230, "{:?}", grey(4, 120));
    let [near, far] = [grey(60, 20), grey(300, 220)];
    assert!(far[1] > near[1] + 80, "{near:?} {far:?}");
    for pixel in [near, far] {
        assert!(pixel[0].abs_diff(pixel[2]) <= 6, "without colour: {pixel:?}");
    }
}

#[test]
fn a_vp8_key_frame_is_the_picture_that_was_filmed() {
    let frames = vp8_video(0);
    for frame in frames.iter().filter(|frame| frame.key.is_some()) {
        let still = opened(&jpeg(frame.key.as_ref().unwrap(), &frame.data, 4_000).unwrap());
        assert_eq!(still.dimensions(), (64, 48));
        // FFmpeg's test picture begins with bars of strong colours.
        let strong = still.pixels().filter(|pixel| {
            let [red, green, blue] = pixel.0;
            red.max(green).max(blue) - red.min(green).min(blue) > 150
        });
        assert!(strong.count() > 400);
    }
}

#[test]
fn a_still_is_as_narrow_as_asked_and_keeps_its_shape() {
    let frame = &h264_video((640, 360), 30, 30, 1, 0)[0];
    let format = frame.key.as_ref().unwrap();
    for (most, expected) in [
        (320, (320, 180)),
        (1, (1, 1)),
        (640, (640, 360)),
        (9_000, (640, 360)),
    ] {
        assert_eq!(
            opened(&jpeg(format, &frame.data, most).unwrap()).dimensions(),
            expected
        );
    }
    assert!(matches!(
        jpeg(format, &frame.data, 0),
        Err(StillError::NotEncoded(_))
    ));
}

#[test]
fn what_is_too_large_is_refused_before_it_costs_memory() {
    let header = [0, 0, 0, 0x9D, 1, 0x2A, 0xFF, 0x3F, 0xFF, 0x3F, 0, 0];
    let format = VideoFormat::Vp8(Vp8Format::of_key_frame(&header).unwrap());
    let large = StillError::TooLarge {
        width: 16_383,
        height: 16_383,
    };
    assert_eq!(jpeg(&format, &header, 100), Err(large.clone()));
    let small = vp8_video(0)[0].key.clone().unwrap();
    assert_eq!(
        jpeg(&small, &header, 100),
        Err(large),
        "though the format says otherwise"
    );
}

#[test]
fn a_broken_frame_is_an_error() {
    let h264 = &h264_video((320, 240), 30, 30, 1, 0)[0];
    let vp8 = &vp8_video(0)[0];
    for frame in [h264, vp8] {
        let format = frame.key.as_ref().unwrap();
        for data in [&[][..], &frame.data[..4], &[0xA5; 700]] {
            assert!(matches!(jpeg(format, data, 100), Err(StillError::Broken(_))));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_damaged_frame_does_no_harm(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        for frame in [&h264_video((64, 48), 30, 30, 1, 0)[0], &vp8_video(0)[0]] {
            let mut data = frame.data.clone();
            for (place, byte) in &damage {
                *place.get_mut(&mut data) = *byte;
            }
            if let Ok(still) = jpeg(frame.key.as_ref().unwrap(), &data, 4_000) {
                opened(&still);
            }
        }
    }
}

/// The time it takes is told beside what it may take; other work on the machine makes it no measure of ours.
#[test]
#[ignore = "a measurement: run it alone with --ignored --nocapture"]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn a_still_of_720p_takes_less_than_two_tenths_of_a_second() {
    let frame = &h264_video((1280, 720), 30, 30, 1, 0)[0];
    for most in [320, 640, 1_280] {
        let before = std::time::Instant::now();
        let still = jpeg(frame.key.as_ref().unwrap(), &frame.data, most).unwrap();
        let took = before.elapsed();
        println!("{most} pixels wide: {} bytes in {took:?}", still.len());
        assert!(took.as_millis() < 200, "{took:?}");
    }
}
