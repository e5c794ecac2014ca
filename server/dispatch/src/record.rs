//! What the hall's log keeps.

use domain::order::DispatchRule;
use domain::{
    CameraAsked, ClosureId, CommandId, Incident, IncidentEdit, IncidentId, LatLon, OrderEvent, OrderId,
    PersonId, RoadClosure, Timestamp, Town, Unit, UnitId,
};
use serde::{Deserialize, Serialize};

use crate::datum_watch::Shift;
use crate::{Alarm, CameraRequestEnd, Foreseen, TripSeen};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// When the hall decided it.
    pub at: Timestamp,
    /// The phone's entry that brought it about, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<CommandId>,
    /// What it is.
    pub record: Record,
}

/// Something that changed the board for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// A town came to be.
    TownAdded {
        /// The town.
        town: Town,
    },
    /// A unit came to be.
    UnitAdded {
        /// The unit.
        unit: Unit,
    },
    /// A unit went on or off duty.
    DutyChanged {
        /// Which unit.
        unit: UnitId,
        /// Whether it is on duty.
        on_duty: bool,
        /// When its shift ends, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// Whether it went on duty by calling for help, and not because it was to work.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_help: bool,
    },
    /// A unit's officer was asked to switch the camera on.
    CameraAsked {
        /// Which unit's.
        unit: UnitId,
        /// The person who asked.
        by: PersonId,
        /// What the officer is told of it.
        asked: CameraAsked,
    },
    /// What came of that.
    CameraRequestEnded {
        /// Which unit's.
        unit: UnitId,
        /// How it ended.
        end: CameraRequestEnd,
    },
    /// It came out how the positions of a unit's phone are shifted, or that they no longer are.
    DatumFound {
        /// Which unit.
        unit: UnitId,
        /// How; none if they are as they should be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shift: Option<Shift>,
    },
    /// An incident came to be.
    IncidentRaised {
        /// The incident.
        incident: Incident,
    },
    /// Something else is known of an incident.
    IncidentEdited {
        /// Which.
        incident: IncidentId,
        /// Who changed it.
        by: PersonId,
        /// What changed.
        edit: IncidentEdit,
    },
    /// An incident turned out to be another.
    IncidentMerged {
        /// The one that ended.
        incident: IncidentId,
        /// The one that took its orders over.
        into: IncidentId,
        /// Who said so.
        by: PersonId,
    },
    /// An officer in danger is elsewhere by now.
    IncidentMoved {
        /// Which call for help.
        incident: IncidentId,
        /// Where.
        to: LatLon,
    },
    /// An incident is done with.
    IncidentClosed {
        /// Which.
        incident: IncidentId,
        /// Who closed it.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Streets were closed.
    RoadClosed {
        /// Which, and why.
        closure: RoadClosure,
    },
    /// Streets were opened again.
    RoadOpened {
        /// Which closure ended.
        closure: ClosureId,
        /// Who ended it.
        by: PersonId,
    },
    /// A desk set the district's rule.
    RuleSet {
        /// The rule from now on.
        rule: DispatchRule,
        /// Who set it.
        by: PersonId,
    },
    /// Something happened to an order.
    Order {
        /// Which.
        order: OrderId,
        /// What.
        event: OrderEvent,
    },
    /// A unit's way to a scene was seen from setting off to arriving.
    TripSeen {
        /// Which unit.
        unit: UnitId,
        /// For which order.
        order: OrderId,
        /// How it went.
        #[serde(flatten)]
        trip: TripSeen,
    },
    /// A leg of an order was announced as late for the first time.
    Alarmed {
        /// Of which order.
        order: OrderId,
        /// What was announced.
        #[serde(flatten)]
        alarm: Alarm,
    },
    /// It came out what had been forecast for an order.
    ForecastsJudged {
        /// Which order.
        order: OrderId,
        /// Whether each leg was met in time, in their sequence, and all of them.
        met: [bool; 4],
        /// What had been forecast, minute by minute.
        forecasts: Vec<Foreseen>,
    },
}
