//! The open media sessions, each bound to the session that opened it.
//!
//! When a session ends, what it publishes or watches ends with it, and nobody goes on watching what is not theirs to
//! see any more. The packets themselves are
//! `media_loop`'s.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dispatch::Input;
use domain::{Role, Source, UnitId};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

mod amending;

pub(crate) use self::amending::{AmendFault, Amended, Condition};

use crate::desk::Desk;
use crate::feed::Feed;
use crate::media_loop::{MediaDoor, MediaEvent, MediaRefusal};
use crate::people::{Session, SessionId};
use crate::session_watch::SessionWatch;

/// How often sessions are looked at.
const CHECK_EVERY: Duration = Duration::from_millis(250);

/// Media sessions that one signed-in session may hold: a wall of tiles, or a load test, with some to spare.
const MOST_PER_SESSION: usize = 1_024;

/// The open media sessions of the hall.
#[derive(Clone, Debug)]
pub(crate) struct LiveSessions {
    door: MediaDoor,
    sessions: SessionWatch,
    feed: Feed,
    open: Arc<Mutex<BTreeMap<Uuid, Open>>>,
}

#[derive(Clone, Debug)]
struct Open {
    peer: u64,
    /// How often ICE was restarted.
    restarts: u32,
    session: SessionId,
    role: Role,
    ended: watch::Receiver<bool>,
    unit: UnitId,
    side: Side,
}

/// Which end of a stream a media session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The unit's own: WHIP.
    Publishing,
    /// A viewer's: WHEP.
    Watching,
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
    pub(crate) fn new(door: MediaDoor, sessions: SessionWatch, feed: Feed) -> Self {
        Self {
            door,
            sessions,
            feed,
            open: Arc::default(),
        }
    }

    pub(crate) fn door(&self) -> &MediaDoor {
        &self.door
    }

    pub(crate) async fn open(
        &self,
        side: Side,
        unit: UnitId,
        signed: &Session,
        offer: String,
    ) -> Result<Opened, OpenFault> {
        let session = signed.id;
        if self.read(|open| holds_enough(open, session)) {
            return Err(OpenFault::TooMany);
        }
        let stream = unit.0.as_u128();
        let peer = match side {
            Side::Publishing => self.door.publish(stream, offer).await?,
            Side::Watching => self.door.watch(stream, offer).await?,
        };
        let id = Uuid::new_v4();
        let open = Open {
            peer: peer.peer,
            restarts: 0,
            session,
            role: signed.role,
            ended: self.sessions.hold(session),
            unit,
            side,
        };
        // Looked at again, since others of the same sign-in may have come in meanwhile.
        let fits = self.read(|known| {
            let fits = !holds_enough(known, session);
            if fits {
                known.insert(id, open);
            }
            fits
        });
        if !fits {
            self.door.leave(peer.peer);
            return Err(OpenFault::TooMany);
        }
        Ok(Opened {
            id,
            tag: amending::tag(id, 0),
            answer: peer.answer_sdp,
        })
    }

    /// Ends a media session of this sign-in; whether there was one.
    pub(crate) fn close(&self, side: Side, unit: UnitId, session: SessionId, id: Uuid) -> bool {
        let closed = self.read(|open| {
            let own = open
                .get(&id)
                .is_some_and(|known| known.side == side && known.unit == unit && known.session == session);
            if own { open.remove(&id) } else { None }
        });
        if let Some(closed) = &closed {
            self.door.leave(closed.peer);
        }
        closed.is_some()
    }

    /// Carries what happens in the media loop to the dispatch machine, until the loop ends.
    pub(crate) async fn follow(self, desk: Desk, mut events: mpsc::Receiver<MediaEvent>) {
        let mut check = tokio::time::interval(CHECK_EVERY);
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Some(MediaEvent::StreamStarted { stream, .. }) => desk.tell(Input::VideoStarted(source(stream))).await,
                    Some(MediaEvent::StreamStopped { stream, .. }) => desk.tell(Input::VideoStopped(source(stream))).await,
                    Some(MediaEvent::PeerLeft { peer, .. }) => self.read(|open| open.retain(|_, known| known.peer != peer)),
                    None => {
                        tracing::debug!("the media loop tells nothing more");
                        return;
                    }
                },
                _ = check.tick() => self.end_what_is_over(),
            }
        }
    }

    /// Ends what belongs to a sign-in that has ended, or shows what is its viewer's to see no more: the unit of
    /// another town whose officer was in danger.
    fn end_what_is_over(&self) {
        let over = |known: &Open| {
            let watches = known.side == Side::Watching;
            *known.ended.borrow() || (watches && !self.feed.shows_unit(known.role, known.unit))
        };
        let ended = self.read(|open| open.extract_if(.., |_, known| over(known)).collect::<Vec<_>>());
        for (_, known) in ended {
            self.door.leave(known.peer);
        }
    }

    fn read<T>(&self, look: impl FnOnce(&mut BTreeMap<Uuid, Open>) -> T) -> T {
        look(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn holds_enough(open: &BTreeMap<Uuid, Open>, session: SessionId) -> bool {
    open.values().filter(|known| known.session == session).count() >= MOST_PER_SESSION
}

fn source(stream: u128) -> Source {
    Source::Unit(UnitId(Uuid::from_u128(stream)))
}
