//! The fold of the log, as it is kept between starts.

use std::collections::{BTreeMap, BTreeSet};

use domain::order::DispatchRule;
use domain::{CameraRequest, CommandId, Order, OrderId, RoadClosure, Timestamp, Town, Unit, UnitId};
use serde::{Deserialize, Serialize};

use super::{Board, UnitOnBoard};
use crate::IncidentOnBoard;
use crate::coverage::Demand;
use crate::datum_watch::Shift;
use crate::forecast::{Alarm, Calibration};
use crate::habits::Habits;

/// The fold of the log up to some entry, kept so that a start need not read it all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    towns: Vec<Town>,
    units: Vec<(Unit, bool)>,
    #[serde(default)]
    on_duty_since: BTreeMap<UnitId, Timestamp>,
    #[serde(default)]
    for_help_only: BTreeSet<UnitId>,
    #[serde(default)]
    shift_ends: BTreeMap<UnitId, Timestamp>,
    #[serde(default)]
    camera_requests: BTreeMap<UnitId, CameraRequest>,
    #[serde(default)]
    datum_shifts: BTreeMap<UnitId, Shift>,
    incidents: Vec<IncidentOnBoard>,
    orders: Vec<Order>,
    #[serde(default)]
    closures: Vec<RoadClosure>,
    #[serde(default)]
    rule: Option<DispatchRule>,
    applied: BTreeSet<CommandId>,
    #[serde(default)]
    habits: Habits,
    #[serde(default)]
    calibration: Calibration,
    #[serde(default)]
    demand: Demand,
    #[serde(default)]
    alarms: BTreeMap<OrderId, Vec<Alarm>>,
}

impl Board {
    /// The fold so far, without what is learnt anew after a start.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            towns: self.towns.values().cloned().collect(),
            units: self
                .units
                .values()
                .map(|unit| (unit.unit.clone(), unit.on_duty))
                .collect(),
            on_duty_since: self
                .units
                .values()
                .filter_map(|unit| Some((unit.unit.id, unit.on_duty_since?)))
                .collect(),
            for_help_only: self
                .units
                .values()
                .filter(|unit| unit.for_help_only)
                .map(|unit| unit.unit.id)
                .collect(),
            shift_ends: self
                .units
                .values()
                .filter_map(|unit| Some((unit.unit.id, unit.shift_ends?)))
                .collect(),
            camera_requests: self
                .units
                .values()
                .filter_map(|unit| Some((unit.unit.id, unit.camera_request.clone()?)))
                .collect(),
            datum_shifts: self
                .units
                .values()
                .filter_map(|unit| Some((unit.unit.id, unit.shift?)))
                .collect(),
            incidents: self.incidents.values().cloned().collect(),
            orders: self.orders.values().cloned().collect(),
            closures: self.closures.values().cloned().collect(),
            rule: self.rule,
            applied: self.applied.clone(),
            habits: self.habits.clone(),
            calibration: self.calibration.clone(),
            demand: self.demand.clone(),
            alarms: self.alarms.clone(),
        }
    }
}

impl From<Snapshot> for Board {
    fn from(snapshot: Snapshot) -> Self {
        let open = snapshot.orders.iter().filter(|order| order.is_open());
        let sos = snapshot.incidents.iter().filter(|known| known.closed.is_none());
        let sos = sos.filter_map(|known| Some((known.incident.unit_in_danger()?, known.incident.id)));
        Self {
            open: open.map(|order| order.id).collect(),
            sos: sos.collect(),
            towns: snapshot.towns.into_iter().map(|town| (town.id, town)).collect(),
            units: snapshot
                .units
                .into_iter()
                .map(|(unit, on_duty)| {
                    let mut known = UnitOnBoard::new(unit, on_duty);
                    known.on_duty_since = snapshot.on_duty_since.get(&known.unit.id).copied();
                    known.for_help_only = snapshot.for_help_only.contains(&known.unit.id);
                    known.shift_ends = snapshot.shift_ends.get(&known.unit.id).copied();
                    known.camera_request = snapshot.camera_requests.get(&known.unit.id).cloned();
                    known.shift = snapshot.datum_shifts.get(&known.unit.id).copied();
                    (known.unit.id, known)
                })
                .collect(),
            incidents: snapshot
                .incidents
                .into_iter()
                .map(|known| (known.incident.id, known))
                .collect(),
            orders: snapshot
                .orders
                .into_iter()
                .map(|order| (order.id, order))
                .collect(),
            closures: snapshot
                .closures
                .into_iter()
                .map(|closure| (closure.id, closure))
                .collect(),
            rule: snapshot.rule,
            applied: snapshot.applied,
            habits: snapshot.habits,
            calibration: snapshot.calibration,
            demand: snapshot.demand,
            alarms: snapshot.alarms,
        }
    }
}
