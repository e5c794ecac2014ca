//! How media find their way, as the hall answers it.

use serde::{Deserialize, Serialize};

/// `GET /api/media`: what a peer connection to the hall is made with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MediaView {
    /// Relays for networks that let no media through; none if the operator has none.
    pub ice_servers: Vec<IceServer>,
}

/// A relay, in the words of `RTCIceServer` (W3C WebRTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IceServer {
    /// Where it is (RFC 7065).
    pub urls: Vec<String>,
    /// Whom to say one is.
    pub username: String,
    /// The password, which holds for an hour; ask again for a later connection.
    pub credential: String,
}
