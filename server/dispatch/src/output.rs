//! What to do, as the machine tells the shell.

use domain::order::DispatchRule;
use domain::{
    CameraAsked, CameraRequest, CommandId, Fix, Order, Reachability, RoadClosure, Timestamp, Town, TownId,
    Unit, UnitId, UnitState,
};
use std::collections::BTreeSet;

use crate::{
    Answered, IncidentOnBoard, MapNews, NoticeWanted, Outlook, Recorded, Refusal, RequestId, ToldRefusal,
};

/// Something to do.
#[derive(Clone, Debug)]
pub enum Output {
    /// Append this to the log and commit it before doing anything that comes after.
    Record(Recorded),
    /// Append this to the unit's trail and commit it before doing anything that comes after.
    KeepFix {
        /// Whose.
        unit: UnitId,
        /// The id that makes it count once.
        command: CommandId,
        /// The measurement, in WGS-84.
        fix: Fix,
    },
    /// Answer a desk.
    Answer {
        /// Which request.
        request: RequestId,
        /// What became of it.
        result: Result<Answered, Refusal>,
    },
    /// Tell a phone what became of its entry.
    AnswerUnit {
        /// Which unit.
        unit: UnitId,
        /// Which entry.
        command: CommandId,
        /// What became of it.
        result: Result<(), ToldRefusal>,
    },
    /// Send a phone every open order that it has to do with.
    SendOrders {
        /// Which unit.
        unit: UnitId,
        /// Whether the unit is on duty.
        on_duty: bool,
        /// Whether its call for help is open.
        sos: bool,
        /// Who asks its officer for the camera.
        camera_asked: Option<CameraAsked>,
        /// The orders, with the unit's own assignments only.
        orders: Vec<Order>,
    },
    /// Send a phone an order that changed.
    SendOrder {
        /// Which unit.
        unit: UnitId,
        /// The order, with the unit's own assignments only.
        order: Order,
    },
    /// Tell a phone whether its call for help is open.
    SendSos {
        /// Which unit.
        unit: UnitId,
        /// Open, or ended.
        open: bool,
    },
    /// Tell a phone whether its unit is on duty.
    SendDuty {
        /// Which unit.
        unit: UnitId,
        /// On duty, or off.
        on_duty: bool,
    },
    /// Tell a phone who asks for its camera.
    SendCameraAsked {
        /// Which unit.
        unit: UnitId,
        /// Who asks, in place of who did before; none if nobody does any more.
        asked: Option<CameraAsked>,
    },
    /// Ask a phone quietly whether an order would reach its officer; it answers by itself.
    Probe {
        /// Which unit.
        unit: UnitId,
        /// What its answer is to name.
        id: u32,
    },
    /// Tell an officer of an offer beside the line; what is heard of it comes back.
    GiveNotice(NoticeWanted),
    /// End the phone's line, so that it comes back to the whole state.
    HangUp {
        /// Which unit.
        unit: UnitId,
    },
    /// Show the viewers what changed.
    Show(Change),
}

/// Something on the board changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// A town came to be.
    Town(Town),
    /// The district's rule for choosing units is another.
    Rule(DispatchRule),
    /// A unit's state changed.
    Unit {
        /// Its state.
        unit: UnitShown,
        /// The towns whose desks are shown it.
        towns: BTreeSet<TownId>,
    },
    /// A unit moved.
    Moved {
        /// Which.
        unit: UnitId,
        /// The towns whose desks are shown it.
        towns: BTreeSet<TownId>,
        /// Where it is.
        fix: Fix,
    },
    /// Roads were closed or opened: all that are closed now.
    Closures(Vec<RoadClosure>),
    /// An incident came to be or changed.
    Incident {
        /// Its state.
        incident: IncidentOnBoard,
        /// The towns it concerns.
        towns: BTreeSet<TownId>,
    },
    /// An order came to be or changed.
    Order {
        /// Its state.
        order: Order,
        /// The towns it concerns.
        towns: BTreeSet<TownId>,
    },
    /// What is forecast for an order changed; no legs are left if there is nothing more to forecast.
    Forecast {
        /// What is forecast.
        outlook: Outlook,
        /// The towns the order concerns.
        towns: BTreeSet<TownId>,
    },
    /// The promise map was made anew.
    PromiseMap(MapNews),
}

/// A unit as viewers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitShown {
    /// Who it is.
    pub unit: Unit,
    /// Whether it can be sent.
    pub state: UnitState,
    /// Whether its picture can be watched.
    pub live: bool,
    /// Its latest position, while on duty.
    pub fix: Option<Fix>,
    /// When the hall last heard from its phone.
    pub heard_at: Option<Timestamp>,
    /// Whether an order would reach it, while on duty.
    pub reachability: Option<Reachability>,
    /// When its shift ends, if that was said.
    pub shift_ends: Option<Timestamp>,
    /// That its officer was last asked for the camera.
    pub camera_request: Option<CameraRequest>,
}
