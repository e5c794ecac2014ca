//! What a line to talk shows.

use domain::{OrderId, TownId, UnitId};
use phone::{OwnTalk as Own, TalkEnd as End, VoiceView};

use crate::PhoneFault;
use crate::phone::id;

/// Those that a voice is for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TalkGroup {
    /// One unit; of its own officer, the seats of the hall that see the unit.
    Unit {
        /// Which.
        unit: String,
    },
    /// The units of a town.
    Town {
        /// Which.
        town: String,
    },
    /// The units that have a part in an order.
    Team {
        /// Which order's.
        order: String,
    },
    /// Every unit; not for officers.
    All,
}

impl TryFrom<TalkGroup> for domain::TalkGroup {
    type Error = PhoneFault;

    fn try_from(group: TalkGroup) -> Result<Self, PhoneFault> {
        Ok(match group {
            TalkGroup::Unit { unit } => Self::Unit {
                unit: id::<UnitId>(unit)?,
            },
            TalkGroup::Town { town } => Self::Town {
                town: id::<TownId>(town)?,
            },
            TalkGroup::Team { order } => Self::Team {
                order: id::<OrderId>(order)?,
            },
            TalkGroup::All => Self::All,
        })
    }
}

impl From<domain::TalkGroup> for TalkGroup {
    fn from(group: domain::TalkGroup) -> Self {
        match group {
            domain::TalkGroup::Unit { unit } => Self::Unit {
                unit: unit.to_string(),
            },
            domain::TalkGroup::Town { town } => Self::Town {
                town: town.to_string(),
            },
            domain::TalkGroup::Team { order } => Self::Team {
                order: order.to_string(),
            },
            domain::TalkGroup::All => Self::All,
        }
    }
}

/// What the line has.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum OwnTalk {
    /// Nothing.
    Idle,
    /// The floor: what is said now goes out.
    Granted {
        /// To whom.
        group: TalkGroup,
        /// Since when, in hall time.
        since_ms: i64,
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
    /// A call, both ways at once: it is heard, and the officer is heard once he answers. While the camera is on with sound, the
    /// caller hears what the picture's microphone hears.
    InCall {
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
    Unknown,
}

impl From<Own> for OwnTalk {
    fn from(own: Own) -> Self {
        match own {
            Own::Idle => Self::Idle,
            Own::Granted {
                group,
                since,
                heard_by,
                units,
                seats,
            } => Self::Granted {
                group: group.into(),
                since_ms: since.as_millis(),
                heard_by,
                units,
                seats,
            },
            Own::Queued { group, place } => Self::Queued {
                group: group.into(),
                place,
            },
            Own::InCall { with: _, name } => Self::InCall { name },
            Own::Ended { why, by } => Self::Ended { why: why.into(), by },
            Own::Unknown => Self::Unknown,
        }
    }
}

/// Why a line has nothing any more, or gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
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
    /// An officer may not talk to that group.
    NotAllowed,
    /// There is nobody who could hear it.
    NobodyThere,
    /// A reason of a newer hall.
    Unknown,
}

impl From<End> for TalkEnd {
    fn from(end: End) -> Self {
        match end {
            End::Released => Self::Released,
            End::Preempted => Self::Preempted,
            End::Silent => Self::Silent,
            End::TooLong => Self::TooLong,
            End::WaitedTooLong => Self::WaitedTooLong,
            End::QueueFull => Self::QueueFull,
            End::InCall => Self::InCall,
            End::Lost => Self::Lost,
            End::NoSound => Self::NoSound,
            End::NotAllowed => Self::NotAllowed,
            End::NobodyThere => Self::NobodyThere,
            End::Unknown => Self::Unknown,
        }
    }
}

/// Somebody who is heard.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Voice {
    /// The name they signed in with; of an officer, the unit's.
    pub name: String,
    /// What they are: `dispatcher`, `leader`, `town_desk` or `officer`.
    pub role: String,
    /// Whom they talk to; nobody in a call.
    pub group: Option<TalkGroup>,
    /// Whether a voice was heard of them a moment ago.
    pub speaking: bool,
}

impl From<&VoiceView> for Voice {
    fn from(voice: &VoiceView) -> Self {
        Self {
            name: voice.name.clone(),
            role: voice.role.name().to_owned(),
            group: voice.group.map(Into::into),
            speaking: voice.speaking,
        }
    }
}

/// The line to talk at one moment.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TalkState {
    /// Whether the officer has it open.
    pub open: bool,
    /// Whether its sound goes through: only then one may press.
    pub sounds: bool,
    /// Whether the microphone is let out. What is handed in while it is not goes nowhere; the officer is to see it.
    pub out: bool,
    /// What it has; nothing while the hall cannot be reached.
    pub own: Option<OwnTalk>,
    /// Who is heard on it.
    pub heard: Vec<Voice>,
}

impl From<&phone::TalkShown> for TalkState {
    fn from(talk: &phone::TalkShown) -> Self {
        let line = talk.line();
        let heard = line.map(|line| line.heard.iter().map(Into::into).collect());
        Self {
            open: talk.is_open(),
            sounds: talk.sounds(),
            out: talk.is_out(),
            own: line.map(|line| line.own.clone().into()),
            heard: heard.unwrap_or_default(),
        }
    }
}
