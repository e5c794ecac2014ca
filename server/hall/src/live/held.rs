//! The table of open media sessions.
//!
//! It knows whose they are and what is in each slot of a wall, so that a role is looked at in one place. It leaves
//! opening and closing to the caller.

mod begun;
mod slot;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use domain::{PersonId, Role, Source};
use protocol::SlotPlaced;
use tokio::sync::watch;
use uuid::Uuid;

use super::Wanted;
use crate::media_loop::MediaDoor;
use crate::people::{Session, SessionId};

pub(super) use self::begun::Added;
use self::begun::Begun;
pub(super) use self::slot::Slot;
pub(super) use self::uses::{Use, Uses};

/// Media sessions that one signed-in session may hold: a load test, with some to spare.
const MOST_PER_SESSION: usize = 1_024;
/// The slots of a wall.
const MOST_SLOTS: u8 = 16;

/// The open media sessions.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) open: BTreeMap<Uuid, Open>,
    /// Publishers whose first picture came early.
    early: BTreeSet<u64>,
    /// Those who asked for a still, who they are and until when that counts as watching.
    glances: BTreeMap<(Source, PersonId), (String, Role, Instant)>,
    /// What is being opened.
    begun: Begun,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) peer: u64,
    /// How often ICE was restarted.
    pub(super) restarts: u32,
    pub(super) session: SessionId,
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) ended: watch::Receiver<bool>,
    pub(super) holds: Holds,
}

/// What it is for.
#[derive(Debug)]
pub(super) enum Holds {
    /// A source's own end of its stream: WHIP.
    Publishing {
        source: Source,
        started: bool,
        /// Whether anybody needs each of its layers; those that are not spoken of are needed.
        layers: Vec<bool>,
    },
    /// The stream of one source: WHEP.
    Watching(Source),
    /// Several streams, by slot.
    Wall(BTreeMap<u8, Slot>),
}

/// Which end of a stream a media session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The source's own: WHIP.
    Publishing,
    /// A viewer's: WHEP.
    Watching,
}

impl Open {
    fn who(&self) -> (PersonId, &str, Role) {
        (self.person, &self.name, self.role)
    }
}

impl Holds {
    /// A source that has shown nothing yet, all of whose layers are needed.
    pub(super) const fn publishing(source: Source) -> Self {
        Self::Publishing {
            source,
            started: false,
            layers: Vec::new(),
        }
    }

    pub(super) const fn empty_wall() -> Self {
        Self::Wall(BTreeMap::new())
    }

    fn is(&self, what: Wanted) -> bool {
        match (self, what) {
            (Self::Publishing { source, .. }, Wanted::Stream(Side::Publishing, asked))
            | (Self::Watching(source), Wanted::Stream(Side::Watching, asked)) => *source == asked,
            (Self::Wall(_), Wanted::Wall) => true,
            _ => false,
        }
    }
}

impl Held {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.open.len()
    }

    /// Whether a sign-in may hold another session.
    pub(super) fn has_room(&self, session: SessionId) -> bool {
        let held = self.open.values().filter(|known| known.session == session);
        held.count() < MOST_PER_SESSION
    }

    /// Takes note that something is being opened for a sign-in, unless it claims a source that another one publishes or is
    /// about to; whether it may go on.
    pub(super) fn begin(&mut self, claimed: Option<Source>, session: SessionId) -> bool {
        let elsewhere = |source| {
            let publishes = |known: &&Open| known.holds.is(Wanted::Stream(Side::Publishing, source));
            let mut open = self.open.values().filter(publishes);
            open.any(|known| known.session != session && !*known.ended.borrow())
        };
        !claimed.is_some_and(elsewhere) && self.begun.begin(claimed, session)
    }

    /// It has been opened, or will not be.
    pub(super) fn end(&mut self, claimed: Option<Source>, session: SessionId) {
        self.begun.end(claimed, session);
    }

    /// Adds a session, if its sign-in may hold another and it has not ended yet.
    pub(super) fn add(&mut self, id: Uuid, mut open: Open) -> Added {
        if self.begun.take_gone(open.peer) {
            return Added::Gone;
        }
        let fits = self.has_room(open.session);
        if let Holds::Publishing { started, .. } = &mut open.holds {
            *started |= self.early.remove(&open.peer);
        }
        if !fits {
            return Added::TooMany;
        }
        self.open.insert(id, open);
        Added::Held
    }

    /// A session of a sign-in, if it is for that.
    pub(super) fn find(&mut self, id: Uuid, session: SessionId, what: Wanted) -> Option<&mut Open> {
        let known = self.open.get_mut(&id)?;
        (known.session == session && known.holds.is(what)).then_some(known)
    }

    pub(super) fn remove(&mut self, id: Uuid, session: SessionId, what: Wanted) -> Option<Open> {
        let known = self.open.get(&id)?;
        if known.session == session && known.holds.is(what) {
            self.open.remove(&id)
        } else {
            None
        }
    }

    /// The first picture of a publisher has come.
    pub(super) fn started(&mut self, peer: u64) {
        let mut known = false;
        for open in self.open.values_mut().filter(|open| open.peer == peer) {
            known = true;
            if let Holds::Publishing { started, .. } = &mut open.holds {
                *started = true;
            }
        }
        if !known {
            self.early.insert(peer);
        }
    }

    /// Other layers of what a publisher sends are needed than before.
    pub(super) fn wants_layers(&mut self, peer: u64, wanted: Vec<bool>) {
        let mut holds = self
            .open
            .values_mut()
            .filter(|open| open.peer == peer)
            .map(|open| &mut open.holds);
        if let Some(Holds::Publishing { layers, .. }) = holds.next() {
            *layers = wanted;
        }
    }

    /// A peer has left. One that is not in the table may be about to be added.
    pub(super) fn forget(&mut self, peer: u64) {
        self.early.remove(&peer);
        let before = self.open.len();
        self.open.retain(|_, known| known.peer != peer);
        if self.open.len() == before {
            self.begun.left(peer);
        }
    }

    /// Moves streams within a wall of this sign-in; a source that it is not shown leaves its slot empty.
    pub(super) fn place(
        &mut self,
        wall: Uuid,
        session: SessionId,
        slots: &[SlotPlaced],
        may_see: impl Fn(Source) -> bool,
    ) {
        let Some(open) = self.open.get_mut(&wall).filter(|open| open.session == session) else {
            return;
        };
        let Holds::Wall(placed) = &mut open.holds else {
            return;
        };
        for slot in slots.iter().filter(|slot| slot.slot < MOST_SLOTS) {
            let shown = slot.source().is_some_and(&may_see).then_some(*slot);
            placed.entry(slot.slot).or_insert(Slot::showing(None)).show(shown);
        }
    }

    /// Tells the media loop what it has yet to be told, as far as it listens.
    pub(super) fn carry_out(&mut self, door: &MediaDoor) {
        for open in self.open.values_mut() {
            let Holds::Wall(slots) = &mut open.holds else {
                continue;
            };
            for (number, slot) in slots.iter_mut().filter(|(_, slot)| slot.owed) {
                slot.owed = door.place(open.peer, *number, slot.placement()).is_err();
            }
        }
    }

    /// Takes out what belongs to a sign-in that has ended or shows what is not its viewer's to see, and empties such slots;
    /// the peers to send away.
    pub(super) fn take_ended(&mut self, shows: impl Fn(Role, Source) -> bool) -> Vec<u64> {
        for open in self.open.values_mut() {
            if let Holds::Wall(slots) = &mut open.holds {
                for slot in slots.values_mut() {
                    slot.empty_unless(|source| shows(open.role, source));
                }
            }
        }
        let over = |known: &Open| {
            let hidden = match known.holds {
                Holds::Watching(source) => !shows(known.role, source),
                _ => false,
            };
            *known.ended.borrow() || hidden
        };
        let ended = self.open.extract_if(.., |_, known| over(known));
        ended.map(|(_, known)| known.peer).collect()
    }

    /// Counts a person among those who watch a source, until then.
    pub(super) fn glance(&mut self, source: Source, by: &Session, until: Instant) {
        let who = (source, by.person);
        self.glances.insert(who, (by.name.clone(), by.role, until));
    }

    /// What the streams are used for.
    pub(super) fn uses(&mut self, now: Instant) -> Uses {
        let mut uses = Uses::default();
        self.glances.retain(|_, (_, _, until)| now < *until);
        for (&(source, person), (name, role, _)) in &self.glances {
            uses.watches(source, (person, name, *role), true);
        }
        for open in self.open.values() {
            match &open.holds {
                Holds::Publishing {
                    source,
                    started,
                    layers,
                } => uses.publishes(*source, *started, layers),
                Holds::Watching(source) => uses.watches(*source, open.who(), true),
                Holds::Wall(slots) => {
                    for shown in slots.values().filter_map(|slot| slot.shown) {
                        if let Some(source) = shown.source() {
                            uses.watches(source, open.who(), shown.height > 0);
                        }
                    }
                }
            }
        }
        uses
    }
}

#[cfg(test)]
mod tests;
