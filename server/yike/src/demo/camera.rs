//! The camera of a pretend officer: pictures made and encoded on the fly.
//!
//! A wall full of cameras must not slow the hall that runs in the same process, so the pictures are
//! made on the blocking threads of the runtime, one at a time for each camera.

use std::time::{Duration, Instant};

use phone::{Live, LiveConfig, LiveEvent, Phone};
use rehearsal::PretendCamera;
use rehearsal::camera::{FPS, HEIGHT, WIDTH};
use tokio::sync::watch;

/// When a unit sends video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cameras {
    /// Never.
    None,
    /// At the scene of an order.
    AtScenes,
    /// All the time.
    Always,
}

/// What the encoder starts with, in bits a second.
const FIRST_BITRATE: u32 = 600_000;

/// The most that the encoder is asked for: the pictures are simple.
const MOST_BITRATE: u32 = 1_000_000;

/// How long to wait before trying again to go live.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// Sends video whenever it is wanted, until nobody can want it any more.
pub(super) async fn run(phone: Phone, name: String, seed: u64, mut wanted: watch::Receiver<bool>) {
    let mut camera = Some(PretendCamera::new(&name, WIDTH, HEIGHT, FPS, seed));
    while wanted.wait_for(|wanted| *wanted).await.is_ok() {
        let config = LiveConfig {
            codecs: &[phone::VideoCodec::H264],
            sound: false,
            hears: false,
            layers: 1,
            max_bitrate_bps: u64::from(MOST_BITRATE),
        };
        match phone.go_live(config).await {
            Ok(live) => {
                let Some(loaded) = camera.take() else { return };
                camera = film(loaded, live, &phone, &mut wanted).await;
            }
            Err(_) => tokio::time::sleep(TRY_AGAIN).await,
        }
    }
}

async fn film(
    mut camera: PretendCamera,
    live: Live,
    phone: &Phone,
    wanted: &mut watch::Receiver<bool>,
) -> Option<PretendCamera> {
    let mut events = live.events();
    let began = Instant::now();
    let mut bits_per_second = FIRST_BITRATE;
    let mut key = true;
    let mut resting = false;
    let mut shutter = tokio::time::interval(Duration::from_secs(1) / camera.fps());
    shutter.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = shutter.tick(), if !resting => {
                let now = phone.hall_time().0;
                let taken_at = began.elapsed();
                let (back, frame) = tokio::task::spawn_blocking(move || {
                    let picture = camera.frame(now);
                    let frame = camera.encode(&picture, bits_per_second, key);
                    (camera, frame)
                })
                .await
                .ok()?;
                camera = back;
                if let Ok(Some(frame)) = frame {
                    key = false;
                    if let Err(refused) = live.video(taken_at, frame) {
                        tracing::warn!(%refused, "a pretend camera films in another codec");
                    }
                }
            }
            event = events.next() => match event {
                Some(LiveEvent::SetBitrate { bits_per_second: wanted, .. }) => bits_per_second = u32::try_from(wanted).unwrap_or(u32::MAX),
                Some(LiveEvent::KeyFrameWanted { .. }) => key = true,
                Some(LiveEvent::CameraNeeded { needed }) => {
                    resting = !needed;
                    key |= needed;
                }
                Some(_) => {}
                None => break,
            },
            () = unwanted(wanted) => {
                live.stop().await;
                break;
            }
        }
    }
    Some(camera)
}

/// Waits until video is no longer wanted, or nobody can want it.
async fn unwanted(wanted: &mut watch::Receiver<bool>) {
    let _ = wanted.wait_for(|wanted| !*wanted).await;
}
