//! Whatever publishes a stream.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{TownId, UnitId};

/// A source (视频源) of live media: it has one stream, whoever holds the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "source", content = "id", rename_all = "snake_case")]
pub enum Source {
    /// A unit's phone.
    Unit(UnitId),
    /// The webcam of a town's desk.
    Desk(TownId),
    /// A fixed camera of another system.
    Camera(Uuid),
}

impl Source {
    /// The id that names it, and its stream: no two things have the same.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Unit(UnitId(id)) | Self::Desk(TownId(id)) | Self::Camera(id) => id,
        }
    }

    /// The word for what it is, as it is written.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Desk(_) => "desk",
            Self::Camera(_) => "camera",
        }
    }
}
