//! Who may ask for what.
//!
//! A town's desk has the same keys as a dispatcher, for its own town: what concerns no unit and no
//! order of its town does not exist for it. An order that merely borrows one of its units it sees, with
//! its incident, and leaves both to those whose they are.

use std::collections::BTreeSet;

use domain::order::Addressee;
use domain::{AssignmentId, IncidentId, OrderId, OrderRefusal, RaisedBy, Role, TownId, UnitId};

use crate::{Ask, Dispatch, Refusal, Seat};

impl Dispatch {
    pub(crate) fn authorise(&self, by: Seat, ask: &Ask) -> Result<(), Refusal> {
        match ask {
            Ask::AddTown(_) | Ask::AddUnit(_) | Ask::SetDuty { .. } => {
                if by.role == Role::Administrator {
                    Ok(())
                } else {
                    Err(Refusal::NotAllowed)
                }
            }
            Ask::Recommend {
                order: Some(order), ..
            } if by.role.sees_board() => self.sees_order(by, *order),
            Ask::Recommend { .. } | Ask::Report { .. } if by.role.sees_board() => Ok(()),
            Ask::MapWithout(unit) if by.role.sees_district() => self.has_unit_anywhere(*unit),
            Ask::SetRule(_) if by.role.rules_district() => Ok(()),
            Ask::SetRule(_) | Ask::MapWithout(_) => Err(Refusal::NotAllowed),
            _ if !by.role.gives_orders() => Err(Refusal::NotAllowed),
            Ask::RaiseIncident { .. }
            | Ask::FindDuplicates { .. }
            | Ask::Recommend { .. }
            | Ask::Report { .. } => Ok(()),
            // A road is everybody's: whether it is open is for the hall to say.
            Ask::CloseRoad { .. } | Ask::OpenRoad(_) if by.role.rules_district() => Ok(()),
            Ask::CloseRoad { .. } | Ask::OpenRoad(_) => Err(Refusal::NotAllowed),
            Ask::CloseIncident { incident, .. } | Ask::EditIncident { incident, .. } => {
                self.owns_incident(by, *incident)
            }
            Ask::MergeIncident { incident, into } => self
                .owns_incident(by, *incident)
                .and_then(|()| self.has_incident(by, *into)),
            Ask::SendOrder {
                addressee, incident, ..
            } => {
                if let Some(incident) = incident {
                    self.has_incident(by, *incident)?;
                }
                match addressee {
                    Addressee::Unit(unit) => self.has_unit(by, *unit),
                    Addressee::Team(units) => units.iter().try_for_each(|unit| self.has_unit(by, *unit)),
                    Addressee::BestPlaced(_) => Ok(()),
                    Addressee::Town(town) if !self.board.towns.contains_key(town) => Err(Refusal::NoSuchTown),
                    Addressee::Town(town) => concerns(by, [*town], Refusal::NoSuchTown),
                }
            }
            Ask::AskForCamera { unit, .. } | Ask::WithdrawCameraRequest(unit) => self.has_unit(by, *unit),
            Ask::ReceiveAtDesk(order) | Ask::PassOn(order) => match by.role {
                Role::TownDesk { town } => self.is_sent_to(by, town, *order),
                _ => Err(Refusal::NotAllowed),
            },
            Ask::Offer { order, unit } => self
                .owns_order(by, *order)
                .and_then(|()| self.has_unit(by, *unit)),
            Ask::SetUnits { order, units } => {
                self.owns_order(by, *order)?;
                let asked = |unit: &UnitId| {
                    let known = self.board.orders.get(order);
                    known.is_some_and(|known| known.assignment_of(*unit).is_some())
                };
                units
                    .iter()
                    .filter(|unit| !asked(unit))
                    .try_for_each(|unit| self.has_unit(by, *unit))
            }
            Ask::Withdraw { order, assignment } | Ask::ConfirmArrival { order, assignment } => {
                self.has_assignment(by, *order, *assignment)
            }
            Ask::CloseOrder(order)
            | Ask::CancelOrder { order, .. }
            | Ask::ExplainBreach { order, .. }
            | Ask::WriteMessage { order, .. }
            | Ask::ReadMessages { order, .. } => self.owns_order(by, *order),
        }
    }

    pub(crate) fn has_incident(&self, by: Seat, incident: IncidentId) -> Result<(), Refusal> {
        let known = self
            .board
            .incidents
            .get(&incident)
            .ok_or(Refusal::NoSuchIncident)?;
        let towns = self.board.towns_of_incident(&known.incident);
        concerns(by, towns, Refusal::NoSuchIncident)
    }

    /// A desk that is shown an incident leaves it to the district, unless it is its town's or whoever sits
    /// there raised it.
    fn owns_incident(&self, by: Seat, incident: IncidentId) -> Result<(), Refusal> {
        let known = self.board.incidents.get(&incident);
        let known = &known.ok_or(Refusal::NoSuchIncident)?.incident;
        concerns(by, self.board.towns_shown(known), Refusal::NoSuchIncident)?;
        if known.raised_by == RaisedBy::Person(by.person) {
            return Ok(());
        }
        concerns(by, known.town, Refusal::NotAllowed)
    }

    fn has_unit_anywhere(&self, unit: UnitId) -> Result<(), Refusal> {
        let known = self.board.units.get(&unit);
        known.map(|_| ()).ok_or(Refusal::NoSuchUnit)
    }

    fn has_unit(&self, by: Seat, unit: UnitId) -> Result<(), Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        concerns(by, [known.unit.town], Refusal::NoSuchUnit)
    }

    /// What a desk may not see it is not advised on either: the advice tells how much time is left.
    fn sees_order(&self, by: Seat, order: OrderId) -> Result<(), Refusal> {
        let known = self.board.orders.get(&order);
        known
            .filter(|known| by.role.sees_any(&self.board.towns_of_order(known)))
            .map(|_| ())
            .ok_or(Refusal::NoSuchOrder)
    }

    fn has_order(&self, by: Seat, order: OrderId) -> Result<(), Refusal> {
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        concerns(by, self.board.towns_of_order(known), Refusal::NoSuchOrder)
    }

    /// A desk decides on what it sent, on what was sent to its town, and on what was sent to nobody but its units.
    fn owns_order(&self, by: Seat, order: OrderId) -> Result<(), Refusal> {
        self.has_order(by, order)?;
        let Role::TownDesk { town } = by.role else {
            return Ok(());
        };
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        let own = BTreeSet::from([town]);
        let is_sender = known.from_town == Some(town);
        let is_asked = known.addressee == Addressee::Town(town);
        if is_sender || is_asked || self.board.towns_of_order(known) == own {
            Ok(())
        } else {
            Err(Refusal::NotAllowed)
        }
    }

    /// A desk receives for its own town, not for one whose order it merely sees.
    fn is_sent_to(&self, by: Seat, town: TownId, order: OrderId) -> Result<(), Refusal> {
        self.has_order(by, order)?;
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        if known.addressee == Addressee::Town(town) {
            Ok(())
        } else {
            Err(OrderRefusal::NoDesk.into())
        }
    }

    /// A desk takes back the units of its own town, not the others of an order that it sees.
    fn has_assignment(&self, by: Seat, order: OrderId, assignment: AssignmentId) -> Result<(), Refusal> {
        self.has_order(by, order)?;
        let no_such = Refusal::Order(OrderRefusal::NoSuchAssignment);
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        let unit = known.assignments.get(&assignment).ok_or(no_such)?.unit;
        self.has_unit(by, unit).map_err(|_| no_such)
    }
}

fn concerns(by: Seat, towns: impl IntoIterator<Item = TownId>, otherwise: Refusal) -> Result<(), Refusal> {
    let everything = by.role == Role::Dispatcher;
    if everything || towns.into_iter().any(|town| by.role.sees_town(town)) {
        Ok(())
    } else {
        Err(otherwise)
    }
}
