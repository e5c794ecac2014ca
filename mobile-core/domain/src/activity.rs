//! What the one who carries the phone is doing.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

/// What the phone's own sensors make of how it is carried, as far as they are sure of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// At rest.
    Still,
    /// Walking.
    Walking,
    /// Running.
    Running,
    /// On a bicycle.
    Cycling,
    /// In a vehicle, whether it moves or stands at a light.
    Driving,
}

/// Reads an activity; what a newer phone says in its place is read as none.
pub(crate) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Activity>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Known(Activity),
        Other(IgnoredAny),
    }
    Ok(match Said::deserialize(deserializer)? {
        Said::Known(activity) => Some(activity),
        Said::Other(_) => None,
    })
}
