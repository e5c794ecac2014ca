//! A phone's camera: pictures of the pretend district, encoded on the fly.

use std::time::{Duration, Instant};

use phone::{Live, LiveConfig, LiveEvent, Phone};
use rehearsal::PretendCamera;
use rehearsal::camera::{FPS, HEIGHT, WIDTH};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A camera that films until it is stopped.
pub struct Filming {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Filming {
    /// Switches the phone's camera on.
    pub async fn start(phone: &Phone, name: &str) -> Self {
        let live = phone
            .go_live(LiveConfig {
                sound: false,
                hears: false,
                layers: 1,
                max_bitrate_bps: 1_000_000,
            })
            .await
            .unwrap();
        let camera = PretendCamera::new(name, WIDTH, HEIGHT, FPS, 1);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(film(phone.clone(), live, camera, stopped));
        Self { stop, task }
    }

    /// Switches the camera off.
    pub async fn stop(self) {
        drop(self.stop);
        self.task.await.unwrap();
    }
}

async fn film(phone: Phone, live: Live, mut camera: PretendCamera, mut stopped: oneshot::Receiver<()>) {
    let mut events = live.events();
    let began = Instant::now();
    let (mut rate, mut key, mut resting) = (600_000, true, false);
    let mut shutter = tokio::time::interval(Duration::from_secs(1) / camera.fps());
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            _ = shutter.tick(), if !resting => {
                let picture = camera.frame(phone.hall_time().0);
                if let Some(frame) = camera.encode(&picture, rate, key).unwrap() {
                    key = false;
                    live.video(began.elapsed(), frame);
                }
            }
            event = events.next() => match event {
                Some(LiveEvent::SetBitrate { bits_per_second, .. }) => rate = u32::try_from(bits_per_second).unwrap(),
                Some(LiveEvent::KeyFrameWanted { .. }) => key = true,
                Some(LiveEvent::CameraNeeded { needed }) => {
                    resting = !needed;
                    key |= needed;
                }
                Some(_) => {}
                None => break,
            },
        }
    }
    live.stop().await;
}
