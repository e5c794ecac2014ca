//! Who may ask for what.
//!
//! A town's desk has the same keys as a dispatcher, for its own town: what concerns no unit and no
//! order of its town does not exist for it.

use domain::order::Addressee;
use domain::{OrderId, Role, TownId, UnitId};

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
                Role::TownDesk { .. } => self.has_order(by, *order),
                _ => Err(Refusal::NotAllowed),
            },
            Ask::Offer { order, unit } => self.has_order(by, *order).and_then(|()| self.has_unit(by, *unit)),
            Ask::Withdraw { order, .. } | Ask::CloseOrder(order) | Ask::CancelOrder { order, .. } => {
                self.has_order(by, *order)
            }
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
}

fn concerns(by: Seat, towns: impl IntoIterator<Item = TownId>, otherwise: Refusal) -> Result<(), Refusal> {
    let everything = by.role == Role::Dispatcher;
    if everything || towns.into_iter().any(|town| by.role.sees_town(town)) {
        Ok(())
    } else {
        Err(otherwise)
    }
}
