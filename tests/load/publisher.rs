//! A publisher's thread: a picture each thirtieth of a second, and a key frame when one is asked for.

use std::net::UdpSocket;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use str0m::format::PayloadParams;
use str0m::media::{Mid, Pt};
use str0m::rtp::RtpWrite;
use tokio::sync::oneshot;

use crate::client::{Client, Heard};
use crate::frame::{Encoder, RATE};

const CLOCK_HZ: u32 = 90_000;
const SHORTEST_SLEEP: Duration = Duration::from_micros(100);
/// After which it is looked whether the network is to change.
const LONGEST_SLEEP: Duration = Duration::from_millis(5);

/// What a publisher has done so far.
#[derive(Debug, Default)]
pub(crate) struct Published {
    pub(crate) packets: AtomicU64,
    pub(crate) key_frame_requests: AtomicU64,
    /// When each packet left, in nanoseconds since 1970, by its number; 0 for one that did not.
    sent_ns: Mutex<Vec<u64>>,
    stop: AtomicBool,
}

impl Published {
    /// When each packet left, in nanoseconds since 1970, by its number; 0 for one that did not.
    pub(crate) fn sent_ns(&self) -> Vec<u64> {
        self.sent_ns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn sent(&self, at_ns: u64) {
        self.sent_ns
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(at_ns);
        self.packets.fetch_add(1, Ordering::Relaxed);
    }
}

/// What becomes of a publisher's network.
pub(crate) enum Change {
    /// It has another one, and says nothing.
    Move,
    /// It has another one, and restarts ICE there; the former one carries on until then, or is gone.
    Restart {
        former_carries_on: bool,
        /// Takes the fragment to ask the server with.
        asked: oneshot::Sender<String>,
        /// Gives what the server answers.
        answer: oneshot::Receiver<String>,
    },
    /// It has none any more, and ends without a word.
    Vanish,
}

/// A running publisher.
pub(crate) struct Publisher {
    pub(crate) published: Arc<Published>,
    changes: Sender<Change>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Publisher {
    /// Starts one.
    pub(crate) fn start(client: Client, number: u32, kbps: u32) -> Self {
        let published = Arc::new(Published::default());
        let counts = Arc::clone(&published);
        let (changes, inbox) = channel();
        let thread = std::thread::spawn(move || film(client, number, kbps, &counts, &inbox));
        Self {
            published,
            changes,
            thread,
        }
    }

    /// Changes its network at once.
    pub(crate) fn change(&self, change: Change) {
        // A thread that has ended tells why when it is stopped.
        let _ = self.changes.send(change);
    }

    /// Whether it still publishes.
    pub(crate) fn is_running(&self) -> bool {
        !self.thread.is_finished()
    }

    /// Stops it; tells what went wrong meanwhile.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        self.published.stop.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("a publisher panicked"))?
            .context("publishing")
    }
}

fn film(
    mut client: Client,
    number: u32,
    kbps: u32,
    counts: &Published,
    changes: &Receiver<Change>,
) -> anyhow::Result<()> {
    let mut encoder = Encoder::new(number, kbps);
    let (mut seq, mut timestamp) = (1_000_u64, 7_777_u32);
    let mut next = Instant::now();
    let mut awaited = None;
    while !counts.stop.load(Ordering::Relaxed) {
        if run_until(&mut client, next, changes, &mut awaited)? == Still::Gone {
            return Ok(());
        }
        for heard in std::mem::take(&mut client.heard) {
            match heard {
                Heard::KeyFrameWanted => {
                    counts.key_frame_requests.fetch_add(1, Ordering::Relaxed);
                    encoder.want_key_frame();
                }
                Heard::Closed => anyhow::bail!("the server closed the publisher's connection"),
                Heard::Packet(_) => {}
            }
        }
        next += Duration::from_secs(1) / RATE;
        if !client.is_connected {
            continue;
        }
        let mid = client.video.context("the publisher has no video section")?;
        let pt = payload_type(&client, mid).context("the server takes no VP8")?;
        let payloads = encoder.next();
        let last = payloads.len().saturating_sub(1);
        for (part, payload) in payloads.into_iter().enumerate() {
            seq += 1;
            let packet = RtpWrite::new(pt, seq.into(), timestamp, Instant::now(), payload)
                .marker(part == last)
                .nackable(true);
            let mut api = client.rtc.direct_api();
            let stream = api
                .stream_tx_by_mid(mid, None)
                .context("the publisher cannot send")?;
            stream.write_rtp(packet);
            client.left_ns = None;
            client.settle(Instant::now())?;
            counts.sent(client.left_ns.unwrap_or(0));
        }
        timestamp = timestamp.wrapping_add(CLOCK_HZ / RATE);
    }
    client.rtc.close()?;
    client.settle(Instant::now())
}

fn payload_type(client: &Client, mid: Mid) -> Option<Pt> {
    let media = client.rtc.media(mid)?;
    let agreed = client.rtc.codec_config().params().iter();
    agreed
        .map(PayloadParams::pt)
        .find(|pt| media.remote_pts().contains(pt))
}

/// Whether a publisher has a network.
#[derive(PartialEq, Eq)]
enum Still {
    There,
    Gone,
}

fn run_until(
    client: &mut Client,
    until: Instant,
    changes: &Receiver<Change>,
    awaited: &mut Option<oneshot::Receiver<String>>,
) -> anyhow::Result<Still> {
    loop {
        client.turn()?;
        match changes.try_recv() {
            Ok(Change::Move) => client.move_on()?,
            Ok(Change::Restart {
                former_carries_on,
                asked,
                answer,
            }) => {
                let _ = asked.send(client.begin_restart(former_carries_on)?);
                *awaited = Some(answer);
            }
            Ok(Change::Vanish) => return Ok(Still::Gone),
            Err(_) => {}
        }
        if let Some(answer) = awaited.as_mut().and_then(|answer| answer.try_recv().ok()) {
            *awaited = None;
            client.restarted(&answer)?;
        }
        let now = Instant::now();
        if now >= until {
            return Ok(Still::There);
        }
        let sleep = client.wake_at.min(until).saturating_duration_since(now);
        wait(&client.socket, sleep.clamp(SHORTEST_SLEEP, LONGEST_SLEEP))?;
    }
}

/// Waits for a datagram, though not for long.
pub(crate) fn wait(socket: &UdpSocket, longest: Duration) -> anyhow::Result<()> {
    let mut ready = [rustix::event::PollFd::new(socket, rustix::event::PollFlags::IN)];
    let timeout = rustix::event::Timespec::try_from(longest)?;
    match rustix::event::poll(&mut ready, Some(&timeout)) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
