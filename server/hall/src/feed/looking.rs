//! What viewers ask of the feed, each by what their role sees.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::DispatchRule;
use domain::{OrderId, RoadClosure, Role, Timestamp, Town, UnitId};
use protocol::ToViewer;
use protocol::api::{
    IncidentView, OrderState, OrderView, PromiseMapView, PromiseMinute, SeatView, SessionView, UnitView,
};

use super::{Feed, foresight, incidents, orders};

/// How long things that ended stay on the board.
const REMEMBERED: Duration = Duration::from_hours(24);

impl Feed {
    /// The whole board, as `viewer` may see it; `has_roads` is whether the hall knows any.
    pub(crate) fn board(&self, now: Timestamp, viewer: SessionView, has_roads: bool) -> ToViewer {
        let role = viewer.role;
        ToViewer::Board {
            version: protocol::VERSION,
            hall_time: now,
            viewer,
            seat: SeatView::new(role, has_roads),
            rule: self.read(|seen| seen.rule),
            towns: self.towns(role),
            desks: self.desks(role),
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
                .filter(|(_, towns)| role.sees_any(towns))
                .map(|(unit, _)| unit.clone())
                .collect()
        })
    }

    /// Whether `role` may see the unit, its position and its picture.
    pub(crate) fn shows_unit(&self, role: Role, unit: UnitId) -> bool {
        self.read(|seen| {
            let known = seen.units.get(&unit);
            known.is_some_and(|(_, towns)| role.sees_any(towns))
        })
    }

    /// The units whose picture the hall itself waits for: their officer calls for help, or an order of theirs has yet to be
    /// seen on video.
    pub(crate) fn pictures_needed(&self) -> BTreeSet<UnitId> {
        self.read(|seen| {
            let open = seen
                .incidents
                .values()
                .filter(|(incident, _)| incident.closed_at.is_none());
            let in_danger = open.filter_map(|(incident, _)| incident.unit);
            let unseen = seen
                .orders
                .values()
                .filter(|(order, _)| order.status == OrderState::Open && order.legs.on_video.is_none());
            let asked = unseen.flat_map(|(order, _)| &order.assignments);
            let taken = asked.filter(|assignment| assignment.state.is_taken());
            in_danger.chain(taken.map(|assignment| assignment.unit)).collect()
        })
    }

    /// Where the promise can be kept; nothing to whoever does not see the whole district.
    pub(crate) fn map(&self, role: Role) -> Option<PromiseMapView> {
        self.read(|seen| seen.map.clone().filter(|_| role.sees_district()))
    }

    /// How much was covered minute by minute; nothing to whoever does not see the whole district.
    pub(crate) fn covered(&self, role: Role) -> Vec<PromiseMinute> {
        if role.sees_district() {
            self.read(|seen| seen.covered.clone())
        } else {
            Vec::new()
        }
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
                    forecasts: foresight::forecasts_for(role, &seen.units, forecasts),
                })
                .collect()
        })
    }

    /// The message as somebody of `role` may read it.
    pub(crate) fn seen_by<'a>(&self, role: Role, message: &'a ToViewer) -> Cow<'a, ToViewer> {
        match message {
            ToViewer::IncidentChanged { incident } if incident.caller.is_some() => {
                Cow::Owned(ToViewer::IncidentChanged {
                    incident: incidents::incident_for(role, incident),
                })
            }
            ToViewer::OrderChanged { order } if !role.sees_district() => Cow::Owned(ToViewer::OrderChanged {
                order: self.order_for(role, order.clone()),
            }),
            ToViewer::Forecasts { order, forecasts } => Cow::Owned(ToViewer::Forecasts {
                order: *order,
                forecasts: self.read(|seen| foresight::forecasts_for(role, &seen.units, forecasts)),
            }),
            _ => Cow::Borrowed(message),
        }
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
                .filter(|(_, towns)| role.sees_any(towns))
                .map(|(unit, _)| unit.clone())
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
            let known = seen
                .orders
                .values()
                .filter(|(order, towns)| fresh(order) && role.sees_any(towns));
            known
                .map(|(order, _)| orders::order_for(role, &seen.units, order.clone()))
                .collect()
        })
    }

    pub(crate) fn order(&self, role: Role, order: OrderId) -> Option<OrderView> {
        self.read(|seen| {
            seen.orders
                .get(&order)
                .filter(|(_, towns)| role.sees_any(towns))
                .map(|(order, _)| orders::order_for(role, &seen.units, order.clone()))
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
            let live = seen.units.values().filter(|(unit, _)| unit.live).count();
            let open = seen
                .orders
                .values()
                .filter(|(order, _)| order.status == OrderState::Open)
                .count();
            (live, open)
        })
    }
}
