//! What a phone without a screen shows.

use domain::order::AssignmentState;
use domain::{LatLon, OrderId};
use phone::Snapshot;
use serde::Serialize;

/// What the phone knows, as a line.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Shown {
    /// The unit's name, once the hall said which it is.
    unit: Option<String>,
    online: bool,
    on_duty: bool,
    sos: bool,
    /// How many entries wait for the hall's answer.
    waiting: usize,
    orders: Vec<Order>,
}

/// An open order of the unit's, with what was done folded in.
#[derive(Debug, PartialEq, Serialize)]
struct Order {
    id: OrderId,
    place: LatLon,
    state: AssignmentState,
    /// Whether the hall has yet to confirm it.
    provisional: bool,
}

/// What is shown of a snapshot.
pub(super) fn of(snapshot: &Snapshot) -> Shown {
    let orders = snapshot.orders.iter().map(|shown| Order {
        id: shown.order.id,
        place: shown.order.place.at,
        state: shown.assignment.state,
        provisional: shown.provisional,
    });
    Shown {
        unit: snapshot.unit.as_ref().map(|unit| unit.name.clone()),
        online: snapshot.online,
        on_duty: snapshot.on_duty,
        sos: snapshot.sos,
        waiting: snapshot.waiting,
        orders: orders.collect(),
    }
}
