//! What hangs in the slots of walls, and what of it their viewers cannot decode.
//!
//! That is told on the sockets of the wall's sign-in, once, and again whenever such a slot is spoken of: a socket may have
//! been away. Who speaks in those pictures is `speaking`'s.

use std::sync::Arc;

use domain::WallId;
use protocol::{SlotPlaced, ToViewer};
use uuid::Uuid;

use super::LiveSessions;
use super::held::{Held, Holds, Slot};
use crate::media_loop::Undecodable;
use crate::people::{Session, SessionId};

impl LiveSessions {
    /// Moves pictures into the slots of a wall of this sign-in, or out of them; a wall that is gone stays gone.
    pub(crate) fn place(&self, wall: Uuid, signed: &Session, slots: &[SlotPlaced]) {
        let words = self.with(|held| {
            let shows = |source| self.feed.shows(signed.role, source);
            held.place(wall, signed.id, slots, shows);
            held.carry_out(&self.door);
            held.undecodable(wall, slots)
        });
        self.speaking(|speaking| speaking.missed(signed.id));
        self.changed.notify_one();
        for word in words {
            self.feed.show_to(signed.id, word);
        }
    }

    /// Passes on that a viewer of a wall is sent nothing of a picture, or is sent it again.
    pub(super) fn tell_undecodable(&self, told: Undecodable) {
        if let Some((session, word)) = self.with(|held| held.note_undecodable(told)) {
            self.feed.show_to(session, word);
        }
    }
}

impl Held {
    /// Takes note of it; whom to tell what. Word of what is no longer in the slot is too late.
    fn note_undecodable(&mut self, told: Undecodable) -> Option<(SessionId, Arc<ToViewer>)> {
        let (&wall, open) = self.open.iter_mut().find(|(_, open)| open.peer == told.peer)?;
        let Holds::Wall(slots) = &mut open.holds else {
            return None;
        };
        let slot = slots.get_mut(&told.slot)?;
        if slot.placement()?.stream.0 != told.stream {
            return None;
        }
        slot.undecodable = told.codec;
        Some((open.session, Arc::new(word(wall, slot)?)))
    }

    /// What to tell of these slots of a wall, as far as they are dark for that reason.
    fn undecodable(&self, wall: Uuid, spoken_of: &[SlotPlaced]) -> Vec<Arc<ToViewer>> {
        let Some(Holds::Wall(slots)) = self.open.get(&wall).map(|open| &open.holds) else {
            return Vec::new();
        };
        let slots = spoken_of.iter().filter_map(|placed| slots.get(&placed.slot));
        let dark = slots.filter(|slot| slot.undecodable.is_some());
        dark.filter_map(|slot| word(wall, slot)).map(Arc::new).collect()
    }
}

fn word(wall: Uuid, slot: &Slot) -> Option<ToViewer> {
    let SlotPlaced {
        slot: number,
        unit,
        desk,
        ..
    } = slot.shown?;
    Some(ToViewer::Undecodable {
        wall: WallId(wall),
        slot: number,
        unit,
        desk,
        codec: slot.undecodable.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests;
