//! What desks ask for.

use domain::incident::{Caller, IncidentEdit, IncidentKind};
use domain::order::{Addressee, Attachment, DispatchRule, LateReason, Leg, OrderKind};
use domain::{
    AssignmentId, ClosureId, CommandId, IncidentId, LatLon, Order, OrderId, PersonId, Place, RoadClosure,
    Role, Timestamp, Town, TownId, Unit, UnitId,
};

use crate::{Duplicate, IncidentOnBoard, KindFigures, PromiseMap, Recommendation};

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

impl Seat {
    /// The town whose desk this is, if it is one.
    pub(crate) fn town(self) -> Option<TownId> {
        match self.role {
            Role::TownDesk { town } => Some(town),
            _ => None,
        }
    }
}

/// Something a desk asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Put a town on the board.
    AddTown(Town),
    /// Put a unit on the board.
    AddUnit(Unit),
    /// Put a unit on or off duty.
    SetDuty {
        /// Which.
        unit: UnitId,
        /// Whether it is on duty from now on.
        on_duty: bool,
        /// When its shift ends; unknown if none.
        until: Option<Timestamp>,
    },
    /// Ask a unit's officer to switch the camera on.
    AskForCamera {
        /// Which unit's.
        unit: UnitId,
        /// The name of whoever asks, for the officer.
        name: String,
    },
    /// Ask for the camera no more.
    WithdrawCameraRequest(UnitId),
    /// Set the district's rule for choosing units.
    SetRule(DispatchRule),
    /// Raise an incident.
    RaiseIncident {
        /// Its identity, made by whoever asks so that asking twice counts once; a fresh one if none.
        id: Option<IncidentId>,
        /// What kind of thing happened.
        kind: IncidentKind,
        /// Where.
        place: Place,
        /// Who told of it.
        caller: Option<Caller>,
        /// What else is known.
        note: String,
    },
    /// Change what is known of an incident.
    EditIncident {
        /// Which.
        incident: IncidentId,
        /// What is to be changed.
        edit: IncidentEdit,
    },
    /// Say that an incident is the same as another, which takes its orders over.
    MergeIncident {
        /// The one that ends.
        incident: IncidentId,
        /// The one that goes on.
        into: IncidentId,
    },
    /// Find open incidents that somebody's call may be about.
    FindDuplicates {
        /// What kind of thing is told.
        kind: IncidentKind,
        /// Where.
        at: LatLon,
        /// By whom.
        caller: Option<Caller>,
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
    /// Hand an order up that was sent to a town: its desk no longer decides alone who goes.
    PassOn(OrderId),
    /// Ask a unit to take an order.
    Offer {
        /// Which order.
        order: OrderId,
        /// Which unit.
        unit: UnitId,
    },
    /// Set which units have an order: others are asked, and it is taken back from the rest, all at once.
    SetUnits {
        /// Which order.
        order: OrderId,
        /// The units, up to 20; without any, the hall seeks one anew.
        units: Vec<UnitId>,
    },
    /// Take an assignment back.
    Withdraw {
        /// Of which order.
        order: OrderId,
        /// Which assignment.
        assignment: AssignmentId,
    },
    /// Say why an order was late.
    ExplainBreach {
        /// Which order.
        order: OrderId,
        /// Which leg was missed.
        leg: Leg,
        /// The reason.
        reason: LateReason,
        /// What else there is to say.
        note: String,
    },
    /// Say on an officer's behalf that the unit is at the place.
    ConfirmArrival {
        /// Of which order.
        order: OrderId,
        /// The unit's part in it.
        assignment: AssignmentId,
    },
    /// Write to the units of an order.
    WriteMessage {
        /// On which order.
        order: OrderId,
        /// The message's identity, made by whoever asks so that asking twice counts once.
        id: CommandId,
        /// What it says.
        text: String,
        /// What goes with it.
        attachment: Option<Attachment>,
    },
    /// Say that the hall has read messages.
    ReadMessages {
        /// On which order.
        order: OrderId,
        /// Which.
        messages: Vec<CommandId>,
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
    /// Close the streets around a place.
    CloseRoad {
        /// Where.
        at: LatLon,
        /// Within so many metres; 0 closes the nearest street from crossing to crossing.
        radius_m: f64,
        /// Why.
        note: String,
    },
    /// Open streets again.
    OpenRoad(ClosureId),
    /// Tell where the promise could be kept without a unit.
    MapWithout(UnitId),
    /// Tell how well the promise was kept.
    Report {
        /// For orders sent at this moment or later.
        from: Timestamp,
        /// For orders sent before this moment.
        to: Timestamp,
    },
    /// Advise on who could go to a place.
    Recommend {
        /// Where, unless an order says so.
        at: LatLon,
        /// For what kind of errand, unless an order says so.
        kind: OrderKind,
        /// For this order, if there is one already: whom it asks is left out.
        order: Option<OrderId>,
        /// How many units at most.
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
    /// The incidents that may be meant, the likeliest first.
    Duplicates(Vec<Duplicate>),
    /// The order.
    Order(Order),
    /// The closure.
    Closure(RoadClosure),
    /// The figures, one row for each kind of order.
    Report(Vec<KindFigures>),
    /// Where the promise could be kept; none if there is no map.
    Map(Option<PromiseMap>),
    /// Who could be sent.
    Recommended(Recommendation),
}
