//! What the pretend dispatcher asks for at a seat of the hall.

use dispatch::Ask;
use domain::order::{Addressee, Leg};
use domain::{IncidentId, OrderId, Place, Timestamp};

use super::{Hall, ToPhone};
use crate::drill::calls::Call;

impl Hall {
    /// Asks from the dispatcher's seat.
    fn seat_asks(&mut self, now: Timestamp, ask: Ask) -> Vec<ToPhone> {
        self.ask(now, self.dispatcher, ask)
    }

    /// An incident for a call.
    pub(in crate::drill) fn raise(&mut self, now: Timestamp, call: &Call) -> (IncidentId, Vec<ToPhone>) {
        let id = IncidentId(self.ids.next(now));
        let ask = Ask::RaiseIncident {
            id: Some(id),
            kind: call.incident,
            place: place(call),
            caller: None,
            note: String::new(),
        };
        (id, self.seat_asks(now, ask))
    }

    /// The order for the `number`th call, to whoever is best placed.
    pub(in crate::drill) fn send(
        &mut self,
        now: Timestamp,
        number: u32,
        call: &Call,
        incident: Option<IncidentId>,
    ) -> (OrderId, Vec<ToPhone>) {
        let id = OrderId(self.ids.next(now));
        self.journal.numbers(number, id);
        let ask = Ask::SendOrder {
            id: Some(id),
            kind: call.kind,
            incident,
            place: Some(place(call)),
            addressee: Addressee::BestPlaced(1),
            note: String::new(),
        };
        (id, self.seat_asks(now, ask))
    }

    /// Whether an open order lacks the arrival, the picture or the report, as far as the hall knows.
    pub(in crate::drill) fn misses_a_leg(&self, order: OrderId) -> bool {
        self.order(order).is_some_and(|order| {
            order.is_open()
                && order.clock.limit.is_some()
                && Leg::ALL.iter().any(|leg| order.legs.get(*leg).is_none())
        })
    }

    /// Closes what is done, with its incident.
    pub(in crate::drill) fn close(&mut self, now: Timestamp, order: OrderId) -> Vec<ToPhone> {
        let incident = self.order(order).and_then(|order| order.incident);
        let mut effects = self.seat_asks(now, Ask::CloseOrder(order));
        effects.extend(self.end_incident(now, incident));
        effects
    }

    /// Calls off what nobody has reached.
    pub(in crate::drill) fn give_up(&mut self, now: Timestamp, order: OrderId) -> Vec<ToPhone> {
        let Some(known) = self.order(order).filter(|order| order.is_open()) else {
            return Vec::new();
        };
        if known.legs.get(Leg::Arrived).is_some() {
            return Vec::new();
        }
        let incident = known.incident;
        let reason = "nobody came".to_owned();
        let mut effects = self.seat_asks(now, Ask::CancelOrder { order, reason });
        effects.extend(self.end_incident(now, incident));
        effects
    }

    fn end_incident(&mut self, now: Timestamp, incident: Option<IncidentId>) -> Vec<ToPhone> {
        incident.map_or_else(Vec::new, |incident| {
            let reason = "done with".to_owned();
            self.seat_asks(now, Ask::CloseIncident { incident, reason })
        })
    }
}

fn place(call: &Call) -> Place {
    Place {
        at: call.place,
        name: String::new(),
        address: String::new(),
    }
}
