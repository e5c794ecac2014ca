//! A pretend camera: a street that moves, the unit's name and the hall's time, as real H.264.
//!
//! Whoever looks at it must be able to tell by eye and by program that the picture is alive and how
//! old it is: the clock shows tenths of a second, and a bar code along the lower edge carries
//! milliseconds. What is drawn depends on the time alone, so frames may be left out at will.

use domain::Timestamp;

pub use self::encoder::{EncodeError, VideoEncoder};
pub use self::picture::Picture;
use self::scene::Scene;

mod encoder;
mod letters;
mod picture;
mod scene;
pub mod time_bars;

/// Width of the usual picture.
pub const WIDTH: usize = 640;
/// Height of the usual picture.
pub const HEIGHT: usize = 360;
/// Frames a second of the usual camera.
pub const FPS: u32 = 15;

/// A camera of the pretend district with its encoder.
pub struct PretendCamera {
    scene: Scene,
    encoder: VideoEncoder,
    fps: u32,
    utc_offset_minutes: i32,
}

impl PretendCamera {
    /// A camera named `name`; `width` and `height` in pixels are rounded to even numbers of 160 × 90
    /// and up, `fps` is frames a second (1 to 60), and `seed` makes its street.
    pub fn new(name: &str, width: usize, height: usize, fps: u32, seed: u64) -> Self {
        let fps = fps.clamp(1, 60);
        let (width, height) = (width.clamp(160, 1920) & !1, height.clamp(90, 1080) & !1);
        Self {
            scene: Scene::new(name, width, height, seed),
            encoder: VideoEncoder::new(fps),
            fps,
            utc_offset_minutes: 0,
        }
    }

    /// Shows the time of a zone so many minutes ahead of UTC.
    #[must_use]
    pub fn at_utc_offset(mut self, minutes: i32) -> Self {
        self.utc_offset_minutes = minutes;
        self
    }

    /// Frames a second that it is meant to give.
    pub fn fps(&self) -> u32 {
        self.fps
    }

    /// What it sees at `now`.
    pub fn frame(&self, now: Timestamp) -> Picture {
        let local = now.as_millis() + i64::from(self.utc_offset_minutes) * 60_000;
        let mut picture = self.scene.draw(now, &clock(local));
        time_bars::draw(&mut picture, now);
        picture
    }

    /// Encodes the next frame; see [`VideoEncoder::encode`].
    pub fn encode(
        &mut self,
        picture: &Picture,
        bits_per_second: u32,
        key: bool,
    ) -> Result<Option<Vec<u8>>, EncodeError> {
        self.encoder.encode(picture, bits_per_second, key)
    }
}

/// `HH:MM:SS.t` of a moment given in milliseconds since the epoch.
fn clock(millis: i64) -> String {
    let tenths = millis.div_euclid(100).rem_euclid(864_000);
    let (seconds, tenth) = (tenths / 10, tenths % 10);
    format!(
        "{:02}:{:02}:{:02}.{tenth}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests;
