//! A phone's camera: pictures of the pretend district, encoded on the fly, with sound if that is wanted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use phone::{Live, LiveConfig, LiveEvent, Phone, VideoCodec};
use rehearsal::PretendCamera;
use rehearsal::camera::{FPS, HEIGHT, WIDTH};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::native_voice::{PIECE, SILENCE};

/// A camera that films until it is stopped.
pub struct Filming {
    stop: oneshot::Sender<()>,
    level: Arc<AtomicU8>,
    task: JoinHandle<()>,
}

impl Filming {
    /// Switches the phone's camera on.
    pub async fn start(phone: &Phone, name: &str) -> Self {
        Self::start_in(phone, name, &[(WIDTH, HEIGHT)]).await
    }

    /// Switches it on with its microphone, which hears nothing to begin with.
    pub async fn start_with_sound(phone: &Phone, name: &str) -> Self {
        Self::begin(phone, name, &[(WIDTH, HEIGHT)], true).await
    }

    /// Switches it on with a layer of each width and height, the smallest first.
    pub async fn start_in(phone: &Phone, name: &str, sizes: &[(usize, usize)]) -> Self {
        Self::begin(phone, name, sizes, false).await
    }

    async fn begin(phone: &Phone, name: &str, sizes: &[(usize, usize)], sound: bool) -> Self {
        let live = phone
            .go_live(LiveConfig {
                codecs: &[VideoCodec::H264],
                sound,
                hears: false,
                layers: sizes.len(),
                max_bitrate_bps: 1_000_000,
            })
            .await
            .unwrap();
        let camera = |&(width, height)| PretendCamera::new(name, width, height, FPS, 1);
        let layers = sizes.iter().map(camera).map(Layer::new).collect();
        let (stop, stopped) = oneshot::channel();
        let level = Arc::new(AtomicU8::new(SILENCE));
        let microphone = sound.then(|| Arc::clone(&level));
        let task = tokio::spawn(film(phone.clone(), live, layers, microphone, stopped));
        Self { stop, level, task }
    }

    /// Its microphone hears something so loud from now on.
    pub fn speak_at(&self, level: u8) {
        self.level.store(level, Ordering::Relaxed);
    }

    /// Switches the camera off.
    pub async fn stop(self) {
        drop(self.stop);
        self.task.await.unwrap();
    }
}

/// One layer of what is filmed.
struct Layer {
    camera: PretendCamera,
    rate: u32,
    key: bool,
}

impl Layer {
    fn new(camera: PretendCamera) -> Self {
        Self {
            camera,
            rate: 600_000,
            key: true,
        }
    }
}

async fn film(
    phone: Phone,
    live: Live,
    mut layers: Vec<Layer>,
    microphone: Option<Arc<AtomicU8>>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut events = live.events();
    let began = Instant::now();
    let mut resting = false;
    let mut shutter = tokio::time::interval(Duration::from_secs(1) / FPS);
    let mut pieces = tokio::time::interval(PIECE);
    let level = || microphone.as_ref().map(|level| level.load(Ordering::Relaxed));
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            _ = shutter.tick(), if !resting => {
                for (number, layer) in layers.iter_mut().enumerate().filter(|(_, layer)| layer.rate > 0) {
                    let picture = layer.camera.frame(phone.hall_time().0);
                    if let Some(frame) = layer.camera.encode(&picture, layer.rate, layer.key).unwrap() {
                        layer.key = false;
                        live.video_of(number, began.elapsed(), frame).unwrap();
                    }
                }
            }
            _ = pieces.tick(), if microphone.is_some() => live.sound(began.elapsed(), level(), vec![0x78; 60]),
            event = events.next() => match event {
                Some(LiveEvent::SetBitrate { layer, bits_per_second }) => {
                    layers[layer].rate = u32::try_from(bits_per_second).unwrap();
                }
                Some(LiveEvent::KeyFrameWanted { layer }) => layers[layer].key = true,
                Some(LiveEvent::CameraNeeded { needed }) => {
                    resting = !needed;
                    for layer in &mut layers {
                        layer.key |= needed;
                    }
                }
                Some(_) => {}
                None => break,
            },
        }
    }
    live.stop().await;
}
