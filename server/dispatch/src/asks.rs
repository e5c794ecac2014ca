//! What desks ask for.

use domain::incident::IncidentKind;
use domain::order::{Addressee, OrderKind};
use domain::{
    AssignmentId, IncidentId, LatLon, Order, OrderId, OrderRefusal, PersonId, Place, Role, Town, Unit, UnitId,
};

use crate::{IncidentOnBoard, Ranked};

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
        /// Its identity, made by whoever asks so that asking twice counts once; a fresh one if none.
        id: Option<IncidentId>,
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
        /// Its identity, made by whoever asks so that asking twice counts once; a fresh one if none.
        id: Option<OrderId>,
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
    /// Say on an officer's behalf that the unit is at the place.
    ConfirmArrival {
        /// Of which order.
        order: OrderId,
        /// The unit's part in it.
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
    /// Something else has this identity.
    #[error("this id is taken; make a fresh one")]
    IdTaken,
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
