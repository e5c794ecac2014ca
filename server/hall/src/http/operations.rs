//! What those who run the machine look at.

use std::net::{IpAddr, SocketAddr};

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderName, StatusCode, header};
use domain::Role;
use protocol::api::Fault;

use super::HttpFault;
use super::auth::Signed;
use crate::metrics;
use crate::state::Shared;

/// What is told while nothing is recorded.
const NO_ROOM: &str =
    "ok, but nothing is recorded: the disk has less room than recordings_reserve_gb; delete something";

/// Whether the hall can do its work. That the disk has no room for recordings is told, and no reason to start the hall
/// again: orders go on.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()), responses(
    (status = 200, description = "ready", body = String), (status = 503, description = "not able to decide, to keep what it decides, to carry media, or to do some other part of its work", body = Fault),
))]
pub(super) async fn healthz(State(hall): State<Shared>) -> Result<Json<&'static str>, HttpFault> {
    // Strangers may ask, so they only hear that something is wrong.
    let unwell = |code, message: &str| Err(HttpFault::new(StatusCode::SERVICE_UNAVAILABLE, code, message));
    if !hall.desk.is_read() {
        unwell("no_dispatch", "the dispatch loop has ended; start the hall again")
    } else if hall.health.fault().is_some() {
        unwell("not_kept", "the hall cannot write to its disk")
    } else if !hall.live.door().is_running() {
        unwell("no_media", "the media loop has ended; start the hall again")
    } else if let Some(what) = hall.health.ended() {
        unwell("ended", &format!("{what} has ended; start the hall again"))
    } else if hall.recordings.has_no_room() {
        Ok(Json(NO_ROOM))
    } else {
        Ok(Json("ok"))
    }
}

/// Figures in the Prometheus text format, for this machine and for administrators; they name no person, unit or place.
#[utoipa::path(get, path = "/metrics", tag = "operations", security((), ("bearer" = [])), responses(
    (status = 200, body = String, content_type = "text/plain"), (status = 401, description = "from elsewhere without an administrator's token", body = Fault),
))]
pub(super) async fn metrics(
    State(hall): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    signed: Result<Signed, HttpFault>,
) -> Result<([(HeaderName, &'static str); 1], String), HttpFault> {
    if !may_count(peer.ip(), signed.ok().map(|signed| signed.role())) {
        return Err(HttpFault::unauthorized());
    }
    let text = metrics::text(&hall).await;
    Ok((
        [(
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )],
        text,
    ))
}

/// Whether somebody at `peer` may read the figures.
fn may_count(peer: IpAddr, role: Option<Role>) -> bool {
    peer.to_canonical().is_loopback() || role == Some(Role::Administrator)
}

#[cfg(test)]
mod tests;
