//! What the world outside must hold, made from the outputs alone.

use std::collections::BTreeMap;

use domain::UnitState;

use super::*;
use crate::{IncidentOnBoard, UnitShown};

/// The log's fold, the screens, the phones.
pub(super) struct Shadow {
    board: Board,
    hall: Screen,
    towns: BTreeMap<TownId, Screen>,
    phones: BTreeMap<UnitId, BTreeMap<OrderId, Order>>,
}

/// What one viewer has been shown.
#[derive(Debug, Default, PartialEq)]
struct Screen {
    units: BTreeMap<UnitId, (UnitState, bool, Option<Fix>)>,
    incidents: BTreeMap<IncidentId, IncidentOnBoard>,
    orders: BTreeMap<OrderId, Order>,
}

impl Screen {
    /// What a viewer of `town`, or of everything, sees who opens the page now.
    fn of(board: &Board, now: Timestamp, town: Option<TownId>) -> Self {
        let sees = |towns: BTreeSet<TownId>| town.is_none_or(|town| towns.contains(&town));
        let mut screen = Self::default();
        for unit in board
            .units
            .values()
            .filter(|unit| sees(board.towns_shown_unit(unit)))
        {
            screen.unit(&board.show(unit, now));
        }
        for (id, known) in &board.incidents {
            if sees(board.towns_shown(&known.incident)) {
                screen.incidents.insert(*id, known.clone());
            }
        }
        for (id, order) in &board.orders {
            if sees(board.towns_of_order(order)) {
                screen.orders.insert(*id, order.clone());
            }
        }
        screen
    }

    fn unit(&mut self, shown: &UnitShown) {
        let state = (shown.state, shown.live, shown.fix.clone());
        self.units.insert(shown.unit.id, state);
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Town(_)
            | Change::Closures(_)
            | Change::Rule(_)
            | Change::Forecast { .. }
            | Change::PromiseMap(_) => {}
            Change::Unit { unit, .. } => self.unit(unit),
            Change::Moved { unit, fix, .. } => self.units.get_mut(unit).unwrap().2 = Some(fix.clone()),
            Change::Incident { incident, .. } => {
                self.incidents.insert(incident.incident.id, incident.clone());
            }
            Change::Order { order, .. } => {
                self.orders.insert(order.id, order.clone());
            }
        }
    }

    /// What no longer concerns the viewer goes.
    fn forget(&mut self, change: &Change) {
        match change {
            Change::Incident { incident, .. } => drop(self.incidents.remove(&incident.incident.id)),
            Change::Order { order, .. } => drop(self.orders.remove(&order.id)),
            Change::Unit { unit, .. } => drop(self.units.remove(&unit.unit.id)),
            Change::Town(_)
            | Change::Closures(_)
            | Change::Rule(_)
            | Change::Moved { .. }
            | Change::Forecast { .. }
            | Change::PromiseMap(_) => {}
        }
    }
}

impl Shadow {
    /// Screens just opened, no phone connected.
    pub(super) fn new(board: &Board, now: Timestamp) -> Self {
        Self {
            board: Board::from(board.snapshot()),
            hall: Screen::of(board, now, None),
            towns: [1, 2]
                .map(|number| (town(number), Screen::of(board, now, Some(town(number)))))
                .into(),
            phones: BTreeMap::new(),
        }
    }

    /// Takes one output; whatever it says of an order must have been recorded before.
    pub(super) fn take(&mut self, output: &Output) {
        match output {
            Output::Record(recorded) => self.board.apply(recorded),
            Output::SendOrders {
                unit,
                orders,
                camera_asked,
                ..
            } => {
                assert_eq!(camera_asked.as_ref(), self.board.units[unit].camera_asked());
                for order in orders {
                    self.is_recorded_for(*unit, order);
                }
                let orders = orders.iter().map(|order| (order.id, order.clone())).collect();
                self.phones.insert(*unit, orders);
            }
            Output::SendOrder { unit, order } => {
                self.is_recorded_for(*unit, order);
                if let Some(phone) = self.phones.get_mut(unit) {
                    phone.insert(order.id, order.clone());
                }
            }
            Output::Answer { result, .. } => match result {
                Ok(Answered::Order(order)) => assert_eq!(order, &self.board.orders[&order.id]),
                Ok(Answered::Incident(known)) => {
                    assert_eq!(known, &self.board.incidents[&known.incident.id]);
                }
                _ => {}
            },
            Output::GiveNotice(wanted) => {
                let given = &self.board.orders[&wanted.order].assignments[&wanted.assignment].notices;
                assert_eq!(given[usize::from(wanted.notice)].channel, wanted.channel);
            }
            Output::HangUp { unit } => drop(self.phones.remove(unit)),
            Output::Show(change) => self.show(change),
            Output::KeepFix { .. } | Output::AnswerUnit { .. } | Output::Probe { .. } => {}
            Output::SendDuty { unit, on_duty } => assert_eq!(*on_duty, self.board.units[unit].on_duty),
            Output::SendCameraAsked { unit, asked } => {
                assert_eq!(asked.as_ref(), self.board.units[unit].camera_asked());
            }
            Output::SendSos { unit, open } => assert_eq!(*open, self.board.sos.contains_key(unit)),
        }
    }

    fn is_recorded_for(&self, unit: UnitId, order: &Order) {
        assert_eq!(
            order,
            &crate::orders::seen_by(unit, &self.board.orders[&order.id])
        );
        assert!(
            order
                .assignments
                .values()
                .all(|assignment| assignment.unit == unit)
        );
    }

    fn show(&mut self, change: &Change) {
        let concerned = match change {
            Change::PromiseMap(_) => BTreeSet::new(),
            Change::Town(town) => {
                assert_eq!(town, &self.board.towns[&town.id]);
                BTreeSet::new()
            }
            Change::Rule(rule) => {
                assert_eq!(Some(*rule), self.board.rule);
                BTreeSet::new()
            }
            Change::Unit { unit: shown, towns } => {
                let known = &self.board.units[&shown.unit.id];
                assert_eq!(
                    (&shown.unit, shown.state == UnitState::OffDuty),
                    (&known.unit, !known.on_duty)
                );
                towns.clone()
            }
            Change::Closures(closures) => {
                assert!(closures.iter().eq(self.board.closures.values()));
                return;
            }
            Change::Moved { towns, .. } => towns.clone(),
            Change::Forecast { outlook, towns } => {
                assert!(self.board.orders.contains_key(&outlook.order));
                towns.clone()
            }
            Change::Incident { incident, towns } => {
                assert_eq!(incident, &self.board.incidents[&incident.incident.id]);
                towns.clone()
            }
            Change::Order { order, towns } => {
                assert_eq!(order, &self.board.orders[&order.id]);
                towns.clone()
            }
        };
        self.hall.change(change);
        for (town, screen) in &mut self.towns {
            if concerned.contains(town) {
                screen.change(change);
            } else {
                screen.forget(change);
            }
        }
    }

    /// Compares everybody with the board.
    pub(super) fn check(&self, board: &Board, now: Timestamp) {
        assert_eq!(self.board.snapshot(), board.snapshot());
        assert_eq!(self.hall, Screen::of(board, now, None));
        for (town, screen) in &self.towns {
            assert_eq!(screen, &Screen::of(board, now, Some(*town)), "{town}");
        }
        for (unit, phone) in &self.phones {
            for order in board
                .open_orders()
                .filter(|order| order.assignment_of(*unit).is_some())
            {
                let own = crate::orders::seen_by(*unit, order);
                assert_eq!(phone.get(&order.id), Some(&own), "{unit}");
            }
        }
    }
}
