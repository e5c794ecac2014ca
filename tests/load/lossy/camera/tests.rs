//! What a camera gives, told as sentences.

use super::{Scene, encoder, suits};

#[test]
fn the_scene_fills_the_rate_that_the_encoder_is_given() {
    let (fps, rate) = (15, 500_000);
    let (mut scene, mut encoder) = (Scene::new(), encoder(fps, rate).unwrap());
    let bytes: usize = (0..fps * 6)
        .map(|_| encoder.encode(&scene.picture()).unwrap().to_vec().len())
        .sum();
    let kbps = bytes * 8 / 6 / 1_000;
    assert!((350..=600).contains(&kbps), "{kbps} kbit/s");
}

#[test]
fn a_key_frame_is_larger_than_another_picture_and_takes_less_than_half_a_second_of_the_rate() {
    let rate = 300_000;
    let (mut scene, mut encoder) = (Scene::new(), encoder(15, rate).unwrap());
    let mut size = |key| {
        if key {
            encoder.force_intra_frame();
        }
        encoder.encode(&scene.picture()).unwrap().to_vec().len()
    };
    let others = (0..45).map(|_| size(false)).skip(15).sum::<usize>() / 30;
    let key = size(true);
    assert!(key > others, "{key} bytes, others {others}");
    assert!(key * 8 * 2 < rate as usize, "{key} bytes");
}

#[test]
fn small_changes_of_the_rate_cost_no_key_frame() {
    assert!(suits(500_000, 420_000));
    assert!(suits(500_000, 600_000));
    assert!(!suits(500_000, 300_000));
    assert!(!suits(500_000, 800_000));
}
