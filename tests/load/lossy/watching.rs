//! A viewer who looks at what comes of the phone's pictures.
//!
//! It asks for a key frame when nothing could be shown for a while, as a browser does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use str0m::media::KeyframeRequestKind;

use super::freezes::Freezes;
use super::pictures::{Packet, Pictures};
use super::screen::Screen;
use crate::client::{Client, Heard};
use crate::publisher::wait;

/// The longest sleep.
const SLEEP: Duration = Duration::from_millis(5);
/// How long nothing may be shown before a key frame is asked for, as in Chromium; how often it is asked for.
const PATIENCE: Duration = Duration::from_secs(3);
const ASK_EVERY: Duration = Duration::from_secs(1);

/// What a viewer saw.
#[derive(Debug)]
pub(super) struct Saw {
    pub(super) packets: u64,
    pub(super) pictures: u64,
    pub(super) key_frames: u64,
    pub(super) key_frames_asked: u64,
    /// By when pictures could be decoded: gaps of more than 150 ms and three pictures.
    pub(super) decoded: Freezes,
    /// By when a player shows them: `freezeCount` of webrtc-stats.
    pub(super) played: Freezes,
    pub(super) behind_ms: Vec<f64>,
}

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
    let picture = Duration::from_secs(1) / fps;
    let extra = Duration::from_millis(150);
    let mut saw = Saw {
        packets: 0,
        pictures: 0,
        key_frames: 0,
        key_frames_asked: 0,
        decoded: Freezes::longer_than(extra + 3 * picture),
        played: Freezes::longer_than((3 * picture).max(picture + extra)),
        behind_ms: Vec::new(),
    };
    let (mut pictures, mut screen) = (Pictures::default(), Screen::default());
    let (mut latest, mut asked_at) = (Instant::now(), Instant::now());
    // The line stands still from the start of counting until there is a picture.
    saw.decoded.shown(from);
    saw.played.shown(from);
    while !is_over.load(Ordering::Relaxed) {
        client.turn()?;
        for heard in std::mem::take(&mut client.heard) {
            let packet = match heard {
                Heard::Packet(packet) => packet,
                Heard::Closed => anyhow::bail!("the server closed a viewer's connection"),
                Heard::KeyFrameWanted => continue,
            };
            let at = began.elapsed();
            let is_counted = at >= from;
            saw.packets += u64::from(is_counted);
            let header = &packet.header;
            let read = Packet::of_h264(header.timestamp, header.marker, &packet.payload);
            for shown in pictures.take(*packet.seq_no, read) {
                latest = Instant::now();
                let played_at = screen.show(shown.timestamp, at);
                if is_counted {
                    saw.pictures += 1;
                    saw.key_frames += u64::from(shown.is_key_frame);
                    saw.decoded.shown(at);
                }
                // What came just before is still to be seen when the counting starts.
                if played_at >= from {
                    saw.played.shown(played_at);
                }
            }
        }
        let now = Instant::now();
        if client.is_connected && now - latest >= PATIENCE && now - asked_at >= ASK_EVERY {
            asked_at = now;
            saw.key_frames_asked += u64::from(began.elapsed() >= from);
            ask_for_key_frame(&mut client)?;
        }
        wait(&client.socket, SLEEP)?;
    }
    saw.decoded.end(began.elapsed());
    saw.played.end(began.elapsed());
    saw.behind_ms = screen.behind_ms;
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
