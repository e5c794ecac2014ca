//! What somebody who signs in may do.

use serde::{Deserialize, Serialize};

use crate::{TownId, UnitId};

/// The role of a person, with what it is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Role {
    /// A field unit's officer: sees and does only what its unit may.
    Officer {
        /// The unit that this officer is.
        unit: UnitId,
    },
    /// A seat in the hall: assigns orders and watches everything.
    Dispatcher,
    /// Looks and talks, changes nothing.
    Leader,
    /// The same as a dispatcher, for one town.
    TownDesk {
        /// The town it sees.
        town: TownId,
    },
    /// Enrols people, phones and places.
    Administrator,
}

impl Role {
    /// The stable name of the role, as in the HTTP API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Officer { .. } => "officer",
            Self::Dispatcher => "dispatcher",
            Self::Leader => "leader",
            Self::TownDesk { .. } => "town_desk",
            Self::Administrator => "administrator",
        }
    }

    /// Whether somebody of this role may see what belongs to `town`.
    pub fn sees_town(self, town: TownId) -> bool {
        match self {
            Self::Dispatcher | Self::Leader | Self::Administrator => true,
            Self::TownDesk { town: own } => own == town,
            Self::Officer { .. } => false,
        }
    }

    /// Whether somebody of this role may see what concerns `towns`; what concerns none is the hall's.
    pub fn sees_any<'a>(self, towns: impl IntoIterator<Item = &'a TownId>) -> bool {
        match self {
            Self::Dispatcher | Self::Leader | Self::Administrator => true,
            _ => towns.into_iter().any(|town| self.sees_town(*town)),
        }
    }

    /// Whether somebody of this role may look at the hall's board at all.
    pub const fn sees_board(self) -> bool {
        !matches!(self, Self::Officer { .. })
    }

    /// Whether somebody of this role looks at the whole district, not at one town of it.
    pub fn sees_district(self) -> bool {
        self.sees_any([])
    }

    /// Whether somebody of this role decides for the whole district: by which rule units are chosen, which roads are
    /// closed.
    pub const fn rules_district(self) -> bool {
        matches!(self, Self::Dispatcher)
    }

    /// Whether somebody of this role may raise incidents, give orders and end them.
    pub const fn gives_orders(self) -> bool {
        matches!(self, Self::Dispatcher | Self::TownDesk { .. })
    }
}
