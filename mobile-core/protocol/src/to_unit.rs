//! What the hall tells a phone, on `/ws/unit`.

use domain::{CameraAsked, CommandId, Order, Role, Timestamp, Unit};
use serde::{Deserialize, Serialize};

use crate::api::OrderView;
use crate::{TalkView, newer};

/// From the hall to one phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToUnit {
    /// Answers `hello`.
    Welcome {
        /// The protocol version that the hall speaks.
        version: u32,
        /// The unit that this phone is.
        unit: Unit,
        /// Whether the hall holds it on duty.
        on_duty: bool,
        /// Whether its call for help is open.
        #[serde(default)]
        sos: bool,
        /// Who asks its officer for the camera; one that cannot be read is nobody.
        #[serde(
            default,
            deserialize_with = "newer::known",
            skip_serializing_if = "Option::is_none"
        )]
        #[cfg_attr(feature = "typescript", ts(optional))]
        camera_asked: Option<CameraAsked>,
        /// The hall's clock.
        hall_time: Timestamp,
        /// Where the officer calls the hall: digits, after a `+` if the country's code is among them; none if the hall has no such
        /// number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", ts(optional))]
        telephone: Option<String>,
    },
    /// Every open order that the unit has to do with, in place of what the phone knew before.
    Orders {
        /// Their state.
        #[serde(deserialize_with = "newer::readable")]
        orders: Vec<UnitOrder>,
    },
    /// One order of the unit's came to be or changed.
    OrderChanged {
        /// Its state.
        order: UnitOrder,
    },
    /// Whether the hall holds the unit on duty. Told after a word on duty that came again: the phone may have lost the words after it.
    DutyChanged {
        /// Which of the two.
        on_duty: bool,
    },
    /// The unit's call for help is open in the hall, or was ended there.
    SosChanged {
        /// Which of the two.
        open: bool,
    },
    /// What became of entries; they are safe in the hall and may leave the outbox.
    Answers {
        /// One for each entry.
        #[serde(deserialize_with = "newer::readable")]
        answers: Vec<Answer>,
    },
    /// Answers `ask_time`.
    Time {
        /// What the phone sent.
        asked_at: f64,
        /// The hall's clock.
        hall_time: Timestamp,
    },
    /// Asks quietly whether an order would reach the officer; answered at once by `probed`, on duty.
    Probe {
        /// Comes back with the answer.
        id: u32,
    },
    /// Who talks, in place of what was shown before.
    Talk {
        /// What the line shows.
        talk: TalkView,
    },
    /// Whether anybody needs the unit's picture: a viewer, a recording, an order. It is needed until the hall says
    /// otherwise; while it is not, a camera that is on need not encode. Sound goes on.
    CameraNeeded {
        /// Whether it is.
        needed: bool,
    },
    /// Which layers of the unit's picture anybody needs, in the order in which its offer names them (`a=simulcast`): a viewer's
    /// tile, a recorder, a still. A layer that is not spoken of is needed, so that none are told of until the hall knows
    /// better, and for each new connection of the camera. One that is not needed need not be encoded; one that is needed
    /// again begins with a key frame.
    LayersWanted {
        /// Whether each is.
        wanted: Vec<bool>,
    },
    /// Who watches the unit's picture, in place of who did before; at most once a second.
    WatchedBy {
        /// Those who watch, the longest first; nobody until the hall says otherwise.
        #[serde(deserialize_with = "newer::readable")]
        watchers: Vec<Watcher>,
    },
    /// Who asks the officer to switch the camera on, in place of who did before. Nobody does any more once the picture is
    /// there, the officer has declined, the hall has taken it back, or it has lapsed.
    CameraAsked {
        /// Who asks, if somebody does; one that cannot be read is nobody.
        #[serde(default, deserialize_with = "newer::known")]
        asked: Option<CameraAsked>,
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

/// An order as one unit sees it: its own assignments only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct UnitOrder {
    /// What a page draws.
    #[serde(deserialize_with = "newer::order")]
    pub view: OrderView,
    /// What the phone's core decides with; pages leave it alone.
    #[cfg_attr(feature = "typescript", ts(skip))]
    #[serde(deserialize_with = "newer::order")]
    pub order: Order,
}

/// Somebody who watches a unit's picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Watcher {
    /// The name they signed in with.
    pub name: String,
    /// What they are.
    #[serde(flatten)]
    pub role: Role,
    /// Since when.
    pub since: Timestamp,
}

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Answer {
    /// Which entry.
    pub id: CommandId,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It is safe in the hall.
    Taken,
    /// It will never happen; sending it again is no use.
    Refused {
        /// The stable name of the reason.
        code: String,
        /// The reason in English.
        message: String,
    },
    /// An outcome of a newer hall; the entry is done with.
    #[serde(other)]
    Unknown,
}

/// Why the hall ends a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ByeReason {
    /// The session was ended or revoked: sign in again.
    SignedOut,
    /// The same unit connected again elsewhere.
    Replaced,
    /// The hall stops: come back.
    Stopping,
    /// The other side was too slow to read: come back.
    TooSlow,
    /// What was sent was no message of this protocol.
    Malformed,
    /// A reason of a newer hall.
    #[serde(other)]
    Unknown,
}
