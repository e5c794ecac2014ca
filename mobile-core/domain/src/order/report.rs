//! A report: what an officer says from the scene.

use serde::{Deserialize, Serialize};

use crate::{CommandId, Timestamp, UnitId};

/// What an officer reported from the scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// What the phone calls it; no report kept before it had a name is told again, so those share one.
    #[serde(default = "unnamed")]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub id: CommandId,
    /// The unit that reports.
    pub unit: UnitId,
    /// When it was written, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub error_ms: u32,
    /// When the hall learnt of it.
    pub learnt_at: Timestamp,
    /// What it says.
    pub text: String,
    /// The photo that came with it, named by its SHA-256 in hex.
    pub photo: Option<String>,
}

const fn unnamed() -> CommandId {
    CommandId(uuid::Uuid::nil())
}
