//! Who may ask for what.
//!
//! A town's desk has the same keys as a dispatcher, for its own town: what concerns no unit and no
//! order of its town does not exist for it. An order that merely borrows one of its units it sees,
//! and leaves to those whose order it is.

use std::collections::BTreeSet;

use domain::order::Addressee;
use domain::{AssignmentId, OrderId, OrderRefusal, Role, TownId, UnitId};

use crate::{Ask, Dispatch, Refusal, Seat};

impl Dispatch {
    pub(crate) fn authorise(&self, by: Seat, ask: &Ask) -> Result<(), Refusal> {
        match ask {
            Ask::AddTown(_) | Ask::AddUnit(_) | Ask::SetDuty(..) => {
                if by.role == Role::Administrator {
                    Ok(())
                } else {
                    Err(Refusal::NotAllowed)
                }
            }
            Ask::Rank { .. } if by.role.sees_board() => Ok(()),
            _ if !by.role.gives_orders() => Err(Refusal::NotAllowed),
            Ask::RaiseIncident { .. } | Ask::Rank { .. } => Ok(()),
            Ask::CloseIncident { incident, .. } => {
                let known = self
                    .board
                    .incidents
                    .get(incident)
                    .ok_or(Refusal::NoSuchIncident)?;
                let towns = self.board.towns_of_incident(&known.incident);
                concerns(by, towns, Refusal::NoSuchIncident)
            }
            Ask::SendOrder {
                addressee, incident, ..
            } => {
                if let Some(incident) = incident {
                    let known = self
                        .board
                        .incidents
                        .get(incident)
                        .ok_or(Refusal::NoSuchIncident)?;
                    concerns(
                        by,
                        self.board.towns_of_incident(&known.incident),
                        Refusal::NoSuchIncident,
                    )?;
                }
                match addressee {
                    Addressee::Unit(unit) => self.has_unit(by, *unit),
                    Addressee::Team(units) => units.iter().try_for_each(|unit| self.has_unit(by, *unit)),
                    Addressee::Town(town) if !self.board.towns.contains_key(town) => Err(Refusal::NoSuchTown),
                    Addressee::Town(town) => concerns(by, [*town], Refusal::NoSuchTown),
                }
            }
            Ask::ReceiveAtDesk(order) => match by.role {
                Role::TownDesk { town } => self.is_sent_to(by, town, *order),
                _ => Err(Refusal::NotAllowed),
            },
            Ask::Offer { order, unit } => self
                .owns_order(by, *order)
                .and_then(|()| self.has_unit(by, *unit)),
            Ask::Withdraw { order, assignment } | Ask::ConfirmArrival { order, assignment } => {
                self.has_assignment(by, *order, *assignment)
            }
            Ask::CloseOrder(order) | Ask::CancelOrder { order, .. } => self.owns_order(by, *order),
        }
    }

    fn has_unit(&self, by: Seat, unit: UnitId) -> Result<(), Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        concerns(by, [known.unit.town], Refusal::NoSuchUnit)
    }

    fn has_order(&self, by: Seat, order: OrderId) -> Result<(), Refusal> {
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        concerns(by, self.board.towns_of_order(known), Refusal::NoSuchOrder)
    }

    /// A desk decides on what was sent to its town, or to nobody but its units.
    fn owns_order(&self, by: Seat, order: OrderId) -> Result<(), Refusal> {
        self.has_order(by, order)?;
        let Role::TownDesk { town } = by.role else {
            return Ok(());
        };
        let known = self.board.orders.get(&order).ok_or(Refusal::NoSuchOrder)?;
        let own = BTreeSet::from([town]);
        if known.addressee == Addressee::Town(town) || self.board.towns_of_order(known) == own {
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
