//! What viewers see, kept ready for whoever looks next.
//!
//! The dispatch loop shows changes; the feed keeps the latest state of each thing and passes changes
//! on to every open viewer. A viewer that falls behind gets the whole board again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use dispatch::{Board, Change, UnitShown};
use domain::order::DispatchRule;
use domain::{IncidentId, OrderId, RoadClosure, Role, Timestamp, Town, TownId, UnitId};
use protocol::ToViewer;
use protocol::api::{
    ForecastView, IncidentView, OrderState, OrderView, PositionView, PromiseMapView, SessionView, UnitView,
};
use protocol::to_viewer::UnitMove;
use tokio::sync::broadcast;

mod foresight;
mod incidents;
mod photos;

pub(crate) use self::foresight::{percent, thousandths};
pub(crate) use self::incidents::{incident_view, seen_by};

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
    closures: Vec<RoadClosure>,
    forecasts: BTreeMap<OrderId, Vec<ForecastView>>,
    map: Option<PromiseMapView>,
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
    /// Something changed that everybody who sees the board sees.
    ForAll(Arc<ToViewer>),
    /// Something changed for those who see the whole district.
    ForDistrict(Arc<ToViewer>),
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
            closures: board.closures.values().cloned().collect(),
            forecasts: BTreeMap::new(),
            map: None,
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
            Change::Closures(closures) => {
                seen.closures.clone_from(&closures);
                Shown::ForAll(Arc::new(ToViewer::ClosuresChanged { closures }))
            }
            Change::Incident { incident, towns } => {
                let incident = incident_view(&incident);
                let before = seen
                    .incidents
                    .insert(incident.id, (incident.clone(), towns.clone()));
                let before = before.map(|(_, towns)| towns);
                Shown::change(ToViewer::IncidentChanged { incident }, towns, before)
            }
            Change::Forecast { outlook, towns } => {
                let (order, forecasts) = (outlook.order, foresight::forecasts(&outlook));
                if forecasts.is_empty() {
                    seen.forecasts.remove(&order);
                } else {
                    seen.forecasts.insert(order, forecasts.clone());
                }
                Shown::change(ToViewer::Forecasts { order, forecasts }, towns, None)
            }
            // Shown as a whole by `show_map`.
            Change::PromiseMap(_) => return,
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

    /// Takes in where the promise can be kept and passes it on.
    pub(crate) fn show_map(&self, map: PromiseMapView) {
        self.seen.write().unwrap_or_else(PoisonError::into_inner).map = Some(map.clone());
        let _ = self
            .changes
            .send(Shown::ForDistrict(Arc::new(ToViewer::PromiseMap { map })));
    }

    /// Where the promise can be kept; nothing to whoever does not see the whole district.
    pub(crate) fn map(&self, role: Role) -> Option<PromiseMapView> {
        self.read(|seen| seen.map.clone().filter(|_| role.sees_any([])))
    }

    /// What is foreseen for the orders that `role` sees.
    pub(crate) fn forecasts(&self, role: Role) -> Vec<ToViewer> {
        self.read(|seen| {
            let sees = |order: &OrderId| {
                seen.orders
                    .get(order)
                    .is_some_and(|(_, towns)| role.sees_any(towns))
            };
            let forecasts = seen.forecasts.iter().filter(|(order, _)| sees(order));
            forecasts
                .map(|(order, forecasts)| ToViewer::Forecasts {
                    order: *order,
                    forecasts: forecasts.clone(),
                })
                .collect()
        })
    }

    /// The rule in force.
    pub(crate) fn rule(&self) -> DispatchRule {
        self.read(|seen| seen.rule)
    }

    /// The roads that are closed.
    pub(crate) fn closures(&self) -> Vec<RoadClosure> {
        self.read(|seen| seen.closures.clone())
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
                .filter(|(incident, towns)| fresh(incident) && role.sees_any(towns));
            incidents
                .map(|(incident, _)| incidents::incident_for(role, incident))
                .collect()
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
                .filter(|(order, towns)| fresh(order) && role.sees_any(towns));
            orders.map(|(order, _)| order.clone()).collect()
        })
    }

    pub(crate) fn order(&self, role: Role, order: OrderId) -> Option<OrderView> {
        self.read(|seen| {
            seen.orders
                .get(&order)
                .filter(|(_, towns)| role.sees_any(towns))
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

fn unit_view(shown: &UnitShown) -> UnitView {
    UnitView::new(
        &shown.unit,
        shown.state,
        shown.live,
        shown.fix.as_ref(),
        shown.heard_at,
        shown.reachability.clone(),
    )
}
