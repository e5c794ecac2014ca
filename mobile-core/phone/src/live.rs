//! The camera of a phone, as long as it is on.
//!
//! Encoded pictures and sound are handed in; what the encoder is to do comes out as events. A
//! connection that breaks is made anew until the officer stops, or goes off duty; the new one takes the old one's place
//! at the hall, and only then is the old one ended. On another network the connection goes on. How media travel is
//! `uplink`'s business; whether the camera may be on is decided in `field-unit`.

use std::sync::Arc;
use std::time::Duration;

use domain::UnitId;
use field_unit::Backoff;
use reqwest::Url;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::door::{ANSWER_WITHIN, Door};
use crate::feed::{Feed, Listener};
use crate::phone::Stopped;
use crate::running::{CameraSession, Command};
use crate::{Snapshot, boot_time};

mod config;
mod connection;
mod events;
mod frames;
mod heard;
mod layer_wishes;
mod needs;
mod opening;
mod returns;
mod sockets;
mod tcp;

pub use config::LiveConfig;
use connection::{Connection, Ended};
pub use events::LiveEvent;
use frames::{Frame, Frames};
pub use heard::Sound;
use layer_wishes::LayerWishes;
use returns::Returns;

/// A phone between two networks may change many times a second; the stream is offered no more often than this.
const OFFER_EVERY: Duration = Duration::from_secs(1);

/// Why there is no live picture.
#[derive(Debug, thiserror::Error)]
pub enum GoLiveError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The camera is on already.
    #[error("the camera is on already")]
    LiveAlready,
    /// The hall has yet to say which unit this phone is.
    #[error("the hall has not yet said which unit this phone is")]
    UnitUnknown,
    /// Nothing leaves the phone off duty.
    #[error("go on duty before going live")]
    OffDuty,
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness,
}

/// A live picture. Dropping it stops it.
#[derive(Debug)]
pub struct Live {
    frames: Arc<Frames>,
    events: Arc<Feed<LiveEvent>>,
    heard: Arc<Feed<Sound>>,
    stop: Option<oneshot::Sender<()>>,
    ended: watch::Receiver<bool>,
}

impl Live {
    pub(crate) async fn start(
        unit: UnitId,
        config: LiveConfig,
        door: Arc<Door>,
        snapshot: watch::Receiver<Arc<Snapshot>>,
        networks: watch::Receiver<u64>,
        commands: mpsc::Sender<Command>,
    ) -> Result<Self, GoLiveError> {
        let seed = getrandom::u64().map_err(|_| GoLiveError::Randomness)?;
        let (done, switched) = oneshot::channel();
        commands.send(Command::GoLive(done)).await.map_err(|_| Stopped)?;
        let session = switched.await.map_err(|_| Stopped)??;
        let (frames, events) = (Arc::new(Frames::default()), Arc::new(Feed::new()));
        let heard = Arc::new(Feed::new());
        let (stop, stopped) = oneshot::channel();
        let (end, ended) = watch::channel(false);
        let camera = Camera {
            unit,
            config,
            door,
            networks,
            snapshot: snapshot.clone(),
            returns: Returns::new(snapshot.clone()),
            wishes: LayerWishes::new(snapshot.clone()),
            frames: Arc::clone(&frames),
            events: Arc::clone(&events),
            heard: Arc::clone(&heard),
            backoff: Backoff::new(seed),
        };
        let needs = needs::pass_on(snapshot.clone(), Arc::clone(&frames), Arc::clone(&events));
        tokio::spawn(async move {
            tokio::select! {
                () = camera.run(until_off(session, snapshot, stopped, commands)) => {}
                () = needs => {}
            }
            end.send_replace(true);
        });
        Ok(Self {
            frames,
            events,
            heard,
            stop: Some(stop),
            ended,
        })
    }

    /// Hands in an H.264 access unit in Annex B form, taken at `at` since the start of picture and sound.
    pub fn video(&self, at: Duration, bytes: Vec<u8>) {
        self.video_of(0, at, bytes);
    }

    /// Hands in one of a layer, counted from 0, the smallest.
    pub fn video_of(&self, layer: usize, at: Duration, bytes: Vec<u8>) {
        self.frames.push(Frame::Video { at, layer, bytes });
    }

    /// Hands in an Opus packet, taken at `at` since the start of picture and sound.
    ///
    /// `level` says how loud it is: 0 to 127 decibels below the loudest there is, 127 for silence (RFC 6464). By it the hall
    /// tells a voice from silence; without it, it goes by what the encoder leaves out.
    pub fn sound(&self, at: Duration, level: Option<u8>, bytes: Vec<u8>) {
        self.frames.push(Frame::Sound { at, level, bytes });
    }

    /// Listens to what the encoder is to do; the first listener hears all from the start.
    pub fn events(&self) -> Listener<LiveEvent> {
        self.events.listen(|count| LiveEvent::Missed { count })
    }

    /// Listens to what the hall says.
    pub fn heard(&self) -> Listener<Sound> {
        self.heard.listen(|count| Sound::Missed { count })
    }

    /// How many frames were dropped because the connection was too slow or away.
    pub fn dropped(&self) -> u64 {
        self.frames.dropped()
    }

    /// Stops; done when the hall was told, or cannot be.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        // The sender going away means that it ended too.
        let _ = self.ended.wait_for(|ended| *ended).await;
    }
}

/// Waits until the officer stops, goes off duty, or the phone is shut down.
///
/// A stop switches the camera off before anything else, so that it can be switched on anew at once.
async fn until_off(
    session: CameraSession,
    mut snapshot: watch::Receiver<Arc<Snapshot>>,
    stopped: oneshot::Receiver<()>,
    commands: mpsc::Sender<Command>,
) {
    let gone = async {
        drop(
            snapshot
                .wait_for(|snapshot| snapshot.camera != Some(session))
                .await,
        );
    };
    tokio::select! {
        _ = stopped => {}
        () = gone => return,
    }
    let (done, switched) = oneshot::channel();
    if commands.send(Command::StopLive(session, done)).await.is_ok() {
        let _ = switched.await;
    }
}

struct Camera {
    unit: UnitId,
    config: LiveConfig,
    door: Arc<Door>,
    networks: watch::Receiver<u64>,
    snapshot: watch::Receiver<Arc<Snapshot>>,
    returns: Returns,
    wishes: LayerWishes,
    frames: Arc<Frames>,
    events: Arc<Feed<LiveEvent>>,
    heard: Arc<Feed<Sound>>,
    backoff: Backoff,
}

impl Camera {
    /// Connects again and again until `off`.
    async fn run(mut self, off: impl Future<Output = ()>) {
        tokio::pin!(off);
        let mut pace = interval(OFFER_EVERY);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Over the network that it was on nobody may be told of its end any more.
        let mut left_behind = None;
        loop {
            let open = async {
                pace.tick().await;
                self.networks.mark_unchanged();
                let (hall_time, _) = self.snapshot.borrow().clock.hall_time(boot_time::phone_time());
                let Self {
                    door,
                    unit,
                    config,
                    events,
                    heard,
                    ..
                } = &self;
                Connection::open(door, *unit, *config, hall_time, events, heard).await
            };
            let opened = tokio::select! {
                opened = open => opened,
                () = &mut off => break,
            };
            match opened {
                Ok(connection) => {
                    tokio::spawn(end(Arc::clone(&self.door), left_behind.take()));
                    let over = connection
                        .run(
                            &self.frames,
                            &self.events,
                            &mut self.networks,
                            &mut self.returns,
                            &mut self.wishes,
                            &mut off,
                        )
                        .await;
                    left_behind = over.resource;
                    match over.why {
                        Ended::Off => break,
                        Ended::Broken { lasted } if lasted >= Duration::from_secs(20) => self.backoff.reset(),
                        Ended::Broken { .. } => {}
                    }
                }
                Err(error) => {
                    tracing::debug!(
                        error = &error as &dyn std::error::Error,
                        "the picture finds no way to the hall"
                    );
                    if error.is_for_good() {
                        // The socket asks seldom whether that has changed, and is enough.
                        tokio::select! {
                            () = self.returns.next() => continue,
                            () = &mut off => break,
                        }
                    }
                }
            }
            let wait = self.backoff.next_wait();
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                _ = self.networks.changed() => self.backoff.reset(),
                () = self.returns.next() => self.backoff.reset(),
                () = &mut off => break,
            }
        }
        end(self.door, left_behind).await;
    }
}

/// Tells the hall that a stream is over, if it can be told in time.
async fn end(door: Arc<Door>, stream: Option<Url>) {
    let Some(stream) = stream else { return };
    let told = timeout(ANSWER_WITHIN, door.unpublish(stream)).await;
    if !matches!(told, Ok(Ok(()))) {
        tracing::debug!(?told, "the hall was not told of the end");
    }
}
