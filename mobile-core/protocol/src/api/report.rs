//! Figures on orders that have been, by kind.

use domain::order::OrderKind;
use serde::{Deserialize, Serialize};

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
    /// A unit was there in time.
    pub arrived_in_time: u32,
    /// There was a picture in time.
    pub on_video_in_time: u32,
    /// There was a report in time.
    pub reported_in_time: u32,
    /// Orders with a leg that was late, corrections counted.
    pub late: u32,
    /// Seconds from the start of the clock to the arrival, on average; null if nobody arrived.
    pub mean_response_s: Option<f64>,
    /// The seconds that nine of ten arrivals stay below; null if nobody arrived.
    pub p90_response_s: Option<f64>,
}
