//! Roads that are closed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{Answered, Ask};
use domain::{ClosureId, RoadClosure};
use protocol::api::{Fault, NewClosure};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use super::orders::text;
use crate::state::Shared;

/// The roads that are closed.
#[utoipa::path(get, path = "/api/closures", tag = "board", responses((status = 200, body = Vec<RoadClosure>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<RoadClosure>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.closures()))
}

/// Closes the streets around a place: no way leads through them from here on.
#[utoipa::path(post, path = "/api/closures", tag = "board", request_body = NewClosure, responses(
    (status = 201, body = RoadClosure), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 422, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn close(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewClosure>,
) -> Result<(StatusCode, Json<RoadClosure>), HttpFault> {
    let ask = Ask::CloseRoad {
        at: new.at,
        radius_m: new.radius_m.unwrap_or(0.0),
        note: text("note", new.note.unwrap_or_default())?,
    };
    match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Closure(closure) => Ok((StatusCode::CREATED, Json(closure))),
        _ => Err(HttpFault::not_found("there is no such closure")),
    }
}

/// Opens them again.
#[utoipa::path(delete, path = "/api/closures/{id}", tag = "board", params(("id" = ClosureId, Path)), responses(
    (status = 204), (status = 403, body = Fault), (status = 404, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn open(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(closure): Ids<ClosureId>,
) -> Result<StatusCode, HttpFault> {
    hall.desk
        .ask(signed.session.seat(), Ask::OpenRoad(closure))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
