//! A part of the district.

use serde::{Deserialize, Serialize};

use crate::TownId;

/// A town (街镇), or the district's reserve; units, desks and orders belong to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Town {
    /// Its identity.
    pub id: TownId,
    /// What people call it.
    pub name: String,
}
