//! What those who run the machine look at.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use protocol::api::Fault;

use super::HttpFault;
use crate::metrics;
use crate::state::Shared;

/// Whether the hall can do its work.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses(
    (status = 200, description = "ready", body = String), (status = 503, description = "not able to keep what it decides", body = Fault),
))]
pub(super) async fn healthz(State(hall): State<Shared>) -> Result<Json<&'static str>, HttpFault> {
    match hall.health.fault() {
        None => Ok(Json("ok")),
        // Strangers may ask, so they only hear that something is wrong.
        Some(_) => Err(HttpFault::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_kept",
            "the hall cannot write to its disk",
        )),
    }
}

/// Figures in the Prometheus text format; they name no person, unit or place.
#[utoipa::path(get, path = "/metrics", tag = "operations", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
pub(super) async fn metrics(State(hall): State<Shared>) -> ([(HeaderName, &'static str); 1], String) {
    let text = metrics::text(&hall).await;
    (
        [(
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )],
        text,
    )
}
