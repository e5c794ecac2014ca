//! How an order is sent.

use std::collections::BTreeSet;

use domain::order::{Addressee, OrderCommand, OrderKind, OrderSent};
use domain::{AssignmentId, OrderEvent, Timestamp};

use crate::{Answered, Dispatch, Record, Refusal};

impl Dispatch {
    /// Puts an order on record, and asks whom it names.
    pub(crate) fn send_order(&mut self, now: Timestamp, sent: OrderSent) -> Result<Answered, Refusal> {
        let units = match &sent.addressee {
            Addressee::Unit(unit) => vec![*unit],
            Addressee::Team(units) => {
                let distinct: BTreeSet<_> = units.iter().collect();
                if distinct.len() != units.len() || !(1..=20).contains(&units.len()) {
                    return Err(Refusal::BadTeam);
                }
                units.clone()
            }
            Addressee::BestPlaced(units) if !(1..=20).contains(units) => return Err(Refusal::BadTeam),
            Addressee::Town(_) | Addressee::BestPlaced(_) => Vec::new(),
        };
        for unit in &units {
            self.must_be_on_duty(*unit)?;
        }
        let (order, incident, by) = (sent.order, sent.incident, sent.by);
        if let (OrderKind::Standby, [unit]) = (sent.kind, units.as_slice()) {
            // Pressed twice, it is one move.
            if let Some(known) = self.standby_at(*unit, sent.place.at) {
                return self.order(known);
            }
            self.end_standby(now, *unit, by);
        }
        self.record(
            now,
            None,
            Record::Order {
                order,
                event: OrderEvent::Sent(sent),
            },
        );
        if units.is_empty() {
            self.show_order(order, &BTreeSet::new());
        }
        for unit in units {
            let assignment = AssignmentId(self.ids.next(now));
            let choice = self.choice_of_person(now, order, unit);
            self.command(
                now,
                None,
                order,
                OrderCommand::Offer {
                    assignment,
                    unit,
                    by,
                    choice,
                },
            )?;
        }
        if let Some(incident) = incident {
            self.show_incident(incident);
        }
        self.order(order)
    }
}
