//! Whom a voice is for.
//!
//! A voice goes to a group; who comes before whom follows from the role. Who has the floor is decided in `dispatch`.

use serde::{Deserialize, Serialize};

use crate::{OrderId, Role, TownId, UnitId};

/// Those that a voice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum TalkGroup {
    /// One unit; of its own officer, the seats of the hall that see the unit.
    Unit {
        /// Which.
        unit: UnitId,
    },
    /// The units of a town.
    Town {
        /// Which.
        town: TownId,
    },
    /// The units that have a part in an order.
    Team {
        /// Which order's.
        order: OrderId,
    },
    /// Every unit.
    All,
}

/// Who comes before whom, the last one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TalkRank {
    /// A unit's officer.
    Officer,
    /// A town's desk.
    TownDesk,
    /// A seat in the hall.
    Dispatcher,
    /// A leader.
    Leader,
}

impl Role {
    /// Who comes before whom where one can talk; none of who only runs the machine.
    pub const fn talk_rank(self) -> Option<TalkRank> {
        match self {
            Self::Officer { .. } => Some(TalkRank::Officer),
            Self::TownDesk { .. } => Some(TalkRank::TownDesk),
            Self::Dispatcher => Some(TalkRank::Dispatcher),
            Self::Leader => Some(TalkRank::Leader),
            Self::Administrator => None,
        }
    }
}
