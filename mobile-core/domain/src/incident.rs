//! Something that happened somewhere.

use serde::{Deserialize, Serialize};

use crate::{IncidentId, PersonId, Place, Timestamp, TownId, UnitId};

/// An incident (事件).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identity.
    pub id: IncidentId,
    /// What happened.
    pub kind: IncidentKind,
    /// Where.
    pub place: Place,
    /// Whether `place` is known; if not, it stands for nothing until it is.
    #[serde(default = "known")]
    pub place_known: bool,
    /// The town whose ground it is, if known.
    pub town: Option<TownId>,
    /// What else is known.
    pub note: String,
    /// When the hall learnt of it.
    pub raised_at: Timestamp,
    /// Who entered it.
    pub raised_by: RaisedBy,
}

impl Incident {
    /// The unit that calls for help, if the incident is that.
    pub const fn unit_in_danger(&self) -> Option<UnitId> {
        match (self.kind, self.raised_by) {
            (IncidentKind::Sos, RaisedBy::Unit { unit }) => Some(unit),
            _ => None,
        }
    }
}

const fn known() -> bool {
    true
}

/// Who raised an incident. A person is written as the bare id, as it always was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RaisedBy {
    /// Somebody at a desk.
    Person(PersonId),
    /// An officer, by phone.
    Unit {
        /// Of which unit.
        unit: UnitId,
    },
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// An officer in danger called for help.
    Sos,
    /// Fire or smoke.
    Fire,
    /// A traffic accident or a blocked road.
    Traffic,
    /// Somebody needs medical help.
    Medical,
    /// Too many people in one place.
    Crowd,
    /// Water where it should not be.
    Flooding,
    /// A public order matter.
    PublicOrder,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests;
