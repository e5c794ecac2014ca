//! What a browser tells the hall, on `/ws/viewer`.

use domain::{OrderId, Source, TalkGroup, TownId, UnitId, WallId};
use serde::{Deserialize, Serialize};

use crate::{CallWith, newer};

/// From a browser, on `/ws/viewer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ViewerToHall {
    /// A town's desk has an order that was sent to its town.
    OrderReceived {
        /// Which.
        order: OrderId,
    },
    /// Moves units' pictures into the slots of a wall, or out of them. What the viewer may not see leaves its slot empty.
    Place {
        /// The wall, as its `Location` names it.
        wall: WallId,
        /// At most one for each slot; the slots that are not named stay as they are.
        #[serde(deserialize_with = "newer::readable")]
        slots: Vec<SlotPlaced>,
    },
    /// Asks for the hall's clock; answered at once by `time`.
    AskTime {
        /// The page's own monotonic clock in milliseconds, given back unchanged.
        asked_at: f64,
    },
    /// Presses to talk to a group; answered by `talk`.
    Press {
        /// To whom.
        group: TalkGroup,
    },
    /// A leader talks with somebody, both ways at once; answered by `talk`.
    Call {
        /// With whom.
        with: CallWith,
    },
    /// Lets go of what the line has: the floor, the queue, a call.
    Release,
    /// A message of a newer page.
    #[serde(other)]
    Unknown,
}

/// What is in one slot of a wall from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SlotPlaced {
    /// The slot, counted from 0 in the order of the offer's media sections.
    pub slot: u8,
    /// The unit whose picture is in it; with no desk either, null empties it.
    pub unit: Option<UnitId>,
    /// The town whose desk's picture is in it, if no unit's is.
    #[serde(default)]
    pub desk: Option<TownId>,
    /// The height of its tile in pixels of the screen; 0 while it is not seen, so that only sound is sent.
    pub height: u16,
    /// Which slots get bandwidth first: the higher, the earlier.
    pub priority: u8,
}

impl SlotPlaced {
    /// Whose picture is in it.
    pub fn source(&self) -> Option<Source> {
        self.unit
            .map(Source::Unit)
            .or_else(|| self.desk.map(Source::Desk))
    }
}
