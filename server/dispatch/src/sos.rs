//! An officer in danger (SOS, 一键求助).
//!
//! A call for help is an incident that every desk sees, that follows its officer, and that sends the
//! two nearest units. It stays until a person closes it with a reason.

use std::collections::BTreeSet;

use domain::incident::IncidentKind;
use domain::order::{Addressee, OrderCommand, OrderKind, OrderSent};
use domain::{
    CommandId, Fix, Incident, IncidentId, LatLon, Order, OrderEvent, OrderId, PersonId, Place, RaisedBy,
    Timestamp, TownId, UnitId,
};

use crate::{Board, Dispatch, Output, Record, UnitOnBoard};

/// As many units are sent to help.
const HELPERS: u8 = 2;

/// An officer who is this far from where the call for help says, in metres, has moved: half the arrival
/// radius, so that whoever arrives there is with the officer.
const MOVED_M: f64 = domain::order::ARRIVAL_RADIUS_M / 2.0;

/// Fixes less accurate than this, in metres, move nothing.
const WORST_ACCURACY_M: f64 = 100.0;

impl Board {
    /// The towns whose desks are shown `unit`, with its position and its picture: all of them, while its officer
    /// is in danger.
    pub fn towns_shown_unit(&self, unit: &UnitOnBoard) -> BTreeSet<TownId> {
        if self.sos.contains_key(&unit.unit.id) {
            self.towns.keys().copied().collect()
        } else {
            BTreeSet::from([unit.unit.town])
        }
    }
}

impl Dispatch {
    /// The officer of `unit` calls for help; its phone was last at `at`, if it knows.
    pub(crate) fn call_for_help(
        &mut self,
        now: Timestamp,
        unit: UnitId,
        command: CommandId,
        at: Option<LatLon>,
    ) {
        let Some(known) = self.board.units.get(&unit) else {
            return;
        };
        let (town, until) = (known.unit.town, known.shift_ends);
        // The board's fix is right already; what the phone says is as shifted as its fixes are.
        let at = at.map(|at| known.shift.map_or(at, |shift| shift.undone(at)));
        let at = at.or_else(|| known.fix.as_ref().map(|fix| fix.at));
        let was_on_duty = known.on_duty;
        let pressed_again = self.board.sos.contains_key(&unit);
        if pressed_again || !was_on_duty {
            self.record(
                now,
                pressed_again.then_some(command),
                Record::DutyChanged {
                    unit,
                    on_duty: true,
                    until,
                    for_help: true,
                },
            );
        }
        if pressed_again {
            return;
        }
        let id = IncidentId(self.ids.next(now));
        let incident = Incident {
            id,
            kind: IncidentKind::Sos,
            place: Place {
                at: at.map_or(LatLon::ORIGIN, LatLon::rounded),
                name: String::new(),
                address: String::new(),
            },
            place_known: at.is_some(),
            caller: None,
            town: Some(town),
            note: String::new(),
            raised_at: now,
            raised_by: RaisedBy::Unit { unit },
        };
        self.record(now, Some(command), Record::IncidentRaised { incident });
        self.show_incident(id);
        self.show_unit(now, unit);
        self.output(Output::SendSos { unit, open: true });
        self.send_help(now, id);
    }

    /// Sends the nearest, once it is known where to.
    fn send_help(&mut self, now: Timestamp, incident: IncidentId) {
        let Some(known) = self.board.incidents.get(&incident) else {
            return;
        };
        if !known.incident.place_known {
            return;
        }
        let sent = OrderSent {
            order: OrderId(self.ids.next(now)),
            kind: OrderKind::Emergency,
            limit: OrderKind::Emergency.limit(),
            incident: Some(incident),
            place: known.incident.place.clone(),
            arrival_radius_m: self.settings.arrival_radius_m,
            addressee: Addressee::BestPlaced(HELPERS),
            note: String::new(),
            checklist: self.checklist_of(OrderKind::Emergency, Some(incident)),
            by: PersonId::HALL,
            from_town: None,
            at: now,
        };
        let (order, event) = (sent.order, OrderEvent::Sent(sent));
        self.record(now, None, Record::Order { order, event });
        self.show_order(order, &BTreeSet::new());
        self.show_incident(incident);
    }

    /// A call for help follows its officer, with the orders that answer it.
    pub(crate) fn follow_in_danger(&mut self, now: Timestamp, unit: UnitId, fix: &Fix) {
        let Some(&id) = self.board.sos.get(&unit) else {
            return;
        };
        let Some(known) = self.board.incidents.get(&id) else {
            return;
        };
        let (was_known, was_at) = (known.incident.place_known, known.incident.place.at);
        let tells = !fix.mock && fix.accuracy_m <= WORST_ACCURACY_M;
        if was_known && (!tells || fix.at.distance_m(was_at) < MOVED_M) {
            return;
        }
        let to = fix.at.rounded();
        self.record(now, None, Record::IncidentMoved { incident: id, to });
        self.show_incident(id);
        self.help_follows(now, id, was_known, was_at);
    }

    /// The call for help is elsewhere by now than it was, or it is known at last where it is: so goes the
    /// hall's help, with whatever else was sent to where the call `was`. What was sent elsewhere stays there.
    pub(crate) fn help_follows(&mut self, now: Timestamp, id: IncidentId, was_known: bool, was: LatLon) {
        let Some(known) = self.board.incidents.get(&id) else {
            return;
        };
        let to = known.incident.place.at;
        let follow = self.orders_for(id, |order| {
            order.sent_by == PersonId::HALL || order.place.at == was
        });
        if !was_known {
            self.send_help(now, id);
        }
        for order in follow {
            // Refused only if it is there already.
            let _ = self.command(now, None, order, OrderCommand::MovePlace { to });
            // Whoever was at the old place is not at the new one.
            for unit in self.board.units.values_mut() {
                unit.arrivals.remove(&order);
            }
        }
    }

    /// The call for help is over: so is what the hall sent for it, and the phone is told. Whom nothing but the
    /// call put on duty goes off duty again.
    pub(crate) fn help_is_over(&mut self, now: Timestamp, incident: IncidentId, unit: UnitId, by: PersonId) {
        for order in self.orders_for(incident, |order| order.sent_by == PersonId::HALL) {
            // Refused only if it has ended.
            let _ = self.command(now, None, order, OrderCommand::Close { by });
        }
        self.output(Output::SendSos { unit, open: false });
        self.show_unit(now, unit);
        let for_help_only = |known: &UnitOnBoard| known.on_duty && known.for_help_only;
        if self.board.units.get(&unit).is_some_and(for_help_only) {
            // Refused only while a call for help is open.
            let _ = self.put_on_duty(now, unit, false, None);
        }
    }

    fn orders_for(&self, incident: IncidentId, which: impl Fn(&Order) -> bool) -> Vec<OrderId> {
        let orders = self.board.open_orders();
        let answering = orders.filter(|order| order.incident == Some(incident) && which(order));
        answering.map(|order| order.id).collect()
    }
}
