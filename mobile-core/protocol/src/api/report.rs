//! Figures on orders that have been, by kind.

use domain::order::OrderKind;
use serde::{Deserialize, Serialize};

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// How many.
    pub count: u32,
    /// Of how many it is known; those whose limit still runs are not among them.
    pub of: u32,
}

/// `GET /api/order-kinds`: a kind of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderKindView {
    /// Which.
    pub kind: OrderKind,
    /// How many seconds its three legs may take; null if they may take for ever.
    pub limit_s: Option<u32>,
}

/// `GET /api/reports/orders`: how well the promise was kept, one row a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindReport {
    /// The kind.
    pub kind: OrderKind,
    /// Orders sent in the time asked about, those still open among them.
    pub orders: u32,
    /// Of these, still open.
    pub open: u32,
    /// Of these, cancelled.
    pub cancelled: u32,
    /// A unit was there in time; null for a kind without a limit.
    pub arrived_in_time: Option<Part>,
    /// There was a picture in time; null for a kind without a limit.
    pub on_video_in_time: Option<Part>,
    /// There was a report in time; null for a kind without a limit.
    pub reported_in_time: Option<Part>,
    /// Orders with a leg that was late, corrections counted; null for a kind without a limit.
    pub late: Option<Part>,
    /// Items of checklists that are done, of all on orders that were not cancelled; null if there are none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub items_done: Option<Part>,
    /// Seconds from the start of the clock to the arrival, on average; null if nobody arrived.
    pub mean_response_s: Option<f64>,
    /// The seconds that nine of ten arrivals stay below; null if nobody arrived.
    pub p90_response_s: Option<f64>,
}
