//! Whose streams belong to an order.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use domain::{OrderId, Role, Source, UnitId};
use protocol::ToViewer;
use protocol::api::OrderState;

use super::{Feed, Shown};

impl Feed {
    /// Takes in whether the disk has no room for recordings, and passes it on if that is news.
    pub(crate) fn show_room(&self, short: bool) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut seen.no_room, short) == short {
            return;
        }
        drop(seen);
        // Nobody may be looking.
        let _ = self
            .changes
            .send(Shown::ForAll(Arc::new(ToViewer::RecordingRoom { short })));
    }

    /// Whether the disk has no room for recordings.
    pub(crate) fn has_no_room(&self) -> bool {
        self.read(|seen| seen.no_room)
    }

    /// The units that have taken an open order on, each with the oldest one.
    pub(crate) fn under_way(&self) -> BTreeMap<UnitId, OrderId> {
        self.read(|seen| {
            let mut units = BTreeMap::new();
            // Orders are in the sequence of their ids, which sort by age.
            let open = seen.orders.values().map(|(order, _)| order);
            for order in open.filter(|order| order.status == OrderState::Open) {
                let taken = order.assignments.iter().filter(|part| part.state.is_taken());
                for part in taken {
                    units.entry(part.unit).or_insert(order.id);
                }
            }
            units
        })
    }

    /// Whether a source's picture can be watched.
    pub(crate) fn is_live(&self, source: Source) -> bool {
        self.read(|seen| match source {
            Source::Unit(unit) => seen.units.get(&unit).is_some_and(|(unit, _)| unit.live),
            Source::Desk(town) => seen.desks.contains(&town),
            Source::Camera(_) => false,
        })
    }

    /// Whether `role` may open a recording of a source: its order's if it has one, else those of its own town's units and
    /// desk; an officer, their own. That an officer calls for help shows everybody the present, not the past.
    pub(crate) fn shows_recording(&self, role: Role, of: Source, order: Option<OrderId>) -> bool {
        match (role, order, of) {
            (Role::Officer { unit }, ..) => Source::Unit(unit) == of,
            (_, Some(order), _) => self.order(role, order).is_some(),
            (_, None, Source::Unit(of)) => self.read(|seen| {
                let unit = seen.units.get(&of);
                unit.is_some_and(|(unit, _)| role.sees_town(unit.town))
            }),
            (_, None, of) => self.shows(role, of),
        }
    }
}
