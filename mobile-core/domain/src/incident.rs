//! Something that happened somewhere.

use serde::{Deserialize, Serialize};

use crate::{IncidentId, PersonId, Place, Timestamp, TownId};

/// An incident (事件).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identity.
    pub id: IncidentId,
    /// What happened.
    pub kind: IncidentKind,
    /// Where.
    pub place: Place,
    /// The town whose ground it is, if known.
    pub town: Option<TownId>,
    /// What else is known.
    pub note: String,
    /// When the hall learnt of it.
    pub raised_at: Timestamp,
    /// Who entered it.
    pub raised_by: PersonId,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
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
