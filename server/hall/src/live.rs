//! The open media sessions, each bound to the session that opened it.
//!
//! When a session ends, what it publishes or watches ends with it, and nobody goes on watching what is not theirs to
//! see any more. The packets themselves are
//! `media_loop`'s; who is told what of a unit's picture is `audience`'s.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dispatch::Input;
use domain::{Source, UnitId};
use protocol::SlotPlaced;
use sfu::CopiedPacket;
use tokio::sync::{Notify, mpsc, watch};
use uuid::Uuid;

use crate::clock;
use crate::desk::Desk;
use crate::feed::Feed;
use crate::media_loop::{MediaDoor, MediaEvent, MediaRefusal};
use crate::people::{Session, SessionId};
use crate::recordings::Recorded;
use crate::session_watch::SessionWatch;
use crate::talk::TalkDoor;

mod amending;
mod audience;
mod held;

pub(crate) use self::amending::{AmendFault, Amended, Condition};
use self::audience::Audiences;
pub(crate) use self::audience::Picture;
pub(crate) use self::held::Side;
use self::held::{Held, Holds, Open};

/// How often sessions are looked at.
const CHECK_EVERY: Duration = Duration::from_millis(250);

/// For how long whoever has asked for a still counts as watching: as long as one may take to come, and long enough for the
/// officer to notice.
const GLANCE: Duration = Duration::from_secs(5);

/// The open media sessions of the hall.
#[derive(Clone, Debug)]
pub(crate) struct LiveSessions {
    door: MediaDoor,
    sessions: SessionWatch,
    feed: Feed,
    talk: TalkDoor,
    recorded: Recorded,
    held: Arc<Mutex<Held>>,
    audiences: Arc<Mutex<Audiences>>,
    /// Who watches what may have changed.
    changed: Arc<Notify>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// To be one end of a unit's stream.
    Unit(Side, UnitId),
    /// To receive into slots, which are empty at first.
    Wall,
}

/// A media session that was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Names it in its URL.
    pub(crate) id: Uuid,
    /// Names its present ICE session.
    pub(crate) tag: String,
    /// The SDP answer.
    pub(crate) answer: String,
}

/// Why a media session cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenFault {
    /// The media loop says no.
    #[error(transparent)]
    Media(#[from] MediaRefusal),
    /// Enough is enough.
    #[error("this sign-in holds 1,024 media sessions already; DELETE some of them")]
    TooMany,
}

impl LiveSessions {
    pub(crate) fn new(
        door: MediaDoor,
        sessions: SessionWatch,
        feed: Feed,
        talk: TalkDoor,
        recorded: Recorded,
    ) -> Self {
        Self {
            door,
            sessions,
            feed,
            talk,
            recorded,
            held: Arc::default(),
            audiences: Arc::default(),
            changed: Arc::default(),
        }
    }

    pub(crate) fn door(&self) -> &MediaDoor {
        &self.door
    }

    /// How many media sessions are open.
    pub(crate) fn held(&self) -> usize {
        self.with(|held| held.count())
    }

    pub(crate) async fn open(
        &self,
        wanted: Wanted,
        signed: &Session,
        offer: String,
    ) -> Result<Opened, OpenFault> {
        if !self.with(|held| held.has_room(signed.id)) {
            return Err(OpenFault::TooMany);
        }
        let (peer, holds) = match wanted {
            Wanted::Unit(Side::Publishing, unit) => {
                let peer = self.door.publish(unit.0.as_u128(), offer).await?;
                (peer, Holds::Publishing { unit, started: false })
            }
            Wanted::Unit(Side::Watching, unit) => (
                self.door.watch(unit.0.as_u128(), offer).await?,
                Holds::Watching(unit),
            ),
            Wanted::Wall => (self.door.join(offer).await?, Holds::empty_wall()),
        };
        let id = Uuid::new_v4();
        let open = Open {
            peer: peer.peer,
            restarts: 0,
            session: signed.id,
            person: signed.person,
            name: signed.name.clone(),
            role: signed.role,
            ended: self.sessions.hold(signed.id),
            holds,
        };
        // Looked at again, since others of the same sign-in may have come in meanwhile.
        if !self.with(|held| held.add(id, open)) {
            self.door.leave(peer.peer);
            return Err(OpenFault::TooMany);
        }
        self.changed.notify_one();
        // Only now, since whoever asked may give up while this waits: what is in the table ends with the sign-in.
        if let Wanted::Unit(Side::Publishing, unit) = wanted {
            self.talk.unit_published(unit, peer.peer, &peer.answer_sdp).await;
        }
        Ok(Opened {
            id,
            tag: amending::tag(id, 0),
            answer: peer.answer_sdp,
        })
    }

    /// Ends a media session of this sign-in; whether there was one.
    pub(crate) fn close(&self, what: Wanted, session: SessionId, id: Uuid) -> bool {
        let closed = self.with(|held| held.remove(id, session, what));
        if let Some(closed) = &closed {
            self.door.leave(closed.peer);
            self.changed.notify_one();
        }
        closed.is_some()
    }

    /// Moves units' pictures into the slots of a wall of this sign-in, or out of them; a wall that is gone stays gone.
    pub(crate) fn place(&self, wall: Uuid, signed: &Session, slots: &[SlotPlaced]) {
        self.with(|held| {
            let shows = |unit| self.feed.shows_unit(signed.role, unit);
            held.place(wall, signed.id, slots, shows);
            held.carry_out(&self.door);
        });
        self.changed.notify_one();
    }

    /// Waits for a picture of a unit: its packets. Meanwhile its camera is needed, and its officer is told who looks.
    pub(crate) async fn glance(
        &self,
        unit: UnitId,
        signed: &Session,
    ) -> Result<Vec<CopiedPacket>, MediaRefusal> {
        let until = Instant::now() + GLANCE;
        self.with(|held| held.glance(unit, signed, until));
        self.changed.notify_one();
        self.door.still(unit.0.as_u128()).await
    }

    /// What the phone of a unit is to know of its picture, now and whenever that changes.
    pub(crate) fn picture_of(&self, unit: UnitId) -> watch::Receiver<Picture> {
        let mut audiences = self.audiences.lock().unwrap_or_else(PoisonError::into_inner);
        audiences.picture_of(unit)
    }

    /// Carries what happens in the media loop to the dispatch machine, until the loop ends.
    pub(crate) async fn follow(self, desk: Desk, mut events: mpsc::Receiver<MediaEvent>) {
        let mut check = tokio::time::interval(CHECK_EVERY);
        loop {
            tokio::select! {
                event = events.recv() => {
                    let Some(event) = event else {
                        tracing::debug!("the media loop tells nothing more");
                        return;
                    };
                    self.happened(&desk, event).await;
                }
                () = self.changed.notified() => self.look_at_audiences(),
                _ = check.tick() => {
                    self.end_what_is_over();
                    self.look_at_audiences();
                }
            }
        }
    }

    async fn happened(&self, desk: &Desk, event: MediaEvent) {
        self.talk.happened(event).await;
        match event {
            MediaEvent::StreamStarted { stream, peer } => {
                self.with(|held| held.started(peer));
                desk.tell(Input::VideoStarted(source(stream))).await;
            }
            MediaEvent::StreamStopped { stream, .. } => {
                desk.tell(Input::VideoStopped(source(stream))).await;
            }
            MediaEvent::PeerLeft { peer, .. } => {
                self.with(|held| held.forget(peer));
                self.changed.notify_one();
            }
            MediaEvent::VoiceHeard { .. } => {}
        }
    }

    /// Ends what belongs to a sign-in that has ended, or shows what is its viewer's to see no more: the unit of
    /// another town whose officer was in danger.
    fn end_what_is_over(&self) {
        let ended = self.with(|held| {
            let ended = held.take_ended(|role, unit| self.feed.shows_unit(role, unit));
            held.carry_out(&self.door);
            ended
        });
        for peer in ended {
            self.door.leave(peer);
        }
    }

    fn look_at_audiences(&self) {
        let uses = self.with(|held| held.uses(Instant::now()));
        let mut needed = self.feed.pictures_needed();
        needed.extend(self.recorded.units());
        let mut audiences = self.audiences.lock().unwrap_or_else(PoisonError::into_inner);
        audiences.look(clock::now(), Instant::now(), uses, &needed);
    }

    fn with<T>(&self, look: impl FnOnce(&mut Held) -> T) -> T {
        look(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn source(stream: u128) -> Source {
    Source::Unit(UnitId(Uuid::from_u128(stream)))
}
