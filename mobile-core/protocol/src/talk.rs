//! Talk: what a line says to the hall, with what the hall shows on it.
//!
//! Each socket of somebody who may talk is a line. What is shown is the whole state each time; the sound itself goes
//! through `POST /whip/talk/{line}`.

use domain::{Role, TalkGroup, TalkLineId, Timestamp, TownId, UnitId};
use serde::{Deserialize, Serialize};

use crate::newer;

/// What a line shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TalkView {
    /// The line, for `POST /whip/talk/{line}`.
    pub line: TalkLineId,
    /// What it has itself.
    pub own: OwnTalk,
    /// Who is heard on it.
    #[serde(deserialize_with = "newer::readable")]
    pub heard: Vec<VoiceView>,
}

/// What a line has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OwnTalk {
    /// Nothing.
    Idle,
    /// The floor: what is said now goes out.
    Granted {
        /// To whom.
        group: TalkGroup,
        /// Since when.
        since: Timestamp,
        /// How many units of the group hear it.
        heard_by: u32,
        /// How many units there are in the group.
        units: u32,
        /// How many seats of the hall hear it.
        seats: u32,
    },
    /// A place in the queue.
    Queued {
        /// To talk to whom.
        group: TalkGroup,
        /// The place, counted from 1.
        place: u32,
    },
    /// A call, both ways at once.
    InCall {
        /// With whom; nobody where the line is the one that was called.
        with: Option<CallWith>,
        /// The name of the other side, as far as it has one.
        name: String,
    },
    /// Nothing any more, or nothing at all.
    Ended {
        /// Why.
        why: TalkEnd,
        /// By whom, if it was somebody.
        by: Option<String>,
    },
    /// A state of a newer hall.
    #[serde(other)]
    Unknown,
}

/// Why a line has nothing any more, or gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TalkEnd {
    /// It let go.
    Released,
    /// Somebody who comes before it talks.
    Preempted,
    /// Nothing was heard of it.
    Silent,
    /// It talked as long as one may.
    TooLong,
    /// It waited as long as one may.
    WaitedTooLong,
    /// Too many wait.
    QueueFull,
    /// The unit is in a call.
    InCall,
    /// Its sound is gone.
    Lost,
    /// Its sound is not open yet.
    NoSound,
    /// Who signed in with this role may not talk to that group.
    NotAllowed,
    /// There is nobody who could hear it.
    NobodyThere,
    /// A reason of a newer hall.
    #[serde(other)]
    Unknown,
}

/// Whom a leader talks with, both ways at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "with", rename_all = "snake_case")]
pub enum CallWith {
    /// A unit's officer.
    Unit {
        /// Which.
        unit: UnitId,
    },
    /// A town's desk.
    Desk {
        /// Of which town.
        town: TownId,
    },
}

/// Somebody who is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct VoiceView {
    /// The name they signed in with; of an officer, the unit's.
    pub name: String,
    /// What they are.
    #[serde(flatten)]
    pub role: Role,
    /// Whom they talk to; nobody in a call.
    pub group: Option<TalkGroup>,
    /// Whether a voice was heard of them a moment ago.
    pub speaking: bool,
}
