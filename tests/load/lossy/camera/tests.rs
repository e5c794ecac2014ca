//! What a camera gives, told as sentences.

use rehearsal::VideoEncoder;

use super::rate::Budget;
use super::{LEAST_RATE, Scene};

const FPS: u32 = 15;

struct Film {
    scene: Scene,
    encoder: VideoEncoder,
    budget: Budget,
}

impl Film {
    fn new() -> Self {
        Self {
            scene: Scene::new(),
            encoder: VideoEncoder::new(FPS),
            budget: Budget::new(FPS),
        }
    }

    /// Films a picture; returns its size, with whether it is a key frame.
    fn film(&mut self, rate: u32, key: bool) -> (usize, bool) {
        let unit = self.encoder.encode(&self.scene.picture(), LEAST_RATE, key);
        let mut unit = unit.unwrap().expect("none is left out");
        let is_key = uplink::VideoCodec::H264.picture(&unit) == uplink::Picture::Key;
        self.budget.fill(rate, is_key, &mut unit);
        (unit.len(), is_key)
    }
}

#[test]
fn a_new_rate_is_kept_from_the_next_picture_on_without_a_key_frame() {
    let mut film = Film::new();
    for rate in [500_000, 150_000, 900_000, 100_000] {
        film.film(rate, true);
        let pictures: Vec<_> = (0..FPS * 4).map(|_| film.film(rate, false)).collect();
        assert!(pictures.iter().all(|&(_, is_key)| !is_key));
        let bytes: usize = pictures.iter().map(|&(size, _)| size).sum();
        let kbps = u32::try_from(bytes).unwrap() * 8 / 4 / 1_000;
        let wanted = rate / 1_000;
        assert!(
            (wanted * 8 / 10..=wanted * 11 / 10).contains(&kbps),
            "{kbps} of {wanted} kbit/s"
        );
    }
}

#[test]
fn a_key_frame_is_larger_than_others_which_pay_for_it() {
    let (mut film, rate) = (Film::new(), 300_000);
    let usual = rate as usize / 8 / FPS as usize;
    film.film(rate, true);
    for _ in 0..FPS * 2 {
        film.film(rate, false);
    }
    assert_eq!(film.film(rate, false), (usual, false));
    assert_eq!(film.film(rate, true), (usual * 4, true));
    assert!(film.film(rate, false).0 < usual);
}
