//! What a pretend dispatcher does, given what the board shows.
//!
//! It keeps a demonstration alive without a person: some orders always run, each incident gets one,
//! and what has been reported is closed after a while, but never so that the board falls empty. Whom
//! to send is the hall's to recommend. It leaves alone what a person has begun. Each look at the board
//! is answered afresh from the board itself, so nothing is lost when a request fails.

use std::time::Duration;

use domain::{IncidentId, LatLon, OrderId, Timestamp};

/// So many orders stay open, whatever happens.
pub const OPEN_ORDERS_MIN: usize = 3;
/// With so many orders open, further incidents wait.
pub const OPEN_ORDERS_MAX: usize = 8;
/// An incident waits so long for its order, so that one sees it come in.
pub const INCIDENT_WAITS: Duration = Duration::from_secs(6);
/// A reported order stays open so long.
pub const REPORT_IS_READ: Duration = Duration::from_secs(25);
/// An order without a report is given up after so long.
pub const GIVEN_UP: Duration = Duration::from_mins(30);

/// What the dispatcher sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Open incidents.
    pub incidents: Vec<IncidentSeen>,
    /// Open orders.
    pub orders: Vec<OrderSeen>,
}

/// An open incident on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentSeen {
    /// Its identity.
    pub id: IncidentId,
    /// Where it is.
    pub at: LatLon,
    /// When the hall learnt of it.
    pub raised_at: Timestamp,
    /// Whether the rehearsal entered it.
    pub ours: bool,
    /// Whether an order for it is open.
    pub has_open_order: bool,
    /// Whether an order for it has ended with a report.
    pub was_reported: bool,
}

/// An open order on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderSeen {
    /// Its identity.
    pub id: OrderId,
    /// When it was given.
    pub given_at: Timestamp,
    /// When its report came, if it has.
    pub reported_at: Option<Timestamp>,
    /// Whether the rehearsal gave it.
    pub ours: bool,
}

/// What the dispatcher decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decision {
    /// Enter another incident, or soon no order would be left.
    RaiseIncident,
    /// Give an order for an incident.
    GiveOrder {
        /// The incident.
        incident: IncidentId,
        /// Where it is.
        at: LatLon,
    },
    /// Close an order.
    CloseOrder {
        /// The order.
        order: OrderId,
    },
    /// Close an incident that has been dealt with.
    CloseIncident {
        /// The incident.
        incident: IncidentId,
    },
}

/// What to do at `now` about what the board shows.
///
/// Only orders seen open count as open, so a decision that fails does no harm.
pub fn decide(now: Timestamp, view: &View) -> Vec<Decision> {
    let mut decisions = give_orders(now, view);
    decisions.extend(close_orders(now, view));
    decisions.extend(close_incidents(view));
    decisions
}

fn give_orders(now: Timestamp, view: &View) -> Vec<Decision> {
    let unreported = view
        .orders
        .iter()
        .filter(|order| order.reported_at.is_none())
        .count();
    let mut waiting: Vec<&IncidentSeen> = view
        .incidents
        .iter()
        .filter(|incident| incident.waits())
        .collect();
    waiting.sort_by_key(|incident| (incident.raised_at, incident.id));
    let mut decisions = Vec::new();
    let mut missing = OPEN_ORDERS_MIN.saturating_sub(unreported);
    if missing > waiting.len() {
        decisions.push(Decision::RaiseIncident);
    }
    let room = OPEN_ORDERS_MAX.saturating_sub(view.orders.len()).max(missing);
    for incident in waiting.into_iter().take(room) {
        if missing == 0 && now.since(incident.raised_at) < INCIDENT_WAITS {
            continue;
        }
        decisions.push(Decision::GiveOrder {
            incident: incident.id,
            at: incident.at,
        });
        missing = missing.saturating_sub(1);
    }
    decisions
}

fn close_orders(now: Timestamp, view: &View) -> Vec<Decision> {
    let done = |order: &&OrderSeen| {
        let read = order
            .reported_at
            .is_some_and(|at| now.since(at) >= REPORT_IS_READ);
        order.ours && (read || now.since(order.given_at) >= GIVEN_UP)
    };
    let mut done: Vec<&OrderSeen> = view.orders.iter().filter(done).collect();
    done.sort_by_key(|order| (order.given_at, order.id));
    let spare = view.orders.len().saturating_sub(OPEN_ORDERS_MIN);
    done.into_iter()
        .take(spare)
        .map(|order| Decision::CloseOrder { order: order.id })
        .collect()
}

fn close_incidents(view: &View) -> Vec<Decision> {
    let done = view
        .incidents
        .iter()
        .filter(|incident| incident.ours && incident.was_reported && !incident.has_open_order);
    done.map(|incident| Decision::CloseIncident {
        incident: incident.id,
    })
    .collect()
}

impl IncidentSeen {
    /// Whether the pretend dispatcher should send somebody.
    fn waits(&self) -> bool {
        self.ours && !self.has_open_order && !self.was_reported
    }
}

#[cfg(test)]
mod tests;
