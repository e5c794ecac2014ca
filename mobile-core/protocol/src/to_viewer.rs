//! What the hall tells a browser, on `/ws/viewer`.
//!
//! A viewer first gets the whole board, then what changes. Each change carries the thing's whole
//! state, so folding one in is replacing by id.

use domain::order::DispatchRule;
use domain::{OrderId, RoadClosure, Timestamp, Town, TownId, UnitId, WallId};
use serde::{Deserialize, Serialize};

use crate::api::{
    ForecastView, IncidentView, OrderView, PositionView, PromiseMapView, SeatView, SessionView, UnitView,
};
use crate::{ByeReason, TalkView, Watcher, newer};

/// From the hall to one browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToViewer {
    /// Everything that this viewer may see, in place of what it knew before.
    Board {
        /// The protocol version that the hall speaks.
        version: u32,
        /// The hall's clock.
        hall_time: Timestamp,
        /// Who is looking.
        viewer: SessionView,
        /// What the viewer's seat can do beyond orders and incidents.
        #[serde(default)]
        seat: SeatView,
        /// The district's rule for choosing units.
        #[serde(default)]
        rule: DispatchRule,
        /// The towns.
        #[serde(deserialize_with = "newer::readable")]
        towns: Vec<Town>,
        /// The towns whose desk shows its camera.
        #[serde(default)]
        desks: Vec<TownId>,
        /// The units.
        #[serde(deserialize_with = "newer::readable")]
        units: Vec<UnitView>,
        /// Open incidents, with those closed in the last day.
        #[serde(deserialize_with = "newer::readable")]
        incidents: Vec<IncidentView>,
        /// Open orders, with those ended in the last day.
        #[serde(deserialize_with = "newer::readable")]
        orders: Vec<OrderView>,
    },
    /// A unit's state changed.
    UnitChanged {
        /// Its state.
        unit: UnitView,
    },
    /// Units moved; at most once a second for each.
    UnitsMoved {
        /// Where they are.
        #[serde(deserialize_with = "newer::readable")]
        units: Vec<UnitMove>,
    },
    /// An incident came to be or changed.
    IncidentChanged {
        /// Its state.
        incident: IncidentView,
    },
    /// An order came to be or changed.
    OrderChanged {
        /// Its state.
        order: OrderView,
    },
    /// What is foreseen for an order, in place of what was before.
    Forecasts {
        /// Which order.
        order: OrderId,
        /// One for each leg that is not met yet.
        #[serde(deserialize_with = "newer::readable")]
        forecasts: Vec<ForecastView>,
    },
    /// Where the promise can be kept now.
    PromiseMap {
        /// The whole map.
        map: PromiseMapView,
    },
    /// Roads were closed or opened.
    ClosuresChanged {
        /// All that are closed now.
        #[serde(deserialize_with = "newer::readable")]
        closures: Vec<RoadClosure>,
    },
    /// The camera of a town's desk began or ceased to show a picture.
    DeskLive {
        /// Which town's.
        town: TownId,
        /// Whether its picture can be watched.
        live: bool,
    },
    /// Whether anybody looks at the picture of this desk's own camera; it is not encoded while nobody does.
    CameraNeeded {
        /// Whether it is needed.
        needed: bool,
    },
    /// Who watches this desk's own camera, in place of who did before.
    WatchedBy {
        /// Who they are, the longest first.
        #[serde(deserialize_with = "newer::readable")]
        watchers: Vec<Watcher>,
    },
    /// Answers `ask_time`.
    Time {
        /// What the page sent.
        asked_at: f64,
        /// The hall's clock.
        hall_time: Timestamp,
    },
    /// Who talks, in place of what was shown before; only for those who may talk.
    Talk {
        /// What the line shows.
        talk: TalkView,
    },
    /// Whether nothing is recorded, because the hall's disk has no room; until the first word of it there is room.
    RecordingRoom {
        /// There is none.
        short: bool,
    },
    /// Nothing of the picture in a slot of one of this viewer's walls is sent, because the wall's offer does not take its
    /// codec; or, without a codec, it takes what comes now.
    Undecodable {
        /// The wall.
        wall: WallId,
        /// The slot.
        slot: u8,
        /// The unit whose picture it is, if it is a unit's.
        unit: Option<UnitId>,
        /// The town whose desk's picture it is, if it is a desk's.
        desk: Option<TownId>,
        /// The codec.
        codec: Option<String>,
    },
    /// Who speaks in the pictures on this sign-in's walls, in place of who did before; until the first word of it nobody.
    Speaking {
        /// The units, by the sound of their stream or of their line.
        #[serde(deserialize_with = "newer::readable")]
        units: Vec<UnitId>,
        /// The towns whose desk does.
        #[serde(deserialize_with = "newer::readable")]
        desks: Vec<TownId>,
    },
    /// The hall ends this socket.
    Bye {
        /// Why.
        reason: ByeReason,
        /// What exactly was wrong, in English; empty if there is nothing to add.
        #[serde(default)]
        detail: String,
    },
    /// A message of a newer hall.
    #[serde(other)]
    Unknown,
}

/// Where one unit is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct UnitMove {
    /// Which unit.
    pub unit: UnitId,
    /// Where it is.
    pub position: PositionView,
}
