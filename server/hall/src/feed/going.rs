//! Who is on the way to an order's scene, as far as whoever asks may know.
//!
//! Where a unit is, is personal data: an officer learns it of those who go to the same scene, for as long as both go there on duty.

use domain::order::{Assignment, Leg};
use domain::{LatLon, OrderId, Role, UnitId, UnitState};
use protocol::api::{ForecastView, OrderState, OrderView, TeamMate, UnitView};

use super::{Feed, Seen};

/// What a way is worked out from.
#[derive(Clone, Debug)]
pub(crate) struct Going {
    pub(crate) order: OrderId,
    pub(crate) scene: LatLon,
    /// Who goes; nobody once all are there, or before anybody has taken the order.
    pub(crate) unit: Option<UnitView>,
    /// Whether that unit is at the scene.
    pub(crate) is_there: bool,
    /// The others who have taken the order.
    pub(crate) team: Vec<TeamMate>,
    /// What is foreseen of the arrival, if it is this unit's alone.
    pub(crate) arrival: Option<ForecastView>,
}

impl Feed {
    /// Who goes to the scene of `order`: an officer's own unit, for others `unit` or the first that has taken it.
    ///
    /// None if there is no such order for this role, or the unit has no part in it.
    pub(crate) fn going(&self, role: Role, order: OrderId, unit: Option<UnitId>) -> Option<Going> {
        self.read(|seen| {
            let (order, towns) = seen.orders.get(&order)?;
            let standing = |unit: UnitId| {
                let own = order.assignments.iter().rfind(|known| known.unit == unit);
                own.filter(|own| own.state.stands() && order.status == OrderState::Open)
            };
            let own = match (role, unit) {
                (Role::Officer { unit: own }, None) => Some(standing(own)?),
                (Role::Officer { unit: own }, Some(unit)) if own == unit => Some(standing(own)?),
                (Role::Officer { .. }, Some(_)) => return None,
                _ if !role.sees_any(towns) => return None,
                (_, Some(unit)) if seen.shows(role, unit) => Some(standing(unit)?),
                (_, Some(_)) => return None,
                (_, None) => first_going(order, |unit| seen.shows(role, unit)),
            };
            let unit = own.and_then(|own| Some(seen.units.get(&own.unit)?.0.clone()));
            let may_see_team = match role {
                // Whoever only thinks about going, or is off duty, has no team.
                Role::Officer { .. } => {
                    own.is_some_and(|own| own.state.is_taken()) && is_on_duty(unit.as_ref())
                }
                _ => true,
            };
            let taken = || taken(order).filter(|known| Some(known.unit) != own.map(|own| own.unit));
            let team =
                taken().filter(|mate| may_see_team && (!role.sees_board() || seen.shows(role, mate.unit)));
            let alone = taken().next().is_none();
            Some(Going {
                order: order.id,
                scene: order.place.at,
                is_there: own.is_some_and(|own| order.there.contains(&own.unit)),
                team: team.filter_map(|mate| seen.team_mate(order, mate.unit)).collect(),
                arrival: seen.arrival(order.id).filter(|_| alone).cloned(),
                unit,
            })
        })
    }
}

impl Seen {
    /// Whether a seat of `role` sees the unit.
    fn shows(&self, role: Role, unit: UnitId) -> bool {
        self.units
            .get(&unit)
            .is_some_and(|(_, towns)| role.sees_any(towns))
    }

    fn team_mate(&self, order: &OrderView, unit: UnitId) -> Option<TeamMate> {
        let (known, _) = self.units.get(&unit)?;
        // Off duty nobody has a position here.
        let position = known.position.as_ref().filter(|_| is_on_duty(Some(known)))?;
        Some(TeamMate {
            unit,
            name: known.name.clone(),
            place: position.at,
            fix_at: position.taken_at,
            accuracy_m: position.accuracy_m,
            there: order.there.contains(&unit),
        })
    }

    fn arrival(&self, order: OrderId) -> Option<&ForecastView> {
        let mut forecasts = self.forecasts.get(&order)?.iter();
        forecasts.find(|forecast| forecast.leg == Leg::Arrived)
    }
}

/// The parts of those who have taken an open order.
fn taken(order: &OrderView) -> impl Iterator<Item = &Assignment> {
    let open = order.status == OrderState::Open;
    order
        .assignments
        .iter()
        .filter(move |known| open && known.state.is_taken())
}

/// The first that has taken the order and is not there yet.
fn first_going(order: &OrderView, shows: impl Fn(UnitId) -> bool) -> Option<&Assignment> {
    taken(order).find(|known| shows(known.unit) && !order.there.contains(&known.unit))
}

fn is_on_duty(unit: Option<&UnitView>) -> bool {
    unit.is_some_and(|unit| unit.state != UnitState::OffDuty)
}

#[cfg(test)]
mod tests;
