//! What a camera gives, told as sentences.

use rehearsal::VideoEncoder;

use super::Scene;

#[test]
fn the_scene_fills_the_rate_that_the_encoder_is_given() {
    let (fps, rate) = (15, 500_000);
    let (mut scene, mut encoder) = (Scene::new(), VideoEncoder::new(fps));
    let bytes: usize = (0..fps * 6)
        .filter_map(|_| encoder.encode(&scene.picture(), rate, false).unwrap())
        .map(|unit| unit.len())
        .sum();
    let kbps = bytes * 8 / 6 / 1_000;
    assert!((350..=600).contains(&kbps), "{kbps} kbit/s");
}

#[test]
fn a_key_frame_is_larger_than_another_picture_and_takes_less_than_half_a_second_of_the_rate() {
    let rate = 300_000;
    let (mut scene, mut encoder) = (Scene::new(), VideoEncoder::new(15));
    let mut size = |key| {
        let unit = encoder.encode(&scene.picture(), rate, key).unwrap();
        unit.map_or(0, |unit| unit.len())
    };
    let others = (0..45).map(|_| size(false)).skip(15).sum::<usize>() / 30;
    let key = size(true);
    assert!(key > others, "{key} bytes, others {others}");
    assert!(key * 8 * 2 < rate as usize, "{key} bytes");
}
