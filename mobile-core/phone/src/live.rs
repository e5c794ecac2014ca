//! The camera of a phone, as long as it is on.
//!
//! Encoded pictures and sound are handed in; what the encoder is to do comes out as events. A
//! connection that breaks is made anew until the officer stops, or goes off duty. On another network the connection goes on.
//! How media travel is `uplink`'s business; whether the camera may be on is decided in `field-unit`.

use std::sync::Arc;
use std::time::Duration;

use domain::UnitId;
use field_unit::Backoff;
use tokio::sync::{mpsc, oneshot, watch};
use uplink::VideoCodec;

use crate::Snapshot;
use crate::door::{Destination, Door};
use crate::feed::Listener;
use crate::phone::Stopped;
use crate::running::{CameraSession, Command};

mod carrying;
mod config;
mod connection;
mod events;
mod frames;
mod heard;
mod layer_wishes;
mod needs;
mod opening;
mod returns;
mod silence;
mod sockets;
mod tcp;

pub(crate) use carrying::{Carried, Carrier, end};
pub use config::LiveConfig;
pub use events::LiveEvent;
pub(crate) use frames::Frame;
pub use heard::Sound;

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

/// A frame is in no codec that the encoders were said to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the frame is no access unit in Annex B form of the codec that is wanted")]
pub struct NotOfCodec {
    /// The codec that is wanted.
    pub wanted: VideoCodec,
}

/// A live picture. Dropping it stops it.
#[derive(Debug)]
pub struct Live {
    carried: Carried,
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
        flows: watch::Sender<bool>,
    ) -> Result<Self, GoLiveError> {
        let seed = getrandom::u64().map_err(|_| GoLiveError::Randomness)?;
        let (done, switched) = oneshot::channel();
        commands.send(Command::GoLive(done)).await.map_err(|_| Stopped)?;
        let session = switched.await.map_err(|_| Stopped)??;
        let carried = Carried::over(flows, config.codecs);
        let (stop, stopped) = oneshot::channel();
        let (end, ended) = watch::channel(false);
        let camera = Carrier {
            to: Destination::Stream(unit),
            config,
            door,
            networks,
            snapshot: snapshot.clone(),
            carried: carried.clone(),
            backoff: Backoff::new(seed),
        };
        let needs = needs::pass_on(
            snapshot.clone(),
            Arc::clone(&carried.frames),
            Arc::clone(&carried.silence),
            Arc::clone(&carried.events),
        );
        let silence = silence::watch(Arc::clone(&carried.silence), Arc::clone(&carried.events));
        let door = Arc::clone(&camera.door);
        tokio::spawn(async move {
            tokio::select! {
                left_behind = camera.run(until_off(session, snapshot, stopped, commands)) => {
                    carrying::end(door, left_behind).await;
                }
                () = needs => {}
                () = silence => {}
            }
            end.send_replace(true);
        });
        Ok(Self {
            carried,
            stop: Some(stop),
            ended,
        })
    }

    /// Hands in an access unit in Annex B form, taken at `at` since the start of picture and sound.
    pub fn video(&self, at: Duration, bytes: Vec<u8>) -> Result<(), NotOfCodec> {
        self.video_of(0, at, bytes)
    }

    /// The codec that its pictures are to be in now.
    pub fn codec(&self) -> VideoCodec {
        *self.carried.codec.borrow()
    }

    /// The encoders do not make H.265 after all: the hall is offered H.264 alone from now on, and anew at once if it had chosen
    /// H.265.
    pub fn give_up_h265(&self) {
        self.carried.codecs.send_replace(&[VideoCodec::H264]);
    }

    /// Hands in one of a layer, counted from 0, the smallest.
    pub fn video_of(&self, layer: usize, at: Duration, bytes: Vec<u8>) -> Result<(), NotOfCodec> {
        let wanted = self.codec();
        let made =
            VideoCodec::of_access_unit(&self.carried.codecs.borrow(), &bytes).ok_or(NotOfCodec { wanted })?;
        // An encoder that is to change codecs has pictures of the former one yet.
        if made == wanted {
            self.carried.silence.broken();
            let holds = wanted.picture(&bytes);
            self.carried.frames.push(Frame::Video {
                at,
                layer,
                holds,
                bytes,
            });
        }
        Ok(())
    }

    /// Hands in an Opus packet, taken at `at` since the start of picture and sound.
    ///
    /// `level` says how loud it is: 0 to 127 decibels below the loudest there is, 127 for silence (RFC 6464). By it the hall
    /// tells a voice from silence; without it, it goes by what the encoder leaves out.
    pub fn sound(&self, at: Duration, level: Option<u8>, bytes: Vec<u8>) {
        self.carried.frames.push(Frame::Sound { at, level, bytes });
    }

    /// Listens to what the encoder is to do; the first listener hears all from the start.
    pub fn events(&self) -> Listener<LiveEvent> {
        self.carried.events.listen(|count| LiveEvent::Missed { count })
    }

    /// Listens to what the hall says.
    pub fn heard(&self) -> Listener<Sound> {
        self.carried.heard.listen(|count| Sound::Missed { count })
    }

    /// How many frames were dropped because the connection was too slow or away.
    pub fn dropped(&self) -> u64 {
        self.carried.frames.dropped()
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
