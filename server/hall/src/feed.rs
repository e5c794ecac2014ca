//! What viewers see, kept ready for whoever looks next.
//!
//! The dispatch loop shows changes; the feed keeps the latest state of each thing and passes changes
//! on to every open viewer. A viewer that falls behind gets the whole board again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use dispatch::{Board, Change, IncidentOnBoard, UnitShown};
use domain::order::DispatchRule;
use domain::{IncidentId, OrderId, Role, Timestamp, Town, TownId, UnitId};
use protocol::ToViewer;
use protocol::api::{IncidentView, OrderState, OrderView, PositionView, SessionView, UnitView};
use protocol::to_viewer::UnitMove;
use tokio::sync::broadcast;

mod photos;

/// Changes a viewer may fall behind.
const BACKLOG: usize = 4096;

/// How long things that ended stay on the board.
const REMEMBERED: Duration = Duration::from_hours(24);

/// The latest state of everything, with the line to the viewers.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    seen: Arc<RwLock<Seen>>,
    changes: broadcast::Sender<Shown>,
}

#[derive(Debug, Default)]
struct Seen {
    rule: DispatchRule,
    towns: BTreeMap<TownId, Town>,
    units: BTreeMap<UnitId, UnitView>,
    incidents: BTreeMap<IncidentId, (IncidentView, BTreeSet<TownId>)>,
    orders: BTreeMap<OrderId, (OrderView, BTreeSet<TownId>)>,
}

/// A change, with those who may see it.
#[derive(Clone, Debug)]
pub(crate) enum Shown {
    /// One thing changed.
    Change {
        message: Arc<ToViewer>,
        /// The towns whose desks see it.
        towns: Arc<BTreeSet<TownId>>,
        /// The towns whose desks saw the thing until now, and see it no more.
        left: Arc<BTreeSet<TownId>>,
    },
    /// One unit moved.
    Moved { moved: UnitMove, town: TownId },
    /// Everything may have changed.
    All,
}

impl Feed {
    pub(crate) fn new(now: Timestamp, board: &Board) -> Self {
        let feed = Self {
            seen: Arc::default(),
            changes: broadcast::channel(BACKLOG).0,
        };
        feed.reset(now, board);
        feed
    }

    /// Starts over from the board.
    pub(crate) fn reset(&self, now: Timestamp, board: &Board) {
        let seen = Seen {
            rule: board.rule.unwrap_or_default(),
            towns: board.towns.clone(),
            units: board
                .units
                .values()
                .map(|unit| (unit.unit.id, unit_view(&board.show(unit, now))))
                .collect(),
            incidents: board
                .incidents
                .values()
                .map(|known| {
                    (
                        known.incident.id,
                        (incident_view(known), board.towns_shown(&known.incident)),
                    )
                })
                .collect(),
            orders: board
                .orders
                .values()
                .map(|order| {
                    (
                        order.id,
                        (OrderView::new(order, now), board.towns_of_order(order)),
                    )
                })
                .collect(),
        };
        *self.seen.write().unwrap_or_else(PoisonError::into_inner) = seen;
        let _ = self.changes.send(Shown::All);
    }

    /// Takes a change in and passes it on.
    pub(crate) fn show(&self, now: Timestamp, change: Change) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        let shown = match change {
            Change::Town(town) => {
                seen.towns.insert(town.id, town);
                Shown::All
            }
            Change::Rule(rule) => {
                seen.rule = rule;
                Shown::All
            }
            Change::Unit(unit) => {
                let towns = BTreeSet::from([unit.unit.town]);
                let unit = unit_view(&unit);
                seen.units.insert(unit.id, unit.clone());
                Shown::change(ToViewer::UnitChanged { unit }, towns, None)
            }
            Change::Moved { unit, town, fix } => {
                let position = PositionView::from(&fix);
                if let Some(known) = seen.units.get_mut(&unit) {
                    known.position = Some(position.clone());
                    known.heard_at = Some(now);
                }
                Shown::Moved {
                    moved: UnitMove { unit, position },
                    town,
                }
            }
            Change::Incident { incident, towns } => {
                let incident = incident_view(&incident);
                let before = seen
                    .incidents
                    .insert(incident.id, (incident.clone(), towns.clone()));
                let before = before.map(|(_, towns)| towns);
                Shown::change(ToViewer::IncidentChanged { incident }, towns, before)
            }
            // Viewers are not told of forecasts and the promise map yet.
            Change::Forecast { .. } | Change::PromiseMap(_) => return,
            Change::Order { order, towns } => {
                let order = OrderView::new(&order, now);
                let before = seen.orders.insert(order.id, (order.clone(), towns.clone()));
                let before = before.map(|(_, towns)| towns);
                Shown::change(ToViewer::OrderChanged { order }, towns, before)
            }
        };
        drop(seen);
        // Nobody may be looking.
        let _ = self.changes.send(shown);
    }

    /// Every change from here on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<Shown> {
        self.changes.subscribe()
    }

    /// The whole board, as `viewer` may see it.
    pub(crate) fn board(&self, now: Timestamp, viewer: SessionView) -> ToViewer {
        let role = viewer.role;
        ToViewer::Board {
            version: protocol::VERSION,
            hall_time: now,
            viewer,
            rule: self.read(|seen| seen.rule),
            towns: self.towns(role),
            units: self.units(role),
            incidents: self.incidents(now, role),
            orders: self.orders(now, role),
        }
    }

    pub(crate) fn towns(&self, role: Role) -> Vec<Town> {
        self.read(|seen| {
            seen.towns
                .values()
                .filter(|town| role.sees_town(town.id))
                .cloned()
                .collect()
        })
    }

    pub(crate) fn units(&self, role: Role) -> Vec<UnitView> {
        self.read(|seen| {
            seen.units
                .values()
                .filter(|unit| role.sees_town(unit.town))
                .cloned()
                .collect()
        })
    }

    pub(crate) fn unit(&self, role: Role, unit: UnitId) -> Option<UnitView> {
        self.read(|seen| {
            seen.units
                .get(&unit)
                .filter(|unit| role.sees_town(unit.town))
                .cloned()
        })
    }

    /// Open incidents with those closed lately.
    pub(crate) fn incidents(&self, now: Timestamp, role: Role) -> Vec<IncidentView> {
        let since = now.before(REMEMBERED);
        let fresh = |incident: &IncidentView| incident.closed_at.is_none_or(|closed| closed > since);
        self.read(|seen| {
            let incidents = seen
                .incidents
                .values()
                .filter(|(incident, towns)| fresh(incident) && sees(role, towns));
            incidents.map(|(incident, _)| incident.clone()).collect()
        })
    }

    /// Open orders with those ended lately.
    pub(crate) fn orders(&self, now: Timestamp, role: Role) -> Vec<OrderView> {
        let since = now.before(REMEMBERED);
        let fresh = |order: &OrderView| order.ended_at.is_none_or(|ended| ended > since);
        self.read(|seen| {
            let orders = seen
                .orders
                .values()
                .filter(|(order, towns)| fresh(order) && sees(role, towns));
            orders.map(|(order, _)| order.clone()).collect()
        })
    }

    pub(crate) fn order(&self, role: Role, order: OrderId) -> Option<OrderView> {
        self.read(|seen| {
            seen.orders
                .get(&order)
                .filter(|(_, towns)| sees(role, towns))
                .map(|(order, _)| order.clone())
        })
    }

    /// Whether what a role is bound to is on the board; the name of the field if not.
    pub(crate) fn knows(&self, role: Role) -> Result<(), &'static str> {
        self.read(|seen| match role {
            Role::Officer { unit } if !seen.units.contains_key(&unit) => Err("unit"),
            Role::TownDesk { town } if !seen.towns.contains_key(&town) => Err("town"),
            _ => Ok(()),
        })
    }

    /// How many units are live, how many orders open.
    pub(crate) fn counts(&self) -> (usize, usize) {
        self.read(|seen| {
            let live = seen.units.values().filter(|unit| unit.live).count();
            let open = seen
                .orders
                .values()
                .filter(|(order, _)| order.status == OrderState::Open)
                .count();
            (live, open)
        })
    }

    fn read<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shown {
    fn change(message: ToViewer, towns: BTreeSet<TownId>, before: Option<BTreeSet<TownId>>) -> Self {
        let left = before.unwrap_or_default().difference(&towns).copied().collect();
        Self::Change {
            message: Arc::new(message),
            towns: Arc::new(towns),
            left: Arc::new(left),
        }
    }
}

/// Whether `role` may see what concerns `towns`.
pub(crate) fn sees(role: Role, towns: &BTreeSet<TownId>) -> bool {
    match role {
        Role::TownDesk { town } => towns.contains(&town),
        Role::Officer { .. } => false,
        Role::Dispatcher | Role::Leader | Role::Administrator => true,
    }
}

fn unit_view(shown: &UnitShown) -> UnitView {
    UnitView::new(
        &shown.unit,
        shown.state,
        shown.live,
        shown.fix.as_ref(),
        shown.heard_at,
    )
}

fn incident_view(known: &IncidentOnBoard) -> IncidentView {
    IncidentView::new(&known.incident, known.closed.as_ref().map(|closed| closed.at))
}
