//! The open media sessions, each bound to the session that opened it.
//!
//! When a session ends, what it publishes or watches ends with it, and nobody goes on watching what is not theirs to
//! see any more. The packets themselves are
//! `media_loop`'s; who is told what of a picture is `audience`'s.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dispatch::Input;
use domain::Source;
use sfu::CopiedPacket;
use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

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
mod opening;
mod speaking;
mod walls;

pub(crate) use self::amending::{AmendFault, Amended, Condition, tag};
use self::audience::Audiences;
pub(crate) use self::audience::Picture;
pub(crate) use self::held::Side;
use self::held::{Added, Held, Holds, Open};
use self::speaking::Speaking;

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
    speaking: Arc<Mutex<Speaking>>,
    /// Who watches what may have changed.
    changed: Arc<Notify>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// To be one end of a source's stream.
    Stream(Side, Source),
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
    /// A desk has one camera: two seats would take the stream from each other for ever.
    #[error("another seat of this town shows its camera; it has to end that first")]
    Elsewhere,
    /// It left before it was in the table.
    #[error(
        "it ended while it was being opened, as by a newer offer for the same stream; go on with that one, or offer anew"
    )]
    Ended,
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
            speaking: Arc::default(),
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
        let opening = self.begin(wanted, signed.id)?;
        let (peer, holds) = match wanted {
            Wanted::Stream(Side::Publishing, source) => {
                let peer = self.door.publish(stream_of(source), offer).await?;
                (peer, Holds::publishing(source))
            }
            Wanted::Stream(Side::Watching, source) => (
                self.door.watch(stream_of(source), offer).await?,
                Holds::Watching(source),
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
        let added = self.with(|held| held.add(id, open));
        drop(opening);
        match added {
            Added::Held => {}
            Added::Gone => return Err(OpenFault::Ended),
            Added::TooMany => {
                self.door.leave(peer.peer);
                return Err(OpenFault::TooMany);
            }
        }
        self.changed.notify_one();
        // Only now, since whoever asked may give up while this waits: what is in the table ends with the sign-in.
        if let Wanted::Stream(Side::Publishing, Source::Unit(unit)) = wanted {
            self.talk.unit_published(unit, peer.peer, &peer.answer_sdp).await;
        }
        Ok(Opened {
            id,
            tag: tag(id, 0),
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

    /// Waits for a picture of a source: its packets. Meanwhile its camera is needed, and whoever holds it is told who looks.
    pub(crate) async fn glance(
        &self,
        source: Source,
        signed: &Session,
    ) -> Result<Vec<CopiedPacket>, MediaRefusal> {
        let until = Instant::now() + GLANCE;
        self.with(|held| held.glance(source, signed, until));
        self.changed.notify_one();
        self.door.still(stream_of(source)).await
    }

    /// Carries what happens in the media loop to the dispatch machine, until the loop ends.
    pub(crate) async fn follow(self, desk: Desk, mut events: mpsc::Receiver<MediaEvent>) {
        let mut check = tokio::time::interval(CHECK_EVERY);
        loop {
            let silence = self.silence_due();
            tokio::select! {
                event = events.recv() => {
                    let Some(event) = event else {
                        tracing::debug!("the media loop tells nothing more");
                        return;
                    };
                    self.happened(&desk, event).await;
                }
                () = self.changed.notified() => {
                    self.look_at_audiences();
                    self.tell_who_speaks();
                }
                () = tokio::time::sleep(silence.unwrap_or_default()), if silence.is_some() => self.tell_who_speaks(),
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
                let source = self.feed.source(Uuid::from_u128(stream));
                self.feed.show_live(source, true);
                desk.tell(Input::VideoStarted(source)).await;
            }
            MediaEvent::StreamStopped { stream, .. } => {
                let source = self.feed.source(Uuid::from_u128(stream));
                self.feed.show_live(source, false);
                self.recorded.stream_stopped(source);
                desk.tell(Input::VideoStopped(source)).await;
            }
            MediaEvent::PeerLeft { peer, .. } => {
                self.with(|held| held.forget(peer));
                self.changed.notify_one();
            }
            MediaEvent::LayersWanted { peer, layers } => {
                self.with(|held| held.wants_layers(peer, layers.iter().collect()));
                self.changed.notify_one();
            }
            MediaEvent::Undecodable(told) => self.tell_undecodable(told),
            MediaEvent::NotRecorded { stream, codec } => {
                let source = self.feed.source(Uuid::from_u128(stream));
                self.recorded.lacks_picture(source, codec);
            }
            MediaEvent::VoiceHeard { stream, stands_out } => {
                if stands_out {
                    self.voice_heard(stream);
                }
            }
        }
    }

    /// Ends what belongs to a sign-in that has ended, or shows what is its viewer's to see no more: the unit of
    /// another town whose officer was in danger.
    fn end_what_is_over(&self) {
        let ended = self.with(|held| {
            let ended = held.take_ended(|role, source| self.feed.shows(role, source));
            held.carry_out(&self.door);
            ended
        });
        for peer in ended {
            self.door.leave(peer);
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Held) -> T) -> T {
        look(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The name of a source's stream in the media loop.
fn stream_of(source: Source) -> u128 {
    source.id().as_u128()
}

#[cfg(test)]
mod tests;
