//! One line: who talks on it, its sound, what it shows.

use domain::{Role, TalkLineId, TalkRank, Timestamp, UnitId};
use protocol::{CallWith, OwnTalk, TalkView};
use tokio::sync::watch;
use uuid::Uuid;

use crate::people::{Session, SessionId};

/// A line.
#[derive(Debug)]
pub(crate) struct Line {
    pub(super) id: TalkLineId,
    pub(super) session: SessionId,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) rank: TalkRank,
    pub(super) sound: Option<Sound>,
    pub(super) own: OwnTalk,
    pub(super) spoke_at: Option<Timestamp>,
    shown: watch::Sender<TalkView>,
}

/// A peer connection that sends a voice, and hears others in so many places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(super) peer: u64,
    pub(super) stream: u128,
    pub(super) ears: u8,
    /// How often it has restarted ICE.
    pub(super) restarts: u32,
}

impl Sound {
    pub(super) fn new(peer: u64, stream: u128, ears: u8) -> Self {
        Self {
            peer,
            stream,
            ears,
            restarts: 0,
        }
    }
}

impl Line {
    pub(super) fn new(
        id: TalkLineId,
        session: &Session,
        rank: TalkRank,
    ) -> (Self, watch::Receiver<TalkView>) {
        let nothing = TalkView {
            line: id,
            own: OwnTalk::Idle,
            heard: Vec::new(),
        };
        let (shown, looks) = watch::channel(nothing);
        let line = Self {
            id,
            session: session.id,
            name: session.name.clone(),
            role: session.role,
            rank,
            sound: None,
            own: OwnTalk::Idle,
            spoke_at: None,
            shown,
        };
        (line, looks)
    }

    /// The unit that it is, if it is one.
    pub(super) fn unit(&self) -> Option<UnitId> {
        match self.role {
            Role::Officer { unit } => Some(unit),
            _ => None,
        }
    }

    /// What it is called as, if it may be called.
    pub(super) fn called_as(&self) -> Option<CallWith> {
        match self.role {
            Role::Officer { unit } => Some(CallWith::Unit { unit }),
            Role::TownDesk { town } => Some(CallWith::Desk { town }),
            _ => None,
        }
    }

    /// Its sound, if it is that one, and it is the session's own.
    pub(super) fn own_sound(&self, id: TalkLineId, session: SessionId, sound: Uuid) -> Option<Sound> {
        let is_own = self.id == id && self.session == session;
        self.sound
            .filter(|known| is_own && known.stream == sound.as_u128())
    }

    /// Whether its socket is gone.
    pub(super) fn is_left(&self) -> bool {
        self.shown.is_closed()
    }

    /// Shows what is new.
    pub(super) fn show(&self, view: TalkView) {
        self.shown.send_if_modified(|shown| {
            let news = *shown != view;
            *shown = view;
            news
        });
    }
}
