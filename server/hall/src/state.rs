//! What every handler of the hall shares.

use std::sync::Arc;
use std::time::Instant;

use gazetteer::Gazetteer;
use tokio::sync::watch;

use crate::desk::Desk;
use crate::drills::Drills;
use crate::feed::Feed;
use crate::health::Health;
use crate::learning::Progress;
use crate::live::LiveSessions;
use crate::notifier::Notifier;
use crate::people::People;
use crate::promptness::Promptness;
use crate::recordings::Recordings;
use crate::roads::Roads;
use crate::session_watch::SessionWatch;
use crate::stills::Stills;
use crate::store::Store;
use crate::talk::TalkDoor;
use crate::turn::TurnServers;
use crate::turned_away::TurnedAway;
use crate::way::Ways;

/// The doors behind the hall's HTTP and sockets.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Doors>);

/// See [`Shared`].
#[derive(Debug)]
pub(crate) struct Doors {
    pub(crate) desk: Desk,
    pub(crate) drills: Drills,
    pub(crate) feed: Feed,
    pub(crate) gazetteer: Arc<Gazetteer>,
    pub(crate) health: Health,
    pub(crate) learnt: Progress,
    pub(crate) live: LiveSessions,
    pub(crate) notifier: Notifier,
    pub(crate) people: People,
    /// The SHA-256 of the public key that the hall's certificate holds, then of those to come.
    pub(crate) pins: Vec<[u8; 32]>,
    pub(crate) promptness: Promptness,
    pub(crate) recordings: Recordings,
    pub(crate) roads: Roads,
    pub(crate) sessions: SessionWatch,
    pub(crate) stills: Stills,
    pub(crate) store: Store,
    pub(crate) talk: TalkDoor,
    /// Turns true when the hall stops.
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) turn: Option<TurnServers>,
    pub(crate) turned_away: TurnedAway,
    pub(crate) ways: Ways,
    pub(crate) started: Instant,
}

impl Shared {
    pub(crate) fn new(doors: Doors) -> Self {
        Self(Arc::new(doors))
    }
}

impl std::ops::Deref for Shared {
    type Target = Doors;

    fn deref(&self) -> &Doors {
        &self.0
    }
}
