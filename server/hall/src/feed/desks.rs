//! The cameras of the towns' desks: which of them show a picture, to whom.
//!
//! The dispatch machine has no use for them, so nothing of them is on its board.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use domain::{Role, Source, TownId, UnitId};
use protocol::ToViewer;
use uuid::Uuid;

use super::{Feed, Shown};

impl Feed {
    /// The source that an id names: a town's is its desk's camera, any other a unit's.
    pub(crate) fn source(&self, id: Uuid) -> Source {
        let town = TownId(id);
        if self.read(|seen| seen.towns.contains_key(&town)) {
            Source::Desk(town)
        } else {
            Source::Unit(UnitId(id))
        }
    }

    /// Whether `role` may see the picture of a source.
    pub(crate) fn shows(&self, role: Role, source: Source) -> bool {
        match source {
            Source::Unit(unit) => self.shows_unit(role, unit),
            Source::Desk(town) => role.sees_town(town) && self.read(|seen| seen.towns.contains_key(&town)),
            Source::Camera(_) => false,
        }
    }

    /// Takes in that a source shows its picture, or no more, and passes it on; a unit's is on the board already.
    pub(crate) fn show_live(&self, source: Source, live: bool) {
        let Source::Desk(town) = source else { return };
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        let changed = if live {
            seen.desks.insert(town)
        } else {
            seen.desks.remove(&town)
        };
        drop(seen);
        if changed {
            let message = ToViewer::DeskLive { town, live };
            let shown = Shown::change(message, BTreeSet::from([town]), None);
            let _ = self.changes.send(shown);
        }
    }

    /// The desks that show their camera, as `role` may see them.
    pub(super) fn desks(&self, role: Role) -> Vec<TownId> {
        self.read(|seen| {
            let shown = seen.desks.iter().filter(|town| role.sees_town(**town));
            shown.copied().collect()
        })
    }
}

#[cfg(test)]
mod tests;
