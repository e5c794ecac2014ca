//! That the hall asks an officer to switch the camera on.
//!
//! Asking is all that the hall can do: no picture begins without the officer, who goes live, says no, or lets the request
//! lapse.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Role, Timestamp};

/// How long a request waits for its officer.
pub const LAPSES_AFTER: Duration = Duration::from_mins(2);

/// Who asks for an officer's camera.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CameraAsked {
    /// The name they signed in with.
    pub name: String,
    /// What they are.
    #[serde(flatten)]
    pub role: Role,
    /// Since when, which tells one request to a unit from another.
    pub since: Timestamp,
    /// When it lapses.
    pub until: Timestamp,
}

/// A request for an officer's camera, as the hall sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CameraRequest {
    /// Who asked.
    #[serde(flatten)]
    pub asked: CameraAsked,
    /// Whether it waits still.
    pub state: CameraRequestState,
}

/// What became of a request for the camera, short of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CameraRequestState {
    /// It waits for the officer.
    Asked,
    /// The officer said no.
    Declined,
    /// The officer said nothing in time.
    Lapsed,
}

impl CameraAsked {
    /// A request made at `since`.
    pub fn new(since: Timestamp, name: String, role: Role) -> Self {
        Self {
            name,
            role,
            since,
            until: since.after(LAPSES_AFTER),
        }
    }
}

impl CameraRequest {
    /// Who asks, while the request waits for the officer.
    pub fn waiting(&self) -> Option<&CameraAsked> {
        (self.state == CameraRequestState::Asked).then_some(&self.asked)
    }
}
