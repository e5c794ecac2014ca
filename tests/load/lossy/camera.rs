//! A phone's camera: real H.264 at the rate that is asked for.
//!
//! A phone's encoder follows a new rate with its next picture, while `OpenH264` would have to begin anew, with a key frame.
//! Here it therefore stays below every rate, and its pictures are filled up to the rate with filler data, as an encoder of
//! constant rate does (ITU-T H.264 section 7.4.2.7). It runs on a thread of its own, as a phone's does beside its network.

pub(super) mod rate;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use openh264::formats::YUVBuffer;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rehearsal::VideoEncoder;
use rehearsal::camera::Picture;

use self::rate::Budget;

const WIDTH: usize = 640;
const HEIGHT: usize = 360;
/// The scene is larger than the picture, which wanders over it.
const SCENE: (usize, usize) = (1_024, 512);
/// The side of the scene's patches, which run into each other as things out of focus do.
const PATCH: usize = 32;
/// Pixels wandered each picture.
const STEP: usize = 1;
/// What the encoder itself stays below.
const LEAST_RATE: u32 = 80_000;
/// Pictures that may wait for the network.
const WAITING: usize = 8;
/// One encoded picture.
#[derive(Debug)]
pub(super) struct Filmed {
    /// When it was taken, since the start.
    pub(super) at: Duration,
    /// An access unit in Annex B form.
    pub(super) bytes: Vec<u8>,
}

/// What the camera is asked for.
#[derive(Debug)]
pub(super) struct Wishes {
    pub(super) bits_per_second: AtomicU32,
    pub(super) key_frame: AtomicBool,
    stop: AtomicBool,
}

/// A running camera.
pub(super) struct Camera {
    pub(super) filmed: Receiver<Filmed>,
    pub(super) wishes: Arc<Wishes>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Camera {
    pub(super) fn start(fps: u32, bits_per_second: u32, began: Instant) -> Self {
        let wishes = Arc::new(Wishes {
            bits_per_second: bits_per_second.into(),
            key_frame: true.into(),
            stop: false.into(),
        });
        let (sender, filmed) = sync_channel(WAITING);
        let orders = Arc::clone(&wishes);
        let thread = std::thread::spawn(move || film(fps, began, &orders, &sender));
        Self {
            filmed,
            wishes,
            thread,
        }
    }

    pub(super) fn stop(self) -> anyhow::Result<()> {
        self.wishes.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("the camera panicked"))?
    }
}

fn film(fps: u32, began: Instant, wishes: &Wishes, filmed: &SyncSender<Filmed>) -> anyhow::Result<()> {
    let mut scene = Scene::new();
    let mut encoder = VideoEncoder::new(fps);
    let mut budget = Budget::new(fps);
    let mut next = Instant::now();
    while !wishes.stop.load(Ordering::Relaxed) {
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        next += Duration::from_secs(1) / fps;
        let at = began.elapsed();
        let picture = scene.picture();
        let wanted = wishes.bits_per_second.load(Ordering::Relaxed);
        let key = wishes.key_frame.swap(false, Ordering::Relaxed);
        if let Some(mut bytes) = encoder.encode(&picture, LEAST_RATE, key)? {
            budget.fill(
                wanted,
                uplink::VideoCodec::H264.picture(&bytes) == uplink::Picture::Key,
                &mut bytes,
            );
            // What the network's thread has no time for is lost.
            let _ = filmed.try_send(Filmed { at, bytes });
        }
    }
    Ok(())
}

struct Scene {
    brightness: Vec<u8>,
    taken: usize,
}

impl Scene {
    fn new() -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let patches: Vec<u8> = (0..SCENE.0 * SCENE.1 / (PATCH * PATCH))
            .map(|_| chance.random_range(60..190))
            .collect();
        let row = SCENE.0 / PATCH;
        let patch = |across: usize, down: usize| {
            let place = down % (SCENE.1 / PATCH) * row + across % row;
            patches.get(place).copied().map_or(0, usize::from)
        };
        let brightness = (0..SCENE.0 * SCENE.1).map(|pixel| {
            let (x, y) = (pixel % SCENE.0, pixel / SCENE.0);
            let (across, down) = (x / PATCH, y / PATCH);
            let (right, below) = (x % PATCH, y % PATCH);
            let (left, above) = (PATCH - right, PATCH - below);
            let sum = patch(across, down) * left * above
                + patch(across + 1, down) * right * above
                + patch(across, down + 1) * left * below
                + patch(across + 1, down + 1) * right * below;
            u8::try_from(sum / (PATCH * PATCH)).unwrap_or(u8::MAX)
        });
        Self {
            brightness: brightness.collect(),
            taken: 0,
        }
    }

    fn picture(&mut self) -> Picture {
        self.taken += 1;
        let across = self.taken * STEP % (SCENE.0 - WIDTH);
        let down = self.taken * STEP / 2 % (SCENE.1 - HEIGHT);
        let mut planes = Vec::with_capacity(WIDTH * HEIGHT * 3 / 2);
        for row in self.brightness.chunks_exact(SCENE.0).skip(down).take(HEIGHT) {
            planes.extend(row.iter().skip(across).take(WIDTH));
        }
        planes.resize(WIDTH * HEIGHT * 3 / 2, 128);
        Picture::from_source(&YUVBuffer::from_vec(planes, WIDTH, HEIGHT))
    }
}

#[cfg(test)]
mod tests;
