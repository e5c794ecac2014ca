//! The board: everything the hall knows, folded from the log.
//!
//! What the log does not keep (who is connected, who is live, the latest fix) lies beside it and is
//! learnt anew after a start.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CameraRequest, CameraRequestState, ClosureId, CommandId, Incident, IncidentId, Order, OrderEvent,
    OrderId, RoadClosure, Timestamp, Town, TownId, TravelMode, UnitId, UnitState,
    order::{Addressee, DispatchRule, Leg, OrderKind},
};

use crate::coverage::Demand;
use crate::forecast::{Alarm, Calibration};
use crate::habits::{Habits, Who};
use crate::reachability::reachability;
use crate::{IncidentOnBoard, Record, Recorded, UnitShown};

mod snapshot;
mod unit;

pub use self::snapshot::Snapshot;
pub(crate) use self::unit::SILENCE;
pub use self::unit::UnitOnBoard;

/// Ids of phones' entries that are remembered; the oldest are forgotten first.
const REMEMBERED_COMMANDS: usize = 200_000;

/// Everything the hall knows.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// The towns.
    pub towns: BTreeMap<TownId, Town>,
    /// The units.
    pub units: BTreeMap<UnitId, UnitOnBoard>,
    /// The incidents.
    pub incidents: BTreeMap<IncidentId, IncidentOnBoard>,
    /// The orders.
    pub orders: BTreeMap<OrderId, Order>,
    /// The roads that are closed.
    pub closures: BTreeMap<ClosureId, RoadClosure>,
    /// The district's rule, once a desk has set it.
    pub rule: Option<DispatchRule>,
    /// Those of the orders that have not ended.
    open: BTreeSet<OrderId>,
    /// The open calls for help, by the unit whose officer calls.
    pub sos: BTreeMap<UnitId, IncidentId>,
    applied: BTreeSet<CommandId>,
    /// What units usually do.
    pub(crate) habits: Habits,
    /// How forecasts came true.
    pub(crate) calibration: Calibration,
    /// Where incidents happen.
    pub(crate) demand: Demand,
    /// What was announced as late, by order.
    alarms: BTreeMap<OrderId, Vec<Alarm>>,
}

impl Board {
    /// Folds an entry of the log in.
    pub fn apply(&mut self, recorded: &Recorded) {
        if let Some(cause) = recorded.cause {
            self.applied.insert(cause);
            if self.applied.len() > REMEMBERED_COMMANDS {
                self.applied.pop_first();
            }
        }
        match &recorded.record {
            Record::TownAdded { town } => {
                self.towns.insert(town.id, town.clone());
            }
            Record::UnitAdded { unit } => {
                self.units.insert(unit.id, UnitOnBoard::new(unit.clone(), false));
            }
            Record::DutyChanged {
                unit,
                on_duty,
                until,
                for_help,
            } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.change_duty(recorded.at, *on_duty, *until, *for_help);
                }
            }
            Record::CameraAsked { unit, by: _, asked } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    let (asked, state) = (asked.clone(), CameraRequestState::Asked);
                    unit.camera_request = Some(CameraRequest { asked, state });
                }
            }
            Record::CameraRequestEnded { unit, end } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.camera_request_ended(*end);
                }
            }
            Record::DatumFound { unit, shift } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.shift = *shift;
                }
            }
            Record::RoadClosed { closure } => {
                self.closures.insert(closure.id, closure.clone());
            }
            Record::RoadOpened { closure, by: _ } => {
                self.closures.remove(closure);
            }
            Record::RuleSet { rule, by: _ } => self.rule = Some(*rule),
            Record::IncidentRaised { .. }
            | Record::IncidentEdited { .. }
            | Record::IncidentMoved { .. }
            | Record::IncidentMerged { .. }
            | Record::IncidentClosed { .. } => self.apply_to_incident(recorded),
            Record::Order {
                event: OrderEvent::Sent(sent),
                ..
            } => {
                self.orders.insert(sent.order, Order::sent(sent.clone()));
                self.open.insert(sent.order);
            }
            Record::TripSeen { unit, order, trip } => {
                let who = Who::new(*unit, mode_of(&self.units, *unit), recorded.at);
                let kind = self.orders.get(order).map(|order| order.kind);
                self.habits.observe_trip(who, kind.unwrap_or_default(), *trip);
            }
            Record::Alarmed { order, alarm } => self.alarms.entry(*order).or_default().push(alarm.clone()),
            Record::ForecastsJudged { met, forecasts, .. } => {
                for forecast in forecasts {
                    self.calibration.learn(*forecast, *met);
                }
            }
            Record::Order { order, event } => {
                if let Some(known) = self.orders.get_mut(order) {
                    self.habits
                        .observe(known, event, |unit| mode_of(&self.units, unit));
                    known.apply(event);
                    if !known.is_open() {
                        self.open.remove(order);
                    }
                }
            }
        }
    }

    /// What was announced as late about an order.
    pub fn alarms(&self, order: OrderId) -> &[Alarm] {
        self.alarms.get(&order).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_alarmed(&self, order: OrderId, leg: Leg) -> bool {
        self.alarms(order).iter().any(|alarm| alarm.leg == leg)
    }

    /// Whether a phone's entry has done its work already.
    pub fn has_applied(&self, command: CommandId) -> bool {
        self.applied.contains(&command)
    }

    /// The unit's state at `now`.
    pub fn state_of(&self, unit: &UnitOnBoard, now: Timestamp) -> UnitState {
        if !unit.on_duty {
            UnitState::OffDuty
        } else if !unit.answers(now) {
            UnitState::Unreachable
        } else if !self.may_be_sent(unit) || self.is_taken_up(unit.unit.id) {
            UnitState::Busy
        } else {
            UnitState::Available
        }
    }

    /// Who stands by is free to be sent: that is what standing by is for.
    fn is_taken_up(&self, unit: UnitId) -> bool {
        let mut errands = self
            .open_orders()
            .filter(|order| order.kind != OrderKind::Standby);
        errands.any(|order| order.assignment_of(unit).is_some_and(|own| own.state.is_taken()))
    }

    /// The unit as viewers see it at `now`.
    pub fn show(&self, unit: &UnitOnBoard, now: Timestamp) -> UnitShown {
        UnitShown {
            unit: unit.unit.clone(),
            state: self.state_of(unit, now),
            live: unit.live,
            fix: unit.fix.clone().filter(|_| unit.on_duty),
            heard_at: unit.heard_at,
            reachability: reachability(unit, now),
            shift_ends: unit.shift_ends,
            camera_request: unit.camera_request.clone(),
        }
    }

    /// The orders that have not ended.
    pub fn open_orders(&self) -> impl Iterator<Item = &Order> {
        self.open.iter().filter_map(|order| self.orders.get(order))
    }

    /// The towns whose desks have to do with `order`: the one that sent it, those asked, and those whose units
    /// still stand in it.
    pub fn towns_of_order(&self, order: &Order) -> BTreeSet<TownId> {
        let town_of = |unit: &UnitId| self.units.get(unit).map(|unit| unit.unit.town);
        let asked = match &order.addressee {
            Addressee::Town(town) => vec![*town],
            Addressee::Unit(unit) => town_of(unit).into_iter().collect(),
            Addressee::Team(units) => units.iter().filter_map(town_of).collect(),
            Addressee::BestPlaced(_) => Vec::new(),
        };
        asked
            .into_iter()
            .chain(order.from_town)
            .chain(crate::orders::units_of(order).iter().filter_map(town_of))
            .collect()
    }

    /// The towns whose desks have to do with `incident`.
    pub fn towns_of_incident(&self, incident: &Incident) -> BTreeSet<TownId> {
        let ordered = self
            .orders
            .values()
            .filter(|order| order.incident == Some(incident.id));
        ordered
            .flat_map(|order| self.towns_of_order(order))
            .chain(incident.town)
            .collect()
    }

    /// The towns whose desks are shown `incident`: all of them, if an officer is in danger.
    pub fn towns_shown(&self, incident: &Incident) -> BTreeSet<TownId> {
        if incident.unit_in_danger().is_some() {
            self.towns.keys().copied().collect()
        } else {
            self.towns_of_incident(incident)
        }
    }
}

fn mode_of(units: &BTreeMap<UnitId, UnitOnBoard>, unit: UnitId) -> TravelMode {
    units
        .get(&unit)
        .map_or_else(TravelMode::default, |unit| unit.unit.mode)
}

#[cfg(test)]
mod tests;
