//! What viewers see, kept ready for whoever looks next.
//!
//! The dispatch loop shows changes; the feed keeps the latest state of each thing and passes changes
//! on to every open viewer. A viewer that falls behind gets the whole board again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use dispatch::{Board, Change, UnitShown};
use domain::order::DispatchRule;
use domain::{IncidentId, OrderId, RoadClosure, Timestamp, Town, TownId, UnitId};
use protocol::ToViewer;
use protocol::api::{
    ForecastView, IncidentView, OrderView, PositionView, PromiseMapView, PromiseMinute, UnitView,
};
use protocol::to_viewer::UnitMove;
use tokio::sync::broadcast;

mod attachments;
mod desks;
mod district;
mod foresight;
mod going;
mod incidents;
mod looking;
mod orders;
mod recording;

pub(crate) use self::district::PresentDistrict;
pub(crate) use self::foresight::{percent, suggested_move, thousandths};
pub(crate) use self::going::Going;
pub(crate) use self::incidents::incident_view;
use crate::people::SessionId;

/// How long a map needs not be shown again that says nothing new but when it was made.
const MAP_HOLDS: Duration = Duration::from_secs(1);

/// Changes a viewer may fall behind.
const BACKLOG: usize = 4096;

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
    units: BTreeMap<UnitId, (UnitView, BTreeSet<TownId>)>,
    incidents: BTreeMap<IncidentId, (IncidentView, BTreeSet<TownId>)>,
    orders: BTreeMap<OrderId, (OrderView, BTreeSet<TownId>)>,
    closures: Vec<RoadClosure>,
    forecasts: BTreeMap<OrderId, Vec<ForecastView>>,
    map: Option<PromiseMapView>,
    covered: Vec<PromiseMinute>,
    /// The towns whose desk shows its camera.
    desks: BTreeSet<TownId>,
    /// The disk has no room for recordings.
    no_room: bool,
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
    Moved {
        moved: UnitMove,
        /// The towns whose desks see it.
        towns: BTreeSet<TownId>,
    },
    /// Something changed that everybody who sees the board sees.
    ForAll(Arc<ToViewer>),
    /// Something is for the sockets of one sign-in.
    ForSession(SessionId, Arc<ToViewer>),
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
        let mut seen = Seen {
            rule: board.rule.unwrap_or_default(),
            towns: board.towns.clone(),
            units: board
                .units
                .values()
                .map(|unit| {
                    let shown = unit_view(&board.show(unit, now));
                    (unit.unit.id, (shown, board.towns_shown_unit(unit)))
                })
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
            covered: Vec::new(),
            desks: BTreeSet::new(),
            no_room: false,
        };
        let mut known = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        // No board tells what the cameras and the disk do.
        seen.desks = std::mem::take(&mut known.desks);
        seen.no_room = known.no_room;
        *known = seen;
        drop(known);
        let _ = self.changes.send(Shown::All);
    }

    /// Tells something to the sockets of one sign-in.
    pub(crate) fn show_to(&self, session: SessionId, word: Arc<ToViewer>) {
        // Nobody may be looking.
        let _ = self.changes.send(Shown::ForSession(session, word));
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
            Change::Unit { unit, towns } => {
                let unit = unit_view(&unit);
                let before = seen.units.insert(unit.id, (unit.clone(), towns.clone()));
                let before = before.map(|(_, towns)| towns);
                Shown::change(ToViewer::UnitChanged { unit }, towns, before)
            }
            Change::Moved { unit, towns, fix } => {
                let position = PositionView::from(&fix);
                if let Some((known, _)) = seen.units.get_mut(&unit) {
                    known.position = Some(position.clone());
                    known.heard_at = Some(now);
                }
                Shown::Moved {
                    moved: UnitMove { unit, position },
                    towns,
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

    /// Takes in where the promise can be kept and passes it on, unless that was just said.
    pub(crate) fn show_map(&self, map: PromiseMapView) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if seen.map.as_ref().is_some_and(|shown| says_the_same(shown, &map)) {
            return;
        }
        seen.map = Some(map.clone());
        drop(seen);
        let _ = self
            .changes
            .send(Shown::ForDistrict(Arc::new(ToViewer::PromiseMap { map })));
    }

    /// Takes in how much was covered minute by minute, for whoever asks.
    pub(crate) fn keep_covered(&self, minutes: Vec<PromiseMinute>) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.covered = minutes;
    }

    /// The last of those minutes.
    pub(crate) fn covered_until(&self) -> Option<Timestamp> {
        self.read(|seen| seen.covered.last().map(|minute| minute.at))
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

/// Whether `map` says nothing that the one shown did not say a moment ago.
fn says_the_same(shown: &PromiseMapView, map: &PromiseMapView) -> bool {
    map.made_at < shown.made_at.after(MAP_HOLDS)
        && *map
            == PromiseMapView {
                made_at: map.made_at,
                ..shown.clone()
            }
}

fn unit_view(shown: &UnitShown) -> UnitView {
    let view = UnitView::new(
        &shown.unit,
        shown.state,
        shown.live,
        shown.fix.as_ref(),
        shown.heard_at,
        shown.reachability.clone(),
        shown.shift_ends,
    );
    UnitView {
        camera_request: shown.camera_request.clone(),
        ..view
    }
}
