//! What desks ask for.

use std::collections::BTreeSet;

use domain::incident::IncidentKind;
use domain::order::{Addressee, OrderCommand, OrderKind, OrderSent, Receiver};
use domain::{
    AssignmentId, Incident, IncidentId, LatLon, Order, OrderEvent, OrderId, OrderRefusal, PersonId, Place,
    Role, Timestamp, Town, Unit, UnitId,
};

use crate::{Change, Dispatch, IncidentOnBoard, Output, Ranked, Record};

/// A request's identity, made by the shell.
pub type RequestId = u64;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The person.
    pub person: PersonId,
    /// What they may do.
    pub role: Role,
}

/// Something a desk asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Put a town on the board.
    AddTown(Town),
    /// Put a unit on the board.
    AddUnit(Unit),
    /// Put a unit on or off duty.
    SetDuty(UnitId, bool),
    /// Raise an incident.
    RaiseIncident {
        /// What kind of thing happened.
        kind: IncidentKind,
        /// Where.
        place: Place,
        /// What else is known.
        note: String,
    },
    /// Close an incident.
    CloseIncident {
        /// Which.
        incident: IncidentId,
        /// Why.
        reason: String,
    },
    /// Send an order.
    SendOrder {
        /// What kind of errand.
        kind: OrderKind,
        /// The incident it answers.
        incident: Option<IncidentId>,
        /// Where; the incident's place if none.
        place: Option<Place>,
        /// Who is asked.
        addressee: Addressee,
        /// What else there is to say.
        note: String,
    },
    /// A town's desk has an order.
    ReceiveAtDesk(OrderId),
    /// Ask a unit to take an order.
    Offer {
        /// Which order.
        order: OrderId,
        /// Which unit.
        unit: UnitId,
    },
    /// Take an assignment back.
    Withdraw {
        /// Of which order.
        order: OrderId,
        /// Which assignment.
        assignment: AssignmentId,
    },
    /// Close an order.
    CloseOrder(OrderId),
    /// Cancel an order.
    CancelOrder {
        /// Which.
        order: OrderId,
        /// Why.
        reason: String,
    },
    /// Rank the units that could go to a place.
    Rank {
        /// Where.
        at: LatLon,
        /// How many at most.
        most: usize,
    },
}

/// What a desk is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered {
    /// It is done.
    Done,
    /// The incident.
    Incident(IncidentOnBoard),
    /// The order.
    Order(Order),
    /// The units, best first.
    Ranked(Vec<Ranked>),
}

/// Why a desk does not get what it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role does not allow it.
    #[error("your role does not allow this")]
    NotAllowed,
    /// There is no such unit, or not for this seat.
    #[error("there is no such unit; GET /api/units lists them")]
    NoSuchUnit,
    /// There is no such town, or not for this seat.
    #[error("there is no such town; GET /api/towns lists them")]
    NoSuchTown,
    /// There is no such incident, or not for this seat.
    #[error("there is no such incident; GET /api/incidents lists them")]
    NoSuchIncident,
    /// There is no such order, or not for this seat.
    #[error("there is no such order; GET /api/orders lists them")]
    NoSuchOrder,
    /// A place is missing.
    #[error("say where: a place, or an incident that has one")]
    NoPlace,
    /// A team needs units.
    #[error("a team needs 1 to 20 different units")]
    BadTeam,
    /// The unit is off duty and is left in peace.
    #[error("the unit is off duty; choose another")]
    OffDuty,
    /// The incident is closed already.
    #[error("the incident is closed")]
    IncidentClosed,
    /// The order itself refuses.
    #[error(transparent)]
    Order(#[from] OrderRefusal),
}

impl Dispatch {
    pub(crate) fn ask(&mut self, now: Timestamp, by: Seat, ask: Ask) -> Result<Answered, Refusal> {
        self.authorise(by, &ask)?;
        match ask {
            Ask::AddTown(town) => {
                self.record(now, None, Record::TownAdded { town: town.clone() });
                self.output(Output::Show(Change::Town(town)));
                Ok(Answered::Done)
            }
            Ask::AddUnit(unit) => {
                if !self.board.towns.contains_key(&unit.town) {
                    return Err(Refusal::NoSuchTown);
                }
                let id = unit.id;
                self.record(now, None, Record::UnitAdded { unit });
                self.show_unit(now, id);
                Ok(Answered::Done)
            }
            Ask::SetDuty(unit, on_duty) => self
                .set_duty(now, None, unit, on_duty)
                .map(|()| Answered::Done)
                .map_err(|_| Refusal::NoSuchUnit),
            Ask::RaiseIncident { kind, place, note } => Ok(self.raise_incident(now, by, kind, place, note)),
            Ask::CloseIncident { incident, reason } => self.close_incident(now, by, incident, reason),
            Ask::SendOrder {
                kind,
                incident,
                place,
                addressee,
                note,
            } => {
                let place = self.place_of(incident, place)?;
                let (limit, by, at) = (kind.limit(), by.person, now);
                let order = OrderId(self.ids.next(now));
                self.send_order(
                    now,
                    OrderSent {
                        order,
                        kind,
                        limit,
                        incident,
                        place,
                        addressee,
                        note,
                        by,
                        at,
                    },
                )
            }
            Ask::ReceiveAtDesk(order) => {
                let receive = OrderCommand::Receive {
                    receiver: Receiver::Desk(by.person),
                    at: now,
                };
                self.command_open(now, order, receive)
            }
            Ask::Offer { order, unit } => {
                self.must_be_on_duty(unit)?;
                let assignment = AssignmentId(self.ids.next(now));
                self.command_open(
                    now,
                    order,
                    OrderCommand::Offer {
                        assignment,
                        unit,
                        by: by.person,
                    },
                )
            }
            Ask::Withdraw { order, assignment } => self.command_open(
                now,
                order,
                OrderCommand::Withdraw {
                    assignment,
                    by: by.person,
                },
            ),
            Ask::CloseOrder(order) => self.command_open(now, order, OrderCommand::Close { by: by.person }),
            Ask::CancelOrder { order, reason } => self.command_open(
                now,
                order,
                OrderCommand::Cancel {
                    by: by.person,
                    reason,
                },
            ),
            Ask::Rank { at, most } => Ok(Answered::Ranked(self.rank(now, by, at, most))),
        }
    }

    fn raise_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        kind: IncidentKind,
        place: Place,
        note: String,
    ) -> Answered {
        let town = if let Role::TownDesk { town } = by.role {
            Some(town)
        } else {
            None
        };
        let id = IncidentId(self.ids.next(now));
        let incident = Incident {
            id,
            kind,
            place,
            town,
            note,
            raised_at: now,
            raised_by: by.person,
        };
        self.record(
            now,
            None,
            Record::IncidentRaised {
                incident: incident.clone(),
            },
        );
        self.show_incident(id);
        Answered::Incident(IncidentOnBoard {
            incident,
            closed: None,
        })
    }

    fn close_incident(
        &mut self,
        now: Timestamp,
        by: Seat,
        id: IncidentId,
        reason: String,
    ) -> Result<Answered, Refusal> {
        let known = self.board.incidents.get(&id).ok_or(Refusal::NoSuchIncident)?;
        if known.closed.is_some() {
            return Err(Refusal::IncidentClosed);
        }
        self.record(
            now,
            None,
            Record::IncidentClosed {
                incident: id,
                by: by.person,
                reason,
            },
        );
        self.show_incident(id);
        self.board
            .incidents
            .get(&id)
            .cloned()
            .map(Answered::Incident)
            .ok_or(Refusal::NoSuchIncident)
    }

    pub(crate) fn show_incident(&mut self, id: IncidentId) {
        let Some(incident) = self.board.incidents.get(&id).cloned() else {
            return;
        };
        let towns = self.board.towns_of_incident(&incident.incident);
        self.output(Output::Show(Change::Incident { incident, towns }));
    }

    fn place_of(&self, incident: Option<IncidentId>, place: Option<Place>) -> Result<Place, Refusal> {
        let Some(incident) = incident else {
            return place.ok_or(Refusal::NoPlace);
        };
        let known = self
            .board
            .incidents
            .get(&incident)
            .ok_or(Refusal::NoSuchIncident)?;
        if known.closed.is_some() {
            return Err(Refusal::IncidentClosed);
        }
        Ok(place.unwrap_or_else(|| known.incident.place.clone()))
    }

    fn send_order(&mut self, now: Timestamp, sent: OrderSent) -> Result<Answered, Refusal> {
        let units = match &sent.addressee {
            Addressee::Unit(unit) => vec![*unit],
            Addressee::Team(units) => {
                let distinct: BTreeSet<_> = units.iter().collect();
                if distinct.len() != units.len() || !(1..=20).contains(&units.len()) {
                    return Err(Refusal::BadTeam);
                }
                units.clone()
            }
            Addressee::Town(_) => Vec::new(),
        };
        for unit in &units {
            self.must_be_on_duty(*unit)?;
        }
        let (order, incident, by) = (sent.order, sent.incident, sent.by);
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
            self.command(now, None, order, OrderCommand::Offer { assignment, unit, by })?;
        }
        if let Some(incident) = incident {
            self.show_incident(incident);
        }
        self.order(order)
    }

    fn command_open(
        &mut self,
        now: Timestamp,
        order: OrderId,
        command: OrderCommand,
    ) -> Result<Answered, Refusal> {
        match self.command(now, None, order, command) {
            Ok(()) | Err(OrderRefusal::AlreadySo) => self.order(order),
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn order(&self, order: OrderId) -> Result<Answered, Refusal> {
        self.board
            .orders
            .get(&order)
            .cloned()
            .map(Answered::Order)
            .ok_or(Refusal::NoSuchOrder)
    }

    fn must_be_on_duty(&self, unit: UnitId) -> Result<(), Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        if known.on_duty {
            Ok(())
        } else {
            Err(Refusal::OffDuty)
        }
    }
}
