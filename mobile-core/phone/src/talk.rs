//! The officer's line to talk, as long as it is open.
//!
//! Its sound has a connection of its own at the hall, or goes with the camera's while that is on, so that nobody is heard
//! twice. When the microphone is let out is decided in `field-unit`; what is handed in at another time goes nowhere.

use std::sync::Arc;
use std::time::Duration;

use domain::{TalkGroup, TalkLineId};
use field_unit::{Backoff, Input, TalkTap};
use tokio::sync::{oneshot, watch};

use crate::door::{Destination, Door};
use crate::feed::Listener;
use crate::live::{Carried, Carrier, Frame, LiveConfig, Sound, end};
use crate::phone::{Stopped, TapError};
use crate::running::{Command, TalkSession};
use crate::{Phone, Snapshot};

/// Why the line is not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenTalkError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// It is open already.
    #[error("the line to talk is open already")]
    OpenAlready,
    /// Nothing leaves the phone off duty.
    #[error("go on duty before talking")]
    OffDuty,
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Randomness,
}

/// A line to talk. Dropping it closes it, as going off duty does.
pub struct Talk {
    phone: Phone,
    session: TalkSession,
    carried: Carried,
    camera_talks: watch::Receiver<bool>,
    /// Closes it by going away.
    _close: oneshot::Sender<()>,
    ended: watch::Receiver<bool>,
}

impl Talk {
    pub(crate) async fn open(
        phone: Phone,
        door: Arc<Door>,
        networks: watch::Receiver<u64>,
        camera_talks: watch::Receiver<bool>,
    ) -> Result<Self, OpenTalkError> {
        let seed = getrandom::u64().map_err(|_| OpenTalkError::Randomness)?;
        let session = phone.answered(Command::OpenTalk).await??;
        let carried = Carried::over(watch::Sender::new(false), &[]);
        let (close, closed) = oneshot::channel();
        let (end, ended) = watch::channel(false);
        let line = Line {
            session,
            snapshot: phone.watched(),
            camera_talks: camera_talks.clone(),
            door,
            networks,
            carried: carried.clone(),
            backoff: Backoff::new(seed),
        };
        let own = phone.clone();
        tokio::spawn(async move {
            let mut carrying = std::pin::pin!(line.carry());
            let mut goes_on = true;
            tokio::select! {
                () = line.tell_whether_it_sounds(&own) => {}
                () = &mut carrying => goes_on = false,
                _ = closed => {}
            }
            let _ = own.answered(|done| Command::CloseTalk(session, done)).await;
            if goes_on {
                // It sees that the line is closed, and tells the hall.
                carrying.await;
            }
            end.send_replace(true);
        });
        Ok(Self {
            phone,
            session,
            carried,
            camera_talks,
            _close: close,
            ended,
        })
    }

    /// The officer presses to talk; the hall grants the floor, or says why not, in the snapshot.
    pub async fn press(&self, group: TalkGroup) -> Result<(), TapError> {
        self.tap(TalkTap::Press(group)).await
    }

    /// The officer lets go.
    pub async fn release(&self) -> Result<(), TapError> {
        self.tap(TalkTap::Release).await
    }

    /// The officer speaks too in a call, or no more.
    pub async fn answer(&self, speaks: bool) -> Result<(), TapError> {
        self.tap(TalkTap::Answer(speaks)).await
    }

    /// The officer ends a call.
    pub async fn hang_up(&self) -> Result<(), TapError> {
        self.tap(TalkTap::HangUp).await
    }

    /// Hands in an Opus packet of the microphone's, taken at `at` by any clock that never jumps. While the microphone is not let
    /// out, or the camera's connection carries its own sound, it goes nowhere.
    ///
    /// `level` is as with [`Live::sound`](crate::Live::sound).
    pub fn sound(&self, at: Duration, level: Option<u8>, bytes: Vec<u8>) {
        if self.phone.snapshot().talk.is_out() && !*self.camera_talks.borrow() {
            self.carried.frames.push(Frame::Sound { at, level, bytes });
        }
    }

    /// Listens to what is said to the unit; while the camera's connection carries the line, it is heard there.
    pub fn heard(&self) -> Listener<Sound> {
        self.carried.heard.listen(|count| Sound::Missed { count })
    }

    /// Closes it; done when nothing is let out any more.
    pub async fn close(&self) {
        let close = |done| Command::CloseTalk(self.session, done);
        let _ = self.phone.answered(close).await;
        // The sender going away means that it ended too.
        let _ = self.ended.clone().wait_for(|ended| *ended).await;
    }

    async fn tap(&self, tap: TalkTap) -> Result<(), TapError> {
        match self.phone.input(Input::TalkTapped(tap)).await {
            // Of talk nothing is stored, so a full disk is no fault of it.
            Err(TapError::NotStored) => Ok(()),
            done => done,
        }
    }
}

/// The line's connection to the hall.
struct Line {
    session: TalkSession,
    snapshot: watch::Receiver<Arc<Snapshot>>,
    camera_talks: watch::Receiver<bool>,
    door: Arc<Door>,
    networks: watch::Receiver<u64>,
    carried: Carried,
    backoff: Backoff,
}

/// What is to be carried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// The sound of this line.
    Sound(TalkLineId),
    /// Nothing: the hall cannot be reached, or the camera carries it.
    Nothing,
    /// Nothing ever again.
    Closed,
}

impl Line {
    /// Connects each line that the hall names, until this one is closed.
    async fn carry(&self) {
        loop {
            match self.next(|wanted| wanted != Wanted::Nothing).await {
                Wanted::Sound(line) => self.carry_one(line).await,
                Wanted::Nothing | Wanted::Closed => return,
            }
        }
    }

    async fn carry_one(&self, line: TalkLineId) {
        let carrier = Carrier {
            to: Destination::Line(line),
            config: LiveConfig::default(),
            door: Arc::clone(&self.door),
            networks: self.networks.clone(),
            snapshot: self.snapshot.clone(),
            carried: self.carried.clone(),
            backoff: self.backoff.clone(),
        };
        let over = async {
            self.next(|wanted| wanted != Wanted::Sound(line)).await;
        };
        let left_behind = carrier.run(over).await;
        // The next line does not wait for the hall to hear of the end of this one.
        tokio::spawn(end(Arc::clone(&self.door), left_behind));
    }

    /// Tells the phone's loop whether the line's sound goes through, by whatever connection.
    async fn tell_whether_it_sounds(&self, phone: &Phone) {
        let (mut own, mut cameras) = (self.carried.flows.subscribe(), self.camera_talks.clone());
        loop {
            let sounds = *own.borrow_and_update() || *cameras.borrow_and_update();
            if phone
                .tell(Command::TalkSounds(self.session, sounds))
                .await
                .is_err()
            {
                return;
            }
            let changed = tokio::select! {
                changed = own.changed() => changed,
                changed = cameras.changed() => changed,
            };
            if changed.is_err() {
                return;
            }
        }
    }

    /// Waits until what is to be carried is as wished.
    async fn next(&self, wished: impl Fn(Wanted) -> bool) -> Wanted {
        let (mut snapshot, mut cameras) = (self.snapshot.clone(), self.camera_talks.clone());
        loop {
            let by_camera = *cameras.borrow_and_update();
            let wanted = self.wanted(&snapshot.borrow_and_update(), by_camera);
            if wished(wanted) {
                return wanted;
            }
            let changed = tokio::select! {
                changed = snapshot.changed() => changed,
                changed = cameras.changed() => changed,
            };
            if changed.is_err() {
                return Wanted::Closed;
            }
        }
    }

    fn wanted(&self, known: &Snapshot, by_camera: bool) -> Wanted {
        let line = known.talk.line().map(|shown| shown.line);
        match line {
            _ if known.talk_session != Some(self.session) => Wanted::Closed,
            Some(line) if !by_camera => Wanted::Sound(line),
            _ => Wanted::Nothing,
        }
    }
}
