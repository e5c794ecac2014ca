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
fn a_key_frame_is_some_times_as_large_as_another_picture() {
    let (mut scene, mut encoder) = (Scene::new(), encoder(15, 300_000).unwrap());
    let sizes: Vec<usize> = (0..60)
        .map(|_| encoder.encode(&scene.picture()).unwrap().to_vec().len())
        .collect();
    let others = sizes[30..].iter().sum::<usize>() / 30;
    assert!((2 * others..12 * others).contains(&sizes[0]), "{sizes:?}");
}

#[test]
fn small_changes_of_the_rate_cost_no_key_frame() {
    assert!(suits(500_000, 420_000));
    assert!(suits(500_000, 600_000));
    assert!(!suits(500_000, 300_000));
    assert!(!suits(500_000, 800_000));
}
