//! Why a desk does not get what it asked for.
//!
//! What is wrong goes with how to mend it, in English; under which status and code a caller hears it is `hall`'s.

use domain::OrderRefusal;

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
    /// There is no such closure.
    #[error("there is no such closure; GET /api/closures lists them")]
    NoSuchClosure,
    /// A closure is too wide, or there are too many.
    #[error("close at most 2000 m around a place, at most 200 places at once")]
    BadClosure,
    /// A place is missing.
    #[error("say where: a place, or an incident that has one")]
    NoPlace,
    /// A team needs units.
    #[error("a team needs 1 to 20 different units")]
    BadTeam,
    /// A shift ends in the past.
    #[error("this shift has ended already; give a later end, or leave it out")]
    ShiftOver,
    /// A shift ends too far ahead.
    #[error("a shift ends within 48 hours; give an earlier end, or leave it out")]
    ShiftTooLong,
    /// Whoever is off duty has no shift.
    #[error("a unit off duty has no shift that ends; leave the end out")]
    NoShift,
    /// The unit is off duty and is left in peace.
    #[error("the unit is off duty; choose another")]
    OffDuty,
    /// The unit's phone has no line open.
    #[error("the unit's phone is not connected; call its officer, or ask again once it is")]
    NotConnected,
    /// The picture is there already.
    #[error("the unit's camera is on already; watch it at /whep")]
    CameraLive,
    /// Somebody has asked already.
    #[error("the officer has been asked for the camera already; wait for the answer, or DELETE the request")]
    CameraAsked,
    /// The unit calls for help: that is ended first.
    #[error("the unit calls for help; close that first")]
    SosOpen,
    /// A call for help is closed with a reason only.
    #[error("say why")]
    NoReason,
    /// What began as a call for help stays one, and nothing else becomes one.
    #[error("a call for help stays one, and nothing else becomes one; close it and raise another incident")]
    SosKind,
    /// The incident is closed already.
    #[error("the incident is closed")]
    IncidentClosed,
    /// An incident cannot be merged into itself.
    #[error("this is the same incident; name another to merge it into")]
    SameIncident,
    /// The order itself refuses.
    #[error(transparent)]
    Order(#[from] OrderRefusal),
}
