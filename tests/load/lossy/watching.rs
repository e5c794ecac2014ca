//! A viewer who looks at what comes of the phone's pictures.
//!
//! It asks for a key frame when nothing could be shown for a while, as a browser does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use str0m::media::KeyframeRequestKind;

use super::pictures::Packet;
use super::seeing::{Saw, Seeing};
use crate::client::{Client, Heard};
use crate::publisher::wait;

/// The longest sleep.
const SLEEP: Duration = Duration::from_millis(5);
/// How long nothing may be shown before a key frame is asked for, as in Chromium; how often it is asked for.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);
pub(super) const ASK_EVERY: Duration = Duration::from_secs(1);

/// A running viewer.
pub(super) struct Watching {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Saw>>,
}

impl Watching {
    /// Starts one; what comes before `from` is not counted.
    pub(super) fn start(client: Client, fps: u32, began: Instant, from: Duration) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&stop);
        let thread = std::thread::spawn(move || watch(client, fps, began, from, &is_over));
        Self { stop, thread }
    }

    pub(super) fn stop(self) -> anyhow::Result<Saw> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("a viewer panicked"))?
    }
}

fn watch(
    mut client: Client,
    fps: u32,
    began: Instant,
    from: Duration,
    is_over: &AtomicBool,
) -> anyhow::Result<Saw> {
    let mut seeing = Seeing::counting_from(from, fps);
    let (mut latest, mut asked_at) = (Instant::now(), Instant::now());
    while !is_over.load(Ordering::Relaxed) {
        client.turn()?;
        for heard in std::mem::take(&mut client.heard) {
            let packet = match heard {
                Heard::Packet(packet) => packet,
                Heard::Closed => anyhow::bail!("the server closed a viewer's connection"),
                Heard::KeyFrameWanted => continue,
            };
            let header = &packet.header;
            let read = Packet::of_h264(header.timestamp, header.marker, &packet.payload);
            if seeing.take(began.elapsed(), *packet.seq_no, read) {
                latest = Instant::now();
            }
        }
        let now = Instant::now();
        if client.is_connected && now - latest >= PATIENCE && now - asked_at >= ASK_EVERY {
            asked_at = now;
            seeing.asked(began.elapsed());
            ask_for_key_frame(&mut client)?;
        }
        wait(&client.socket, SLEEP)?;
    }
    let saw = seeing.end(began.elapsed());
    client.rtc.close()?;
    client.settle(Instant::now())?;
    Ok(saw)
}

fn ask_for_key_frame(client: &mut Client) -> anyhow::Result<()> {
    if let Some(mid) = client.video
        && let Some(stream) = client.rtc.direct_api().stream_rx_by_mid(mid, None)
    {
        stream.request_keyframe(KeyframeRequestKind::Pli);
    }
    client.settle(Instant::now())
}
